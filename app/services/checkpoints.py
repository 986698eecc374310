"""Checkpoints: the signed heads of the chains that moved, so that whoever keeps a copy sees when the log was cut or rewritten."""

import json
from collections.abc import Callable, Iterable, Iterator
from logging import getLogger
from threading import Event, Thread
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine, Row, func, insert, literal, or_, select, union_all
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.crypto.chain import GENESIS, checkpoint_hash, head_leaf, merkle_root, sign_checkpoint
from app.crypto.chain import Checkpoint as Signed
from app.db import for_writing
from app.errors import Misconfigured
from app.ids import new_id
from app.models.audit import AuditEntry, Checkpoint, CheckpointHead
from app.models.registers import Case, Organisation, Shelter, User

# A transaction may be committed this much later than the moment it carries, and clocks of several machines differ. A head that is signed
# twice for it harms nobody.
_MARGIN = 3600
_PAGE = 500
_log = getLogger(__name__)


class Head(NamedTuple):
    """The last entry of one chain."""

    chain_id: UUID
    position: int
    hash: bytes
    kind: str


class SignedCheckpoint(NamedTuple):
    """A checkpoint with what it covers; everything an outsider needs besides the public key."""

    number: int
    said: Signed
    signature: bytes
    heads: tuple[Head, ...]


def root_over(heads: Iterable[Head]) -> bytes:
    """Return the Merkle root over heads, in the order of the chains' ids."""
    return merkle_root([head_leaf(str(h.chain_id), h.position, h.hash) for h in sorted(heads, key=lambda h: h.chain_id)])


def make(engine: Engine, signer: Ed25519PrivateKey, *, now: int, since: int | None = None) -> SignedCheckpoint | None:
    """Sign the heads that moved since the checkpoint before; None if none did, or another process signed at the same time.

    `since` limits the search to chains with entries from then on; without it every chain is looked at.
    """
    try:
        with for_writing(engine).begin() as connection:
            heads = _moved(connection, since)
            if not heads:
                return None
            last = connection.execute(select(Checkpoint).order_by(Checkpoint.number.desc()).limit(1)).one_or_none()
            before = None if last is None else _signed(connection, last)
            previous = GENESIS if before is None else checkpoint_hash(before.said)
            said = Signed(now, len(heads), root_over(heads), previous)
            made = SignedCheckpoint(1 if before is None else before.number + 1, said, sign_checkpoint(signer, said), heads)
            _keep(connection, made)
            return made
    except IntegrityError:
        return None


def keep_signing(engine: Engine, signer: Ed25519PrivateKey, *, every: int, clock: Callable[[], int]) -> Event:
    """Sign every so many seconds from now on, in a thread of its own; set the event returned to end it. `every` 0: never."""
    ended = Event()

    def sign() -> None:
        since = None
        while not ended.wait(every):
            now = clock()
            try:
                make(engine, signer, now=now, since=since)
                since = now - _MARGIN
            except DBAPIError:
                # The next round signs what this one could not; verifying shows how old the newest checkpoint is.
                _log.warning("the audit log could not be signed this time")

    if every:
        Thread(target=sign, name="checkpoints", daemon=True).start()
    return ended


def kept(connection: Connection) -> Iterator[SignedCheckpoint]:
    """Return every checkpoint of the database in order."""
    rows = connection.execute(select(Checkpoint).order_by(Checkpoint.number), execution_options={"yield_per": _PAGE})
    return (_signed(connection, row) for row in rows)


def to_line(checkpoint: SignedCheckpoint) -> str:
    """Return a checkpoint as one line of JSON, for outsiders to keep."""
    said = checkpoint.said
    heads = [{"chain": str(h.chain_id), "position": h.position, "hash": h.hash.hex(), "kind": h.kind} for h in checkpoint.heads]
    document = {
        "number": checkpoint.number,
        "at": said.at,
        "chains": said.chains,
        "root": said.root.hex(),
        "previous": said.previous.hex(),
        "signature": checkpoint.signature.hex(),
        "heads": heads,
    }
    return json.dumps(document, separators=(",", ":"))


def from_lines(lines: Iterable[str]) -> Iterator[SignedCheckpoint]:
    """Read what `to_line` wrote. Raises Misconfigured, naming the line."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _from_document(json.loads(line))
        except (ValueError, KeyError, TypeError):
            raise Misconfigured(f"Line {number} of the file is not a checkpoint as `rumduol audit export-checkpoints` writes it.") from None


def _from_document(document: dict[str, Any]) -> SignedCheckpoint:
    heads = tuple(Head(UUID(h["chain"]), int(h["position"]), bytes.fromhex(h["hash"]), str(h["kind"])) for h in document["heads"])
    root, previous = bytes.fromhex(document["root"]), bytes.fromhex(document["previous"])
    said = Signed(int(document["at"]), int(document["chains"]), root, previous)
    return SignedCheckpoint(int(document["number"]), said, bytes.fromhex(document["signature"]), heads)


def _moved(connection: Connection, since: int | None) -> tuple[Head, ...]:
    newest = select(AuditEntry.chain_id, func.max(AuditEntry.position).label("position")).group_by(AuditEntry.chain_id)
    signed = select(CheckpointHead.chain_id, func.max(CheckpointHead.position).label("position")).group_by(CheckpointHead.chain_id)
    if since is not None:
        newest = newest.where(AuditEntry.at >= since)
        recent = select(func.min(Checkpoint.number)).where(Checkpoint.at >= since).scalar_subquery()
        signed = signed.where(CheckpointHead.number >= recent)
    ends, known = newest.subquery(), signed.subquery()
    kinds = union_all(
        *(select(table.id, literal(table.__tablename__.removesuffix("s")).label("kind")) for table in (Case, Organisation, Shelter, User))
    ).subquery()
    query = (
        select(AuditEntry.chain_id, AuditEntry.position, AuditEntry.hash, func.coalesce(kinds.c.kind, "unknown"))
        .join(ends, (ends.c.chain_id == AuditEntry.chain_id) & (ends.c.position == AuditEntry.position))
        .outerjoin(known, known.c.chain_id == AuditEntry.chain_id)
        .outerjoin(kinds, kinds.c.id == AuditEntry.chain_id)
        .where(or_(known.c.position.is_(None), known.c.position < AuditEntry.position))
        .order_by(AuditEntry.chain_id)
    )
    return tuple(Head(*row) for row in connection.execute(query))


def _keep(connection: Connection, made: SignedCheckpoint) -> None:
    row = {"id": new_id(), "number": made.number, "at": made.said.at, "root": made.said.root}
    connection.execute(insert(Checkpoint).values(**row, previous_root=made.said.previous, signature=made.signature))
    connection.execute(insert(CheckpointHead), [{"number": made.number, **head._asdict()} for head in made.heads])


def _signed(connection: Connection, row: Row[Any]) -> SignedCheckpoint:
    columns = (CheckpointHead.chain_id, CheckpointHead.position, CheckpointHead.hash, CheckpointHead.kind)
    of_it = connection.execute(select(*columns).where(CheckpointHead.number == row.number).order_by(CheckpointHead.chain_id))
    heads = tuple(Head(*head) for head in of_it)
    return SignedCheckpoint(row.number, Signed(row.at, len(heads), row.root, row.previous_root), row.signature, heads)
