"""All commands by name, and what becomes of what they refuse."""

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from typer.core import TyperGroup

from app import __version__
from app.cli import audit, docs, keys, rebuild, serving, standards
from app.errors import Invalid, Misconfigured, Refused

# What an exception comes to: 1 a check found something or something was refused, 2 wrong usage or nothing could be started.
EXIT_CODES: Mapping[type[Exception], int] = {Misconfigured: 2, ValidationError: 2, DBAPIError: 2, Invalid: 2, Refused: 1}

# Commands whose module needs the whole service: loading it takes a second that `standards` or `docs` need not wait for.
_LATE = ("replay",)


class Late(TyperGroup):
    """A group that imports the late commands when one is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return all names, for the help."""
        return [*super().list_commands(ctx), *_LATE]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by its name."""
        if cmd_name not in _LATE:
            return super().get_command(ctx, cmd_name)
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(cmd_name)(getattr(import_module(f"app.cli.{cmd_name}"), cmd_name))
        return typer.main.get_command(alone)


commands = typer.Typer(
    cls=Late, name="rumduol", help="Cases of presumed victims of human trafficking.", no_args_is_help=True, pretty_exceptions_enable=False
)
commands.command()(serving.run)
commands.command()(serving.serve)
commands.command()(serving.migrate)
commands.command()(rebuild.rebuild)
commands.command()(docs.docs)
commands.add_typer(keys.commands, name="key")
commands.add_typer(standards.commands, name="standards")
commands.add_typer(audit.commands, name="audit")


@commands.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def run() -> None:
    """Run a command; end the process with its exit code."""
    try:
        commands()
    except tuple(EXIT_CODES) as error:
        code = next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))
        typer.echo(f"rumduol: {said(error)}", err=True)
        sys.exit(code)


def said(error: Exception) -> str:
    """Return an exception in words for a person, without any value that was sent or set."""
    if isinstance(error, ValidationError):
        wrong = [f"RUMDUOL_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors(include_input=False) if e["loc"]]
        return "settings are not right: " + "; ".join(wrong)
    if isinstance(error, DBAPIError):
        return f"the database refused or did not answer ({type(error.orig).__name__}); nothing was changed"
    if isinstance(error, Invalid) and error.errors:
        return f"{error.detail} " + "; ".join(f"{e.field} {e.message}" for e in error.errors)
    return str(error) or type(error).__name__
