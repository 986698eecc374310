"""Reading and writing the ledger."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, or_, select

from app.ids import new_id
from app.models.ledger import Entry, SealedValue
from app.services.scope import Subject
from app.standards.facts import Entry as Fact
from app.work import Work

_COLUMNS = (Entry.record, Entry.record_id, Entry.makes, Entry.occurred_at, Entry.recorded_at, Entry.facts)
# Asked by every act, so it is put together once.
_HELD = select(*_COLUMNS).where(Entry.subject_id == bindparam("subject_id")).order_by(Entry.position)


def held(work: Work, subject_id: UUID) -> list[Fact]:
    """Return every entry about a subject in the order of acceptance: one indexed query."""
    return _facts(work.session.execute(_HELD, {"subject_id": subject_id}))


def training_of(work: Work, organisation_ids: set[UUID], user_ids: set[UUID]) -> list[Fact]:
    """Return the trainings of the organisations' staff and of the users."""
    whose: list[ColumnElement[bool]] = [Entry.subject_id.in_(user_ids)] if user_ids else []
    if organisation_ids:
        whose.append(Entry.organisation_id.in_(organisation_ids) & (Entry.subject_kind == "user"))
    return _read(work, (Entry.record == "training") & or_(*whose)) if whose else []


def newest(work: Work, subject_id: UUID, record: str, known_at: int) -> Mapping[str, object]:
    """Return the facts of the entry on a record of one kind that was recorded last by an instant; nothing where there is none."""
    told = select(Entry.facts).where(Entry.subject_id == subject_id, Entry.record == record, Entry.recorded_at <= known_at)
    return work.session.scalar(told.order_by(Entry.recorded_at.desc(), Entry.position.desc()).limit(1)) or {}


def _read(work: Work, condition: ColumnElement[bool]) -> list[Fact]:
    return _facts(work.session.execute(select(*_COLUMNS).where(condition).order_by(Entry.subject_id, Entry.position)))


def _facts(rows: Iterable[Any]) -> list[Fact]:
    return [
        Fact(record, str(record_id), makes, occurred_at, recorded_at, facts)
        for record, record_id, makes, occurred_at, recorded_at, facts in rows
    ]


def append(work: Work, subject: Subject, act: str, fact: Fact, sealed: Mapping[str, str | bytes]) -> tuple[Entry, Mapping[str, bytes]]:
    """Write one entry with its sealed fields; return it and the ciphertexts.

    The caller has locked the subject's row, whose revision counts the entries.
    """
    subject.row.revision += 1
    entry = Entry(
        id=new_id(),
        organisation_id=subject.organisation_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        position=subject.row.revision,
        record=fact.record,
        record_id=UUID(fact.record_id),
        act=act,
        makes=fact.makes,
        occurred_at=fact.occurred_at,
        recorded_at=fact.recorded_at,
        recorded_by=work.actor.user_id,
        facts=dict(fact.facts),
    )
    work.session.add(entry)
    if not sealed:
        return entry, {}
    batch = work.vault.seal(subject.organisation_id, subject.owner_id, record=fact.record_id, entry=entry.id, values=sealed, now=work.now)
    work.session.add_all(
        SealedValue(entry_id=entry.id, field=field, owner_id=subject.owner_id, ciphertext=ciphertext)
        for field, ciphertext in batch.values.items()
    )
    return entry, batch.values


def digest_of(entry: Entry) -> str:
    """Return the SHA-256 (hex) over everything an entry says in clear."""
    said = [
        str(entry.id),
        str(entry.subject_id),
        entry.position,
        entry.record,
        str(entry.record_id),
        entry.act,
        entry.makes,
        entry.occurred_at,
        entry.recorded_at,
        str(entry.recorded_by),
        entry.facts,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def digest_of_sealed(ciphertexts: Mapping[str, bytes]) -> str:
    """Return the SHA-256 (hex) over the sealed values of an entry, or nothing where there are none.

    It is apart from `digest_of`, so that a copy of the database without sealed values can still be checked.
    """
    whole = hashlib.sha256()
    for field, ciphertext in sorted(ciphertexts.items()):
        whole.update(field.encode() + b"\x00" + hashlib.sha256(ciphertext).digest())
    return whole.hexdigest() if ciphertexts else ""
