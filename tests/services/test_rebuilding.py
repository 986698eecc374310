"""Folding the ledger again finds what somebody changed behind its back."""

from sqlalchemy import text

from app.access import Role
from app.services import rebuilding
from app.work import House
from tests.builders import DAY, Clock, Town, a_case, do


def found(house: House) -> list[str]:
    return [f"{d.where}: {d.stands} -> {d.should}" for subject in rebuilding.check(house) for d in subject]


def lived_in(house: House, town: Town, clock: Clock) -> None:
    worker = town.person(Role.SOCIAL_WORKER)
    for _ in range(2):
        case = a_case(house, worker, sex="feminine")
        clock.advance(2 * DAY)
        do(house, worker.actor, "record_risk_assessment", {"case_id": case}, assessed_at=None)
        clock.advance(5 * DAY)


def test_a_house_nobody_meddled_with_shows_no_difference(house: House, town: Town, clock: Clock) -> None:
    lived_in(house, town, clock)
    assert found(house) == []
    assert rebuilding.count(house) == sum(1 for _ in rebuilding.check(house))


def test_an_edited_register_row_is_named_with_what_it_should_hold(house: House, town: Town, clock: Clock) -> None:
    lived_in(house, town, clock)
    with house.writing.begin() as connection:
        connection.execute(text("UPDATE cases SET step = 'closed' WHERE case_number = (SELECT min(case_number) FROM cases)"))
    assert found(house) == ["step: closed -> interview"]


def test_one_case_can_be_checked_alone(house: House, town: Town, clock: Clock) -> None:
    lived_in(house, town, clock)
    case = a_case(house, town.person(Role.SOCIAL_WORKER), sex="feminine")
    with house.writing.begin() as connection:
        connection.execute(text("UPDATE cases SET step = 'closed'"))
    (of_it,) = rebuilding.check(house, case)
    assert [(d.subject, d.where) for d in of_it] == [(f"case {case}", "step")]


def test_an_edited_finding_is_named_and_a_repair_judges_it_again(house: House, town: Town, clock: Clock) -> None:
    lived_in(house, town, clock)
    with house.writing.begin() as connection:
        changed = connection.execute(
            text("UPDATE findings SET status = 'met' WHERE status = 'overdue' AND ends_at > :now"), {"now": house.clock()}
        )
        assert changed.rowcount
    assert any("overdue" in line and line.startswith("finding") for line in found(house))
    repaired = [d for subject in rebuilding.repair(house) for d in subject]
    assert len(repaired) > 0
    assert [line for line in found(house) if " now: " in line] == []
