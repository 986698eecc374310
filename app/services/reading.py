"""Reading the plain record: lists and pages of what was recorded, never a sealed value."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_

from app.access import Role
from app.errors import NotFound
from app.models.ledger import Entry, SealedValue
from app.models.registers import Case
from app.services import cursors, scope
from app.services.instants import iso
from app.services.scope import Subject
from app.work import Work

PAGE = 50
_COLUMNS = (Entry.id, Entry.record_id, Entry.act, Entry.recorded_at, Entry.recorded_by, Entry.facts)
# The act of an entry that corrects; where it moves the moment of a record it counts as making it, yet the record is the same one.
CORRECT = "correct"


class Page(NamedTuple):
    """One page of a list, and the cursor of the next."""

    items: list[dict[str, Any]]
    next_cursor: str | None


def records(work: Work, subject: Subject, record: str, *, cursor: str | None, limit: int, act: str | None = None) -> Page:
    """Return the records of one kind of a subject as they are known now, oldest first; sealed fields by name only."""
    makers = select(Entry.record_id, Entry.position).where(Entry.subject_id == subject.id, Entry.record == record, Entry.makes)
    makers = makers.where(Entry.act != CORRECT if act is None else Entry.act == act, Entry.position > read_position(cursor))
    made = work.session.execute(makers.order_by(Entry.position).limit(limit + 1)).all()
    ids = [row.record_id for row in made[:limit]]
    items = _fold(work, ids, record, _entries(work, Entry.subject_id == subject.id, record, ids))
    more = len(made) > limit
    return Page(items, position_cursor(made[limit - 1].position) if more else None)


def cases(work: Work, *, cursor: str | None, limit: int, step: str | None = None, number: str = "") -> Page:
    """Return the cases the actor may know of, newest first, by pseudonym; `number` is a part of the case number, however it was written."""
    query: Select[Case] = select(Case).where(scope.cases_of(work.actor, work.now)).order_by(Case.registered_at.desc(), Case.id.desc())
    if step is not None:
        query = query.where(Case.step == step)
    if letters := "".join(letter for letter in number.upper() if letter.isalnum()):
        query = query.where(func.replace(Case.case_number, "-", "").contains(letters, autoescape=True))
    if cursor is not None:
        query = query.where(tuple_(Case.registered_at, Case.id) < tuple_(*cursors.read(cursor, _instant_and_id)))
    found = work.session.scalars(query.limit(limit + 1)).all()
    last = found[limit - 1] if len(found) > limit else None
    return Page([case_item(case) for case in found[:limit]], cursors.write(last.registered_at, last.id) if last else None)


def case_item(case: Case) -> dict[str, Any]:
    """Return a case as lists show it: no field can name anyone."""
    return {
        "id": str(case.id),
        "case_number": case.case_number,
        "organisation_id": str(case.organisation_id),
        "step": case.step,
        "sex": case.sex,
        "nationality_class": case.nationality_class,
        "age_class": case.age_class,
        "province": case.province,
        "shelter_id": str(case.shelter_id) if case.shelter_id else None,
        "catalogue": case.catalogue,
        "registered_at": iso(case.registered_at),
        "closed_at": iso(case.closed_at) if case.closed_at is not None else None,
        "revision": case.revision,
    }


def one(work: Work, subject: Subject, record: str, record_id: UUID) -> dict[str, Any]:
    """Return one record of a subject as it is known now. Raises NotFound."""
    entries = _entries(work, Entry.subject_id == subject.id, record, [record_id])
    if not entries:
        raise NotFound
    return _fold(work, [record_id], record, entries)[0]


def of_organisations(work: Work, record: str, *, cursor: str | None, limit: int) -> Page:
    """Return the records of one kind that belong to the actor's organisation, for ministry roles and the monitor to any; oldest first."""
    query = select(Entry.recorded_at, Entry.id, Entry.record_id).where(Entry.record == record, Entry.makes, Entry.act != CORRECT)
    if work.actor.role not in scope.MINISTRY:
        query = query.where(Entry.organisation_id == work.actor.organisation_id)
    if cursor is not None:
        at, entry_id = cursors.read(cursor, _instant_and_id)
        query = query.where(or_(Entry.recorded_at > at, and_(Entry.recorded_at == at, Entry.id > entry_id)))
    made = work.session.execute(query.order_by(Entry.recorded_at, Entry.id).limit(limit + 1)).all()
    ids = [row.record_id for row in made[:limit]]
    entries = _entries(work, Entry.record_id.in_(ids), record, ids)
    last = made[limit - 1] if len(made) > limit else None
    return Page(_fold(work, ids, record, entries), cursors.write(last.recorded_at, last.id) if last else None)


def _entries(work: Work, where: ColumnElement[bool], record: str, ids: list[UUID]) -> Sequence[Any]:
    query = select(*_COLUMNS).where(where, Entry.record == record, Entry.record_id.in_(ids))
    return work.session.execute(query.order_by(Entry.recorded_at, Entry.position)).all()


def _fold(work: Work, ids: list[UUID], record: str, entries: Sequence[Any]) -> list[dict[str, Any]]:
    """Fold entries into records in the order of `ids`; of sealed fields only their names."""
    sealed = _sealed_names(work, [entry.id for entry in entries])
    items = {record_id: _item(record_id, record) for record_id in ids}
    for entry in entries:
        item = items[entry.record_id]
        item["facts"] |= entry.facts
        item["entries"].append({"act": entry.act, "recorded_at": iso(entry.recorded_at), "recorded_by": str(entry.recorded_by)})
        if names := sealed.get(entry.id):
            item["sealed"] = sorted({*item["sealed"], *names} - {"correction_reason"})
        if item["sealed"] and (taken_back := {name for name, value in entry.facts.items() if value is None}):
            item["sealed"] = [name for name in item["sealed"] if name not in taken_back]
    return list(items.values())


def _item(record_id: UUID, record: str) -> dict[str, Any]:
    return {"id": str(record_id), "record": record, "facts": {}, "sealed": [], "entries": []}


def _sealed_names(work: Work, entry_ids: list[UUID]) -> dict[UUID, list[str]]:
    names: dict[UUID, list[str]] = {}
    if work.actor.role is Role.MOSAVY_AUDITOR:
        return names  # An audit reads nothing of the sealed table, so that its database role needs no right on it.
    for entry_id, field in work.session.execute(select(SealedValue.entry_id, SealedValue.field).where(SealedValue.entry_id.in_(entry_ids))):
        names.setdefault(entry_id, []).append(field)
    return names


def _instant_and_id(at: object, last: object) -> tuple[int, UUID]:
    return cursors.whole(at), cursors.ident(last)


def position_cursor(position: int) -> str:
    """Return the cursor of the page after a position."""
    return cursors.write(position)


def read_position(cursor: str | None) -> int:
    """Return the position a cursor stands for; -1 before the first. Raises Invalid."""
    return -1 if cursor is None else cursors.read(cursor, cursors.whole)


def id_cursor(last: UUID) -> str:
    """Return the cursor of the page after an id."""
    return cursors.write(last)


def read_id(cursor: str | None) -> UUID:
    """Return the id a cursor stands for; the least one before the first. Raises Invalid."""
    return UUID(int=0) if cursor is None else cursors.read(cursor, cursors.ident)


def of_cases(work: Work, record: str, *, cursor: str | None, limit: int) -> Page:
    """Return the records of one kind of every case the actor may know of, newest first, for example the waivers that wait."""
    query = select(Entry.recorded_at, Entry.id, Entry.record_id, Entry.subject_id).where(
        Entry.record == record, Entry.makes, Entry.act != CORRECT, Entry.subject_kind == "case"
    )
    query = query.join(Case, Case.id == Entry.subject_id).where(scope.cases_of(work.actor, work.now))
    if cursor is not None:
        query = query.where(tuple_(Entry.recorded_at, Entry.id) < tuple_(*cursors.read(cursor, _instant_and_id)))
    made = work.session.execute(query.order_by(Entry.recorded_at.desc(), Entry.id.desc()).limit(limit + 1)).all()
    shown = made[:limit]
    ids = [row.record_id for row in shown]
    items = _fold(work, ids, record, _entries(work, Entry.record_id.in_(ids), record, ids))
    cases = {str(row.record_id): str(row.subject_id) for row in shown}
    last = made[limit - 1] if len(made) > limit else None
    return Page([item | {"case_id": cases[item["id"]]} for item in items], cursors.write(last.recorded_at, last.id) if last else None)
