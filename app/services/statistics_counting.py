"""Counting for statistics: one grouped statement for each table; only the few records that were corrected are folded one by one.

All of it reads plain facts. Inner counts never leave: `app.reports.statistics_tables` says what may be seen.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, select
from sqlalchemy.orm import aliased

from app.models.findings import FindingRow
from app.models.ledger import Entry
from app.models.registers import Case, Organisation
from app.records.registry import ACTS
from app.reports.statistics import NOT_RECORDED, SEX
from app.reports.statistics_kinds import Events
from app.services.instants import instant
from app.services.registers import fold_all
from app.standards.facts import Entry as Fact
from app.standards.rules import Status
from app.work import Work

_CORRECT = "correct"
_ADULT = case((Case.age_class == "adult", "adult"), else_="child").label("age")
_SEX = case((Case.sex.in_(SEX.values[:2]), Case.sex), else_=SEX.values[2]).label("sex_class")
# Every organisation by name of its id: so the index over organisation and record is used, and no entry of another kind is read.
_EVERYWHERE = Entry.organisation_id.in_(select(Organisation.id))


class New(NamedTuple):
    """How many cases were registered of people who have all of this in common."""

    sex: str
    age: str
    nationality: str
    province: str
    reporter: str
    types: frozenset[str]
    number: int


class Found(NamedTuple):
    """People by row and age, and by age whatever the row."""

    rows: Counter[tuple[str, str]]
    people: Counter[str]


def new_cases(work: Work, first: int, last: int) -> list[New]:
    """Count the cases registered from the first to the last second, by all that the tables ask for at once."""
    opened = aliased(Entry)
    told = (opened.facts["reported_by"].as_string().label("reporter"), opened.facts["types_of_exploitation"].as_string().label("types"))
    inner = select(Case.id, _SEX, _ADULT, Case.nationality_class, Case.province, *told)
    inner = inner.join(opened, and_(opened.subject_id == Case.id, opened.record == "case", opened.makes, opened.act != _CORRECT))
    inner = inner.where(Case.registered_at.between(first, last))
    again = aliased(Entry)
    mended = exists().where(again.subject_id == Case.id, again.record == "case", again.act == _CORRECT)
    one = inner.where(~mended).subquery()
    columns = [one.c.sex_class, one.c.age, one.c.nationality_class, one.c.province, one.c.reporter, one.c.types]
    grouped: Iterable[Any] = work.session.execute(select(*columns, func.count()).group_by(*columns))
    found = [_new(*row) for row in grouped]
    kept = work.session.execute(inner.where(mended)).all()
    facts = _folded(work, "case", [row.id for row in kept])
    for row in kept:
        (case_facts,) = facts[row.id].values()
        types = case_facts.get("types_of_exploitation")
        found.append(_new(row.sex_class, row.age, row.nationality_class, row.province, case_facts.get("reported_by"), types, 1))
    return found


def _new(sex: str, age: str, nationality: str, province: str | None, reporter: Any, types: Any, number: int) -> New:
    listed = json.loads(types) if isinstance(types, str) else types
    answers = frozenset(listed or ()) or frozenset({NOT_RECORDED})
    return New(sex, age, nationality, province or NOT_RECORDED, str(reporter or NOT_RECORDED), answers, number)


def people(work: Work, events: Events, first: int, last: int) -> Found:
    """Count the people to whom something happened from the first to the last second, each once in a row; of all columns the age."""
    query = _happened(events, first, last)
    mended = select(Entry.subject_id, _ADULT).join(Case, Case.id == Entry.subject_id)
    mended = mended.where(_EVERYWHERE, Entry.record == events.record, Entry.act == _CORRECT).distinct()
    ages = {row.subject_id: row.age for row in work.session.execute(mended)}
    # Asked for only where there is any: it reads every entry of the record once more.
    one = (query.where(Entry.subject_id.not_in(select(mended.subquery().c.subject_id))) if ages else query).subquery()
    found = Found(Counter(), Counter())
    for code, age, number in work.session.execute(
        select(one.c.code, one.c.age, func.count(one.c.subject_id.distinct())).group_by(one.c.code, one.c.age)
    ):
        found.rows[_code(code), age] += number
    for age, number in work.session.execute(select(one.c.age, func.count(one.c.subject_id.distinct())).group_by(one.c.age)):
        found.people[age] += number
    _add_corrected(work, events, ages, (first, last), found)
    return found


def _happened(events: Events, first: int, last: int) -> Any:
    """Select subject, code and age of what happened; the code from the act itself or from the one that made the record."""
    maker = aliased(Entry)
    code = _code_of(events, maker if events.told_by else Entry)
    query = select(Entry.subject_id, code.label("code"), _ADULT).join(Case, Case.id == Entry.subject_id)
    query = query.where(_EVERYWHERE, Entry.record == events.record, Entry.act == events.act, Entry.occurred_at.between(first, last))
    if events.told_by:
        query = query.join(maker, and_(maker.record_id == Entry.record_id, maker.act == events.told_by))
    return query


def _code_of(events: Events, told: Any) -> ColumnElement[Any]:
    if events.field != "order_at_admission":
        column: ColumnElement[Any] = told.facts[events.field].as_string()
        return column
    order = aliased(Entry)
    held = exists().where(
        order.subject_id == Entry.subject_id,
        order.record == "referral",
        order.facts["kind"].as_string() == "placement_order",
        order.facts["signed"].as_boolean().is_(True),
        order.occurred_at <= Entry.occurred_at,
    )
    return case((held, literal("held")), else_=literal("not_held"))


def _add_corrected(work: Work, events: Events, ages: Mapping[UUID, str], period: tuple[int, int], found: Found) -> None:
    """Count the few subjects of whom a record of the kind was corrected, from what is known of them now."""
    moment = ACTS[events.act].moment
    for subject_id, records in _folded(work, events.record, list(ages)).items():
        inside = [facts for facts in records.values() if facts.get(moment) and period[0] <= instant(str(facts[moment])) <= period[1]]
        for code in {_corrected_code(work, subject_id, events, facts) for facts in inside}:
            found.rows[code, ages[subject_id]] += 1
        found.people[ages[subject_id]] += bool(inside)


def _corrected_code(work: Work, subject_id: UUID, events: Events, facts: Mapping[str, object]) -> str:
    if events.field != "order_at_admission":
        return _code(facts.get(events.field))
    orders = _folded(work, "referral", [subject_id]).get(subject_id, {}).values()
    held = any(
        o.get("kind") == "placement_order" and o.get("signed") and str(o.get("received_at") or "9") <= str(facts["admitted_at"])
        for o in orders
    )
    return "held" if held else "not_held"


def _code(value: object) -> str:
    return str(value or NOT_RECORDED)


def complaints(work: Work, events: Events, first: int, last: int) -> Counter[str]:
    """Count answered complaints by the answer as it is known now: they are few, so all of them are folded."""
    query = select(Entry.subject_id).where(_EVERYWHERE, Entry.record == events.record).distinct()
    counted: Counter[str] = Counter()
    for records in _folded(work, events.record, list(work.session.scalars(query))).values():
        for facts in records.values():
            if facts.get("answered_at") and first <= instant(str(facts["answered_at"])) <= last:
                counted[_code(facts.get(events.field))] += 1
    return counted


def standards_kept(work: Work, first: int, last: int, rights: Mapping[str, Sequence[str]]) -> dict[str, Counter[str]]:
    """Count the cases registered in the period by whether each right's standards were met at its end; `rights` holds their standards."""
    f = FindingRow
    right = case(*((f.standard.in_(ids), literal(name)) for name, ids in rights.items()), else_=None).label("right_")
    broken = case((f.status == Status.MET.value, 0), (f.status == Status.PENDING.value, -1), else_=1)
    inner = select(f.subject_id, right, func.max(broken).label("worst")).join(Case, Case.id == f.subject_id)
    inner = inner.where(f.subject_kind == "case", f.starts_at <= last, f.ends_at > last, Case.registered_at.between(first, last))
    each = inner.group_by(f.subject_id, "right_").subquery()
    found: dict[str, Counter[str]] = {name: Counter() for name in rights}
    for name, worst, number in work.session.execute(
        select(each.c.right_, each.c.worst, func.count()).group_by(each.c.right_, each.c.worst)
    ):
        if name in found:
            found[name][{1: "one_not_met", 0: "all_met"}.get(worst, "none_judged")] += number
    return found


def late(work: Work, ended: int, since: int) -> int:
    """Count the cases of periods up to `ended` that were written down only after `since`: no release counts them."""
    first = and_(Entry.subject_id == Case.id, Entry.position == 1, Entry.recorded_at > since, Entry.recorded_at <= work.now)
    return work.session.scalar(select(func.count()).select_from(Case).where(Case.registered_at <= ended, exists().where(first))) or 0


def _folded(work: Work, record: str, subject_ids: Sequence[UUID]) -> dict[UUID, dict[str, dict[str, object]]]:
    """Return subject -> record -> field -> newest value."""
    told: dict[UUID, list[Fact]] = {subject_id: [] for subject_id in subject_ids}
    columns = (Entry.subject_id, Entry.record, Entry.record_id, Entry.makes, Entry.occurred_at, Entry.recorded_at, Entry.facts)
    for ids in _pages(subject_ids):
        query = select(*columns).where(Entry.subject_id.in_(ids), Entry.record == record).order_by(Entry.subject_id, Entry.position)
        for subject_id, kind, record_id, makes, occurred_at, recorded_at, facts in work.session.execute(query):
            told[subject_id].append(Fact(kind, str(record_id), makes, occurred_at, recorded_at, facts))
    return {subject_id: fold_all(entries).of(record) for subject_id, entries in told.items()}


def _pages(ids: Sequence[UUID], size: int = 500) -> Iterable[Sequence[UUID]]:
    return (ids[n : n + size] for n in range(0, len(ids), size))
