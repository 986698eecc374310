"""The register of agreements: lists and pages with parties, terms, and what is due, delivered and missed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.models.agreements import MouTerm
from app.models.registers import Mou, Organisation
from app.reports import mou_terms, mou_words
from app.reports.obligations import Duty
from app.services import acts, agreements, reading, subjects
from app.services.agreements import Held
from app.services.reading import Page
from app.vocabulary.agreements import DutyState, Rhythm, TermBasis
from app.work import Work


def listed(work: Work, *, cursor: str | None, limit: int) -> Page:
    """Return the agreements of the organisation, for the ministry those of all, oldest first: as recorded, and where each stands."""
    page = reading.of_organisations(work, "mou", cursor=cursor, limit=limit)
    ids = [UUID(item["id"]) for item in page.items]
    mous = list(work.session.scalars(select(Mou).where(Mou.id.in_(ids))))
    held, named = agreements.hold(work, mous), parties(work, mous)
    return Page([item | _standing(held[i], named[i]) for i, item in zip(ids, page.items, strict=True)], page.next_cursor)


def one(work: Work, mou_id: UUID) -> tuple[dict[str, Any], str]:
    """Return one agreement with its terms and every due date, and the ETag of its organisation. Raises NotFound."""
    subject = subjects.named(work, "mou_id", mou_id)
    item = reading.one(work, subject, "mou", mou_id)
    held = agreements.find(work, mou_id)
    item |= _standing(held, parties(work, [held.mou])[mou_id])
    item |= {"terms": [_term_item(term) for term in held.terms], "duties": [duty_item(duty) for duty in held.duties]}
    return item, acts.etag(subject.row.revision)


def proposed(work: Work, mou_id: UUID) -> dict[str, Any]:
    """Return the default terms as bodies to send to /mous/{mou_id}/terms, and which kinds run already. Sets nothing."""
    held = agreements.find(work, mou_id)
    renewal = held.mou.facts.get("renewal_due_on")
    running = {term.kind for term in held.terms if term.ended_on is None}
    offered = mou_terms.proposed(date.fromisoformat(renewal) if renewal else None, held.agreement.ends_on)
    return {
        "mou_id": str(mou_id),
        "note": mou_words.NOTE,
        "translation_status": mou_words.TRANSLATION,
        "items": [_offer(term) | {"running": term.kind in running} for term in offered],
    }


def _offer(term: mou_terms.Proposed) -> dict[str, Any]:
    body = {
        "kind": term.kind.value,
        "rhythm": term.rhythm.value,
        "months_allowed": term.months,
        "days_allowed": term.days,
        "basis": TermBasis.PROPOSED.value,
    }
    said = mou_words.term(term.kind, term.rhythm, months=term.months, days=term.days)
    return {"body": body, "sentence": said, "basis": TermBasis.PROPOSED.value, "source": term.source}


def binding(mou: Mou) -> list[str]:
    """Return every catalogue that binds under an agreement, by id."""
    return list(dict.fromkeys([mou.rule_set, *(mou.facts.get("further_rule_sets") or [])]))


def parties(work: Work, mous: Sequence[Mou]) -> dict[UUID, dict[str, Any]]:
    """Return both sides of each agreement by id and name; the ministry's is empty where the recording did not name it."""
    ids = {mou.organisation_id for mou in mous} | {mou.ministry_id for mou in mous}
    rows = work.session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids - {None})))
    names = {organisation_id: name for organisation_id, name in rows}  # noqa: C416 - rows are not the pairs that dict() is typed for

    def side(organisation_id: UUID | None) -> dict[str, str | None] | None:
        return {"id": str(organisation_id), "name": names.get(organisation_id)} if organisation_id else None

    return {mou.id: {"organisation": side(mou.organisation_id), "ministry": side(mou.ministry_id)} for mou in mous}


def counts(duties: Iterable[Duty]) -> dict[str, int]:
    """Count duties by state, every state named."""
    found = Counter(duty.state for duty in duties)
    return {state.value: found[state] for state in DutyState}


def duty_item(duty: Duty) -> dict[str, Any]:
    """Return one due date as lists show it: what, when, what became of it, and what follows."""
    slot = duty.slot
    step, step_on = duty.next_consequence or (None, None)
    return {
        "kind": slot.kind,
        "due_on": slot.due_on.isoformat(),
        "state": duty.state.value,
        "period": {"from": _iso(slot.first), "to": _iso(slot.last)} if slot.first else None,
        "event_on": _iso(duty.event_on),
        "submitted_on": _iso(duty.submitted_on),
        "days_late": duty.days_late,
        "consequence": duty.consequence.value if duty.consequence else None,
        "next_consequence": step.value if step else None,
        "next_consequence_on": _iso(step_on),
        "sentence": mou_words.duty(duty),
        "term_id": slot.term_id,
        "record": duty.record,
        "record_id": duty.record_id,
    }


def _standing(held: Held, sides: dict[str, Any]) -> dict[str, Any]:
    waiting = [duty for duty in held.duties if duty.state in (DutyState.DUE, DutyState.UPCOMING)]
    return {
        "organisation_id": str(held.mou.organisation_id),
        "parties": sides,
        "standing": held.agreement.standing.value,
        "binding": binding(held.mou),
        "duties_by_state": counts(held.duties),
        "next_due_on": _iso(waiting[0].slot.due_on) if waiting else None,
    }


def _term_item(term: MouTerm) -> dict[str, Any]:
    said = mou_words.term(term.kind, Rhythm(term.rhythm), months=term.months_allowed, days=term.days_allowed)
    names = ("kind", "rhythm", "months_allowed", "days_allowed", "basis", "agreed_on", "ended_on")
    return {"id": str(term.id), "sentence": said} | {name: getattr(term, name) for name in names}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
