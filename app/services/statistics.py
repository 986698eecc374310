"""Statistics: counted once for an ended period, frozen with digest and signature, and read again as the same bytes.

There is no other way to ask for them: no table of one's own, no running period, no second count. Nothing here uses a key of anybody's data.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import defer

from app.errors import FieldError, Invalid, NotFound
from app.ids import new_id
from app.models.statistics import StatisticsRelease
from app.reports import ctdc
from app.reports import statistics_release as release
from app.reports.statistics import CATALOGUE, KEPT, LIMITS, STANDARDS_KEPT, TABLES
from app.reports.statistics_kinds import Rhythm, Table
from app.reports.statistics_periods import StatisticsPeriod, parse
from app.reports.statistics_tables import TOTAL, Counted, Published, publish
from app.reports.suppression import THRESHOLD
from app.services import audit, cursors, scope
from app.services import statistics_counting as counting
from app.services.instants import first_second, iso
from app.services.leaving import StatisticsFrozen
from app.services.reading import Page
from app.services.statistics_counting import New
from app.standards.rules import Scope
from app.work import Work

_DAY = 86_400
_BYTES = (StatisticsRelease.document, StatisticsRelease.table, StatisticsRelease.profiles)
_CASES = "cases"


class Frozen(NamedTuple):
    """A release, and whether it was made by this call."""

    release: StatisticsRelease
    made: bool


def catalogue() -> dict[str, Any]:
    """Return the tables there are, what each counts, and the limits of all."""
    return {
        "tables": [release.described(table) for table in CATALOGUE],
        "limits": [dict(text) for text in LIMITS],
        "hidden_below": THRESHOLD,
        "translation_status": {"en": "reviewed", "km": "draft"},
    }


def freeze(work: Work, text: str) -> Frozen:
    """Count all tables of an ended period and keep them, or return what was kept before: nothing is ever counted again.

    Raises Invalid for what is no period, and for one that has not ended.
    """
    period = _period(work, text)
    kept = work.session.scalar(select(StatisticsRelease).where(StatisticsRelease.period == period.name))
    if kept is not None:
        return Frozen(kept, made=False)
    first, last = first_second(period.first), first_second(period.last) + _DAY - 1
    header = {"frozen_at": iso(work.now), "notes": _notes(work, period)}
    made = {Rhythm.YEAR: _year, Rhythm.QUARTER: _quarter}[period.rhythm](work, period, first, last)
    content = release.build(period, made[0], made[1], threshold=THRESHOLD, header=header)
    return Frozen(_keep(work, period, content, last), made=True)


def read(work: Work, release_id: UUID) -> StatisticsRelease:
    """Return a release as it was published. Raises NotFound."""
    kept = work.session.get(StatisticsRelease, release_id)
    if kept is None:
        raise NotFound
    return kept


def listed(work: Work, *, cursor: str | None, limit: int) -> Page:
    """Return the releases, newest first, without their figures."""
    s = StatisticsRelease
    query = select(s).options(*(defer(column) for column in _BYTES)).order_by(s.frozen_at.desc(), s.id.desc())
    if cursor is not None:
        query = query.where(tuple_(s.frozen_at, s.id) < tuple_(*cursors.read(cursor, _at_and_id)))
    found = work.session.scalars(query.limit(limit + 1)).all()
    last = found[limit - 1] if len(found) > limit else None
    return Page([item(kept) for kept in found[:limit]], cursors.write(last.frozen_at, last.id) if last else None)


def item(kept: StatisticsRelease) -> dict[str, Any]:
    """Return what a release is."""
    return {"id": str(kept.id), "period": kept.period, "frozen_at": iso(kept.frozen_at), "digest": kept.digest.hex()}


def _period(work: Work, text: str) -> StatisticsPeriod:
    try:
        period = parse(text)
    except ValueError as error:
        raise Invalid("This is no period of the calendar.", [FieldError("period", str(error))]) from None
    if first_second(period.last) + _DAY > work.now:
        raise Invalid("The period has not ended.", [FieldError("period", "must have ended: what still runs is never counted")])
    return period


def _keep(work: Work, period: StatisticsPeriod, content: release.Document, last: int) -> StatisticsRelease:
    digest = release.digest(content)
    signature = work.vault.sign_export(release.statement(digest))
    signed = content | {"digest": digest, "signature": signature.hex(), "public_key": work.vault.export_public_key().hex()}
    kept = StatisticsRelease(
        id=new_id(),
        period=period.name,
        ends_at=last,
        frozen_at=work.now,
        frozen_by=work.actor.user_id,
        digest=bytes.fromhex(digest),
        signature=signature,
        document=json.dumps(signed, ensure_ascii=False, separators=(",", ":")).encode(),
        table=release.to_table(content),
        profiles=release.to_profiles(content),
    )
    work.session.add(kept)
    head = scope.organisation(work, work.actor.organisation_id, lock=True)
    audit.record(work, head, StatisticsFrozen(str(kept.id), period.name, digest))
    return kept


def _notes(work: Work, period: StatisticsPeriod) -> dict[str, object]:
    """Say of the release before whether many cases of its time were written down only later: no release counts them."""
    s = StatisticsRelease
    wide = len(period.name)
    query = select(s.period, s.ends_at, s.frozen_at).where(s.ends_at < first_second(period.first)).order_by(s.ends_at.desc())
    before = next((row for row in work.session.execute(query) if len(row.period) == wide), None)
    if before is None:
        return {"release_before": None, "cases_recorded_too_late_for_it": None}
    late = counting.late(work, before.ends_at, before.frozen_at)
    return {"release_before": before.period, "cases_recorded_too_late_for_it": late if late >= THRESHOLD else f"fewer than {THRESHOLD}"}


_Made = tuple[dict[str, Published], ctdc.Profiles]


def _year(work: Work, period: StatisticsPeriod, first: int, last: int) -> _Made:
    found = counting.new_cases(work, first, last)
    tables = [_of_cases(table, found) for table in TABLES if table.rhythm is Rhythm.YEAR]
    published = publish([*tables, *_kept(work, first, last, sum(one.number for one in found))], THRESHOLD)
    people = [ctdc.Person(one.sex, one.age, one.types, one.number) for one in found]
    return published, ctdc.profiles(people, period.first.year, THRESHOLD, shown=_shown(published))


def _quarter(work: Work, _period: StatisticsPeriod, first: int, last: int) -> _Made:
    tables = []
    for table in TABLES:
        if table.rhythm is Rhythm.QUARTER and table.events is not None:
            if table.column is None:
                rows = {(code, TOTAL): n for code, n in counting.complaints(work, table.events, first, last).items()}
                tables.append(Counted(table.id, table.id, table.row.name, table.row.values, rows))
            else:
                counted = counting.people(work, table.events, first, last)
                tables.append(_counted(table, table.id, counted.rows, counted.people))
    return publish(tables, THRESHOLD), ctdc.Profiles([], [])


def _of_cases(table: Table, found: Iterable[New]) -> Counted:
    """One table over the new cases; all of them are about the same people, so they share their totals."""
    counts: Counter[tuple[str, str]] = Counter()
    people: Counter[str] = Counter()
    for one in found:
        held = {"sex": [one.sex], "age_class": [one.age], "province": [one.province], "nationality_class": [one.nationality]}
        held |= {"reported_by": [one.reporter], "types_of_exploitation": sorted(one.types)}
        (column,) = held[table.column.name] if table.column else [TOTAL]
        people[column] += one.number
        for row in held[table.row.name]:
            counts[row, column] += one.number
    return _counted(table, _CASES, counts, people)


def _counted(table: Table, population: str, counts: Mapping[tuple[str, str], int], people: Mapping[str, int]) -> Counted:
    name, values = (table.column.name, table.column.values) if table.column else (None, ())
    unknown = tuple(sorted({row for row, _ in counts} - set(table.row.values)))
    rows = (*table.row.values, *unknown)
    return Counted(table.id, population, table.row.name, rows, counts, name, values, people if table.several else None)


def _kept(work: Work, first: int, last: int, cases: int) -> list[Counted]:
    """One list for each right: every case is in each, so they share only the number of all cases."""
    standards = {s.id: s for name in work.books.catalogues for s in work.books.catalogue(name).standards if s.scope is Scope.CASE}
    rights: dict[str, list[str]] = {}
    for standard in standards.values():
        rights.setdefault(standard.right, []).append(standard.id)
    lists = []
    for right, counts in counting.standards_kept(work, first, last, rights).items():
        judged = counts["all_met"] + counts["one_not_met"]
        rows = {
            ("all_met", TOTAL): counts["all_met"],
            ("one_not_met", TOTAL): counts["one_not_met"],
            ("none_judged", TOTAL): cases - judged,
        }
        lists.append(Counted(f"{STANDARDS_KEPT.id} {right}", _CASES, f"standards of {right}", KEPT.values, rows))
    return lists


def _shown(published: Mapping[str, Published]) -> dict[tuple[str | None, str], int]:
    """What the tables show of the people whose profiles are made: by type of exploitation and age, and by sex and age."""
    shown: dict[tuple[str | None, str], int] = {}
    for row, line in (published["new_by_exploitation"].cells or {}).items():
        if None not in line.values():
            shown |= {(row, age): count for age, count in line.items() if count is not None}
    for sex, line in (published["new_by_sex"].cells or {}).items():
        shown |= {(None, f"{sex}/{age}"): count for age, count in line.items() if count is not None}
    return shown


def _at_and_id(at: object, release_id: object) -> tuple[int, UUID]:
    return cursors.whole(at), cursors.ident(release_id)
