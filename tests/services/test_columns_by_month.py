"""Many instants are counted from the columns in one pass: each as it is counted by itself from the rows."""

import itertools
from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from app.access import Role
from app.ids import new_id
from app.models.registers import Placement, Shelter
from app.services import compliance
from app.services.compliance import By, Wanted
from app.services.counting import Cut, Dimension
from app.services.instants import local_day
from app.services.periods import Period
from app.work import House, unit_of_work
from tests.builders import DAY, START, Clock, Town, do
from tests.services.test_columns import a_cut, both_over, build, nation
from tests.services.test_compliance import cases

__all__ = ["cases", "nation"]  # fixtures


def moved_about(house: House, cases: list[UUID], rng: Random) -> None:
    """Let everybody stay in one of two shelters for some days, and again, with or without a pause; then build the columns of that."""
    with house.writing.begin() as connection:
        shelters = connection.scalars(select(Shelter.id)).all()
        for case_id in cases:
            days = sorted(rng.sample(range(-1, 60), rng.randint(2, 7)))
            stays = [(a, b) for a, b in itertools.pairwise(days) if rng.random() < 0.8]
            for first, last in stays:
                at = {"admitted_at": START + first * DAY, "left_at": None if rng.random() < 0.1 else START + last * DAY}
                connection.execute(insert(Placement).values(id=new_id(), case_id=case_id, shelter_id=rng.choice(shelters), **at))
    build(house)


@pytest.mark.parametrize("seed", range(3))
def test_several_instants_are_counted_in_one_pass_as_each_by_itself_from_the_rows(
    nation: House, town: Town, clock: Clock, seed: int
) -> None:
    rng = Random(seed)
    for _ in range(4):
        cut = a_cut(nation, town, rng, clock.now)
        edges = sorted(rng.sample(range(START - 2 * DAY, START + 60 * DAY), rng.randint(3, 13)))
        active = list(itertools.pairwise(edges)) if rng.random() < 0.7 else [(START, START + 9 * DAY)] * (len(edges) - 1)
        cuts = [replace(cut, at=last - rng.randint(0, 1), period=(first, last - 1)) for first, last in active]
        cuts = sorted(cuts, key=lambda cut: cut.at) if active[0] == active[-1] else cuts
        rows, columns = both_over(nation, town, cuts, rng.sample(list(Dimension), rng.randint(0, 3)))
        assert rows == columns
    rows, columns = both_over(nation, town, [Cut(at=START + day * DAY) for day in range(0, 60, 5)], [Dimension.SHELTER])
    assert rows == columns


@pytest.mark.parametrize("seed", range(3))
def test_months_are_told_from_the_columns_as_from_the_rows(nation: House, town: Town, cases: list[UUID], clock: Clock, seed: int) -> None:
    rng = Random(seed)
    clock.advance(rng.randint(1, 400) * DAY)
    do(nation, town.person(Role.SOCIAL_WORKER).actor, "record_risk_assessment", {"case_id": cases[seed]}, assessed_at=None)
    for _ in range(5):
        cut = a_cut(nation, town, rng, clock.now)
        by = [By.MONTH, *rng.sample([by for by in By if by is not By.MONTH], rng.randint(0, 2))]
        first = local_day(START + rng.randint(-90, 60) * DAY)
        period = Period(first, first + timedelta(days=rng.randint(0, 500)))
        told = []
        for house in (nation, replace(nation, columns=None)):
            with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor, writes=False) as work:
                answer = compliance.summary(work, replace(cut, standards=None), Wanted(), by, period=period)
                told.append((answer.pop("counted_from") != "rows", answer))
        assert [used for used, _ in told] == [cut.organisation_id is None, False]
        assert told[0][1] == told[1][1]
