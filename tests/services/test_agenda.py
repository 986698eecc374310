"""What is due: the most pressing first, and nothing that is done."""

from uuid import UUID

import pytest

from app.access import Role
from app.services import agenda, scope
from app.services.instants import iso
from app.services.scope import Subject
from app.work import House, unit_of_work
from tests.builders import DAY, HOUR, Clock, Person, Town, a_case, do


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


def due(house: House, worker: Person, case_id: UUID) -> dict[str, dict[str, object]]:
    with unit_of_work(house, worker.actor, writes=False) as work:
        return {item["standard"]: item for item in agenda.of_case(work, Subject("case", scope.case(work, case_id)))}


def test_what_was_done_late_is_no_longer_due_though_it_stays_unmet(house: House, clock: Clock, worker: Person) -> None:
    case_id = a_case(house, worker, first_contact_at=iso(clock.now - 30 * HOUR))
    assert due(house, worker, case_id)["R1-04a"]["status"] == "overdue"
    do(house, worker.actor, "record_risk_assessment", {"case_id": case_id}, scope="first_contact", assessed_at=None)
    assert "R1-04a" not in due(house, worker, case_id)


def test_the_most_pressing_comes_first_and_says_why(house: House, clock: Clock, worker: Person) -> None:
    case_id = a_case(house, worker)
    clock.advance(2 * DAY)
    items = list(due(house, worker, case_id).values())
    with unit_of_work(house, worker.actor, writes=False) as work:
        caseload = agenda.of_caseload(work, limit=200)
    reasons = items[0]["reasons"]
    assert items[0]["status"] == "overdue"
    assert isinstance(reasons, list)
    assert reasons[0]["reason"] == "past_due"
    assert [item["standard"] for item in items] == [item.standard for item in caseload]
