"""`rumduol audit`: verifying and signing the audit log."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from app.cli.keys import PUBLIC_KEY
from app.crypto.chain import public_key_of
from app.crypto.keys import MasterKey
from app.db import engine_for
from app.errors import Misconfigured
from app.services import audit_checks, checkpoints
from app.services.checkpoints import SignedCheckpoint
from app.services.opening import master_key_from
from app.settings import Settings

commands = typer.Typer(no_args_is_help=True, help="The audit log.")
_PublicKey = Annotated[str | None, typer.Option(help=f"As `audit public-key` prints it; {PUBLIC_KEY} in the data folder if left out.")]


@commands.command()
def verify(
    *,
    copies: Annotated[Path | None, typer.Option("--checkpoints", help="Copies kept outside, as export-checkpoints writes them.")] = None,
    public_key: _PublicKey = None,
) -> None:
    """Verify every chain, the ledger it tells of and every checkpoint, without any secret; name the first bad entry and exit 1."""
    settings = Settings()
    key = _public_key(public_key, settings)
    with opened_database(settings.audit_database_url or settings.database_url) as engine:
        verdict = audit_checks.verify(engine, public_key=key, copies=_copies(copies))
    if not verdict.sealed_read:
        typer.echo("Sealed values were not looked at: this role may not read them.", err=True)
    if not verdict.signatures_checked:
        typer.echo("Signatures were not looked at: give --public-key.", err=True)
    if verdict.bad:
        bad = verdict.bad[0]
        typer.echo(f"first bad entry: {bad.chain} position {bad.position}: {bad.why}")
        typer.echo(f"{len(verdict.bad)} bad of {verdict.entries} entries, {verdict.checkpoints} checkpoint(s)")
        raise typer.Exit(1)
    typer.echo(f"0 bad of {verdict.entries} entries, {verdict.checkpoints} checkpoint(s)")


@commands.command()
def checkpoint() -> None:
    """Sign the heads of all chains that moved, now."""
    settings = Settings()
    signer = _master(settings).audit_signer()
    with opened_database(settings.database_url) as engine:
        made = checkpoints.make(engine, signer, now=int(time.time()))
    typer.echo(f"checkpoint {made.number} over {len(made.heads)} chain(s)" if made else "nothing moved since the last checkpoint")


@commands.command("export-checkpoints")
def export_checkpoints(file: Annotated[Path | None, typer.Argument(help="Where to; standard output if left out.")] = None) -> None:
    """Write all checkpoints, a line of JSON each, for outsiders to keep."""
    with opened_database(Settings().database_url) as engine, engine.connect() as connection:
        lines = (checkpoints.to_line(one) + "\n" for one in checkpoints.kept(connection))
        if file is None:
            sys.stdout.writelines(lines)
        else:
            with file.open("w", encoding="ascii") as opened:
                opened.writelines(lines)


@commands.command("public-key")
def public_key() -> None:
    """Print the key by which anybody verifies the checkpoints."""
    typer.echo(public_key_of(_master(Settings()).audit_signer()).hex())


@contextmanager
def opened_database(url: str) -> Iterator[Engine]:
    """Open a database for one command. Raises Misconfigured where there is none, for SQLite would make an empty one."""
    engine = engine_for(url, pool_size=2)
    file = engine.url.database
    if engine.dialect.name == "sqlite" and not (file and Path(file).exists()):
        raise Misconfigured(f"There is no database at {file}: set RUMDUOL_DATA or RUMDUOL_DATABASE_URL.")
    try:
        yield engine
    finally:
        engine.dispose()


def _master(settings: Settings) -> MasterKey:
    text = settings.master_key.get_secret_value() if settings.master_key else None
    return master_key_from(text, settings.master_key_file or settings.data / "master.key")


def _public_key(given: str | None, settings: Settings) -> bytes | None:
    file = settings.data / PUBLIC_KEY
    text = given if given is not None else file.read_text(encoding="ascii") if file.exists() else None
    if text is None:
        return None
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise Misconfigured("The public key must be 64 hexadecimal digits, as `rumduol audit public-key` prints it.")
    return key


def _copies(file: Path | None) -> Iterator[SignedCheckpoint]:
    if file is None:
        return
    try:
        with file.open(encoding="ascii") as lines:
            yield from checkpoints.from_lines(lines)
    except OSError as error:
        raise Misconfigured(f"{file} cannot be read: {error.strerror}.") from None
