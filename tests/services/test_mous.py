"""The register of agreements is folded from the ledger, and what follows from it is computed."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from app.access import Role
from app.errors import Invalid, UnknownReference
from app.services import agreements, corrections, rebuilding, subjects
from app.services.migrating import Section, downgrade, upgrade
from app.vocabulary.agreements import DutyState
from app.work import House, unit_of_work
from tests.builders import DAY, Clock, Town, do

AGREED: dict[str, Any] = {
    "number": "MOU-1 (invented)",
    "signed_on": "2025-01-01",
    "starts_on": "2025-01-01",
    "ends_on": "2026-12-31",
    "renewal_due_on": "2026-10-02",
    "state": "active",
    "rule_set": "kh-2009",
    "further_rule_sets": ["kh-2014-residential"],
}
MONTHLY: dict[str, Any] = {"kind": "monthly_case_list", "rhythm": "P1M", "months_allowed": None, "days_allowed": 10, "basis": "proposed"}


def an_mou(house: House, town: Town, **facts: Any) -> UUID:
    officer = town.person(Role.MOSAVY_OFFICER)
    whose = {"organisation_id": str(town.own), "ministry_id": str(town.ministry)}
    return do(house, officer.actor, "sign_mou", **(AGREED | whose | facts)).record_id


def a_term(house: House, town: Town, mou: UUID, **facts: Any) -> UUID:
    given = MONTHLY | {"agreed_on": "2025-01-01"} | facts
    return do(house, town.person(Role.MOSAVY_OFFICER).actor, "agree_mou_term", {"mou_id": mou}, **given).record_id


def deliver(house: House, town: Town, mou: UUID, **facts: Any) -> UUID:
    given: dict[str, Any] = {"kind": "monthly_case_list", "due_on": None, "event_on": None, "delivered_on": None} | facts
    return do(house, town.person(Role.REPORTING_OFFICER).actor, "record_mou_delivery", {"mou_id": mou}, **given).record_id


def states(house: House, town: Town, mou: UUID) -> dict[str, DutyState]:
    with unit_of_work(house, town.person(Role.REPORTING_OFFICER).actor, writes=False) as work:
        return {d.slot.due_on.isoformat(): d.state for d in agreements.find(work, mou).duties}


def differences(house: House) -> list[str]:
    return [f"{d.where}: {d.stands} -> {d.should}" for subject in rebuilding.check(house) for d in subject]


def test_a_term_makes_due_dates_and_a_delivery_meets_one(house: House, town: Town) -> None:
    mou = an_mou(house, town)
    a_term(house, town, mou, agreed_on="2025-03-20")
    deliver(house, town, mou, due_on="2025-04-10", delivered_on="2025-04-09")
    deliver(house, town, mou, due_on="2025-05-10", delivered_on="2025-06-01")
    assert states(house, town, mou) == {
        "2025-04-10": DutyState.DELIVERED,
        "2025-05-10": DutyState.DELIVERED_LATE,
        "2025-06-10": DutyState.MISSED,
        "2025-07-10": DutyState.UPCOMING,
    }


def test_time_alone_moves_a_duty_from_upcoming_to_due_to_missed(house: House, town: Town, clock: Clock) -> None:
    mou = an_mou(house, town)
    a_term(house, town, mou, agreed_on=None)
    seen = [states(house, town, mou)["2025-07-10"]]
    for days in (14, 12):
        clock.advance(days * DAY)
        seen.append(states(house, town, mou)["2025-07-10"])
    assert seen == [DutyState.UPCOMING, DutyState.DUE, DutyState.MISSED]


@pytest.mark.sqlite_only
def test_the_older_acts_meet_a_due_date_of_a_term_too(house: House, town: Town) -> None:
    mou, admin = an_mou(house, town), town.person(Role.ORGANISATION_ADMIN).actor
    a_term(house, town, mou, agreed_on="2025-05-01")
    added = do(house, admin, "add_mou_obligation", {"mou_id": mou}, kind="monthly_case_list", due_on="2025-06-10").record_id
    assert states(house, town, mou)["2025-06-10"] is DutyState.MISSED
    do(house, admin, "submit_mou_obligation", {"mou_id": mou, "obligation_id": added}, submitted_on="2025-06-10")
    assert states(house, town, mou)["2025-06-10"] is DutyState.DELIVERED


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"due_on": "2025-06-11"}, "due_on"),
        ({"due_on": "2025-06-10", "kind": "annual_report"}, "due_on"),
        ({}, "due_on"),
        ({"due_on": "2025-06-10", "event_on": "2025-06-01"}, "event_on"),
        ({"event_on": "2025-06-01"}, "event_on"),
    ],
)
def test_a_delivery_that_would_be_counted_nowhere_is_refused(house: House, town: Town, facts: dict[str, Any], field: str) -> None:
    mou = an_mou(house, town)
    a_term(house, town, mou)
    with pytest.raises(Invalid) as refused:
        deliver(house, town, mou, **facts)
    assert [error.field for error in refused.value.errors] == [field]


@pytest.mark.sqlite_only
def test_a_delivery_may_come_long_before_its_day(house: House, town: Town) -> None:
    mou = an_mou(house, town)
    a_term(house, town, mou, agreed_on="2025-06-01")
    deliver(house, town, mou, due_on="2025-12-10")
    assert states(house, town, mou)["2025-12-10"] is DutyState.DELIVERED


@pytest.mark.sqlite_only
def test_a_notice_after_an_event_is_measured_by_its_term(house: House, town: Town) -> None:
    mou = an_mou(house, town)
    a_term(house, town, mou, kind="incident_notice", rhythm="on_event", days_allowed=1)
    deliver(house, town, mou, kind="incident_notice", event_on="2025-06-01", delivered_on="2025-06-05")
    assert states(house, town, mou) == {"2025-06-02": DutyState.DELIVERED_LATE}


def test_an_ended_term_and_an_ended_agreement_ask_for_nothing_more(house: House, town: Town) -> None:
    mou, officer = an_mou(house, town), town.person(Role.MOSAVY_OFFICER).actor
    term = a_term(house, town, mou, agreed_on="2025-03-01")
    do(house, officer, "end_mou_term", {"mou_id": mou, "term_id": term}, ended_on="2025-04-15")
    assert list(states(house, town, mou)) == ["2025-04-10", "2025-05-10"]
    a_term(house, town, mou, kind="quarterly_statistics", rhythm="P3M", days_allowed=15)
    do(house, officer, "end_mou", {"mou_id": mou}, ended_on="2025-02-01")
    assert list(states(house, town, mou)) == ["2025-04-15"]


@pytest.mark.sqlite_only
def test_a_renewal_moves_the_end_and_what_is_due_before_it(house: House, town: Town) -> None:
    mou = an_mou(house, town, ends_on="2025-09-30", renewal_due_on="2025-07-02")
    a_term(house, town, mou, kind="renewal", rhythm="before_end", days_allowed=90)
    assert list(states(house, town, mou)) == ["2025-07-02"]
    renewed = {"renewed_on": "2025-06-10", "ends_on": "2027-09-30", "renewal_due_on": "2027-07-02"}
    do(house, town.person(Role.ORGANISATION_ADMIN).actor, "renew_mou", {"mou_id": mou}, **renewed)
    assert list(states(house, town, mou)) == ["2027-07-02"]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("wrong", [{"ends_on": "2024-12-31"}, {"renewal_due_on": "2027-01-01"}])
def test_days_in_the_wrong_order_are_refused(house: House, town: Town, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="must not lie"):
        an_mou(house, town, **wrong)


@pytest.mark.sqlite_only
def test_a_ministry_that_there_is_not_is_refused(house: House, town: Town) -> None:
    with pytest.raises(UnknownReference):
        an_mou(house, town, ministry_id="7c9e6679-7425-40de-944b-e07fc1f90ae7")


def test_the_register_is_what_the_ledger_says_and_an_edit_is_seen(house: House, town: Town) -> None:
    mou, officer = an_mou(house, town), town.person(Role.MOSAVY_OFFICER)
    term = a_term(house, town, mou)
    delivery = deliver(house, town, mou, due_on="2025-06-10")
    with unit_of_work(house, officer.actor) as work:
        subject = subjects.find_record(work, "mou_term", term, lock=True)
        corrections.correct(work, subject, "mou_term", term, {"days_allowed": 12}, "Invented reason")
    assert differences(house) == []
    with house.writing.begin() as connection:
        connection.execute(text("UPDATE mou_terms SET days_allowed = 300"))
        connection.execute(text("UPDATE mous SET ends_on = '2025-01-02'"))
        connection.execute(text("DELETE FROM mou_duties"))
    assert differences(house) == [
        f"mous {mou}.ends_on: 2025-01-02 -> 2026-12-31",
        f"mou_terms {term}.days_allowed: 300 -> 12",
        f"mou_duties {delivery}: no row -> a row",
    ]


def test_the_migration_fills_the_register_from_what_was_recorded_before(house: House, town: Town) -> None:
    mou, admin = an_mou(house, town), town.person(Role.ORGANISATION_ADMIN).actor
    added = do(house, admin, "add_mou_obligation", {"mou_id": mou}, kind="annual_report", due_on="2025-02-28").record_id
    do(house, admin, "submit_mou_obligation", {"mou_id": mou, "obligation_id": added}, submitted_on="2025-02-20")
    a_term(house, town, mou)
    deliver(house, town, mou, due_on="2025-06-10")
    before = states(house, town, mou)
    downgrade(house.reading, Section.MAIN, "0008")
    upgrade(house.reading, Section.MAIN)
    assert states(house, town, mou) == before
    assert differences(house) == []
