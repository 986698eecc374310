"""The catalogue, the periods and the profiles of statistics."""

import doctest
import random
from collections import Counter
from datetime import date, timedelta

import pytest

from app.reports import ctdc, statistics_periods
from app.reports.ctdc import COLUMNS, EXTENSION, FLAGS, GENDER, MAJORITY, Person, profiles
from app.reports.statistics import CATALOGUE, LIMITS, STANDARDS_KEPT, TABLES, of_rhythm
from app.reports.statistics_kinds import Rhythm
from app.reports.statistics_periods import parse
from app.reports.statistics_tables import TOTAL, WITHHELD, Counted, publish
from app.vocabulary.trafficking import ExploitationType

K = 11


def test_the_examples_of_the_docs_hold() -> None:
    assert doctest.testmod(statistics_periods).failed == 0


def test_every_table_says_what_it_counts_in_both_languages() -> None:
    assert len({table.id for table in CATALOGUE}) == len(CATALOGUE)
    for table in CATALOGUE:
        for text in (table.title, table.population, *LIMITS):
            assert text["en"]
            assert text["km"]
        assert table.source


def test_no_table_names_an_organisation_or_a_shelter() -> None:
    cuts = {classes.name for table in CATALOGUE for classes in (table.row, table.column) if classes}
    assert not cuts & {"organisation", "organisation_id", "shelter", "shelter_id", "district", "commune"}


def test_whoever_is_counted_by_the_year_is_not_counted_by_the_quarter() -> None:
    """Else a year less three quarters would be a quarter that was never protected beside it."""
    by_rhythm = {rhythm: {(t.events.record, t.events.act) if t.events else ("case",) for t in of_rhythm(rhythm)} for rhythm in Rhythm}
    assert not by_rhythm[Rhythm.YEAR] & by_rhythm[Rhythm.QUARTER]
    assert STANDARDS_KEPT.rhythm is Rhythm.YEAR
    assert all(table.events for table in TABLES if table.rhythm is Rhythm.QUARTER)


def test_the_quarters_of_a_year_share_no_day_and_leave_none_out() -> None:
    days = [
        quarter.first + timedelta(days=n)
        for quarter in (parse(f"2028-Q{q}") for q in range(1, 5))
        for n in range((quarter.last - quarter.first).days + 1)
    ]
    year = parse("2028")
    assert (len(days), len(set(days))) == (366, 366)
    assert (min(days), max(days)) == (year.first, year.last) == (date(2028, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize("text", ["26", "2026-q1", "2026-Q0", "2026-Q5", "2026-Q1 ", "1999", ""])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write a year"):
        parse(text)


def test_a_table_of_too_few_people_is_withheld_and_says_so() -> None:
    table = publish([Counted("t", "p", "r", [*"abcdefgh"], {(row, TOTAL): 1 for row in "abcdefgh"})], K)["t"]
    assert table == (None, WITHHELD)


def test_linked_tables_show_their_common_total_alike() -> None:
    first = Counted("one", "p", "r", ["a", "b", "c"], {("a", "x"): 3, ("b", "x"): 30, ("c", "y"): 44, ("b", "y"): 50}, "c", ["x", "y"])
    second = Counted("two", "p", "s", ["d", "e"], {("d", "x"): 13, ("e", "x"): 20, ("d", "y"): 54, ("e", "y"): 40}, "c", ["x", "y"])
    made = publish([first, second], K)
    one, two = made["one"].cells, made["two"].cells
    assert one is not None
    assert two is not None
    assert one[TOTAL] == two[TOTAL]
    assert one["a"]["x"] is None


def everything(people: list[Person]) -> dict[tuple[str | None, str], int]:
    shown: Counter[tuple[str | None, str]] = Counter({(t, age): 0 for t in ExploitationType for age in MAJORITY})
    for person in people:
        shown[None, f"{person.sex}/{person.age}"] += person.number
        for kind in person.types:
            shown[kind, person.age] += person.number
    return dict(shown)


def test_no_profile_is_held_by_few_and_nobody_is_counted_twice() -> None:
    chance = random.Random(3)
    for _ in range(60):
        people = [
            Person(sex, age, frozenset(chance.sample(sorted(ExploitationType), chance.choice([1, 1, 2, 3]))), chance.choice([1, 2, 5, 20]))
            for sex in GENDER
            for age in MAJORITY
            for _ in range(chance.randint(1, 12))
        ]
        shown = {key: n for key, n in everything(people).items() if n == 0 or n >= K}
        made = profiles(people, 2025, K, shown=shown)
        assert all(int(row["cases"] or 0) >= K for row in made.rows)
        for (kind, group), number in shown.items():
            if kind is None:
                sex, age = group.split("/")
                same = [row for row in made.rows if (row["gender"], row["majorityStatus"]) == (GENDER[sex], MAJORITY[age])]
                assert sum(int(row["cases"] or 0) for row in same) == number
        for flag, types in FLAGS.items():
            for age in MAJORITY if len(types) == 1 and flag not in made.dropped else ():
                rest = shown[types[0], age] - sum(
                    int(r["cases"] or 0) for r in made.rows if r[flag] and r["majorityStatus"] == MAJORITY[age]
                )
                assert rest == 0 or rest >= K


def test_whoever_is_not_shown_by_sex_and_age_has_no_profile() -> None:
    people = [Person("feminine", "adult", frozenset({"ForcedLabour"}), 40), Person("masculine", "child", frozenset({"ForcedLabour"}), 12)]
    shown = everything(people)
    del shown[None, "masculine/child"]
    made = profiles(people, 2025, K, shown=shown)
    assert [row["gender"] for row in made.rows] == ["Female"]


def test_the_columns_are_those_of_ctdc_and_every_type_has_one() -> None:
    assert len(COLUMNS) == len(set(COLUMNS)) == 63
    assert set(FLAGS) - {EXTENSION} <= set(COLUMNS)
    assert {kind for kinds in FLAGS.values() for kind in kinds} == set(ExploitationType)
    assert all(any(name.startswith(part.split(".")[0].strip()) for name in COLUMNS) for why in ctdc.WHY_EMPTY for part in why.split(","))
