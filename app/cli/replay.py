"""`rumduol replay`: scenario files against the real API."""

import json
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.console import Console

from app.cli.replaying import report
from app.cli.replaying.document import read
from app.cli.replaying.loading import Unreadable
from app.cli.replaying.results import Outcome
from app.cli.replaying.run import Stage

_DIFFERENT, _UNREADABLE = 1, 2
_WIDTH = 200  # of tables in a file or a pipe


def replay(
    files: Annotated[list[Path], typer.Argument(help="Scenario files.", metavar="FILE...")],
    database_url: Annotated[
        str | None,
        typer.Option(help="Make fresh databases on this PostgreSQL server; the one that is named is not touched. Left out: SQLite."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one list for machines.")] = False,  # noqa: FBT002 - typer's way
    everything: Annotated[bool, typer.Option("--all", help="List every standard of the case, expected or not.")] = False,  # noqa: FBT002
) -> None:
    """Play scenarios through the API, each in a fresh world, and set what comes out beside what is expected.

    Ends with 1 if anything differs, with 2 if a file cannot be read; the other files are played nevertheless.
    """
    # What is printed is the answer; what the service has to say goes elsewhere. Looked up each time: tests replace the stream.
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[renderer], logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    outcomes: list[Outcome] = []
    unreadable = False
    with Stage(database_url) as stage:
        for file in files:
            try:
                outcome = stage.play(read(file), everything=everything)
            except Unreadable as error:
                typer.echo(str(error), err=True)
                unreadable = True
                continue
            outcomes.append(outcome)
            if not as_json:
                report.show(console, outcome, everything=everything)
    if as_json:
        typer.echo(json.dumps(report.as_list(outcomes), indent=1, ensure_ascii=False))
    if unreadable:
        raise typer.Exit(_UNREADABLE)
    if any(outcome.differences for outcome in outcomes):
        raise typer.Exit(_DIFFERENT)
