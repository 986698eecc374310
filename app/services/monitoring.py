"""What the independent monitor looks at in the whole country: limits to freedom, wishes to leave, ill-treatment, broken standards.

Plain facts only, and of a case no more than its number and whose it is: the monitor reads no case (data dictionary, Roles).
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from app.models.findings import FindingRow
from app.models.ledger import Entry
from app.models.registers import Case, Organisation
from app.services import compliance
from app.services.instants import local_day
from app.standards.rules import Scope, Status
from app.vocabulary.justice import IncidentKind
from app.work import Work

RIGHTS = frozenset({"dignity", "freedom_of_movement"})
ILL_TREATMENT = frozenset(
    {IncidentKind.ABUSE_BY_STAFF, IncidentKind.DEGRADING_PUNISHMENT, IncidentKind.UNPAID_WORK, IncidentKind.COMPULSORY_TEST}
)
_BROKEN = (Status.OVERDUE.value, Status.UNMET.value)
_REVIEW = "restriction_review_limit"  # the setting of the standards that ask for a review of every restriction
_AT_ONCE = 500


class About(NamedTuple):
    """A case as the monitor knows it."""

    case_id: UUID
    number: str
    organisation: str
    province: str | None


class Restriction(NamedTuple):
    """A restriction that nobody lifted. `past_end`: its end has gone by. `review`: what the standards say of its reviews, by when."""

    id: UUID
    about: About
    facts: Mapping[str, Any]
    past_end: bool
    review: str | None
    review_due_at: int | None


class Told(NamedTuple):
    """A record of a case: a wish to leave that was not followed, or ill-treatment whose inquiry is open."""

    id: UUID
    about: About
    facts: Mapping[str, Any]


class Broken(NamedTuple):
    """A standard that is not kept: in how many open cases of how many organisations, and since when at the latest."""

    catalogue: str
    standard: str
    right: str
    status: str
    cases: int
    organisations: int
    oldest_due: int | None


class BrokenCase(NamedTuple):
    """A case in which a standard is not kept."""

    about: About
    status: str
    due_at: int | None


class Watch(NamedTuple):
    """What the monitor sees at once, the most pressing first."""

    restrictions: list[Restriction]
    leave: list[Told]
    ill_treatment: list[Told]


def watch(work: Work) -> Watch:
    """Return the restrictions in force, the wishes to leave that were not followed, and ill-treatment whose inquiry is open."""
    held = _records(work, ("movement_restriction", "leave_request", "incident"))
    cases = _cases(work, {record.subject_id for record in held})
    told = [(record.record, Told(record.id, cases[record.subject_id], record.facts)) for record in held if record.subject_id in cases]
    of = {name: [one for record, one in told if record == name] for name in ("movement_restriction", "leave_request", "incident")}
    return Watch(
        _restrictions(work, [one for one in of["movement_restriction"] if not one.facts.get("lifted_at")]),
        [one for one in of["leave_request"] if not one.facts.get("left_at") and not one.facts.get("withdrawn_at")],
        [one for one in of["incident"] if one.facts.get("kind") in ILL_TREATMENT and not one.facts.get("inquiry_closed_at")],
    )


def broken(work: Work) -> list[Broken]:
    """Return the standards of dignity and of free movement that are not kept in open cases, the most frequent first."""
    row = FindingRow
    sums = (func.count(), func.count(row.organisation_id.distinct()), func.min(row.due_at))
    query = select(Case.catalogue, row.standard, row.status, *sums).join(Case, Case.id == row.subject_id)
    query = query.where(Case.closed_at.is_(None), *_not_kept(work, _standards(work))).group_by(Case.catalogue, row.standard, row.status)
    found = [
        Broken(catalogue, standard, work.books.catalogue(catalogue).by_id[standard].right, status, cases, bodies, due)
        for catalogue, standard, status, cases, bodies, due in work.session.execute(query)
    ]
    return sorted(found, key=lambda b: (-b.cases, b.standard, b.status))


def broken_in(work: Work, standard: str, *, limit: int) -> list[BrokenCase]:
    """Return the open cases in which one standard of dignity or free movement is not kept, the longest overdue first."""
    if standard not in _standards(work):
        return []
    row = FindingRow
    query = select(row.subject_id, row.status, row.due_at).join(Case, Case.id == row.subject_id)
    query = query.where(Case.closed_at.is_(None), *_not_kept(work, {standard})).order_by(row.due_at.is_(None), row.due_at, row.id)
    found = work.session.execute(query.limit(limit)).all()
    cases = _cases(work, {one.subject_id for one in found})
    return [BrokenCase(cases[one.subject_id], one.status, one.due_at) for one in found]


class _Held(NamedTuple):
    record: str
    id: UUID
    subject_id: UUID
    facts: dict[str, Any]


def _records(work: Work, names: Iterable[str]) -> list[_Held]:
    """Fold the records of some kinds of all cases, as they are known now, the oldest first."""
    e = Entry
    query = select(e.record, e.record_id, e.subject_id, e.facts).where(e.record.in_(names), e.subject_kind == "case")
    # The index of the ledger begins with the organisation.
    query = query.where(e.organisation_id.in_(work.session.scalars(select(Organisation.id)).all()))
    held: dict[UUID, _Held] = {}
    for row in work.session.execute(query.order_by(e.recorded_at, e.position)):
        held.setdefault(row.record_id, _Held(row.record, row.record_id, row.subject_id, {})).facts.update(row.facts)
    return list(held.values())


def _cases(work: Work, ids: Iterable[UUID]) -> dict[UUID, About]:
    """Return the open ones among some cases."""
    wanted, found = list(ids), dict[UUID, About]()
    for start in range(0, len(wanted), _AT_ONCE):
        some = Case.id.in_(wanted[start : start + _AT_ONCE])
        query = select(Case.id, Case.case_number, Organisation.name, Case.province).join(
            Organisation, Organisation.id == Case.organisation_id
        )
        found |= {row.id: About(*row) for row in work.session.execute(query.where(some, Case.closed_at.is_(None)))}
    return found


def _restrictions(work: Work, running: list[Told]) -> list[Restriction]:
    """Join what the standards say of reviews, and put first what should have ended and what was not looked at again."""
    reviews, today = _reviews(work, [one.about.case_id for one in running]), local_day(work.now).isoformat()
    found = []
    for one in running:
        status, due = reviews.get(one.about.case_id, (None, None))
        found.append(Restriction(one.id, one.about, one.facts, str(one.facts.get("ends_on") or "9") < today, status, due))
    return sorted(found, key=lambda r: (not r.past_end, r.review != Status.OVERDUE, str(r.facts.get("started_at"))))


def _reviews(work: Work, case_ids: list[UUID]) -> dict[UUID, tuple[str, int | None]]:
    row, asking = FindingRow, {s.id for s in compliance.every_standard(work).values() if s.setting == _REVIEW}
    found: dict[UUID, tuple[str, int | None]] = {}
    for start in range(0, len(case_ids), _AT_ONCE):
        query = select(row.subject_id, row.status, row.due_at).where(row.subject_id.in_(case_ids[start : start + _AT_ONCE]))
        query = query.where(row.standard.in_(asking), row.starts_at <= work.now, row.ends_at > work.now)
        found |= {one.subject_id: (one.status, one.due_at) for one in work.session.execute(query)}
    return found


def _standards(work: Work) -> set[str]:
    return {s.id for s in compliance.every_standard(work).values() if s.right in RIGHTS and s.scope is Scope.CASE}


def _not_kept(work: Work, standards: Iterable[str]) -> tuple[ColumnElement[bool], ...]:
    row = FindingRow
    return (
        row.subject_kind == "case",
        row.standard.in_(standards),
        row.status.in_(_BROKEN),
        row.done_late.is_(False),
        row.starts_at <= work.now,
        row.ends_at > work.now,
    )
