"""`rumduol htcds`: files in the Human Trafficking Case Data Standard 2.0, looked at without a database."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app.errors import FieldError, Invalid
from app.records.facts import PHNOM_PENH
from app.records.htcds import headers, rows, sheets
from app.records.htcds.headers import Layout, Trouble

commands = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, help="Files in HTCDS 2.0.")
_READERS = {".xlsx": sheets.from_xlsx, ".csv": sheets.from_csv}


@commands.callback()
def _all() -> None:
    """Files in HTCDS 2.0."""


@commands.command()
def check(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A workbook (.xlsx) or a table (.csv, UTF-8).")],
    *,
    ignore: Annotated[str, typer.Option(help="Letters of columns that are not to be read: AN,AO")] = "",
) -> None:
    """Say what an import of a file would refuse, cell by cell; nothing is recorded and no value is shown. Exit 1 if anything is wrong."""
    layout = _layout(file, frozenset(filter(None, ignore.split(","))))
    read = rows.read(layout, rows.Asked(), now=datetime.now(PHNOM_PENH))
    for column in layout.columns:
        if column.by != "name":
            typer.echo(f"column {column.letter} is read as {column.field}, by its {column.by}")
    for ignored in layout.ignored:
        typer.echo(f"column {ignored.column} is not read: {ignored.why}")
    asked = {trouble.field for trouble in read.troubles if _asked(trouble)}
    wrong = [trouble for trouble in read.troubles if not _asked(trouble)]
    for trouble in wrong:
        typer.echo(_told(trouble), err=True)
    for field in sorted(filter(None, asked)):
        typer.echo(f"{field} is not in every row: the import will ask for it")
    typer.echo(f"{len(read.planned)} row(s), {len(layout.columns)} column(s), {len(wrong)} error(s)")
    if wrong:
        raise typer.Exit(1)


def _layout(file: Path, ignore: frozenset[str]) -> Layout:
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        raise Invalid("This kind of file cannot be read.", [FieldError("file", "must end with .xlsx or .csv")])
    try:
        found = headers.find(reader(file.read_bytes()), ignore)
    except sheets.Unreadable as error:
        raise Invalid(str(error)) from None
    if found is None:
        raise Invalid("The file has no header that is known.")
    return found


def _asked(trouble: Trouble) -> bool:
    """Say whether an import asks for it once, for all rows."""
    return trouble.code == "needed" and str(trouble.field).startswith("x_")


def _told(trouble: Trouble) -> str:
    row = f"row {trouble.row}, " if trouble.row else ""
    column = f"column {trouble.column}" if trouble.column else "no column"
    allowed = f"; one of: {', '.join(trouble.allowed)}" if trouble.allowed else ""
    return f"{row}{column} {trouble.field or ''}: {trouble.message} ({trouble.code}){allowed}".replace("  ", " ")
