"""A case as the story so far: every entry in the order of what happened, with its plain facts; of sealed fields only their names."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.access import Role
from app.models.ledger import Entry, SealedValue
from app.models.registers import Case
from app.services.reading import CORRECT
from app.work import Work

# Records that move a case: where to is told by `Told.step`.
_STEPS = {"case": "interview", "closure": "closed"}


class Told(NamedTuple):
    """One entry of a case.

    `correction` says that it mends what was written before, `corrected` that something written later mended its record. `step` is the
    step that the case entered with it.
    """

    entry_id: UUID
    position: int
    occurred_at: int
    recorded_at: int
    recorded_by: UUID
    act: str
    record: str
    record_id: UUID
    facts: dict[str, Any]
    sealed: tuple[str, ...]
    correction: bool
    corrected: bool
    step: str | None


def of_case(work: Work, case: Case) -> list[Told]:
    """Return the entries of a case by the moment they are about, the newest last; a correction keeps the moment of what it corrects."""
    return _told(work, case.id, Entry.subject_id == case.id, Entry.occurred_at)


def of_record(work: Work, case_id: UUID, record_id: UUID) -> list[Told]:
    """Return the entries of one record of a case in the order of writing."""
    return _told(work, case_id, and_(Entry.subject_id == case_id, Entry.record_id == record_id), Entry.position)


def _told(work: Work, case_id: UUID, which: ColumnElement[bool], first: InstrumentedAttribute[int]) -> list[Told]:
    columns = (Entry.id, Entry.position, Entry.occurred_at, Entry.recorded_at, Entry.recorded_by, Entry.act, Entry.record, Entry.record_id)
    rows = work.session.execute(select(*columns, Entry.facts).where(which).order_by(first, Entry.position)).all()
    sealed = _sealed_names(work, case_id)
    mended: dict[UUID, int] = {}
    for row in rows:
        if row.act == CORRECT:
            mended[row.record_id] = max(row.position, mended.get(row.record_id, 0))
    return [
        Told(
            *row,
            sealed=sealed.get(row.id, ()),
            correction=row.act == CORRECT,
            corrected=mended.get(row.record_id, 0) > row.position,
            step=_step(row),
        )
        for row in rows
    ]


def _step(row: Any) -> str | None:
    if row.act == CORRECT:
        return None
    return row.facts.get("to_step") if row.record == "step_change" else _STEPS.get(row.record)


def _sealed_names(work: Work, case_id: UUID) -> dict[UUID, tuple[str, ...]]:
    if work.actor.role is Role.MOSAVY_AUDITOR:
        return {}  # An audit reads nothing of the sealed table, so that its database role needs no right on it.
    query = select(SealedValue.entry_id, SealedValue.field).join(Entry, Entry.id == SealedValue.entry_id)
    names: dict[UUID, list[str]] = {}
    for entry_id, field in work.session.execute(query.where(Entry.subject_id == case_id).order_by(SealedValue.field)):
        names.setdefault(entry_id, []).append(field)
    return {entry_id: tuple(fields) for entry_id, fields in names.items()}
