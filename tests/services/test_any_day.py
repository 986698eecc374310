"""As of any past day each cut is the sum of the replays of that day, case by case; from the rows and from the columns."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select

from app.access import Role
from app.models.ledger import Entry
from app.models.registers import Case, Placement
from app.services import compliance, findings
from app.services.columns import building, source
from app.services.compliance import By, Wanted
from app.services.counting import Cut
from app.services.scope import Subject
from app.standards.rules import Scope
from app.work import House, Work, unit_of_work
from tests.builders import DAY, START, Town
from tests.services.test_compliance import COUNTS, cases

__all__ = ["cases"]  # a fixture

# Everything but the month, which is several instants.
CUTS = [by for by in By if by is not By.MONTH]
Told = dict[tuple[str, str | None], Counter[str]]


def replayed(work: Work, at: int) -> Told:
    """Judge every case that was known then from its entries, and add each finding to its group of every cut."""
    told: Told = {}
    known = select(Entry.subject_id).where(Entry.position == 1, Entry.recorded_at <= at)
    for case in work.session.scalars(select(Case).where(Case.id.in_(known))):
        standards = work.books.catalogue(case.catalogue).by_id
        where = {By.ORGANISATION: str(case.organisation_id), By.SHELTER: stay(work, case, at), By.PROVINCE: case.province}
        where |= {By.AGE_CLASS: case.age_class, By.SEX: case.sex, By.CASE_STEP: case.step}
        for code, finding in findings.at(work, Subject("case", case), as_of=at, known_at=at)[2].items():
            standard, status = standards[code], finding.status.value
            groups = where | {By.RIGHT: standard.right, By.STANDARD: code, By.STEP: standard.step, By.STATUS: status}
            for by in CUTS:
                told.setdefault((by, groups[by]), Counter())[status] += 1
    return told


def stay(work: Work, case: Case, at: int) -> str | None:
    """Find the shelter of a case at an instant."""
    p = Placement
    stays = work.session.scalars(select(p).where(p.case_id == case.id, p.admitted_at <= at)).all()
    there = [s for s in stays if s.left_at is None or s.left_at > at]
    return str(max(there, key=lambda s: s.admitted_at).shelter_id) if there else None


def summed(work: Work, at: int) -> Told:
    """Ask for every cut."""
    told: Told = {}
    for by in CUTS:
        answer = compliance.summary(work, Cut(at=at, scope=Scope.CASE), Wanted(), [by], period=None)
        for group in answer["groups"]:
            told[by, group[by.value]] = Counter({name: group[name] for name in COUNTS if group[name]})
    return told


@pytest.mark.parametrize("seed", range(3))
def test_every_cut_of_a_random_day_is_the_sum_of_the_replays(
    house: House, town: Town, cases: list[UUID], tmp_path: Path, seed: int
) -> None:
    house = replace(house, columns=tmp_path / "columns")
    building.build(house.auditing, tmp_path / "columns", now=house.clock())
    days = Random(seed).sample(range(16), 2)
    for at in (START + day * DAY + Random(day).randint(0, DAY - 1) for day in days):
        with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor, writes=False) as work:
            assert source.of(work).columns is not None
            wanted = replayed(work, at)
            assert summed(work, at) == wanted
            work.columns = None
            assert summed(work, at) == wanted
