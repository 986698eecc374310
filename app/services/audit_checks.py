"""Verifying the audit log without any secret: chains, heads, the ledger they speak of, and the signed checkpoints.

Everything is read once, in the order of the subjects' ids, as four streams joined: a verification of a nation takes no more memory than
one of a single case.
"""

from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Engine, literal, select, tuple_, union_all
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.crypto.chain import GENESIS, Link, checkpoint_hash, first_break, verify_checkpoint
from app.models.audit import AuditEntry, Checkpoint
from app.models.ledger import Entry, SealedValue
from app.models.registers import Case, Organisation, Shelter, User
from app.services import checkpoints, ledger
from app.services.checkpoints import SignedCheckpoint

_PAGE = 500
_HEAD, _EVENT, _ENTRY, _SEALED = range(4)
Tagged = tuple[UUID, int, Any]


class Bad(NamedTuple):
    """The first bad entry of a chain, or a bad checkpoint: where, and what is wrong."""

    chain: str
    position: int
    why: str


class Verdict(NamedTuple):
    """How much was verified, what is bad, and whether sealed values and signatures were among what was looked at."""

    entries: int
    checkpoints: int
    bad: tuple[Bad, ...]
    sealed_read: bool
    signatures_checked: bool


class _Chain:
    """What is known of one subject while its streams go by: its head, its events, and the acts they tell of."""

    def __init__(self, subject_id: UUID) -> None:
        self.id = subject_id
        self.name = f"unknown {subject_id}"
        self.head: Any = None
        self.length = 0
        self.last = b""
        self.performed: dict[str, tuple[int, Mapping[str, Any]]] = {}
        self.sealed: set[str] = set()
        self.found: list[Bad] = []

    def refuse(self, position: int, why: str) -> None:
        """Note something bad."""
        self.found.append(Bad(self.name, position, why))

    def take_head(self, rows: Iterable[Any]) -> None:
        """Take the register row that heads the chain."""
        self.head = next(iter(rows))
        self.name = f"{self.head.kind} {self.id}"

    def take_events(self, rows: Iterable[AuditEntry]) -> None:
        """Follow the hashes, and note the acts that the events tell of."""
        links = self._links(rows)
        broken = first_break(str(self.id), links)
        for _ in links:  # What stands behind the break still says which acts were done.
            pass
        if broken:
            self.refuse(*broken)

    def _links(self, rows: Iterable[AuditEntry]) -> Iterator[Link]:
        for row in rows:
            self.length += 1
            self.last = row.hash
            if row.event == "ActPerformed":
                self.performed[str(row.details.get("entry_id"))] = (row.position, row.details)
                if row.details.get("sealed_digest"):
                    self.sealed.add(str(row.details.get("entry_id")))
            yield Link(row.position, row.at, str(row.actor_id), row.event, row.details, row.hash)

    def take_entries(self, rows: Iterable[Entry]) -> None:
        """Compare the entries of the ledger with what the events say of them."""
        told = set()
        for entry in rows:
            position, said = self.performed.get(str(entry.id), (self.length, None))
            told.add(str(entry.id))
            if said is None:
                self.refuse(position, f"entry {entry.position} of the ledger ({entry.act}) has no event in the log")
            elif said.get("digest") != ledger.digest_of(entry):
                self.refuse(position, f"entry {entry.position} of the ledger ({entry.act}) is not what the log says was written")
        self._miss(told, "the entry of the ledger that this event tells of is gone")
        self.performed = {entry_id: kept for entry_id, kept in self.performed.items() if entry_id in self.sealed}
        if self.head is not None and self.head.revision != len(told):
            self.refuse(self.length, f"the register counts {self.head.revision} entries of the ledger, there are {len(told)}")

    def take_sealed(self, rows: Iterable[Any]) -> None:
        """Compare the sealed values of each entry with what its event says of them."""
        for entry_id, values in groupby(rows, key=lambda row: str(row.entry_id)):
            digest = ledger.digest_of_sealed({row.field: row.ciphertext for row in values})
            position, said = self.performed.get(entry_id, (self.length, None))
            self.sealed.discard(entry_id)
            if said is None or said.get("sealed_digest") != digest:
                self.refuse(position, "sealed values of the act are not what the log says was written")

    def _miss(self, told: set[str], why: str) -> None:
        for entry_id, (position, _) in self.performed.items():
            if entry_id not in told:
                self.refuse(position, why)

    def close(self, *, sealed_read: bool) -> Bad | None:
        """Return the first that is bad, now that all was seen."""
        if sealed_read and self.sealed:
            self._miss(self.performed.keys() - self.sealed, "sealed values of the act are gone")
        if self.head is None:
            self.refuse(0, "no register knows the subject of this chain")
        elif (self.head.audit_position, self.head.audit_hash) != (self.length, self.last):
            self.refuse(
                self.length, f"the chain has {self.length} entries; its register has seen {self.head.audit_position}, or another last one"
            )
        return min(self.found, key=lambda bad: bad.position, default=None)


def verify(engine: Engine, *, public_key: bytes | None, copies: Iterable[SignedCheckpoint] = ()) -> Verdict:
    """Verify everything there is; `copies` are checkpoints kept outside. Without a public key signatures are not looked at."""
    sealed_read = _may_read_sealed(engine)
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with Session(engine.execution_options(**level)) as session:
        entries, bad = _chains(session, sealed_read=sealed_read)
        own = _Checkpoints(session, public_key)
        bad += own.walk(checkpoints.kept(session.connection()), whole=True)
        bad += _Checkpoints(session, public_key).walk(copies, whole=False)
    return Verdict(entries, own.count, tuple(bad), sealed_read, public_key is not None)


def _chains(session: Session, *, sealed_read: bool) -> tuple[int, list[Bad]]:
    entries, bad = 0, []
    streams = merge(*_streams(session, sealed_read=sealed_read), key=itemgetter(0, 1))
    for subject_id, of_subject in groupby(streams, key=itemgetter(0)):
        chain = _Chain(subject_id)
        take = {_HEAD: chain.take_head, _EVENT: chain.take_events, _ENTRY: chain.take_entries, _SEALED: chain.take_sealed}
        seen = set()
        for kind, rows in groupby(of_subject, key=itemgetter(1)):
            if kind == _SEALED and _ENTRY not in seen:
                chain.take_entries(())
            take[kind](map(itemgetter(2), rows))
            seen.add(kind)
        if _ENTRY not in seen:
            chain.take_entries(())
        entries += chain.length
        if first := chain.close(sealed_read=sealed_read):
            bad.append(first)
    return entries, bad


def _streams(session: Session, *, sealed_read: bool) -> Iterator[Iterator[Tagged]]:
    heads = [
        select(t.id, literal(t.__tablename__.removesuffix("s")).label("kind"), t.audit_position, t.audit_hash, t.revision)
        for t in (Case, Organisation, Shelter, User)
    ]
    options = {"yield_per": _PAGE}
    every = union_all(*heads).subquery()
    rows = session.execute(select(every).order_by(every.c.id), execution_options=options)
    yield ((row.id, _HEAD, row) for row in rows)
    events = session.scalars(select(AuditEntry).order_by(AuditEntry.chain_id, AuditEntry.position), execution_options=options)
    yield ((e.chain_id, _EVENT, e) for e in events)
    entries = session.scalars(select(Entry).order_by(Entry.subject_id, Entry.position), execution_options=options)
    yield ((e.subject_id, _ENTRY, e) for e in entries)
    if sealed_read:
        query = select(Entry.subject_id, SealedValue.entry_id, SealedValue.field, SealedValue.ciphertext).join(Entry)
        query = query.order_by(Entry.subject_id, Entry.position, SealedValue.field)
        yield ((row.subject_id, _SEALED, row) for row in session.execute(query, execution_options=options))


def _may_read_sealed(engine: Engine) -> bool:
    """Say whether the sealed values are there and may be read; an auditor's role may not."""
    try:
        with engine.connect() as connection:
            connection.execute(select(SealedValue.entry_id).limit(1)).all()
    except DBAPIError:
        return False
    return True


class _Checkpoints:
    """Verifies checkpoints one after the other, and that what they signed still stands in the chains."""

    def __init__(self, session: Session, public_key: bytes | None) -> None:
        self.session = session
        self.public_key = public_key
        self.count = 0

    def walk(self, signed: Iterable[SignedCheckpoint], *, whole: bool) -> Iterator[Bad]:
        """Return what is bad. `whole`: they are all there are, so the first is number 1; else they are copies, which may begin anywhere."""
        before: SignedCheckpoint | None = None
        for checkpoint in signed:
            self.count += 1
            yield from self._one(checkpoint)
            yield from self._order(checkpoint, before, whole=whole)
            if not whole:
                yield from self._still_kept(checkpoint)
            before = checkpoint

    def _one(self, checkpoint: SignedCheckpoint) -> Iterator[Bad]:
        said, name = checkpoint.said, "checkpoint"
        if said.root != checkpoints.root_over(checkpoint.heads) or said.chains != len(checkpoint.heads):
            yield Bad(name, checkpoint.number, "its heads are not those it was made over")
        if self.public_key is not None and not verify_checkpoint(self.public_key, said, checkpoint.signature):
            yield Bad(name, checkpoint.number, "its signature is not by this key")
        for start in range(0, len(checkpoint.heads), _PAGE):
            yield from self._heads(checkpoint, start)

    def _heads(self, checkpoint: SignedCheckpoint, start: int) -> Iterator[Bad]:
        heads = checkpoint.heads[start : start + _PAGE]
        query = select(AuditEntry.chain_id, AuditEntry.position, AuditEntry.hash)
        query = query.where(tuple_(AuditEntry.chain_id, AuditEntry.position).in_([(h.chain_id, h.position) for h in heads]))
        standing = {(chain_id, position): digest for chain_id, position, digest in self.session.execute(query)}
        for head in heads:
            digest = standing.get((head.chain_id, head.position))
            if digest != head.hash:
                what = "was cut off" if digest is None else "was rewritten"
                yield Bad(f"{head.kind} {head.chain_id}", head.position, f"the entry {what} after checkpoint {checkpoint.number} signed it")

    def _order(self, checkpoint: SignedCheckpoint, before: SignedCheckpoint | None, *, whole: bool) -> Iterator[Bad]:
        if before is None and not whole:
            return
        expected = 1 if before is None else before.number + 1
        previous = GENESIS if before is None else checkpoint_hash(before.said)
        if checkpoint.number != expected:
            yield Bad("checkpoint", expected, f"number {checkpoint.number} stands where {expected} should")
        elif checkpoint.said.previous != previous:
            yield Bad("checkpoint", checkpoint.number, "it does not follow the one before it")

    def _still_kept(self, checkpoint: SignedCheckpoint) -> Iterator[Bad]:
        """A copy must be the database's own checkpoint of that number."""
        kept = self.session.scalar(select(Checkpoint.signature).where(Checkpoint.number == checkpoint.number))
        if kept != checkpoint.signature:
            what = "is gone from the database" if kept is None else "is another one in the database"
            yield Bad("checkpoint", checkpoint.number, f"the checkpoint kept outside {what}")
