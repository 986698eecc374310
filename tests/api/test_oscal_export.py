"""Catalogues and assessments as OSCAL over HTTP: valid, without a name, and saying what people are shown."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient
from trestle.oscal.assessment_results import Model as ResultsModel
from trestle.oscal.catalog import Model as CatalogModel
from trestle.oscal.poam import Model as PlanModel

from app.access import Role
from app.work import House
from tests.api.residential import RESIDENTIAL, a_faulty_shelter, bind, by_catalogue, statuses
from tests.builders import DAY, Clock, Person, Town, a_case, do

ClientOf = Callable[[Person], TestClient]


@pytest.fixture
def shelter(house: House, town: Town) -> UUID:
    return a_faulty_shelter(house, town)


@pytest.mark.sqlite_only
def test_a_catalogue_leaves_as_oscal(client_of: ClientOf, town: Town) -> None:
    client = client_of(town.person(Role.REPORTING_OFFICER))
    answer = client.get(f"/api/v1/catalogues/{RESIDENTIAL}/oscal")
    assert answer.headers["content-type"] == "application/oscal+json"
    assert CatalogModel.model_validate_json(answer.content).catalog.metadata.version == "0.1.0"
    assert client.get("/api/v1/catalogues/nowhere/oscal").status_code == 404


def results(answer: Any) -> Any:
    assert answer.status_code == 200, answer.text
    ResultsModel.model_validate_json(answer.content)
    return answer.json()["assessment-results"]["results"]


def test_an_assessment_leaves_as_valid_oscal_without_a_name_and_the_same_question_gives_the_same_bytes(
    house: House, client_of: ClientOf, town: Town, clock: Clock, shelter: UUID
) -> None:
    worker = town.person(Role.SOCIAL_WORKER)
    case = a_case(house, worker)
    do(house, worker.actor, "register_person", {"case_id": case}, name_latin="Canary Invented", registered_at=None)
    clock.advance(DAY)
    client, before = client_of(town.person(Role.MOSAVY_AUDITOR)), house.vault.keys_used
    params = {"as_of": "2025-06-16T15:00:00+07:00", "catalogue": ["kh-2009", RESIDENTIAL]}
    for path in (f"/api/v1/cases/{case}/assessment", f"/api/v1/shelters/{shelter}/assessment"):
        first, second = (client.get(f"{path}/oscal", params=params) for _ in range(2))
        assert first.content == second.content
        assert b"Canary" not in first.content
        told = by_catalogue(client.get(path, params=params).json())
        for result, (_, assessment) in zip(results(first), told.items(), strict=True):
            assert_same(result, assessment)
    assert house.vault.keys_used == before


def assert_same(result: Any, assessment: Any) -> None:
    """What OSCAL says of each standard is what people are shown."""
    said = {seen["title"]: {p["name"]: p["value"] for p in seen["props"]}["status"] for seen in result["observations"]}
    assert said == statuses(assessment)
    evidence = {seen["title"]: [e["href"] for e in seen.get("relevant-evidence", [])] for seen in result["observations"]}
    assert evidence == {f["standard"]: [f"urn:uuid:{record}" for record in f["proof"]] for f in assessment["findings"]}
    satisfied = {f["title"] for f in result.get("findings", []) if f["target"]["status"]["state"] == "satisfied"}
    assert satisfied == {standard for standard, status in said.items() if status == "met"}


@pytest.mark.sqlite_only
def test_what_time_alone_will_turn_expires_then(house: House, client_of: ClientOf, town: Town) -> None:
    case = a_case(house, town.person(Role.SOCIAL_WORKER))
    (result,) = results(client_of(town.person(Role.SOCIAL_WORKER)).get(f"/api/v1/cases/{case}/assessment/oscal"))
    seen = {observation["title"]: observation for observation in result["observations"]}
    assert seen["R1-04a"]["expires"] == "2025-06-17T01:00:01Z"  # a second past 24 hours after the first contact at 8 in the morning
    assert "expires" not in seen["R4-05b"]


def test_an_organisation_leaves_in_totals_that_are_those_of_the_compliance_summary(
    house: House, client_of: ClientOf, town: Town, clock: Clock, shelter: UUID
) -> None:
    for _ in range(3):
        a_case(house, town.person(Role.SOCIAL_WORKER))
    bind(house, town, RESIDENTIAL)
    admin = client_of(town.person(Role.ORGANISATION_ADMIN))
    path = f"/api/v1/organisations/{town.own}/assessment/oscal"
    first, second = results(admin.get(path))
    groups = admin.get("/api/v1/compliance/summary", params={"by": "standard"}).json()["groups"]
    assert counts_of(first, "pending") == {group["standard"]: str(group["pending"]) for group in groups}
    assert counts_of(second, "unmet")["RC2-02"] == "1"
    assert client_of(town.person(Role.ORGANISATION_ADMIN, town.other)).get(path).status_code == 404
    clock.advance(30 * DAY)
    for result in results(client_of(town.person(Role.REPORTING_OFFICER)).get(path)):
        assert set(counts_of(result, "unmet").values()) == {"hidden"}
        assert "findings" not in result


def counts_of(result: Any, status: str) -> dict[str, str]:
    return {seen["title"]: next(p["value"] for p in seen["props"] if p.get("class") == status) for seen in result["observations"]}


@pytest.mark.sqlite_only
def test_a_corrective_plan_leaves_as_a_plan_of_action_and_without_its_text(
    house: House, client_of: ClientOf, town: Town, shelter: UUID
) -> None:
    officer = town.person(Role.MOSAVY_OFFICER)
    client, path = client_of(officer), f"/api/v1/shelters/{shelter}/corrective-plan/oscal"
    assert client.get(path).status_code == 404
    fault: dict[str, Any] = {"raised_on": "2025-06-02", "due_on": "2025-09-02", "standard_id": "RC2-02", "shelter_id": str(shelter)}
    made = do(house, officer.actor, "raise_corrective_action", organisation_id=None, action_text="Canary Invented", **fault)
    answer = client.get(path)
    PlanModel.model_validate_json(answer.content)
    (item,) = answer.json()["plan-of-action-and-milestones"]["poam-items"]
    assert (item["uuid"], item["title"]) == (str(made.record_id), "RC2-02")
    assert b"Canary" not in answer.content
    assert client_of(town.person(Role.SUPERVISOR, town.other)).get(path).status_code == 404
