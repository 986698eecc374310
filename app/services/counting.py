"""Counting findings: one GROUP BY over the stored findings, and one over each register for whom they are about.

A status stands from `starts_at` up to, not including, `ends_at`, so the same statement counts today and any past day, and no ledger is
replayed. A register is joined only where the cut asks for it. Nothing here reads a sealed value. Of a past day the shelter is the one of
that day; province, sex, age class and step are what the register says now.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, case, exists, false, func, or_, select

from app.models.auditing import Touch
from app.models.findings import FindingRow
from app.models.ledger import Entry
from app.models.registers import Case, Placement, Shelter, User
from app.standards.rules import Scope, Status
from app.work import Work

_TABLES: Mapping[Scope, type[Case] | type[Shelter] | type[User]] = {Scope.CASE: Case, Scope.SHELTER: Shelter, Scope.STAFF: User}
KINDS: Mapping[Scope, str] = {Scope.CASE: "case", Scope.SHELTER: "shelter", Scope.STAFF: "user"}
_LOCAL, _DAY = 7 * 3600, 86_400  # Asia/Phnom_Penh; seconds of a day

Place: TypeAlias = "tuple[str | None, ...]"


class Dimension(StrEnum):
    """A cut through whom findings are about."""

    ORGANISATION = "organisation"
    SHELTER = "shelter"
    PROVINCE = "province"
    AGE_CLASS = "age_class"
    SEX = "sex"
    CASE_STEP = "case_step"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Which findings are asked about; what is None does not narrow.

    `at` is the instant they stood at. `period` keeps the cases that were active from its first to its last second. `touched_since` keeps
    the subjects that were changed by a transaction with this stamp or a later one.
    """

    at: int
    organisation_id: UUID | None = None
    scope: Scope | None = None
    standards: frozenset[str] | None = None
    shelter_id: UUID | None = None
    province: str | None = None
    age_class: str | None = None
    sex: str | None = None
    case_step: str | None = None
    period: tuple[int, int] | None = None
    touched_since: int | None = None

    @property
    def narrows_people(self) -> bool:
        """Whether it asks about some of an organisation's cases only."""
        return any(value is not None for value in (self.shelter_id, self.province, self.age_class, self.sex, self.case_step))


class Counted(NamedTuple):
    """How many findings of a standard have a status, in one place of the dimensions."""

    standard: str
    place: Place
    status: Status
    days_overdue: int | None
    number: int
    of_a_limit: int


class Present(NamedTuple):
    """How many subjects are judged, in one place of the dimensions; for cases under which catalogue."""

    scope: Scope
    place: Place
    catalogue: str | None
    number: int


def count_findings(work: Work, cut: Cut, dimensions: Sequence[Dimension]) -> list[Counted]:
    """Count findings by standard, dimensions and status; the overdue ones also by the days since they were due, if `tells_days`."""
    places = set(dimensions) - {Dimension.ORGANISATION}
    scopes = scopes_of(cut) if places or cut.narrows_people or cut.period else (None,)
    return [counted for scope in scopes for counted in _count(work, cut, dimensions, scope)]


def tells_days(cut: Cut, dimensions: Sequence[Dimension]) -> bool:
    """Whether overdue findings are counted day by day; over places of the whole country only the longest is told, at half the cost."""
    return cut.organisation_id is not None or not dimensions


def _count(work: Work, cut: Cut, dimensions: Sequence[Dimension], scope: Scope | None) -> list[Counted]:
    f = FindingRow
    due_day = case((f.status == Status.OVERDUE.value, (f.due_at + _LOCAL) // _DAY), else_=None)
    daily = tells_days(cut, dimensions)
    columns = _columns(scope, cut, now=work.now)
    names = [d for d in dimensions if d in columns]
    # Grouped by name: PostgreSQL would not see that an expression with parameters is the same one.
    by = ["standard", "status", *(f"place_{d}" for d in names), *(["due_day"] if daily else [])]
    day: SQLColumnExpression[Any] = due_day if daily else func.min(due_day)
    if daily and work.session.get_bind().dialect.name == "postgresql":
        # It shares a GROUP BY among its workers only where it expects few groups, and it would expect one for each due time.
        by.remove("due_day")
        day = func.array_agg(due_day).filter(due_day.is_not(None))
    query: Select[*tuple[Any, ...]] = select(f.standard, f.status, day.label("due_day"), *(columns[d].label(f"place_{d}") for d in names))
    query = query.add_columns(func.count(), func.count(f.due_at)).where(*standing(cut)).group_by(*by)
    if scope is not None:
        query = query.join(_TABLES[scope], _TABLES[scope].id == f.subject_id)
        query = query.where(f.subject_kind == KINDS[scope], *_by_index(work, scope), *whom(cut, scope, now=work.now))
    today = (cut.at + _LOCAL) // _DAY
    places = cache(partial(_place, tuple(dimensions), tuple(names)))
    found = []
    for standard, status, due_on, *place, count, timed in work.session.execute(query):
        of_a_limit = timed if status == Status.UNMET.value else 0
        for due, number in _by_day(due_on, count).items():
            found.append(Counted(standard, places(*place), Status(status), None if due is None else today - due, number, of_a_limit))
    return found


def _by_day(due: int | Sequence[int] | None, count: int) -> dict[int | None, int]:
    """Return how many findings of a group were due on which day: all on one, or on those of a list and the others on none."""
    if due is None or isinstance(due, int):
        return {due: count}
    return {**Counter(due)} | ({None: count - len(due)} if count > len(due) else {})


def _by_index(work: Work, scope: Scope) -> list[ColumnElement[bool]]:
    """The condition that has PostgreSQL look up the findings of the few shelters and staff one by one, and not read all that there are."""
    if scope is Scope.CASE or work.session.get_bind().dialect.name != "postgresql":
        return []
    return [FindingRow.subject_id == func.any(func.array(select(_TABLES[scope].id).correlate(None).scalar_subquery()))]


def count_subjects(work: Work, cut: Cut, dimensions: Sequence[Dimension]) -> list[Present]:
    """Count the cases, shelters and staff that fit the cut and were known at its instant."""
    found = []
    for scope in scopes_of(cut):
        columns = _columns(scope, cut, now=work.now)
        names = [d for d in dimensions if d in columns]
        by = [f"place_{d}" for d in names]
        query: Select[*tuple[Any, ...]] = select(func.count(), *(columns[d].label(f"place_{d}") for d in names)).select_from(_TABLES[scope])
        query = query.where(*whom(cut, scope, now=work.now), known(cut, scope, now=work.now))
        if cut.touched_since is not None:
            query = query.where(_TABLES[scope].id.in_(touched(cut.touched_since)))
        if scope is Scope.CASE:
            query, by = query.add_columns(Case.catalogue), [*by, "catalogue"]
        for count, *place in work.session.execute(query.group_by(*by) if by else query):
            under = place.pop() if scope is Scope.CASE else None
            found.append(Present(scope, _place(dimensions, names, *place), under, count))
    return found


def scopes_of(cut: Cut) -> tuple[Scope, ...]:
    """Return the kinds of subject a cut asks about."""
    return tuple(Scope) if cut.scope is None else (cut.scope,)


def standing(cut: Cut) -> list[ColumnElement[bool]]:
    """The conditions of a finding: that it stood at the instant, and is of the organisation, kind and standards asked for."""
    f = FindingRow
    where: list[ColumnElement[bool]] = [f.starts_at <= cut.at, f.ends_at > cut.at]
    if cut.organisation_id is not None:
        where.append(f.organisation_id == cut.organisation_id)
    if cut.scope is not None:
        where.append(f.subject_kind == KINDS[cut.scope])
    if cut.standards is not None:
        where.append(f.standard.in_(sorted(cut.standards)))
    if cut.touched_since is not None:
        where.append(f.subject_id.in_(touched(cut.touched_since)))
    return where


def whom(cut: Cut, scope: Scope, *, now: int) -> list[ColumnElement[bool]]:
    """The conditions of a register's row: where it is, and for a case what kind of person and in which period."""
    columns = _columns(scope, cut, now=now)
    where = [columns[d] == value if d in columns else false() for d, value in wanted(cut).items()]
    if cut.period is not None and scope is Scope.CASE:
        first, last = cut.period
        where.append(and_(Case.registered_at <= last, or_(Case.closed_at.is_(None), Case.closed_at >= first)))
    return where


def wanted(cut: Cut) -> dict[Dimension, Any]:
    """Return what a cut asks of whom findings are about."""
    asked: dict[Dimension, Any] = {
        Dimension.ORGANISATION: cut.organisation_id,
        Dimension.SHELTER: cut.shelter_id,
        Dimension.PROVINCE: cut.province,
        Dimension.AGE_CLASS: cut.age_class,
        Dimension.SEX: cut.sex,
        Dimension.CASE_STEP: cut.case_step,
    }
    return {dimension: value for dimension, value in asked.items() if value is not None}


def known(cut: Cut, scope: Scope, *, now: int) -> ColumnElement[bool]:
    """The condition that something had been recorded about a subject by the instant asked about."""
    table = _TABLES[scope]
    if cut.at >= now:
        return table.revision > 0
    return exists().where(Entry.subject_id == table.id, Entry.position == 1, Entry.recorded_at <= cut.at)


def _columns(scope: Scope | None, cut: Cut, *, now: int) -> Mapping[Dimension, SQLColumnExpression[Any]]:
    """Where the subjects of a kind are; without a kind what every finding tells."""
    if scope is Scope.CASE:
        shelter: SQLColumnExpression[Any] = Case.shelter_id if cut.at >= now else _stay(cut.at)
        return {
            Dimension.ORGANISATION: Case.organisation_id,
            Dimension.SHELTER: shelter,
            Dimension.PROVINCE: Case.province,
            Dimension.AGE_CLASS: Case.age_class,
            Dimension.SEX: Case.sex,
            Dimension.CASE_STEP: Case.step,
        }
    if scope is Scope.SHELTER:
        return {Dimension.ORGANISATION: Shelter.organisation_id, Dimension.SHELTER: Shelter.id, Dimension.PROVINCE: Shelter.province}
    return {Dimension.ORGANISATION: FindingRow.organisation_id if scope is None else User.organisation_id}


def _stay(at: int) -> ColumnElement[Any]:
    """The shelter in which the person of a case stayed at an instant, as it is known now."""
    p = Placement
    there = (p.case_id == Case.id, p.admitted_at <= at, or_(p.left_at.is_(None), p.left_at > at))
    return select(p.shelter_id).where(*there).order_by(p.admitted_at.desc(), p.id).limit(1).correlate(Case).scalar_subquery()


def touched(stamp: int) -> Select[UUID]:
    """The subjects that were changed by a transaction with this stamp or a later one."""
    return select(Touch.subject_id).where(Touch.stamp >= stamp)


def _place(dimensions: Sequence[Dimension], names: Sequence[Dimension], *values: object) -> Place:
    held = dict(zip(names, values, strict=True))
    return tuple(None if held.get(d) is None else str(held[d]) for d in dimensions)
