"""`rumduol words`: keeping the Khmer of the console in step with its sources."""

import typer

from app.console import translations
from app.errors import Misconfigured
from app.settings import REPOSITORY

commands = typer.Typer(no_args_is_help=True, help="The sentences of the console and their Khmer.")


@commands.command()
def update() -> None:
    """Write console.po anew: new sentences come in empty and marked as drafts, those that nobody shows any more go out."""
    if not (REPOSITORY / "pyproject.toml").is_file():
        raise Misconfigured("There are no sources beside the application: this command is for a working copy of the repository.")
    text = translations.updated()
    translations.FILE.write_text(text, encoding="utf-8")
    empty = len(translations.faults())
    typer.echo(f"{translations.FILE.name} is up to date; {empty} sentence(s) wait for their Khmer")


@commands.command()
def check() -> None:
    """Name every sentence without Khmer and every Khmer that is left over; exit 1 if there is any."""
    found = translations.faults()
    for fault in found:
        typer.echo(fault)
    if found:
        raise typer.Exit(1)
    typer.echo("ok: every sentence of the console is there in Khmer")
