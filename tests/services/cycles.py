"""Reports on their way: builders that bring an invented report to a state, and the people who do it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest

from app.access import Role
from app.models.reports import Report
from app.services import corrective_plan, report_answers, report_cycle, reports
from app.services.corrective_plan import Asked
from app.services.instants import local_day
from app.services.periods import Period
from app.services.report_cycle import Said
from app.vocabulary.reports import Cause, Decision, DecisionReason, Remedy, Responsible
from app.work import Actor, House, Work, unit_of_work
from tests.builders import DAY, START, Clock, Town, a_case, do

PERIOD = Period(local_day(START), local_day(START + 20 * DAY))
DUE = local_day(START + 90 * DAY)
SAID = Said(Cause.FUNDS, Remedy.SEEK_FUNDS, DUE, Responsible.SUPERVISOR)
WORDS = "Invented words about Invented Person"


@pytest.fixture
def admin(town: Town) -> Actor:
    return town.person(Role.ORGANISATION_ADMIN).actor


@pytest.fixture
def officer(town: Town) -> Actor:
    return town.person(Role.MOSAVY_OFFICER).actor


@pytest.fixture
def auditor(town: Town) -> Actor:
    return town.person(Role.MOSAVY_AUDITOR).actor


@pytest.fixture
def draft(house: House, town: Town, clock: Clock, admin: Actor) -> UUID:
    """A drafted report about one case of which nothing more was recorded, and one missed duty."""
    signed = do(house, admin, "sign_mou", organisation_id=str(town.own), ministry_id=None, signed_on="2025-01-01")
    duty: dict[str, Any] = {"kind": "quarterly_statistics", "due_on": "2025-06-18"}
    do(house, admin, "add_mou_obligation", {"mou_id": signed.record_id}, **duty)
    a_case(house, town.person(Role.SOCIAL_WORKER))
    clock.advance(7 * DAY)
    with unit_of_work(house, admin) as work:
        return UUID(reports.make(work, town.own, PERIOD).content["id"])


@contextmanager
def at_work(house: House, actor: Actor) -> Iterator[Work]:
    with unit_of_work(house, actor) as work:
        yield work


def items(house: House, actor: Actor, report: UUID) -> list[str]:
    with at_work(house, actor) as work:
        return [row.item for row in report_answers.of(work, report)]


def answer_all(house: House, actor: Actor, report: UUID, said: Said = SAID) -> list[str]:
    asked = items(house, actor, report)
    with at_work(house, actor) as work:
        for item in asked:
            report_cycle.answer(work, report, item, said)
    return asked


def submitted(house: House, actor: Actor, report: UUID, said: Said = SAID) -> list[str]:
    answered = answer_all(house, actor, report, said)
    with at_work(house, actor) as work:
        report_cycle.submit(work, report)
    return answered


def accept_all(house: House, officer: Actor, report: UUID) -> None:
    asked = items(house, officer, report)
    with at_work(house, officer) as work:
        for item in asked:
            report_cycle.decide(work, report, item, Decision.ACCEPTED)


def return_one(house: House, officer: Actor, report: UUID, item: str, **words: Any) -> None:
    with at_work(house, officer) as work:
        report_cycle.decide(work, report, item, Decision.RETURNED, reason=DecisionReason.CAUSE_UNCLEAR, **words)


def frozen(house: House, admin: Actor, officer: Actor, report: UUID, said: Said = SAID) -> Report:
    submitted(house, admin, report, said)
    accept_all(house, officer, report)
    with at_work(house, officer) as work:
        return report_cycle.complete(work, report)


def cycle(house: House, actor: Actor, report: UUID) -> Any:
    with at_work(house, actor) as work:
        return reports.read(work, report, format_="json").cycle


def plan(house: House, actor: Actor, **asked: Any) -> list[dict[str, Any]]:
    with at_work(house, actor) as work:
        return corrective_plan.listed(work, Asked(**asked), cursor=None, limit=200).items
