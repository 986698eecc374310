"""`rumduol standards`: reading the standards, and checking a catalogue one is editing."""

import json
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.errors import Misconfigured
from app.records.registry import shape
from app.services import standards
from app.settings import Settings
from app.standards import oscal
from app.standards.duration import spoken
from app.standards.rulebook import MalformedCatalogue, UnknownCatalogue, catalogues_in, load, parse, problems
from app.standards.rules import Catalogue, Right, Standard

commands = typer.Typer(no_args_is_help=True, help="The minimum standards.")
# Where the width of the screen is not known, the table is as wide as it reads well.
_WIDTH = 160


@commands.command("list")
def list_standards(
    *,
    catalogue: Annotated[str | None, typer.Option(help="Another catalogue: its id, or id@version.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, in both languages, for machines.")] = False,
) -> None:
    """List rights and standards with rule, limit, sources, provenance tag and grade."""
    settings = Settings()
    book = _load(catalogue or settings.catalogue, settings.catalogues)
    if as_json:
        typer.echo(json.dumps(standards.whole(book), ensure_ascii=False, indent=1))
        return
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    for right in book.rights:
        console.print(_table(book, right))
    typer.echo(f"{len(book.rights)} rights, {len(book.standards)} standards in {book.id} {book.version}; with the Khmer texts: --json")


@commands.command()
def check(
    files: Annotated[list[Path], typer.Argument(exists=True, help="Catalogue folders, a folder of such, or single files of them.")],
) -> None:
    """Say what is wrong in catalogue files, each problem with its line; exit 1 if anything is."""
    known = shape()
    paths = [path for given in files for path in catalogues_in(given)]
    found = [problem for path in paths for problem in problems(path, known)]
    for problem in found:
        typer.echo(str(problem))
    if found:
        raise typer.Exit(1)
    typer.echo(f"ok: {sum(len(parse(path, known).standards) for path in paths)} standards")


@commands.command("oscal")
def write_oscal(
    catalogue: Annotated[str, typer.Argument(help="Its id (the newest version), or id@version.")],
    *,
    out: Annotated[Path | None, typer.Option(help="A file; without it the document goes to the screen.", dir_okay=False)] = None,
) -> None:
    """Write a catalogue as an OSCAL catalog (JSON), for tools that read NIST's control catalogues."""
    book = _load(catalogue, Settings().catalogues)
    text = json.dumps(oscal.catalog(book, written_at=int(time.time())), ensure_ascii=False, indent=1)
    if out is None:
        typer.echo(text)
        return
    try:
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise Misconfigured(f"{out} cannot be written: {error.strerror}") from None
    typer.echo(f"{out}: {len(book.standards)} standards of {book.id} {book.version} as OSCAL {oscal.VERSION}")


def _load(name: str, folder: Path | None) -> Catalogue:
    try:
        return load(name, shape(), folder)
    except UnknownCatalogue as error:
        raise Misconfigured(str(error.args[0])) from None
    except MalformedCatalogue as error:
        raise Misconfigured(f"the catalogue cannot be used:\n{error}") from None


def _table(book: Catalogue, right: Right) -> Table:
    own = list(standards.chosen(book, right=right.key))
    title = f"{right.number}. {right.label['en']} ({len(own)}) - name: {right.provenance}, {right.state}"
    table = Table(title=escape(title), title_justify="left", expand=True, show_lines=True)
    for name, ratio in (("standard", 7), ("asks", 30), ("rule", 6), ("limit", 10), ("sources", 30), ("tag", 6), ("grade", 4)):
        table.add_column(name, ratio=ratio)
    for one in own:
        cells = (one.id, one.text["en"], standards.kind_of(one), _limit(one), "; ".join(one.sources), one.tag, one.grade)
        table.add_row(*map(escape, cells))
    return table


def _limit(standard: Standard) -> str:
    if standard.limit_text is None:
        return "-"
    return f"{spoken(standard.limit_text)}, {standard.limit_basis}"
