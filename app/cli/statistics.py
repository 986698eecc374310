"""`rumduol statistics`: freezing the statistics of an ended period, and listing what was frozen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from app.services import statistics
from app.services.sessions import NOBODY_AT_WORK
from app.settings import Settings
from app.work import House, unit_of_work

commands = typer.Typer(no_args_is_help=True, help="Statistics that are safe to publish.")


@commands.command()
def freeze(*, period: Annotated[str, typer.Option(help="A year or a quarter that has ended: 2026 or 2026-Q3.")]) -> None:
    """Count all tables of a period, protect and sign them; a period that was frozen before stays as it is."""
    with _house() as house, unit_of_work(house, NOBODY_AT_WORK) as work:
        kept = statistics.freeze(work, period)
        told = "frozen now" if kept.made else "was frozen before and stays as it is"
        typer.echo(f"{kept.release.period} {told}: release {kept.release.id}, digest {kept.release.digest.hex()}")


@commands.command("list")
def list_() -> None:
    """List the releases, newest first."""
    with _house() as house, unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        cursor: str | None = None
        while True:
            page = statistics.listed(work, cursor=cursor, limit=100)
            for one in page.items:
                typer.echo(f"{one['period']}  {one['frozen_at']}  {one['id']}  {one['digest']}")
            cursor = page.next_cursor
            if cursor is None:
                return


@contextmanager
def _house() -> Iterator[House]:
    from app.main import open_from

    house, _ = open_from(Settings())
    try:
        yield house
    finally:
        house.writing.dispose()
