"""The one place where sealed values are opened: by name, for a purpose, and in the audit log before the plaintext leaves."""

import base64
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.access import Role
from app.crypto.errors import MissingKey
from app.errors import FieldError, Invalid, NotFound, NotPermitted
from app.models.ledger import Entry, SealedValue
from app.models.registers import Case
from app.records.registry import RECORDS
from app.services import acts, audit
from app.services.events import IdentityOpened
from app.services.scope import Subject
from app.work import Work

# The ministry's officers see what a consent covers; until consents carry keys that is nothing by themselves.
_MAY_OPEN = frozenset({Role.SOCIAL_WORKER, Role.SUPERVISOR})


def open_fields(work: Work, subject: Subject, record: str, record_id: UUID, fields: Sequence[str], purpose: str) -> dict[str, str]:
    """Open sealed fields of one record, newest values; bytes come back as base64. The subject's row is locked.

    Raises NotPermitted, NotFound or Invalid.
    """
    if work.actor.role not in _MAY_OPEN or not isinstance(subject.row, Case):
        raise NotPermitted("Your role never sees identities.")
    entries = {
        e.id: e
        for e in work.session.scalars(
            select(Entry).where(Entry.subject_id == subject.id, Entry.record == record, Entry.record_id == record_id)
        )
    }
    if not entries:
        raise NotFound
    declared = RECORDS[record].fields
    if unknown := [f for f in fields if f not in declared or not declared[f].sealed]:
        raise Invalid("Not a sealed field of this record.", [FieldError("fields", f"{len(unknown)} name(s) are not sealed fields of it")])
    acts.first_access(work)
    audit.record(work, subject.row, IdentityOpened(str(record_id), tuple(sorted(fields)), purpose))
    work.session.flush()
    held = work.session.scalars(select(SealedValue).where(SealedValue.entry_id.in_(entries), SealedValue.field.in_(fields))).all()
    by_entry: dict[UUID, list[SealedValue]] = {}
    for value in held:
        by_entry.setdefault(value.entry_id, []).append(value)
    newest: dict[str, SealedValue | None] = {}
    for entry in sorted(entries.values(), key=lambda e: (e.recorded_at, e.position)):
        newest |= dict.fromkeys(name for name, told in entry.facts.items() if told is None)  # taken back by a correction
        newest |= {value.field: value for value in by_entry.get(entry.id, ())}
    return {name: _opened(work, record_id, value) for name, value in newest.items() if value is not None}


def _opened(work: Work, record_id: UUID, value: SealedValue) -> str:
    try:
        plain = work.vault.open(
            work.actor.organisation_id,
            value.owner_id,
            record=str(record_id),
            entry=value.entry_id,
            field=value.field,
            sealed=value.ciphertext,
            now=work.now,
        )
    except MissingKey:
        raise NotPermitted("Your organisation holds no key to this person's record.") from None
    return plain if isinstance(plain, str) else base64.b64encode(plain).decode()
