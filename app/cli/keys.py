"""`rumduol key`: the master key file."""

import base64
import os
from pathlib import Path
from typing import Annotated

import typer

from app.crypto.chain import public_key_of
from app.crypto.keys import MasterKey, new_data_key
from app.errors import Misconfigured
from app.settings import Settings

commands = typer.Typer(no_args_is_help=True, help="The master key.")
PUBLIC_KEY = "audit.pub"


@commands.callback()
def _key() -> None:
    """The master key."""  # Without it typer would take the only command for the group, and its name for a file.


@commands.command()
def create(file: Annotated[Path | None, typer.Argument(help="Where to; RUMDUOL_MASTER_KEY_FILE if left out.")] = None) -> None:
    """Make a master key file that only its owner may read. An existing file is never replaced."""
    settings = Settings()
    target = file or settings.master_key_file or settings.data / "master.key"
    master = make(target)
    typer.echo(f"Made {target} (master key {master.id}). Without it nothing that is sealed can ever be opened again:")
    typer.echo("keep a copy, apart from every backup of the data. The audit log is verified with the public key")
    typer.echo(public_key_of(master.audit_signer()).hex())


def make(target: Path) -> MasterKey:
    """Make a master key file of mode 0400, its folder with 0700 if there is none. Raises Misconfigured where a file is already."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = new_data_key()
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except FileExistsError:
        raise Misconfigured(f"{target} exists already; a master key is never replaced.") from None
    except OSError as error:
        raise Misconfigured(f"{target} cannot be made: {error.strerror}.") from None
    with os.fdopen(handle, "wb") as opened:
        opened.write(base64.b64encode(secret) + b"\n")
        opened.flush()
        os.fsync(opened.fileno())
    return MasterKey.of(secret)


def publish(master: MasterKey, data: Path) -> None:
    """Put the public key of the audit log into the data folder, where `audit verify` looks for it; do without where none can be written."""
    file = data / PUBLIC_KEY
    text = public_key_of(master.audit_signer()).hex() + "\n"
    try:
        if not file.exists() or file.read_text(encoding="ascii") != text:
            file.write_text(text, encoding="ascii")
    except OSError:
        pass
