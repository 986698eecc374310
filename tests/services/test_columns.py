"""Counts from the columns are the counts from the rows: for every cut, any instant, after any change, and whatever happens to a build.

Long because: one fixture of a nation serves all of them, and making it twice would cost more than the scrolling.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, delete, text, update

from app.access import Role
from app.errors import Invalid
from app.models.findings import FindingRow
from app.models.registers import Case
from app.services import case_findings, compliance, counting
from app.services.columns import building, layout, source
from app.services.compliance import By, Wanted
from app.services.counting import Counted, Cut, Dimension, Present
from app.services.instants import local_day
from app.services.periods import Period
from app.standards.rules import Scope, Status
from app.work import House, unit_of_work
from tests.builders import DAY, HOUR, START, Clock, Town, a_case, do
from tests.services.test_compliance import audit_role, cases

__all__ = ["audit_role", "cases"]  # fixtures


@pytest.fixture
def nation(house: House, town: Town, cases: list[UUID], clock: Clock, tmp_path: Path) -> House:
    """The town with its seven cases, one of which has moved on, and columns of all of it."""
    supervisor, admin = town.person(Role.SUPERVISOR), town.person(Role.ORGANISATION_ADMIN)
    do(house, supervisor.actor, "record_age", {"case_id": cases[1]}, age_class="child", determined_at=None)
    do(house, admin.actor, "record_training", {"user_id": town.person(Role.SOCIAL_WORKER).id}, completed_on="2025-06-20", valid_until=None)
    clock.advance(HOUR)
    house = replace(house, columns=tmp_path / "columns")
    build(house)
    return house


def build(house: House) -> building.Built:
    assert house.columns is not None
    return building.build(house.auditing, house.columns, now=house.clock())


Told = tuple[Counter[Any], Counter[Any], dict[Any, int]]


def both(house: House, town: Town, cut: Cut, by: Sequence[Dimension]) -> list[Told]:
    """Count from the rows and from the columns."""
    ((rows,), (columns,)) = both_over(house, town, [cut], by)
    return [rows, columns]


def both_over(house: House, town: Town, cuts: Sequence[Cut], by: Sequence[Dimension]) -> list[list[Told]]:
    """Count cuts that differ by instant and period from the rows and from the columns."""
    with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor, writes=False, engine=house.auditing) as work:
        of = source.of(work)
        assert of.columns is not None
        return [
            [_counted(*found, daily=counting.tells_days(cuts[0], by)) for found in one.counts(work, cuts, by)] for one in (source.ROWS, of)
        ]


def _counted(there: Sequence[Present], found: Sequence[Counted], *, daily: bool) -> Told:
    subjects: Counter[Any] = Counter()
    for present in there:
        subjects[present[:-1]] += present.number
    return +subjects, *_summed(found, daily=daily)


def _summed(found: Sequence[Counted], *, daily: bool) -> tuple[Counter[Any], dict[Any, int]]:
    """Sum counts, and tell the longest lateness: where it is not told day by day there is no more to it."""
    numbers: Counter[Any] = Counter()
    longest: dict[Any, int] = {}
    for c in found:
        numbers[c.standard, c.place, c.status, c.days_overdue if daily else None] += c.number
        numbers[c.standard, c.place, c.status, "of a limit"] += c.of_a_limit
        if c.days_overdue is not None:
            longest[c.standard, c.place] = max(longest.get((c.standard, c.place), c.days_overdue), c.days_overdue)
    return +numbers, longest


def a_cut(house: House, town: Town, rng: Random, at: int) -> Cut:
    with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor, writes=False) as work:
        shelters = [s for (s,) in work.session.execute(text("SELECT id FROM shelters"))]
    standards = sorted(s.id for s in house.books.catalogue(house.books.default).standards)
    narrower: dict[str, list[Any]] = {
        "organisation_id": [town.own, town.other],
        "scope": list(Scope),
        "standards": [frozenset(rng.sample(standards, 20))],
        "shelter_id": [UUID(str(s)) for s in shelters],
        "province": ["KH-2", "KH-12", "KH-7"],
        "age_class": ["child", "uncertain"],
        "sex": ["feminine", "masculine"],
        "case_step": ["interview", "closed"],
        "period": [(at - 3 * DAY, at), (START, START + DAY)],
    }
    return Cut(at=at, **{name: rng.choice(narrower[name]) for name in rng.sample(sorted(narrower), rng.randint(0, 3))})


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_columns_count_like_the_rows_by_every_dimension(nation: House, town: Town, count: int) -> None:
    for by in itertools.combinations(Dimension, count):
        for at in (nation.clock(), START + 5 * DAY + HOUR):
            rows, columns = both(nation, town, Cut(at=at), by)
            assert rows == columns
            assert rows[0]


@pytest.mark.parametrize("seed", range(4))
def test_the_columns_count_like_the_rows_at_any_instant_of_any_cut(nation: House, town: Town, seed: int) -> None:
    rng = Random(seed)
    for _ in range(30):
        cut = a_cut(nation, town, rng, START + rng.randint(-DAY, 30 * DAY))
        rows, columns = both(nation, town, cut, rng.sample(list(Dimension), rng.randint(0, 3)))
        assert rows == columns


def test_what_was_done_since_counts_at_once(nation: House, town: Town, cases: list[UUID], clock: Clock) -> None:
    worker, supervisor, admin = (town.person(role) for role in (Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.ORGANISATION_ADMIN))
    changes: list[Callable[[], object]] = [
        lambda: a_case(nation, worker, province="KH-3"),
        lambda: do(nation, worker.actor, "record_risk_assessment", {"case_id": cases[0]}, assessed_at=None),
        lambda: do(nation, supervisor.actor, "record_age", {"case_id": cases[2]}, age_class="adult", determined_at=None),
        # A training is an entry of its user, and turns findings of cases that read it.
        lambda: do(nation, admin.actor, "record_training", {"user_id": worker.id}, completed_on=None, valid_until=None),
        lambda: do(nation, admin.actor, "register_shelter", opened_on="2024-01-01", province="KH-9"),
    ]
    for change in changes:
        clock.advance(HOUR)
        change()
        for by in ((), (Dimension.PROVINCE,), (Dimension.AGE_CLASS, Dimension.SHELTER)):
            rows, columns = both(nation, town, Cut(at=clock.now), by)
            assert rows == columns


def test_a_change_by_hand_counts_at_once_too(nation: House, town: Town, cases: list[UUID]) -> None:
    f = FindingRow
    with nation.writing.begin() as connection:
        connection.execute(update(f).where(f.subject_id == cases[0], f.status == Status.UNKNOWN.value).values(status=Status.MET.value))
        connection.execute(delete(f).where(f.subject_id == cases[3]))
        connection.execute(update(Case).where(Case.id == cases[4]).values(province="KH-21"))
    rows, columns = both(nation, town, Cut(at=nation.clock()), [Dimension.PROVINCE])
    assert rows == columns


def test_time_that_passes_turns_the_findings_of_the_columns(nation: House, town: Town, clock: Clock) -> None:
    before = both(nation, town, Cut(at=clock.now), [])
    clock.advance(400 * DAY)
    rows, columns = both(nation, town, Cut(at=clock.now), [])
    assert rows == columns
    assert rows != before[0]


def test_a_summary_says_what_was_counted(nation: House, town: Town, cases: list[UUID]) -> None:
    told = {}
    for house in (nation, replace(nation, columns=None)):
        with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor, writes=False) as work:
            period = Period(local_day(START), local_day(START + 15 * DAY))
            answer = compliance.summary(work, Cut(at=work.now), Wanted(), [By.MONTH, By.SEX, By.STATUS], period=period)
            told[house.columns is None] = answer.pop("counted_from"), answer
    assert told[False][0].keys() == {"columns_built_at"}
    assert told[True][0] == "rows"
    assert told[False][1] == told[True][1]


def test_the_pages_behind_a_count_are_the_same(
    nation: House, town: Town, cases: list[UUID], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_findings, "OFTEN", 1_000)
    clock.advance(HOUR)
    do(nation, town.person(Role.SOCIAL_WORKER).actor, "record_risk_assessment", {"case_id": cases[1]}, assessed_at=None)
    for status in ([], [Status.OVERDUE], [Status.UNMET, Status.WAIVED]):
        pages = [walked(house, town, status) for house in (nation, replace(nation, columns=None))]
        assert pages[0] == pages[1]


def walked(house: House, town: Town, status: list[Status]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor, first = None, True
    with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor, writes=False) as work:
        while cursor or first:
            first = False
            found = case_findings.page(work, Cut(at=work.now), Wanted(), status=status, cursor=cursor, limit=7)
            items, cursor = [*items, *found.items], found.next_cursor
    return items


def test_an_interrupted_build_leaves_what_there_was(nation: House, town: Town) -> None:
    assert nation.columns is not None
    before = layout.newest(nation.columns)

    def interrupt(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        building.build(nation.auditing, nation.columns, now=nation.clock() + 1, progress=interrupt)
    after = layout.newest(nation.columns)
    assert before is not None
    assert after is not None
    assert before.folder == after.folder
    build(nation)
    assert sorted(p.name for p in nation.columns.iterdir() if p.is_dir()) == [layout.newest(nation.columns).folder.name]  # type: ignore[union-attr]  # just built


def test_only_one_builds_at_a_time(nation: House) -> None:
    def another(_done: int, _of: int) -> None:
        with pytest.raises(Invalid, match="Another process"):
            build(nation)

    assert nation.columns is not None
    building.build(nation.auditing, nation.columns, now=nation.clock(), progress=another)


@pytest.mark.sqlite_only
def test_readers_are_answered_while_columns_are_built_again(nation: House, town: Town) -> None:
    wanted = both(nation, town, Cut(at=nation.clock()), [Dimension.SHELTER])[0]
    with ThreadPoolExecutor(4) as readers:
        answers = [readers.submit(both, nation, town, Cut(at=nation.clock()), [Dimension.SHELTER]) for _ in range(20)]
        for _ in range(5):
            build(nation)
        assert all(answer.result() == [wanted, wanted] for answer in answers)


def test_columns_of_another_day_of_the_database_are_not_used(nation: House, town: Town) -> None:
    with nation.writing.begin() as connection:
        connection.execute(text("UPDATE touches SET stamp = stamp - 1"))
    with unit_of_work(nation, town.person(Role.MOSAVY_AUDITOR).actor, writes=False) as work:
        assert source.of(work).columns is None


def test_where_much_was_changed_the_rows_answer(nation: House, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MOST_TOUCHED", 0)
    a_case(nation, town.person(Role.SOCIAL_WORKER))
    with unit_of_work(nation, town.person(Role.MOSAVY_AUDITOR).actor, writes=False) as work:
        assert source.of(work) == source.ROWS


def test_a_role_without_the_sealed_values_builds_them_and_no_key_is_used(nation: House, town: Town, audit_role: Engine) -> None:
    before = nation.vault.keys_used
    assert nation.columns is not None
    building.build(audit_role, nation.columns, now=nation.clock())
    rows, columns = both(replace(nation, auditing=audit_role), town, Cut(at=nation.clock()), [Dimension.PROVINCE])
    assert rows == columns
    assert nation.vault.keys_used == before


def test_no_columns_hold_what_is_not_a_code_a_time_or_an_id(nation: House) -> None:
    assert nation.columns is not None
    columns = layout.newest(nation.columns)
    assert columns is not None
    assert {file.stem for file in columns.folder.iterdir()} == {*layout.SUBJECTS, *layout.STAYS, *layout.FINDINGS, "words"}
    assert columns.folder.stat().st_mode & 0o777 == 0o700
