"""Agreements as the registers hold them, turned into what due dates are computed from. Reads registers only."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.errors import FieldError, Invalid, NotFound
from app.models.agreements import MouDuty, MouTerm
from app.models.registers import Mou
from app.reports import obligations
from app.reports.obligations import Agreement, Duty, Slot, Term, Told
from app.services import scope, subjects
from app.services.instants import local_day
from app.services.situations import Situation
from app.vocabulary.agreements import Rhythm
from app.work import Work

_MANY = 500


class Held(NamedTuple):
    """An agreement with its terms, its days, and everything that is or was due under it."""

    mou: Mou
    terms: Sequence[MouTerm]
    agreement: Agreement
    duties: Sequence[Duty]


def find(work: Work, mou_id: UUID) -> Held:
    """Return an agreement in the actor's scope. Raises NotFound."""
    subjects.named(work, "mou_id", mou_id)
    mou = work.session.get(Mou, mou_id)
    if mou is None:
        raise NotFound
    return hold(work, [mou])[mou_id]


def in_scope(work: Work, *, organisation_id: UUID | None = None, mou_id: UUID | None = None) -> dict[UUID, Held]:
    """Return the agreements of the actor's organisation, for the ministry those of all, or of the one asked for. Raises NotFound."""
    query = select(Mou).order_by(Mou.id)
    if organisation_id is not None:
        scope.organisation(work, organisation_id)
        query = query.where(Mou.organisation_id == organisation_id)
    elif work.actor.role not in scope.MINISTRY:
        query = query.where(Mou.organisation_id == work.actor.organisation_id)
    if mou_id is not None:
        subjects.named(work, "mou_id", mou_id)
        query = query.where(Mou.id == mou_id)
    return hold(work, list(work.session.scalars(query)))


def hold(work: Work, mous: Sequence[Mou]) -> dict[UUID, Held]:
    """Return the agreements by id with all that follows from them today: two queries for each five hundred."""
    terms: dict[UUID, list[MouTerm]] = {mou.id: [] for mou in mous}
    told: dict[UUID, list[Told]] = {mou.id: [] for mou in mous}
    for start in range(0, len(mous), _MANY):
        ids = [mou.id for mou in mous[start : start + _MANY]]
        for term in work.session.scalars(select(MouTerm).where(MouTerm.mou_id.in_(ids)).order_by(MouTerm.agreed_on, MouTerm.id)):
            terms[term.mou_id].append(term)
        for row in work.session.scalars(select(MouDuty).where(MouDuty.mou_id.in_(ids)).order_by(MouDuty.id)):
            told[row.mou_id].append(_told(row))
    today = local_day(work.now)
    return {mou.id: _held(mou, terms[mou.id], told[mou.id], today) for mou in mous}


def guard_delivery(work: Work, situation: Situation) -> None:
    """Refuse a delivery for a day on which nothing of its kind falls due, for it would be counted nowhere. Raises Invalid."""
    facts = situation.fact.facts
    mou = work.session.get_one(Mou, UUID(str(facts["mou_id"])))
    held, kind = hold(work, [mou])[mou.id], str(facts["kind"])
    due_on, event_on = facts.get("due_on"), facts.get("event_on")
    if event_on is not None and due_on is not None:
        raise Invalid("Send due_on or event_on, not both.", [FieldError("event_on", "must be left out where due_on is sent")])
    if event_on is not None:
        if obligations.term_of_event(held.agreement, kind, date.fromisoformat(str(event_on))) is None:
            raise Invalid("No term asks for this after an event on that day.", [FieldError("event_on", "no term of this kind held then")])
        return
    if due_on is None:
        raise Invalid("Say which due date is met.", [FieldError("due_on", "send it, or event_on for what is due after an event")])
    if not any(slot.kind == kind and slot.due_on.isoformat() == due_on for slot in _slots(held, str(due_on))):
        raise Invalid("Nothing of this kind falls due on that day.", [FieldError("due_on", "see the duties of the agreement")])


def _slots(held: Held, due_on: str) -> Iterable[Slot]:
    """Every due date up to a day: what will fall due may be delivered before its time."""
    yield from (duty.slot for duty in held.duties)
    for term in held.agreement.terms:
        yield from obligations.due_dates(term, held.agreement, date.fromisoformat(due_on))


def _held(mou: Mou, terms: Sequence[MouTerm], told: Sequence[Told], today: date) -> Held:
    starts_on, ended_on = date.fromisoformat(mou.starts_on), _day(mou.ended_on)
    ends_on = date.fromisoformat(mou.ends_on)
    last = min(ends_on, ended_on or ends_on)
    agreement = Agreement(
        starts_on=starts_on,
        ends_on=ends_on,
        standing=obligations.standing(mou.state, starts_on, ends_on, ended_on, today),
        terms=[_term(term, starts_on, last) for term in terms],
    )
    return Held(mou, terms, agreement, obligations.duties(agreement, told, today))


def _term(row: MouTerm, starts_on: date, last: date) -> Term:
    return Term(
        id=str(row.id),
        kind=row.kind,
        rhythm=Rhythm(row.rhythm),
        months=row.months_allowed,
        days=row.days_allowed,
        first=max(starts_on, date.fromisoformat(row.agreed_on)),
        last=min(last, _day(row.ended_on) or last),
    )


def _told(row: MouDuty) -> Told:
    return Told(str(row.id), row.record, row.kind, _day(row.due_on), _day(row.event_on), _day(row.submitted_on))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
