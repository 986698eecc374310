"""Inspections over HTTP: what is due, the checklist of a visit, its photographs, notice, second visit and result."""

import base64
import hashlib
from collections.abc import Callable
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.work import House
from tests.builders import DAY, Clock, Person, Town, do

ClientOf = Callable[[Person], TestClient]
# The smallest picture there is: one grey point.
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
CONDITION = {
    "security_24h": True,
    "meals_per_day": 2,
    "land_area_m2": 2500,
    "staff_count": 5,
    "staff_required": 5,
    "capacity": 20,
    "occupancy": 8,
    "rooms_by_sex_and_age": True,
}


@pytest.fixture
def shelter(house: House, town: Town) -> UUID:
    admin = town.person(Role.ORGANISATION_ADMIN).actor
    return do(house, admin, "register_shelter", opened_on="2024-01-15", code="INVENTED-1").record_id


def visit(client: TestClient, shelter: UUID, day: str, number: int, result: str) -> str:
    facts = {"inspected_on": day, "visit_number": number, "registration_valid": True, "mou_valid": True, "result": result}
    answer = client.post(f"/api/v1/shelters/{shelter}/inspections", json=facts)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def state(client: TestClient, shelter: UUID) -> tuple[str, str | None, str | None]:
    told = client.get(f"/api/v1/shelters/{shelter}/inspection-state").json()
    return told["state"], told["next_step"], told["next_on"]


def test_a_shelter_goes_from_never_seen_to_the_minister(client_of: ClientOf, town: Town, shelter: UUID, clock: Clock) -> None:
    officer = client_of(town.person(Role.MOSAVY_OFFICER))
    assert state(officer, shelter) == ("overdue", "visit", "2025-01-15")
    first = visit(officer, shelter, "2025-06-02", 1, "faults_found")
    assert state(officer, shelter) == ("mending", "second_visit", "2025-09-02")
    notice = f"/api/v1/shelters/{shelter}/inspections/{first}/notice"
    assert officer.post(notice, json={"notice_given_on": "2025-06-05", "mend_by": "2025-09-05"}).status_code == 201
    assert state(officer, shelter) == ("mending", "second_visit", "2025-09-05")
    clock.advance(100 * DAY)
    assert state(officer, shelter) == ("second_visit_due", "second_visit", "2025-09-05")
    visit(officer, shelter, "2025-09-08", 2, "faults_found")
    assert state(officer, shelter)[:2] == ("failed_twice", "report_to_minister")
    visit(officer, shelter, "2025-09-10", 2, "referred_to_minister")
    assert state(officer, shelter) == ("referred", None, None)


def test_a_planned_visit_stands_in_the_register_until_it_is_called_off(client_of: ClientOf, town: Town, shelter: UUID) -> None:
    officer, admin = client_of(town.person(Role.MOSAVY_OFFICER)), client_of(town.person(Role.ORGANISATION_ADMIN))
    facts = {"planned_on": "2025-07-01", "visit_number": 1, "reason": "yearly", "announced": True}
    plan = officer.post(f"/api/v1/shelters/{shelter}/inspection-plans", json=facts)
    assert plan.status_code == 201, plan.text

    def planned(client: TestClient) -> list[tuple[str, str | None]]:
        items = client.get("/api/v1/inspection-register", params={"state": "overdue"}).json()["items"]
        return [(item["shelter_id"], item["planned_on"]) for item in items if item["shelter_id"] == str(shelter)]

    assert planned(officer) == planned(admin) == [(str(shelter), "2025-07-01")]
    assert planned(client_of(town.person(Role.ORGANISATION_ADMIN, town.other))) == []
    assert officer.post(f"/api/v1/shelters/{shelter}/inspection-plans/{plan.json()['id']}/calling-off", json={}).status_code == 201
    assert planned(officer) == [(str(shelter), None)]


def test_a_visit_that_is_not_announced_is_known_to_the_ministry_only(client_of: ClientOf, town: Town, shelter: UUID) -> None:
    officer, admin = client_of(town.person(Role.MOSAVY_OFFICER)), client_of(town.person(Role.ORGANISATION_ADMIN))
    facts = {"planned_on": "2025-07-01", "visit_number": 1, "reason": "complaint", "announced": False}
    officer.post(f"/api/v1/shelters/{shelter}/inspection-plans", json=facts)

    def known(client: TestClient) -> tuple[list[str | None], int, int]:
        register = client.get("/api/v1/inspection-register").json()["items"]
        state = client.get(f"/api/v1/shelters/{shelter}/inspection-state").json()
        listed = client.get(f"/api/v1/shelters/{shelter}/inspection-plans").status_code
        return [item["planned_on"] for item in register if item["shelter_id"] == str(shelter)], len(state["plans"]), listed

    assert known(officer) == (["2025-07-01"], 1, 200)
    assert known(admin) == ([None], 0, 403)


@pytest.mark.sqlite_only
def test_what_leads_nowhere_or_lies_before_its_reason_is_refused(client_of: ClientOf, town: Town, shelter: UUID) -> None:
    officer = client_of(town.person(Role.MOSAVY_OFFICER))
    inspection = visit(officer, shelter, "2025-06-02", 1, "faults_found")
    item = {"inspection_id": inspection, "standard_id": "R1-99", "seen": "met"}
    assert officer.post(f"/api/v1/shelters/{shelter}/inspection-items", json=item).json()["errors"][0]["field"] == "standard_id"
    notice = {"notice_given_on": "2025-06-05", "mend_by": "2020-01-01"}
    answer = officer.post(f"/api/v1/shelters/{shelter}/inspections/{inspection}/notice", json=notice)
    assert answer.json()["errors"][0]["field"] == "mend_by"
    action = {"standard_id": "R1-99", "shelter_id": str(shelter), "severity": "major", "action_text": "Invented", "due_on": "2025-07-23"}
    assert officer.post("/api/v1/corrective-actions", json=action).json()["errors"][0]["field"] == "standard_id"


def test_the_checklist_asks_what_binds_the_shelter_and_keeps_what_the_visit_saw(client_of: ClientOf, town: Town, shelter: UUID) -> None:
    officer = client_of(town.person(Role.MOSAVY_OFFICER))
    officer.post(f"/api/v1/shelters/{shelter}/conditions", json=CONDITION)
    inspection = visit(officer, shelter, "2025-06-02", 1, "faults_found")
    place = f"/api/v1/shelters/{shelter}/checklist"
    told = officer.get(place, params={"inspection_id": inspection}).json()
    (meals,) = [item for item in told["items"] if item["standard"] == "R4-04"]
    assert {"field": "meals_per_day", "last": 2} in meals["asks"]
    assert (meals["status"], meals["seen"], told["answered"]) == ("unmet", None, 0)
    assert meals["provenance"]
    assert meals["grade"]
    for seen in ("not_seen", "not_met"):
        facts = {"inspection_id": inspection, "standard_id": "R4-04", "seen": seen, "item_notes": "Invented words"}
        assert officer.post(f"/api/v1/shelters/{shelter}/inspection-items", json=facts).status_code == 201
    again = officer.get(place, params={"inspection_id": inspection}).json()
    assert [(item["standard"], item["seen"]) for item in again["items"] if item["seen"]] == [("R4-04", "not_met")]
    assert "Invented words" not in officer.get(place).text
    assert officer.get(place, params={"inspection_id": str(shelter)}).status_code == 404


def test_a_photograph_is_sealed_and_opened_by_those_who_hold_its_key(client_of: ClientOf, house: House, town: Town, shelter: UUID) -> None:
    officer = client_of(town.person(Role.MOSAVY_OFFICER))
    inspection = visit(officer, shelter, "2025-06-02", 1, "faults_found")
    facts = {"inspection_id": inspection, "shows": "kitchen", "file": base64.b64encode(PNG).decode()}
    place = f"/api/v1/shelters/{shelter}/inspection-pictures"
    made = officer.post(place, json=facts)
    assert made.status_code == 201, made.text
    assert made.json()["facts"]["document_digest"] == hashlib.sha256(PNG).hexdigest()
    viewing = f"{place}/{made.json()['id']}/viewings"
    for person in (town.person(Role.MOSAVY_OFFICER), town.person(Role.SUPERVISOR), town.person(Role.ORGANISATION_ADMIN)):
        seen = client_of(person).post(viewing)
        assert (seen.status_code, seen.content) == (200, PNG)
        assert seen.headers["Content-Disposition"].startswith("attachment")
    assert client_of(town.person(Role.SUPERVISOR, town.other)).post(viewing).status_code == 404
    used = house.vault.keys_used
    assert client_of(town.person(Role.MOSAVY_AUDITOR)).post(viewing).status_code == 403
    assert client_of(town.person(Role.MOSAVY_AUDITOR)).get(f"/api/v1/shelters/{shelter}/checklist").status_code == 200
    assert house.vault.keys_used == used


@pytest.mark.sqlite_only
def test_only_pictures_of_a_visit_that_was_made_are_taken(client_of: ClientOf, town: Town, shelter: UUID) -> None:
    officer = client_of(town.person(Role.MOSAVY_OFFICER))
    inspection = visit(officer, shelter, "2025-06-02", 1, "compliant")
    place = f"/api/v1/shelters/{shelter}/inspection-pictures"
    for wrong in (b"<html>", b"MZ" + bytes(80), b"%PDF-1.7\n"):
        facts = {"inspection_id": inspection, "shows": "other", "file": base64.b64encode(wrong).decode()}
        assert officer.post(place, json=facts).json()["errors"][0]["field"] == "file"
    facts = {"inspection_id": str(shelter), "shows": "other", "file": base64.b64encode(PNG).decode()}
    assert officer.post(place, json=facts).json()["code"] == "unknown_reference"
