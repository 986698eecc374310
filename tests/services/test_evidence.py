"""Evidence for treaty bodies: counted once for a year, words that two people stand for, and packs that stay as they are."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.access import Role
from app.errors import Conflict, Invalid, NotFound
from app.models.audit import AuditEntry
from app.models.evidence import EvidencePack
from app.reports.evidence import pack
from app.services import evidence, statistics
from app.services.evidence import Made, Order
from app.services.instants import iso
from app.work import Actor, House, unit_of_work
from tests.builders import DAY, Clock, Town, a_case, do

SHORT = Order("118.76", 2024, 2025)
ORDER = Order("118.76", 2024, 2027)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


AFTER = at("2027-01-05T09:00:00+07:00")


@pytest.fixture
def officer(town: Town) -> Actor:
    return town.person(Role.MOSAVY_OFFICER).actor


def registered(house: House, town: Town, number: int, *, adults: bool, checked: bool, **facts: Any) -> list[UUID]:
    """Register people now; whoever is not an adult is of uncertain age, which is treated as a child's."""
    worker = town.person(Role.SOCIAL_WORKER)
    made = [a_case(house, worker, **facts) for _ in range(number)]
    for case in made:
        if adults:
            do(house, worker.actor, "record_age", {"case_id": case}, age_class="adult", basis="own_statement", determined_at=None)
        if checked:
            do(house, worker.actor, "record_risk_assessment", {"case_id": case}, assessed_at=iso(house.clock()), level="low")
    return made


def freeze_all(house: House, town: Town, *years: int) -> None:
    for period in (f"{year}{part}" for year in years for part in ("", "-Q1", "-Q2", "-Q3", "-Q4")):
        with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor) as work:
            statistics.freeze(work, period)


@pytest.fixture
def two_years(house: House, town: Town, clock: Clock) -> None:
    """June 2025: 26 women and 12 men, risks checked. February 2026: 14 women, checked; 12 men and 13 girls, not. Now it is January 2027."""
    registered(house, town, 26, adults=True, checked=True, sex="feminine")
    registered(house, town, 12, adults=True, checked=True, sex="masculine")
    clock.now = at("2026-02-03T09:00:00+07:00")
    registered(house, town, 14, adults=True, checked=True, sex="feminine")
    registered(house, town, 12, adults=True, checked=False, sex="masculine")
    registered(house, town, 13, adults=False, checked=False, sex="feminine")
    clock.now = AFTER
    freeze_all(house, town, 2025, 2026)


@pytest.fixture
def one_year(house: House, town: Town, clock: Clock) -> None:
    """One case of 2025, whose statistics are frozen."""
    registered(house, town, 1, adults=True, checked=False)
    clock.now = AFTER
    freeze_all(house, town, 2025)


def made(house: House, actor: Actor, order: Order = ORDER) -> Made:
    with unit_of_work(house, actor) as work:
        return evidence.make(work, order)


def document(found: Made) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(found.pack.document)
    return loaded


def series(found: Made, indicator: str, year: int) -> dict[str, Any]:
    one = next(one for one in document(found)["indicators"] if one["id"] == indicator)
    return next(told for told in one["years"] if told["year"] == year)


def counts(told: dict[str, Any]) -> dict[str, tuple[int | None, int | None]]:
    return {" ".join(line["group"].values()): (line["numerator"], line.get("denominator")) for line in told["lines"]}


@pytest.mark.usefixtures("two_years")
def test_the_figures_are_those_counted_by_hand(house: House, officer: Actor) -> None:
    found = made(house, officer)
    assert [(year["year"], year["state"]) for year in document(found)["years"]] == [
        *((2024, "nothing_recorded"), (2025, "counted"), (2026, "counted"), (2027, "not_ended"))
    ]
    persons = counts(series(found, "new_persons", 2026))
    assert tuple(persons[group][0] for group in ("adult feminine", "adult masculine", "child feminine")) == (14, 12, 13)
    checks = series(found, "risk_check_in_time", 2026)
    assert counts(checks) == {
        **{"total": (52, 77), "child": (0, 13), "adult": (52, 64)},
        **{"feminine": (40, 53), "masculine": (12, 24), "other_or_unknown": (0, 0)},
    }
    assert {line["share"] for line in checks["lines"]} >= {"0.6753", "0.8125", None}
    # Of 2025 everybody was new, so that the year's statistics are about the same people.
    assert series(found, "risk_check_in_time", 2025) == {"year": 2025, "state": "withheld", "reason": "same_people", "lines": []}
    assert series(found, "agreements_in_force", 2026)["lines"][0]["numerator"] == 0
    assert series(found, "new_persons", 2027) == {"year": 2027, "state": "not_ended", "lines": []}


@pytest.mark.sqlite_only
def test_small_numbers_are_shown_nowhere_not_even_by_subtraction(house: House, town: Town, officer: Actor, clock: Clock) -> None:
    """Three of 40 were not checked; in all that is published no count from 1 to 10, and no two that differ by 3."""
    registered(house, town, 15, adults=True, checked=True, sex="feminine")
    clock.now = at("2026-02-03T09:00:00+07:00")
    registered(house, town, 22, adults=True, checked=True, sex="feminine")
    registered(house, town, 3, adults=True, checked=False, sex="feminine")
    clock.now = AFTER
    freeze_all(house, town, 2026)
    found = made(house, officer, Order("118.76", 2026, 2026))
    checks = counts(series(found, "risk_check_in_time", 2026))
    assert {group: pair for group, pair in checks.items() if pair != (0, 0)} == dict.fromkeys(("total", "adult", "feminine"), (None, None))
    about_people = [one for one in document(found)["indicators"] if one["unit"] in ("person", "complaint")]
    lines = [line for one in about_people for year in one["years"] for line in year["lines"]]
    shown = {line[name] for line in lines for name in ("numerator", "denominator") if line.get(name) is not None}
    assert not shown & set(range(1, 11))
    assert not {line["denominator"] - line["numerator"] for line in lines if line.get("share")} & set(range(1, 11))


@pytest.mark.usefixtures("two_years")
def test_a_pack_stays_as_it_is_and_later_editions_have_the_same_figures(house: House, town: Town, officer: Actor, clock: Clock) -> None:
    first = made(house, officer)
    late = {"registered_at": "2026-03-01T09:00:00+07:00", "first_contact_at": "2026-03-01T09:00:00+07:00"}
    registered(house, town, 12, adults=True, checked=False, sex="feminine", **late)
    clock.advance(DAY)
    again, second = made(house, officer), made(house, officer, ORDER._replace(edition=2))
    assert (first.new, again.new, second.new) == (True, False, True)
    assert (again.pack.document, again.pack.table) == (first.pack.document, first.pack.table)
    assert document(second)["indicators"] == document(first)["indicators"]
    other = made(house, officer, ORDER._replace(first_year=2026))
    assert series(other, "risk_check_in_time", 2026) == series(first, "risk_check_in_time", 2026)
    with pytest.raises(Invalid, match="one after the other"):
        made(house, officer, ORDER._replace(edition=4))


@pytest.mark.usefixtures("one_year")
def test_a_pack_is_signed_and_stands_in_the_log(house: House, officer: Actor) -> None:
    found = made(house, officer, SHORT)
    assert pack.mistakes(document(found), public_key=house.vault.export_public_key()) == []
    with house.reading.connect() as connection:
        logged = dict(connection.execute(select(AuditEntry.event, AuditEntry.details).where(AuditEntry.event.startswith("Evidence"))).all())
    assert logged["EvidencePackFrozen"]["digest"] == found.pack.digest.hex()
    assert logged["EvidenceYearFrozen"]["digest"] == document(found)["years"][1]["digest"]


@pytest.mark.sqlite_only
def test_a_pack_waits_for_the_statistics_of_its_years(house: House, town: Town, officer: Actor, clock: Clock) -> None:
    registered(house, town, 1, adults=True, checked=True)
    clock.now = AFTER
    with pytest.raises(Conflict, match="2025, 2025-Q1"):
        made(house, officer)


@pytest.mark.sqlite_only
def test_what_is_not_declared_has_no_pack(house: House, officer: Actor) -> None:
    with pytest.raises(Invalid, match="No such recommendation"):
        made(house, officer, Order("118.77", 2024, 2025))
    with unit_of_work(house, officer, writes=False) as work, pytest.raises(NotFound):
        evidence.read(work, UUID(int=1))


@pytest.mark.usefixtures("one_year")
def test_making_and_reading_packs_uses_no_key(house: House, town: Town, officer: Actor) -> None:
    used = house.vault.keys_used
    found = made(house, officer, SHORT)
    with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor, writes=False) as work:
        assert evidence.read(work, found.pack.id).document == found.pack.document
        assert evidence.listed(work, cursor=None, limit=10).items[0]["edition"] == 1
    assert house.vault.keys_used == used


@pytest.mark.sqlite_only
def test_complaints_are_in_time_or_late_and_those_not_due_are_left_out(house: House, town: Town, officer: Actor, clock: Clock) -> None:
    monitor, admin = town.person(Role.INDEPENDENT_MONITOR).actor, town.person(Role.ORGANISATION_ADMIN).actor
    shelter = do(house, admin, "register_shelter", code="I-1").record_id
    registered(house, town, 1, adults=True, checked=False)

    def received(number: int, *, answered_after: int | None) -> None:
        ids = [
            do(house, monitor, "receive_complaint", shelter_id=str(shelter), received_at=iso(clock.now)).record_id for _ in range(number)
        ]
        if answered_after is not None:
            clock.advance(answered_after)
            for complaint in ids:
                do(house, monitor, "answer_complaint", {"complaint_id": complaint}, answered_at=iso(clock.now))

    received(12, answered_after=DAY)
    received(11, answered_after=20 * DAY)
    received(1, answered_after=None)
    clock.now = at("2025-12-30T09:00:00+07:00")
    received(4, answered_after=None)
    clock.now = AFTER
    freeze_all(house, town, 2025)
    assert counts(series(made(house, officer, SHORT), "complaints_answered", 2025)) == {"total": (12, 24)}


@pytest.mark.sqlite_only
def test_a_year_is_never_counted_twice(house: House, officer: Actor) -> None:
    """The years of a cycle that nobody has lived through yet are not kept."""
    first = made(house, officer, Order("118.76", 2023, 2025))
    assert {year["state"] for year in document(first)["years"]} == {"nothing_recorded", "not_ended"}
    with unit_of_work(house, officer) as work:
        assert work.session.scalars(select(EvidencePack.edition)).all() == [1]
        work.session.rollback()


def test_reports_and_agreements_are_counted_by_their_days(house: House, town: Town, officer: Actor, clock: Clock) -> None:
    given: dict[str, Any] = {"state": "active", "starts_on": "2025-01-01", "ends_on": "2026-06-30", "ministry_id": str(town.ministry)}
    do(house, officer, "sign_mou", organisation_id=str(town.own), **given)
    do(house, officer, "sign_mou", organisation_id=str(town.other), **(given | {"ends_on": "2025-06-30"}))
    registered(house, town, 1, adults=True, checked=False)
    clock.now = AFTER
    freeze_all(house, town, 2025, 2026)
    found = made(house, officer)
    assert [series(found, "agreements_in_force", year)["lines"][0]["numerator"] for year in (2025, 2026)] == [1, 0]
    assert counts(series(found, "organisations_reporting", 2025)) == {"total": (0, 1)}
