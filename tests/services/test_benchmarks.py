"""Targets, how far they are, and what would move them."""

from collections.abc import Callable
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.services.instants import iso
from app.work import House
from tests.builders import DAY, HOUR, Clock, Person, Town, a_case, do

ClientOf = Callable[[Person], TestClient]


@pytest.fixture
def cases(house: House, town: Town, clock: Clock) -> list[UUID]:
    """Twenty-four cases of the own organisation, half of them with their risk check in time; two of another."""
    worker = town.person(Role.SOCIAL_WORKER)
    made = [a_case(house, worker) for _ in range(24)]
    clock.advance(HOUR)
    for case in made[:12]:
        do(house, worker.actor, "record_risk_assessment", {"case_id": case}, assessed_at=iso(clock.now))
    for _ in range(2):
        a_case(house, town.person(Role.SOCIAL_WORKER, town.other))
    clock.advance(3 * DAY)
    return made


def targets(client: TestClient, **about: object) -> dict[str, object]:
    answer = client.post("/api/v1/targets", json={"year": 2025, "share_met": 0.9} | about)
    assert answer.status_code == 201, answer.text
    made: dict[str, object] = answer.json()
    return made


def test_a_target_is_told_with_where_it_stands_and_how_it_went(client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    targets(client_of(town.person(Role.MOSAVY_OFFICER)), standard="R1-04a", organisation_id=str(town.own))
    (told,) = client_of(town.person(Role.ORGANISATION_ADMIN)).get("/api/v1/benchmarks", params={"year": 2025}).json()["targets"]
    assert (told["share_met"], told["actual"], told["gap"], told["reached"]) == (0.9, 0.5, 0.4, False)
    assert told["trend"][-1] == {"month": "2025-06", "share_met": 0.5}
    (seen,) = client_of(town.person(Role.MOSAVY_AUDITOR)).get("/api/v1/benchmarks", params={"year": 2025}).json()["targets"]
    assert seen["actual"] == 0.5


def test_the_newest_target_counts_and_none_takes_it_back(client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    officer, admin = client_of(town.person(Role.MOSAVY_OFFICER)), client_of(town.person(Role.ORGANISATION_ADMIN))
    for share in (0.9, 0.4):
        targets(officer, right="safety_protection", share_met=share)
    (item,) = admin.get("/api/v1/targets", params={"year": 2025}).json()["items"]
    assert (item["share_met"], item["right"], item["organisation_id"]) == (0.4, "safety_protection", None)
    targets(officer, right="safety_protection", share_met=None)
    assert admin.get("/api/v1/targets", params={"year": 2025}).json()["items"] == []


def test_targets_of_another_organisation_are_not_told(client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    targets(client_of(town.person(Role.MOSAVY_OFFICER)), organisation_id=str(town.other))
    assert client_of(town.person(Role.ORGANISATION_ADMIN)).get("/api/v1/targets", params={"year": 2025}).json()["items"] == []
    assert len(client_of(town.person(Role.ORGANISATION_ADMIN, town.other)).get("/api/v1/targets").json()["items"]) == 1


def test_what_can_still_be_done_is_ranked_by_what_it_moves(client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    told = client_of(town.person(Role.ORGANISATION_ADMIN)).get("/api/v1/benchmarks/levers").json()
    gains = [lever["gain"] for lever in told["levers"]]
    assert gains == sorted(gains, reverse=True)
    (risk,) = [lever for lever in told["levers"] if lever["standard"] == "R1-04a"]
    assert (risk["to_do"], risk["minutes"]) == (12, 12 * 30)
    summary = client_of(town.person(Role.MOSAVY_AUDITOR)).get(
        "/api/v1/compliance/summary", params={"scope": "case", "organisation_id": str(town.own)}
    )
    (whole,) = summary.json()["groups"]
    judged = sum(whole[status] for status in ("met", "unmet", "overdue", "unknown", "waived"))
    assert (told["share_met"], risk["gain"]) == (whole["share_met"], round(12 / judged, 4))


def test_small_counts_move_nothing_for_whom_they_are_hidden(client_of: ClientOf, town: Town, clock: Clock, cases: list[UUID]) -> None:
    """The other organisation has two cases: the ministry's officer learns no share and no count of them."""
    officer, reporter = client_of(town.person(Role.MOSAVY_OFFICER)), client_of(town.person(Role.REPORTING_OFFICER, town.other))
    targets(officer, organisation_id=str(town.other))
    clock.advance(30 * DAY)
    for client in (officer, reporter):
        (told,) = client.get("/api/v1/benchmarks", params={"year": 2025}).json()["targets"]
        assert (told["actual"], told["gap"], told["reached"]) == (None, None, None)
        assert {month["share_met"] for month in told["trend"]} == {None}
        assert client.get("/api/v1/benchmarks/levers", params={"organisation_id": str(town.other)}).json()["levers"] == []
    assert (
        client_of(town.person(Role.ORGANISATION_ADMIN))
        .get("/api/v1/benchmarks/levers", params={"organisation_id": str(town.other)})
        .status_code
        == 404
    )


@pytest.mark.parametrize(
    "about",
    [{"standard": "R99-99"}, {"right": "no_such_right"}, {"right": "dignity", "standard": "R1-03"}, {"share_met": 1.5}, {"year": 1999}],
)
@pytest.mark.sqlite_only
def test_a_target_that_cannot_be_is_refused(client_of: ClientOf, town: Town, about: dict[str, object]) -> None:
    answer = client_of(town.person(Role.MOSAVY_OFFICER)).post("/api/v1/targets", json={"year": 2025, "share_met": 0.9} | about)
    assert answer.status_code == 422
    assert client_of(town.person(Role.ORGANISATION_ADMIN)).post("/api/v1/targets", json={"year": 2025, "share_met": 0.9}).status_code == 403


def test_what_a_place_hides_does_not_follow_from_the_others(
    client_of: ClientOf, house: House, town: Town, clock: Clock, cases: list[UUID]
) -> None:
    """The own organisation has many overdue checks, the other two: the country less the own would tell the two."""
    clock.advance(30 * DAY)
    officer = client_of(town.person(Role.MOSAVY_OFFICER))

    def levers(**place: str) -> dict[str, int]:
        found = officer.get("/api/v1/benchmarks/levers", params=place).json()["levers"]
        return {lever["standard"]: lever["to_do"] for lever in found}

    country, own, other = levers(), levers(organisation_id=str(town.own)), levers(organisation_id=str(town.other))
    assert country
    assert other == {}
    assert [name for name in own.keys() & country.keys() if 0 < country[name] - own[name] < 11] == []


def test_an_officer_narrows_one_way_at_a_time(client_of: ClientOf, town: Town) -> None:
    both = {"organisation_id": str(town.own), "province": "KH-2"}
    assert client_of(town.person(Role.MOSAVY_OFFICER)).get("/api/v1/benchmarks/levers", params=both).status_code == 403
    assert client_of(town.person(Role.MOSAVY_AUDITOR)).get("/api/v1/benchmarks/levers", params=both).status_code == 200
