"""`rumduol columns`: the columns that a national audit is counted from."""

import time

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.cli.audit import opened_database
from app.errors import Misconfigured
from app.services.columns import building, layout
from app.services.instants import iso
from app.services.migrating import Section, is_current
from app.settings import Settings

commands = typer.Typer(no_args_is_help=True, help="The columns that a national audit is counted from.")


@commands.command()
def build() -> None:
    """Build them from the audit database, and make them current when they are whole; answers stay right meanwhile and afterwards."""
    settings = Settings()
    shown = (TextColumn("Findings"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with opened_database(settings.audit_database_url or settings.database_url) as engine:
        if not is_current(engine, Section.MAIN):
            raise Misconfigured("The database is not at the newest migration: run `rumduol migrate`.")
        with Progress(*shown, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None)
            built = building.build(
                engine, settings.audit_columns, now=int(time.time()), progress=lambda done, of: bar.update(task, completed=done, total=of)
            )
    typer.echo(f"{built.findings} findings of {built.subjects} cases, shelters and staff stand in {built.folder}")


@commands.command()
def show() -> None:
    """Tell what is current: when it was built, and how much it holds. Exits 1 if there is nothing."""
    settings = Settings()
    columns = layout.newest(settings.audit_columns)
    if columns is None:
        typer.echo(f"There are no columns in {settings.audit_columns}: every count is made from the rows.")
        raise typer.Exit(1)
    size = sum(file.stat().st_size for file in columns.folder.iterdir())
    typer.echo(
        f"built {iso(columns.built_at)}: {len(columns['subject'])} findings of {len(columns['organisation'])} cases, shelters and staff, "
        f"{size / 1e6:.1f} MB in {columns.folder}"
    )
