"""`rumduol nation`: making an invented nation, and checking it against the engine."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text

from app.services.instants import first_second, iso
from app.services.nation import checking, making
from app.settings import Settings
from app.work import House

commands = typer.Typer(no_args_is_help=True, help="An invented nation of many cases, for measuring and trying out. Nobody in it exists.")


@commands.command()
def make(
    *,
    cases: Annotated[int, typer.Option(help="How many cases.", min=1)] = 1_000_000,
    stories: Annotated[int, typer.Option(help="From how many different stories; 0 tells each case its own.", min=0)] = making.STORIES,
    seed: Annotated[int, typer.Option(help="The same seed makes the same nation.", min=0)] = 1,
    processes: Annotated[int, typer.Option(help="Processes that tell and judge beside the one that writes.", min=1)] = os.cpu_count() or 1,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The nation's present; now if left out.")] = None,
    organisations: Annotated[int, typer.Option(help="How many organisations.", min=3)] = making.ORGANISATIONS,
) -> None:
    """Make a nation in an empty database, or go on with the one that was begun there; it may be ended at any time."""
    present = None if as_of is None else first_second(as_of.date())
    with _opened() as house, _bar("Making") as bar:
        nation = making.make(
            house,
            cases=cases,
            stories=stories,
            seed=seed,
            as_of=present,
            organisations=organisations,
            processes=processes,
            progress=_progress(bar),
        )
    plan = nation.plan
    typer.echo(
        f"{plan.cases:,} cases of {plan.told:,} stories in {plan.organisations} organisations, up to {iso(plan.as_of)}; "
        f"{nation.written:,} written now"
    )


@commands.command()
def check(
    *,
    sample: Annotated[int, typer.Option(help="How many cases, drawn at random.", min=1)] = 1000,
    days: Annotated[int, typer.Option(help="At how many past instants of each, besides now.", min=0)] = 3,
    seed: Annotated[int, typer.Option(help="Another seed draws others.")] = 1,
) -> None:
    """Replay random cases from the ledger, as of random past days and now; compare with what is kept; exit 1 if anything differs."""
    with _opened() as house, _bar("Replaying") as bar:
        checked = checking.check(house, sample=sample, days=days, seed=seed, progress=_progress(bar))
    for difference in checked.differences:
        typer.echo(difference)
    compared = f"{checked.cases:,} cases x {days + 1} days: {checked.findings:,} findings compared"
    typer.echo(f"{compared}, {len(checked.differences):,} differences")
    if checked.differences:
        raise typer.Exit(1)


@contextmanager
def _opened() -> Iterator[House]:
    from app.main import open_from

    house, _ = open_from(Settings())
    try:
        yield house
    finally:
        house.writing.dispose()


class _Rate(ProgressColumn):
    """Cases a second."""

    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:,.0f} cases/s", justify="right")


def _bar(what: str) -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), _Rate(), TimeElapsedColumn(), TimeRemainingColumn())
    return Progress(TextColumn(what), *columns, console=Console(stderr=True), transient=True)


def _progress(bar: Progress) -> Callable[[int, int], None]:
    """Return what moves the bar; what was there at the first call took no time."""

    def move(done: int, total: int) -> None:
        if bar.tasks:
            bar.update(bar.task_ids[0], completed=done)
        else:
            bar.add_task("", total=total, completed=done)

    return move
