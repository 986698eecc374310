"""The register of agreements over HTTP: reading it, the agenda of obligations, and an agreement in plain words."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.work import House
from tests.api.agreed import AGREED, MOUS, an_agreement
from tests.builders import DAY, Clock, Person, Town

ClientOf = Callable[[Person], TestClient]


@pytest.fixture
def officer(client_of: ClientOf, town: Town) -> TestClient:
    return client_of(town.person(Role.MOSAVY_OFFICER))


@pytest.fixture
def reporter(client_of: ClientOf, town: Town) -> TestClient:
    return client_of(town.person(Role.REPORTING_OFFICER))


@pytest.fixture
def admin(client_of: ClientOf, town: Town) -> TestClient:
    return client_of(town.person(Role.ORGANISATION_ADMIN))


@pytest.fixture
def mou(officer: TestClient, town: Town) -> str:
    return an_agreement(officer, town)


@pytest.mark.sqlite_only
def test_a_term_is_offered_and_nothing_is_set_by_offering(officer: TestClient, town: Town) -> None:
    body = AGREED | {"organisation_id": str(town.own)}
    path = f"{MOUS}/{officer.post(MOUS, json=body).json()['id']}"
    offered = officer.get(f"{path}/proposed-terms").json()["items"]
    assert {item["basis"] for item in offered} == {"proposed"}
    assert [item["body"]["days_allowed"] for item in offered if item["body"]["kind"] == "renewal"] == [90]
    assert not any(item["running"] for item in offered)
    assert officer.get(path).json()["terms"] == []
    officer.post(f"{path}/terms", json=offered[0]["body"])
    assert [item["running"] for item in officer.get(f"{path}/proposed-terms").json()["items"]] == [True, *[False] * 7]


def test_an_agreement_names_both_parties_what_binds_and_every_due_date(reporter: TestClient, town: Town, mou: str) -> None:
    read = reporter.get(mou)
    page = read.json()
    assert page["parties"] == {
        "organisation": {"id": str(town.own), "name": "Invented House Battambang"},
        "ministry": {"id": str(town.ministry), "name": "Invented Ministry"},
    }
    assert (page["standing"], page["binding"], page["facts"]["number"]) == ("active", ["kh-2009", "xx-not-loaded"], AGREED["number"])
    assert len(page["terms"]) == 8
    assert [(d["kind"], d["due_on"], d["state"]) for d in page["duties"]] == [
        ("data_sharing_annex", "2025-05-01", "missed"),
        ("monthly_case_list", "2025-05-10", "missed"),
        ("monthly_case_list", "2025-06-10", "missed"),
        ("monthly_case_list", "2025-07-10", "upcoming"),
        ("quarterly_statistics", "2025-07-15", "upcoming"),
        ("annual_report", "2026-02-28", "upcoming"),
        ("renewal", "2026-10-02", "upcoming"),
    ]
    first = page["duties"][0]
    assert (first["days_late"], first["consequence"]) == (46, "time_to_mend")
    assert (first["next_consequence"], first["next_consequence_on"]) == ("second_inspection", "2025-08-01")
    (item,) = reporter.get(MOUS).json()["items"]
    assert item["duties_by_state"] == {"upcoming": 4, "due": 0, "missed": 3, "delivered": 0, "delivered_late": 0}
    assert item["next_due_on"] == "2025-07-10"
    assert read.headers["ETag"]


def test_the_reporting_officer_delivers_with_one_act_and_reads_what_was_delivered(reporter: TestClient, mou: str) -> None:
    sent = reporter.post(f"{mou}/deliveries", json={"kind": "monthly_case_list", "due_on": "2025-06-10", "evidence_digest": "cd" * 32})
    assert sent.status_code == 201
    assert sent.json()["facts"]["delivered_on"] == "2025-06-16"
    states = {d["due_on"]: (d["state"], d["days_late"]) for d in reporter.get(mou).json()["duties"]}
    assert states["2025-06-10"] == ("delivered_late", 6)
    assert [item["facts"]["due_on"] for item in reporter.get(f"{mou}/deliveries").json()["items"]] == ["2025-06-10"]
    assert reporter.get(f"{mou}/terms").status_code == 200
    refused = reporter.post(f"{mou}/deliveries", json={"kind": "monthly_case_list", "due_on": "2025-06-09"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "due_on")


def test_the_agenda_shows_the_ministry_who_is_silent(officer: TestClient, admin: TestClient, town: Town, mou: str) -> None:
    other = officer.post(MOUS, json=AGREED | {"organisation_id": str(town.other), "number": "MOU-2 (invented)"}).json()["id"]
    term = {"kind": "monthly_case_list", "rhythm": "P1M", "days_allowed": 10, "basis": "agreed", "agreed_on": "2025-05-01"}
    officer.post(f"{MOUS}/{other}/terms", json=term)
    missed = officer.get(f"{MOUS}/obligations", params={"state": "missed", "kind": "monthly_case_list"}).json()["items"]
    assert [(d["organisation"]["name"], d["due_on"]) for d in missed] == [
        ("Invented House Battambang", "2025-05-10"),
        *sorted(
            [("Invented House Battambang", "2025-06-10"), ("Invented House Siem Reap", "2025-06-10")], key=lambda d: _id(d, mou, other)
        ),
    ]
    only = officer.get(f"{MOUS}/obligations", params={"organisation_id": str(town.other)}).json()["items"]
    assert [d["state"] for d in only] == ["missed", "upcoming"]
    own = admin.get(f"{MOUS}/obligations").json()["items"]
    assert {d["organisation"]["id"] for d in own} == {str(town.own)}
    assert admin.get(f"{MOUS}/obligations", params={"organisation_id": str(town.other)}).status_code == 404
    assert admin.get(f"{MOUS}/obligations", params={"mou_id": other}).status_code == 404
    assert admin.get(f"{MOUS}/obligations", params={"state": "forgotten"}).status_code == 422


def _id(told: tuple[str, str], mou: str, other: str) -> str:
    return mou.rsplit("/", 1)[1] if "Battambang" in told[0] else other


def test_the_agenda_comes_in_pages_that_miss_nothing(officer: TestClient, mou: str) -> None:
    whole = officer.get(f"{MOUS}/obligations").json()["items"]
    pages, cursor = [], None
    while True:
        page = officer.get(f"{MOUS}/obligations", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        pages += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert pages == whole
    assert len(whole) == 7
    assert officer.get(f"{MOUS}/obligations", params={"cursor": "invented"}).status_code == 422


@pytest.mark.sqlite_only
@pytest.mark.parametrize("path", ["", "/proposed-terms", "/plain-words", "/terms", "/deliveries", "/obligations"])
def test_who_may_read_an_agreement(client_of: ClientOf, town: Town, mou: str, path: str) -> None:
    readers = (Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER, Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR)
    assert {role: client_of(town.person(role)).get(mou + path).status_code for role in Role} == {
        role: 200 if role in readers else 403 for role in Role
    }
    assert client_of(town.person(Role.REPORTING_OFFICER, town.other)).get(mou + path).status_code == 404
    assert client_of(town.person(Role.MOSAVY_AUDITOR)).get(f"{MOUS}/{uuid4()}{path}").status_code == 404


@pytest.mark.sqlite_only
def test_only_the_ministry_ends_a_term(admin: TestClient, officer: TestClient, mou: str) -> None:
    term = officer.get(mou).json()["terms"][0]["id"]
    assert admin.post(f"{mou}/terms/{term}/end").status_code == 403
    assert officer.post(f"{mou}/terms/{term}/end").status_code == 201


def test_the_auditor_reads_all_of_it_without_a_key(house: House, client_of: ClientOf, town: Town, mou: str) -> None:
    auditor, used = client_of(town.person(Role.MOSAVY_AUDITOR)), house.vault.keys_used
    for path in (MOUS, f"{MOUS}/obligations", mou, f"{mou}/plain-words", f"{mou}/proposed-terms", f"{mou}/terms"):
        assert auditor.get(path).status_code == 200
    assert house.vault.keys_used == used


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": "2024-12-31"},
        {"renewal_due_on": "2027-06-01"},
        {"further_rule_sets": ["Not a code"]},
        {"ministry_id": str(uuid4())},
        {"capacity": -1},
    ],
)
def test_an_agreement_that_cannot_be_is_refused_without_an_echo(officer: TestClient, town: Town, wrong: dict[str, Any]) -> None:
    refused = officer.post(MOUS, json=AGREED | {"organisation_id": str(town.own)} | wrong)
    assert (refused.status_code, refused.headers["Content-Type"]) == (422, "application/problem+json")
    assert not any(json.dumps(value) in refused.text for value in wrong.values())


@pytest.mark.sqlite_only
def test_a_day_later_the_agenda_is_another_without_any_job(officer: TestClient, mou: str, clock: Clock) -> None:
    clock.advance(25 * DAY)
    states = {d["due_on"]: d["state"] for d in officer.get(f"{MOUS}/obligations", params={"kind": "monthly_case_list"}).json()["items"]}
    assert states == {"2025-05-10": "missed", "2025-06-10": "missed", "2025-07-10": "missed", "2025-08-10": "upcoming"}
