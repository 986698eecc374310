"""What a supervisor looks after before harm is done: lateness, silence, cases that nobody answers for, and what waits for an answer."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, func, select
from sqlalchemy.orm import aliased

from app.models.findings import FindingRow
from app.models.ledger import Entry
from app.models.registers import Case, CaseAccess, User
from app.services import caseload
from app.services.caseload import CaseLine as CaseLine
from app.services.instants import local_day
from app.services.waiting import WAITING as WAITING
from app.services.waiting import Waiting as Waiting
from app.services.waiting import waiting as waiting
from app.standards.rules import Status
from app.work import NOBODY, Work

SILENT_DAYS = 14  # proposed: no source names a number
_DAY = 86_400
_AT_ONCE = 500


class WorkerLateness(NamedTuple):
    """What is late in the open cases of one worker; `user_id` is None for the cases that nobody is assigned to."""

    user_id: UUID | None
    open_cases: int
    late_cases: int
    overdue: int
    oldest_due: str | None


class StandardLateness(NamedTuple):
    """In how many open cases one standard is overdue, and since which day at the latest."""

    catalogue: str
    standard: str
    right: str
    cases: int
    oldest_due: str | None


class Silence(NamedTuple):
    """An open case in which nobody wrote anything down for days, and who is assigned to it."""

    case: CaseLine
    last_entry_at: int
    days: int
    workers: tuple[UUID, ...]


class Late(NamedTuple):
    """One standard that is overdue in one open case, and since when."""

    case: CaseLine
    catalogue: str
    standard: str
    due_at: int | None


def lateness_by_worker(work: Work) -> list[WorkerLateness]:
    """Return what is late by assigned worker, the one with the most first; a case with two workers counts for both."""
    late = _late_by_case(work)
    pairs = select(_Assigned.case_id, _Assigned.grantee_id).join(Case, _assigned(work)).where(*caseload.still_open(work)).distinct()
    assigned = pairs.subquery()
    worker, sums = assigned.c.grantee_id, (func.sum(late.c.overdue), func.min(late.c.due_at))
    query = select(worker, func.count(), func.count(late.c.subject_id), *sums).select_from(Case)
    query = query.outerjoin(assigned, assigned.c.case_id == Case.id).outerjoin(late, late.c.subject_id == Case.id)
    rows = work.session.execute(query.where(*caseload.still_open(work)).group_by(worker))
    found = [WorkerLateness(user, cases, late, int(overdue or 0), _day(due)) for user, cases, late, overdue, due in rows]
    return sorted(found, key=lambda w: (-w.overdue, w.oldest_due or "9", str(w.user_id)))


def lateness_by_standard(work: Work) -> list[StandardLateness]:
    """Return the standards that are overdue in open cases, the most frequent first."""
    row = FindingRow
    query = select(Case.catalogue, row.standard, func.count(), func.min(row.due_at)).join(Case, Case.id == row.subject_id)
    query = query.where(*caseload.still_open(work), *_overdue(work)).group_by(Case.catalogue, row.standard)
    found = [
        StandardLateness(catalogue, standard, work.books.catalogue(catalogue).by_id[standard].right, cases, _day(due))
        for catalogue, standard, cases, due in work.session.execute(query)
    ]
    return sorted(found, key=lambda s: (-s.cases, s.oldest_due or "9", s.standard))


def late(work: Work, *, standard: str | None = None, worker: UUID | None = None, unassigned: bool = False, limit: int = 200) -> list[Late]:
    """Return what is overdue, the oldest first: of one standard, in the cases of one worker, or in those that nobody is assigned to."""
    row = FindingRow
    query = select(*caseload.COLUMNS, Case.catalogue, row.standard, row.due_at).join(Case, Case.id == row.subject_id)
    query = query.where(*caseload.still_open(work), *_overdue(work))
    if standard is not None:
        query = query.where(row.standard == standard)
    if worker is not None:
        query = query.where(select(_Assigned.id).where(_assigned(work), _Assigned.grantee_id == worker).exists())
    if unassigned:
        query = query.where(~select(_Assigned.id).where(_assigned(work)).exists())
    found = work.session.execute(query.order_by(row.due_at.is_(None), row.due_at, row.id).limit(limit))
    return [Late(CaseLine(*one[:-3]), *one[-3:]) for one in found]


def silent(work: Work, days: int = SILENT_DAYS) -> list[Silence]:
    """Return the open cases in which nobody recorded anything for so many days, the longest silence first."""
    # What the system itself writes down, such as an eighteenth birthday, is no sign of anybody's care.
    newest = select(Entry.recorded_at).where(Entry.subject_id == Case.id, Entry.recorded_by != NOBODY)
    last = func.coalesce(newest.order_by(Entry.position.desc()).limit(1).correlate(Case).scalar_subquery(), Case.registered_at)
    query = select(*caseload.COLUMNS, last.label("last_at")).where(*caseload.still_open(work), last <= work.now - days * _DAY)
    rows = work.session.execute(query.order_by(last, Case.id)).all()
    workers = assigned_workers(work, [row.id for row in rows])
    return [Silence(CaseLine(*row[:-1]), row.last_at, (work.now - row.last_at) // _DAY, workers.get(row.id, ())) for row in rows]


def without_worker(work: Work) -> list[CaseLine]:
    """Return the open cases that nobody who still works here is assigned to, the oldest first."""
    nobody = ~select(_Assigned.id).where(_assigned(work)).exists()
    query = select(*caseload.COLUMNS).where(*caseload.still_open(work), nobody).order_by(Case.registered_at, Case.id)
    return [CaseLine(*row) for row in work.session.execute(query)]


def assigned_workers(work: Work, case_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Return who is assigned to each case, longest first; a case without anybody is left out."""
    ids, found = list(case_ids), dict[UUID, tuple[UUID, ...]]()
    access = _Assigned
    for start in range(0, len(ids), _AT_ONCE):
        some = access.case_id.in_(ids[start : start + _AT_ONCE])
        query = select(access.case_id, access.grantee_id).where(some, _running(work)).order_by(access.since, access.id)
        for case_id, user_id in work.session.execute(query):
            found[case_id] = tuple(dict.fromkeys((*found.get(case_id, ()), user_id)))
    return found


# Another name for the table, which the scope of cases reads under its own.
_Assigned = aliased(CaseAccess)


def _running(work: Work) -> ColumnElement[bool]:
    """An assignment that runs, known by the access it gave, of somebody who still works here."""
    at_work = _Assigned.grantee_id.in_(select(User.id).where(User.active))
    return and_(_Assigned.why == "assigned", _Assigned.since <= work.now, _Assigned.until > work.now, at_work)


def _assigned(work: Work) -> ColumnElement[bool]:
    return and_(_Assigned.case_id == Case.id, _running(work))


def _overdue(work: Work) -> tuple[ColumnElement[bool], ...]:
    row = FindingRow
    return (
        row.subject_kind == "case",
        row.status == Status.OVERDUE.value,
        row.done_late.is_(False),
        row.starts_at <= work.now,
        row.ends_at > work.now,
    )


def _late_by_case(work: Work) -> Subquery:
    row = FindingRow
    query = select(row.subject_id, func.count().label("overdue"), func.min(row.due_at).label("due_at"))
    query = query.join(Case, Case.id == row.subject_id).where(*caseload.still_open(work), *_overdue(work))
    return query.group_by(row.subject_id).subquery()


def _day(at: Any) -> str | None:
    return None if at is None else local_day(int(at)).isoformat()
