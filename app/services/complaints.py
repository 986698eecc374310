"""Complaints as those see them who answer for them: which wait, by when, and what came of the others. What was said stays sealed."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select

from app.models.ledger import Entry
from app.models.registers import Organisation, Shelter
from app.services import compliance, scope, subjects
from app.services.instants import instant
from app.standards.duration import parse_duration
from app.standards.instants import due_after
from app.standards.rules import Standard
from app.work import Work

# Whose standards set the days, by their setting.
_ACKNOWLEDGE, _ANSWER = "complaint_acknowledgement_limit", "complaint_answer_limit"


class Complaint(NamedTuple):
    """A complaint. `next_step` is what is to be done now: acknowledge, answer, or None; `due_at` until when, `late` if that has gone by."""

    id: UUID
    organisation: str
    shelter: str | None
    facts: Mapping[str, Any]
    next_step: str | None
    due_at: int | None
    late: bool


def listed(work: Work) -> tuple[list[Complaint], list[Complaint]]:
    """Return the complaints that wait, the most pressing first, and those that were answered, the newest first.

    A ministry's officer and the monitor see those of every organisation, anybody else those of the own one.
    """
    bodies = {row.id: row for row in work.session.scalars(_bodies(work))}
    e = Entry
    query = select(e.record_id, e.organisation_id, e.subject_id, e.facts).where(e.record == "complaint", e.organisation_id.in_(bodies))
    folded: dict[UUID, tuple[UUID, UUID, dict[str, Any]]] = {}
    for row in work.session.execute(query.order_by(e.recorded_at, e.position)):
        folded.setdefault(row.record_id, (row.organisation_id, row.subject_id, {}))[2].update(row.facts)
    codes = _codes(work, {subject for _, subject, _ in folded.values()})
    limits = _limits(work)
    found = [_complaint(work, ident, bodies[body], codes.get(subject), facts, limits) for ident, (body, subject, facts) in folded.items()]
    waiting = sorted((c for c in found if c.next_step), key=lambda c: (not c.late, c.due_at or 0, str(c.id)))
    answered = sorted((c for c in found if not c.next_step), key=lambda c: str(c.facts.get("answered_at")), reverse=True)
    return waiting, answered


def one(work: Work, complaint_id: UUID) -> Complaint:
    """Return one complaint. Raises NotFound where the actor may not know of it."""
    subject = subjects.find_record(work, "complaint", complaint_id)
    facts: dict[str, Any] = {}
    query = select(Entry.facts).where(Entry.record_id == complaint_id, Entry.record == "complaint")
    for told in work.session.scalars(query.order_by(Entry.recorded_at, Entry.position)):
        facts.update(told)
    body = scope.organisation(work, subject.organisation_id)
    code = subject.row.code if isinstance(subject.row, Shelter) else None
    return _complaint(work, complaint_id, body, code, facts, _limits(work))


def _bodies(work: Work) -> Select[Organisation]:
    query = select(Organisation)
    return query if work.actor.role in scope.MINISTRY else query.where(Organisation.id == work.actor.organisation_id)


def _codes(work: Work, ids: Iterable[UUID]) -> dict[UUID, str]:
    return {row.id: row.code for row in work.session.execute(select(Shelter.id, Shelter.code).where(Shelter.id.in_(ids)))}


def _limits(work: Work) -> Mapping[str, Standard]:
    return {s.setting: s for s in compliance.every_standard(work).values() if s.setting in (_ACKNOWLEDGE, _ANSWER)}


def _complaint(
    work: Work, ident: UUID, body: Organisation, shelter: str | None, facts: Mapping[str, Any], limits: Mapping[str, Standard]
) -> Complaint:
    if facts.get("answered_at"):
        return Complaint(ident, body.name, shelter, facts, None, None, late=False)
    step, setting = ("answer", _ANSWER) if facts.get("acknowledged_at") else ("acknowledge", _ACKNOWLEDGE)
    limit = body.rule_profile.get(setting) or (limits[setting].limit_text if setting in limits else None)
    due = _after(str(facts["received_at"]), limit)
    return Complaint(ident, body.name, shelter, facts, step, due, late=due is not None and due < work.now)


def _after(received_at: str, limit: str | None) -> int | None:
    return None if limit is None else due_after(parse_duration(limit))(instant(received_at))
