"""What is due, by when and why: for one case, and for everything an actor answers for."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy import case as sql_case

from app.models.findings import FindingRow
from app.models.registers import Case
from app.services import caseload, explaining, findings
from app.services.instants import iso_or_none
from app.services.scope import Subject
from app.standards.duties import Finding
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
    catalogue: str


def of_case(work: Work, subject: Subject) -> list[dict[str, Any]]:
    """Return what is due in one case, each with the reasons the judgement gives."""
    if not isinstance(subject.row, Case):
        raise TypeError("an agenda is a case's")
    judge, facts, found = findings.at(work, subject, as_of=work.now, known_at=work.now)
    return [
        due._asdict() | {"reasons": explaining.reasons(judge, due.standard, facts, work.now)} for due in among(work, subject.row, found)
    ]


def of_caseload(work: Work, *, limit: int) -> list[Due]:
    """Return what is due in the actor's open cases, the most pressing first."""
    return [due for group in in_groups(work, limit=limit) for due in group.items]


class Group(NamedTuple):
    """What is equally pressing: `overdue`, `soon` (within a week), `unknown`, `unmet` or `later`; how much of it, and the first of it."""

    name: str
    number: int
    items: list[Due]


# Overdue first, then what falls due within a week, what nobody knows, what was broken, and at last what is due later.
GROUPS = ("overdue", "soon", "unknown", "unmet", "later")


def in_groups(work: Work, *, limit: int) -> list[Group]:
    """Return what is due in the actor's open cases by how pressing it is, at most `limit` of it all; groups without anything too."""
    row = FindingRow
    pressing = _pressing(work.now).label("place")
    whose = select(Case.id).where(*caseload.still_open(work)).scalar_subquery()
    running = (row.subject_id.in_(whose), row.starts_at <= work.now, row.ends_at > work.now, *_undone())
    tallied = work.session.execute(select(pressing, func.count()).where(*running).group_by(pressing))
    counts: dict[int, int] = {one.place: one[1] for one in tallied}
    query = select(pressing, row.subject_id, row.standard, row.status, row.due_at).where(*running)
    query = query.order_by(pressing, func.coalesce(row.due_at, 0), row.standard, row.subject_id)
    found = work.session.execute(query.limit(limit)).all()
    cases = {case.id: case for case in work.session.scalars(select(Case).where(Case.id.in_({one.subject_id for one in found})))}
    groups = [Group(name, counts.get(place, 0), []) for place, name in enumerate(GROUPS)]
    for one in found:
        groups[one.place].items.append(_shown(work, cases[one.subject_id], one.standard, one.status, one.due_at))
    return groups


def among(work: Work, case: Case, found: Mapping[str, Finding]) -> list[Due]:
    """Return what is due in a case that was judged just now."""
    open_ = [f for f in found.values() if f.status in _OPEN and not f.done_late and (f.due_at is not None or f.status != Status.PENDING)]
    open_.sort(key=lambda f: (_place(f, work.now), f.due_at or 0, f.standard))
    return [_shown(work, case, f.standard, f.status.value, f.due_at) for f in open_]


def _place(found: Finding, now: int) -> int:
    if found.status is Status.PENDING:
        return 1 if (found.due_at or 0) <= now + _SOON else 4
    return {Status.OVERDUE: 0, Status.UNKNOWN: 2}.get(found.status, 3)


def _pressing(now: int) -> ColumnElement[int]:
    """The place of a finding among the groups, as the database tells it."""
    row = FindingRow
    return sql_case(
        (row.status == Status.OVERDUE.value, 0),
        ((row.status == Status.PENDING.value) & (row.due_at <= now + _SOON), 1),
        (row.status == Status.UNKNOWN.value, 2),
        (row.status == Status.PENDING.value, 4),
        else_=3,
    )


def _undone() -> tuple[ColumnElement[bool], ...]:
    """The conditions of what can still be done; what has no due time and is only pending waits for something else to happen first."""
    row = FindingRow
    timed = or_(row.due_at.is_not(None), row.status != Status.PENDING.value)
    return (row.status.in_([status.value for status in _OPEN]), row.done_late.is_(False), timed)


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
        case.catalogue,
    )
