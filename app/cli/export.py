"""Putting the parts of an export together again, on the requester's own machine: nothing of the service is needed."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pyrage
import typer

from app.errors import Misconfigured
from app.reports.manifest import Manifest, mistakes

commands = typer.Typer(help="Put exports together.", no_args_is_help=True, add_completion=False)


@commands.callback()
def _all() -> None:
    """Put exports together."""


@commands.command()
def join(
    manifest: Annotated[Path, typer.Argument(help="What GET /exports/{id} answered, saved as a file.")],
    parts: Annotated[
        Path, typer.Argument(help="The folder with the parts as they were fetched, one file each, in the order of their names.")
    ],
    identity: Annotated[Path, typer.Option(help="The secret age key that the export was encrypted to, as age-keygen writes it.")],
    out: Annotated[Path, typer.Option(help="The file to write; it will hold the rows in clear, readable by you only.")],
    key: Annotated[
        str | None, typer.Option(help="The installation's public key (64 hexadecimal digits), if you have it from elsewhere.")
    ] = None,
) -> None:
    """Check every part against the signed manifest, decrypt it, and write one file. Ends with 1, and no file, if anything is wrong."""
    told: Manifest = _json(manifest)
    secret = _identity(identity)
    wrong = mistakes(told, public_key=_hex(key or str(told.get("public_key") or "")))
    files = sorted(p for p in parts.iterdir() if p.suffix == ".age") if parts.is_dir() else []
    if not wrong:
        wrong = [*_unlike(told, files)]
    for mistake in wrong:
        typer.echo(mistake, err=True)
    if wrong:
        raise typer.Exit(1)
    rows = _join(files, secret, out, headed=told["kind"] != "entries")
    if rows != told["rows"]:
        out.unlink()
        typer.echo(f"the parts hold {rows} rows, the manifest says {told['rows']}; nothing was written", err=True)
        raise typer.Exit(1)
    typer.echo(f"{rows:,} rows of {told['kind']} as of {told['as_of']}: {out}")
    if key is None:
        typer.echo(f"Signed by {told['public_key']}. Compare it with what the installation publishes, or give --key.", err=True)


def _unlike(told: Manifest, files: list[Path]) -> Iterator[str]:
    """Say which parts are missing or not what the manifest says."""
    if len(files) != len(told["parts"]):
        yield f"{len(told['parts'])} parts belong to this export, the folder holds {len(files)}"
        return
    for part, file in zip(told["parts"], files, strict=True):
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        if digest != part["sha256"]:
            yield f"part {part['number']} ({file.name}) is not the one that was signed: fetch it again"


def _join(files: list[Path], secret: pyrage.x25519.Identity, out: Path, *, headed: bool) -> int:
    """Write the decrypted parts one behind the other, the names of the columns once; return how many rows there are."""
    rows = 0
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as into:
        for number, file in enumerate(files):
            # A part is small enough to be held: the service cuts exports for that.
            try:
                plain: bytes = pyrage.decrypt(file.read_bytes(), [secret])
            except pyrage.DecryptError:
                out.unlink()
                raise Misconfigured(f"{file.name} does not open with this key: it was encrypted to another one.") from None
            lines = plain.splitlines(keepends=True)
            rows += len(lines) - headed
            into.writelines(lines[1:] if headed and number else lines)
    return rows


def _json(file: Path) -> Manifest:
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError):
        told = None
    if not isinstance(told, dict):
        raise Misconfigured(f"{file} is not the manifest of an export: save what GET /exports/{{id}} answers.")
    return told


def _identity(file: Path) -> pyrage.x25519.Identity:
    try:
        text = next(line for line in file.read_text().splitlines() if line.startswith("AGE-SECRET-KEY-"))
        return pyrage.x25519.Identity.from_str(text.strip())
    except (OSError, StopIteration, pyrage.IdentityError, UnicodeDecodeError):
        raise Misconfigured(f"{file} holds no secret age key: `age-keygen -o {file.name}` makes one.") from None


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Misconfigured("The public key must be 64 hexadecimal digits.") from None
