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
from app.errors import Invalid, Misconfigured, Refused

# Each command and the module that has it: a function of that name, or `commands` of its own.
_MODULES: Mapping[str, str] = {
    "run": "serving",
    "serve": "serving",
    "migrate": "serving",
    "key": "keys",
    "administrator": "administrator",
    "standards": "standards",
    "audit": "audit",
    "rebuild": "rebuild",
    "replay": "replay",
    "nation": "nation",
    "export": "export",
    "columns": "columns",
    "report": "report",
    "verify": "verify",
    "statistics": "statistics",
    "evidence": "evidence",
    "docs": "docs",
    "htcds": "htcds",
    "words": "words",
    "code": "demo_code",
}
# What an exception comes to: 1 something was refused, 2 wrong usage, or nothing could be started. A check that finds something ends with 1.
EXIT_CODES: Mapping[type[Exception], int] = {Misconfigured: 2, ValidationError: 2, DBAPIError: 2, Invalid: 2, Refused: 1}


class Late(TyperGroup):
    """A group that imports a command when it is asked for: loading the whole service takes seconds that `standards` need not wait for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return all names, for the help."""
        return [*_MODULES, *super().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by its name, or None."""
        if cmd_name not in _MODULES:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"app.cli.{_MODULES[cmd_name]}")
        group = getattr(module, "commands", None)
        if group is None:
            group = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            group.command(cmd_name)(getattr(module, cmd_name))
        command = typer.main.get_command(group)
        command.name = cmd_name
        return command


commands = typer.Typer(
    cls=Late, name="rumduol", help="Cases of presumed victims of human trafficking.", no_args_is_help=True, pretty_exceptions_enable=False
)


@commands.callback()
def _all() -> None:
    """Cases of presumed victims of human trafficking."""


@commands.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def run() -> None:
    """Run a command; end the process with its exit code."""
    try:
        commands(prog_name="rumduol")
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
