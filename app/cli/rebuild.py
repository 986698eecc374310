"""`rumduol rebuild`: folding the ledger again."""

from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import track

from app.services import rebuilding
from app.settings import Settings


def rebuild(
    *,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; report every difference, exit 1 if there is one.")] = False,
    case: Annotated[UUID | None, typer.Option(help="One case only.")] = None,
) -> None:
    """Fold the ledger again: with --check compare registers and findings with it; without, judge findings again that differ now."""
    from app.main import open_from

    house, _ = open_from(Settings())
    subjects = rebuilding.count(house, case)
    if case is not None and not subjects:
        house.writing.dispose()
        raise typer.BadParameter("there is no such case", param_hint="--case")
    walk = rebuilding.check if check else rebuilding.repair
    seen = found = 0
    for differences in track(walk(house, case), "Folding", subjects, console=Console(stderr=True), transient=True):
        seen += 1
        for one in differences:
            typer.echo(f"{one.subject}: {one.where}: stands {one.stands}, should be {one.should}")
        found += len(differences)
    house.writing.dispose()
    typer.echo(f"{found} {'difference(s)' if check else 'finding(s) repaired'} in {seen} subject(s)")
    if check and found:
        raise typer.Exit(1)
