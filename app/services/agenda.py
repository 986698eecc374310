"""What is due, by when and why: for one case, and for everything an actor answers for."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.models.findings import FindingRow
from app.models.registers import Case
from app.services import scope
from app.services.instants import iso_or_none
from app.services.scope import Subject
from app.standards.rules import Status
from app.work import Work

# What a person can still do something about, the most pressing first.
_OPEN = (Status.OVERDUE, Status.UNMET, Status.UNKNOWN, Status.PENDING)
_RANK = {status.value: number for number, status in enumerate(_OPEN)}


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


def of_case(work: Work, subject: Subject) -> list[Due]:
    """Return what is due in one case."""
    if not isinstance(subject.row, Case):
        raise TypeError("an agenda is a case's")
    return _due(work, {subject.row.id: subject.row})


def of_caseload(work: Work, *, limit: int) -> list[Due]:
    """Return what is due in the actor's open cases, the most pressing first."""
    cases = work.session.scalars(select(Case).where(scope.cases_of(work.actor, work.now), Case.closed_at.is_(None)))
    return _due(work, {case.id: case for case in cases})[:limit]


def _due(work: Work, cases: dict[UUID, Case]) -> list[Due]:
    columns = (FindingRow.subject_id, FindingRow.standard, FindingRow.status, FindingRow.due_at)
    running = (FindingRow.starts_at <= work.now, FindingRow.ends_at > work.now, FindingRow.status.in_([s.value for s in _OPEN]))
    rows: list[Any] = []
    ids = list(cases)
    for start in range(0, len(ids), 500):
        rows += work.session.execute(select(*columns).where(FindingRow.subject_id.in_(ids[start : start + 500]), *running)).all()
    # What has no due time and is only pending waits for something else to happen first: it is not due.
    due = [row for row in rows if row.due_at is not None or row.status != Status.PENDING.value]
    due.sort(key=lambda r: (_RANK[r.status], r.due_at or 0, r.standard, str(r.subject_id)))
    return [_shown(work, cases[row.subject_id], row.standard, row.status, row.due_at) for row in due]


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
