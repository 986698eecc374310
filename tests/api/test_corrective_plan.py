"""GET /corrective-plan over HTTP: who reads what, how it is narrowed, and what it never says."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.work import House
from tests.builders import START, Clock, Person, Town, do

ClientOf = Callable[[Person], TestClient]
PLAN = "/api/v1/corrective-plan"
DAY = 86400


@pytest.fixture
def raised(house: House, town: Town) -> list[str]:
    """Three invented faults: of a shelter, of its organisation, and of another organisation."""
    admin, officer = town.person(Role.ORGANISATION_ADMIN).actor, town.person(Role.MOSAVY_OFFICER).actor
    shelter = do(house, admin, "register_shelter", opened_on="2024-01-01", code="SH-1").record_id
    whose = [{"shelter_id": str(shelter), "organisation_id": None}]
    whose += [{"shelter_id": None, "organisation_id": str(place)} for place in (town.own, town.other)]
    days = ["2025-08-01", "2025-07-01", "2025-09-01"]
    given: dict[str, Any] = {"raised_on": None, "standard_id": "R4-04", "action_text": "Invented words"}
    return [str(do(house, officer, "raise_corrective_action", due_on=d, **given | w).record_id) for d, w in zip(days, whose, strict=True)]


def ids(client: TestClient, **asked: str) -> list[str]:
    return [item["id"] for item in client.get(PLAN, params=asked).json()["items"]]


def test_each_reads_what_is_in_reach_most_urgent_first(client_of: ClientOf, town: Town, raised: list[str]) -> None:
    shelters, own, other = raised
    for role in (Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER):
        assert ids(client_of(town.person(role))) == [own, shelters]
    for role in (Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR):
        assert ids(client_of(town.person(role))) == [own, shelters, other]
    assert client_of(town.person(Role.SOCIAL_WORKER)).get(PLAN).status_code == 403


def test_it_is_narrowed_by_organisation_standard_shelter_state_and_step(
    client_of: ClientOf, town: Town, raised: list[str], clock: Clock
) -> None:
    shelters, own, other = raised
    officer = client_of(town.person(Role.MOSAVY_OFFICER))
    assert ids(officer, organisation_id=str(town.other)) == [other]
    assert ids(officer, standard="R4-04") == [own, shelters, other]
    assert ids(officer, standard="R1-04a") == []
    at = officer.get(PLAN).json()["items"][1]["shelter_id"]
    assert ids(officer, shelter_id=at) == [shelters]
    assert ids(officer, state="closed") == []
    clock.now = START + 20 * DAY
    assert (ids(officer, escalation="reminder"), ids(officer, escalation="time_to_mend")) == ([own], [])
    clock.now = START + 45 * DAY
    assert (ids(officer, escalation="reminder"), ids(officer, escalation="time_to_mend")) == ([], [own])
    assert officer.get(PLAN, params={"escalation": "invented"}).status_code == 422
    assert officer.get(PLAN, params={"status": "open"}).status_code == 422


@pytest.mark.sqlite_only
def test_it_says_codes_and_days_and_no_words(client_of: ClientOf, town: Town, raised: list[str]) -> None:
    told = client_of(town.person(Role.MOSAVY_AUDITOR)).get(PLAN)
    assert "Invented words" not in told.text
    item = told.json()["items"][0]
    assert set(item["text"]) == {"en", "km"}
    assert (item["state"], item["escalation"], item["next_step"]["on"]) == ("open", None, "2025-07-02")


@pytest.mark.sqlite_only
def test_its_pages_are_turned_by_cursor(client_of: ClientOf, town: Town, raised: list[str]) -> None:
    officer = client_of(town.person(Role.MOSAVY_OFFICER))
    first = officer.get(PLAN, params={"limit": 2}).json()
    rest = officer.get(PLAN, params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == ids(officer)
    assert rest["next_cursor"] is None
    assert officer.get(PLAN, params={"cursor": "invented"}).status_code == 422
