"""`rumduol verify`: whether a report that somebody received is what was frozen; offline, without a database and without a secret."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from app.errors import Misconfigured
from app.reports.sealing import Proof, fingerprint
from app.reports.verifying import Line, Verdict
from app.reports.verifying import verify as look
from app.settings import Settings

_MARKS: Mapping[bool | None, str] = {True: "well ", False: "WRONG", None: "     "}
# A file of ours has a few megabytes at most; what is larger was not made here.
_LARGEST = 200_000_000


def verify(
    file: Annotated[Path, typer.Argument(help="A report as JSON, CSV, XLSX or PDF.")],
    *,
    key: Annotated[str | None, typer.Option(help="The signer's public key: 64 hexadecimal digits, or a file with them.")] = None,
    copies: Annotated[Path | None, typer.Option("--checkpoints", help="As `rumduol audit export-checkpoints` wrote them.")] = None,
) -> None:
    """Verify a report: seal, signature, every figure. Exit 0: all well; 1: something is wrong; 3: only the signer is not known here."""
    trusted = {_key(key): "--key"} if key else trusted_in(Settings().trusted_signers)
    verdict = look(_bytes(file), trusted=trusted.keys())
    lines = list(verdict.lines)
    if verdict.proof is not None and copies is not None:
        lines.append(_in_checkpoints(verdict.proof, copies))
    for line in lines:
        typer.echo(f"{_MARKS[line.well]}  {line.said}")
    if verdict.proof is not None:
        typer.echo("\n".join(_signer(verdict, trusted, given=key is not None)))
    if any(line.well is False for line in lines) or (key and not verdict.known):
        typer.echo("WRONG: do not rely on this file.")
        raise typer.Exit(1)
    if not verdict.known:
        raise typer.Exit(3)
    typer.echo("All well.")


def trusted_in(folder: Path) -> dict[bytes, str]:
    """Return the public keys in a folder's .pub files, each with the name of its file; none where there is no folder."""
    return {_key(str(file)): file.name for file in sorted(folder.glob("*.pub"))} if folder.is_dir() else {}


def _signer(verdict: Verdict, trusted: Mapping[bytes, str], *, given: bool) -> list[str]:
    if verdict.proof is None:
        return []
    key = bytes.fromhex(verdict.proof.public_key)
    if verdict.known:
        return [f"{_MARKS[True]}  Signer: known ({trusted[key]}), fingerprint {fingerprint(key)}."]
    if given:
        return [f"{_MARKS[False]}  Signer: not the one of the key given. This file names the key with the fingerprint {fingerprint(key)}."]
    return [
        f"{_MARKS[None]}  Signer: NOT KNOWN HERE. The file names the key {key.hex()},",
        f"         fingerprint {fingerprint(key)}.",
        "         Ask the ministry or the organisation for theirs by another way than this file came (`rumduol report public-key`",
        "         prints it). If it is the same, put it into a file NAME.pub in the folder of trusted signers, or give it as --key.",
    ]


def _in_checkpoints(proof: Proof, file: Path) -> Line:
    """Look for the entry of the freezing in signed checkpoints of the audit log."""
    from app.services import checkpoints

    try:
        with file.open(encoding="ascii") as opened:
            heads = [head for one in checkpoints.from_lines(opened) for head in one.heads if head.chain_id == UUID(proof.audit_chain)]
    except OSError as error:
        raise Misconfigured(f"{file} cannot be read: {error.strerror}.") from None
    except ValueError:
        return Line(well=False, said="Audit log: the file names no chain that could be looked for.")
    # Positions in the log begin at 0; a checkpoint names the last entry of a chain that moved.
    exact = [head for head in heads if head.position == proof.audit_position]
    if exact:
        well = all(head.hash.hex() == proof.audit_hash for head in exact)
        return Line(
            well=well, said=f"Audit log: a checkpoint {'names this very entry' if well else 'names another entry at this position'}."
        )
    if any(head.position > proof.audit_position for head in heads):
        return Line(
            well=None, said="Audit log: a checkpoint covers a later entry of the chain; `rumduol audit verify` at its keeper links both."
        )
    return Line(well=None, said="Audit log: no checkpoint of that file reaches this entry.")


def _key(given: str) -> bytes:
    """Read a public key from its digits or from a file that holds them."""
    file = Path(given)
    try:
        text = file.read_text(encoding="ascii") if len(given) != 64 and file.is_file() else given
        key = bytes.fromhex(text.strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != 32:
        raise Misconfigured("The public key must be 64 hexadecimal digits, as `rumduol report public-key` prints it, or a file with them.")
    return key


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST:
            raise Misconfigured(f"{file} is too large to be a report.")
        return file.read_bytes()
    except OSError as error:
        raise Misconfigured(f"{file} cannot be read: {error.strerror}.") from None
