"""What is due, by when and why: for one case, and for everything an actor answers for."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.models.findings import FindingRow
from app.models.registers import Case
from app.services import explaining, findings, scope
from app.services.instants import iso_or_none
from app.services.scope import Subject
from app.standards.rules import Status
from app.work import Work

# What a person can still do something about. A deed done late is done, so it is not among them.
_OPEN = (Status.OVERDUE, Status.PENDING, Status.UNKNOWN, Status.UNMET)
_SOON = 7 * 86_400


class Due(NamedTuple):
    """One thing to do: which standard asks for it, why, by when, and what to do next."""

    case_id: str
    case_number: str
    step: str
    standard: str
    right: str
    status: str
    due_at: str | None
    gate: bool
    text: dict[str, str]
    next: dict[str, str]
    sources: list[str]
    provenance: str
    grade: str
    limit: str | None
    limit_basis: str


def of_case(work: Work, subject: Subject) -> list[dict[str, Any]]:
    """Return what is due in one case, each with the reasons the judgement gives."""
    if not isinstance(subject.row, Case):
        raise TypeError("an agenda is a case's")
    judge, facts, _ = findings.at(work, subject, as_of=work.now, known_at=work.now)
    return [
        due._asdict() | {"reasons": explaining.reasons(judge, due.standard, facts, work.now)}
        for due in _due(work, {subject.id: subject.row})
    ]


def of_caseload(work: Work, *, limit: int) -> list[Due]:
    """Return what is due in the actor's open cases, the most pressing first."""
    cases = work.session.scalars(select(Case).where(scope.cases_of(work.actor, work.now), Case.closed_at.is_(None)))
    return _due(work, {case.id: case for case in cases})[:limit]


def _due(work: Work, cases: dict[UUID, Case]) -> list[Due]:
    row = FindingRow
    columns = (row.subject_id, row.standard, row.status, row.due_at)
    running = (row.starts_at <= work.now, row.ends_at > work.now, row.status.in_([s.value for s in _OPEN]), row.done_late.is_(False))
    rows: list[Any] = []
    ids = list(cases)
    for start in range(0, len(ids), 500):
        rows += work.session.execute(select(*columns).where(row.subject_id.in_(ids[start : start + 500]), *running)).all()
    # What has no due time and is only pending waits for something else to happen first: it is not due.
    due = [found for found in rows if found.due_at is not None or found.status != Status.PENDING.value]
    due.sort(key=lambda found: (_pressing(found, work.now), found.due_at or 0, found.standard, str(found.subject_id)))
    return [_shown(work, cases[found.subject_id], found.standard, found.status, found.due_at) for found in due]


def _pressing(found: Any, now: int) -> int:
    """Overdue first, then what falls due within a week, what nobody knows, what was broken, and at last what is due later."""
    if found.status == Status.OVERDUE.value:
        return 0
    if found.status == Status.PENDING.value:
        return 1 if found.due_at <= now + _SOON else 4
    return 2 if found.status == Status.UNKNOWN.value else 3


def _shown(work: Work, case: Case, standard_id: str, status: str, due_at: int | None) -> Due:
    standard = work.books.catalogue(case.catalogue).by_id[standard_id]
    return Due(
        str(case.id),
        case.case_number,
        standard.step,
        standard.id,
        standard.right,
        status,
        iso_or_none(due_at),
        standard.gate,
        dict(standard.text),
        dict(standard.next),
        list(standard.sources),
        standard.tag,
        standard.grade,
        standard.limit_text,
        standard.limit_basis,
    )
