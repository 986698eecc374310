"""What waits for an answer: in open cases, and in the organisation."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.models.exchange import IdentityExport
from app.models.ledger import Entry
from app.models.registers import Case
from app.services import caseload
from app.services.caseload import CaseLine
from app.work import Work


class Waiting(NamedTuple):
    """Something that waits for an answer: of which kind (`WAITING`), about what (a code), asked by whom and when.

    `own` says that the actor asked, so that somebody else must decide where two people are needed.
    """

    kind: str
    record_id: UUID
    case: CaseLine | None
    about: str | None
    since: int
    asked_by: UUID | None
    own: bool


# Every kind of waiting.
WAITING = (
    "waiver",
    "leave_request",
    "leave_refused",  # the person was told no, and has not taken the wish back
    "referral",
    "plan_unsigned",
    "plan_unapproved",
    "return_not_agreed",
    "complaint",
    "identity_export",
    "identity_request",
)


def waiting(work: Work) -> list[Waiting]:
    """Return what waits for an answer in open cases and in the organisation, the longest waiting first."""
    query = select(*caseload.COLUMNS, Case.organisation_id).where(*caseload.still_open(work))
    cases = {row.id: row for row in work.session.execute(query)}
    organisations = {row.organisation_id for row in cases.values()}
    found = [*_in_cases(work, cases, organisations), *_complaints(work), *_identity_exports(work)]
    return sorted(found, key=lambda w: (w.since, str(w.record_id)))


class _Record(NamedTuple):
    record: str
    id: UUID
    subject_id: UUID
    made_at: int
    made_by: UUID
    facts: dict[str, Any]


_OF_CASES = ("waiver", "identity_request", "leave_request", "referral", "service_plan", "reintegration_plan")


# What tells what a record that waits is about, the most telling first.
_ABOUT = ("standard_id", "service_type", "kind", "reason_code")


def _records(work: Work, names: Iterable[str], kinds: Iterable[str], organisations: Iterable[UUID]) -> list[_Record]:
    """Fold the records of some kinds, as they are known now, in the order in which they were first recorded."""
    e = Entry
    query = select(e.record, e.record_id, e.subject_id, e.occurred_at, e.recorded_by, e.facts)
    query = query.where(e.organisation_id.in_(organisations), e.record.in_(names), e.subject_kind.in_(kinds))
    held: dict[UUID, _Record] = {}
    for row in work.session.execute(query.order_by(e.recorded_at, e.position)):
        made = _Record(row.record, row.record_id, row.subject_id, row.occurred_at, row.recorded_by, {})
        held.setdefault(row.record_id, made).facts.update(row.facts)
    return list(held.values())


def _in_cases(work: Work, cases: Mapping[UUID, Any], organisations: Iterable[UUID]) -> Iterator[Waiting]:
    records = [r for r in _records(work, _OF_CASES, ["case"], organisations) if r.subject_id in cases]
    newest = {(r.subject_id, r.record): r.id for r in records}
    for record in records:
        # A plan that was replaced waits for nobody.
        replaced = record.record.endswith("_plan") and newest[record.subject_id, record.record] != record.id
        if not replaced and (kind := _kind(record)):
            facts, line = record.facts, CaseLine(*cases[record.subject_id][:-1])
            asker = UUID(str(facts.get("requested_by") or record.made_by))
            about = next((facts[name] for name in _ABOUT if facts.get(name)), None)
            yield Waiting(kind, record.id, line, about, record.made_at, asker, asker == work.actor.user_id)


def _kind(record: _Record) -> str | None:
    """Say what kind of answer a record of a case waits for; None for none."""
    told = record.facts.get
    if record.record == "waiver":
        return None if told("decision") else "waiver"
    if record.record == "identity_request":
        return None if told("decision") else "identity_request"
    if record.record == "leave_request":
        if told("left_at") or told("withdrawn_at"):
            return None
        return "leave_refused" if told("refused_at") else "leave_request"
    if record.record == "referral":
        return "referral" if told("state") == "sent" and not told("decision") else None
    if record.record == "reintegration_plan":
        return None if told("client_agreed_at") or told("returned_at") else "return_not_agreed"
    if told("client_signature") == "missing":
        return "plan_unsigned"
    return None if told("approved_by_supervisor") else "plan_unapproved"


def _complaints(work: Work) -> Iterator[Waiting]:
    for record in _records(work, ["complaint"], ["organisation", "shelter"], [work.actor.organisation_id]):
        if not record.facts.get("acknowledged_at"):
            own = record.made_by == work.actor.user_id
            yield Waiting("complaint", record.id, None, record.facts.get("about"), record.made_at, record.made_by, own)


def _identity_exports(work: Work) -> Iterator[Waiting]:
    asked = IdentityExport
    running = (asked.organisation_id == work.actor.organisation_id, asked.approved_at.is_(None), asked.expires_at > work.now)
    for row in work.session.scalars(select(asked).where(*running)):
        yield Waiting("identity_export", row.id, None, row.purpose, row.asked_at, row.asked_by, row.asked_by == work.actor.user_id)
