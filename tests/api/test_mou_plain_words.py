"""An agreement in plain words over HTTP: what it obliges to, what follows, what it takes; in both languages."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.records.values import _in_order
from app.work import House
from tests.api.agreed import AGREED, MOUS, an_agreement
from tests.builders import Clock, Person, Town, a_case, a_user, do

ClientOf = Callable[[Person], TestClient]


@pytest.fixture
def officer(client_of: ClientOf, town: Town) -> TestClient:
    return client_of(town.person(Role.MOSAVY_OFFICER))


@pytest.fixture
def admin(client_of: ClientOf, town: Town) -> TestClient:
    return client_of(town.person(Role.ORGANISATION_ADMIN))


@pytest.fixture
def mou(officer: TestClient, town: Town) -> str:
    return an_agreement(officer, town)


def test_plain_words_say_what_binds_what_follows_and_what_it_takes(
    house: House, admin: TestClient, town: Town, clock: Clock, mou: str
) -> None:
    boss, worker = town.person(Role.ORGANISATION_ADMIN).actor, town.person(Role.SOCIAL_WORKER)
    for _ in range(3):
        a_case(house, worker)
    shelter = do(house, boss, "register_shelter", opened_on="2024-01-01", code="SH-1", province="KH-2").record_id
    seen = {"observed_on": "2025-06-01", "capacity": 30, "occupancy": 12, "staff_count": 5, "staff_required": 8}
    do(house, boss, "record_shelter_condition", {"shelter_id": shelter}, shelter_id=None, **seen)
    trained = {"topic": "victim_centred_interviewing", "completed_on": "2024-06-01", "valid_until": "2025-07-01"}
    do(house, boss, "record_training", {"user_id": worker.id}, **trained)
    page = admin.get(f"{mou}/plain-words").json()
    said = {d["kind"]: d["sentence"]["en"] for d in page["obliges"]["duties"]}
    assert said["quarterly_statistics"] == ("Within 15 days after the end of each quarter, deliver the narrative with the case statistics.")
    assert said["incident_notice"] == "Each time a serious incident happens, give a notice of the incident within 1 day."
    book, absent = page["obliges"]["catalogues"]
    assert (book["id"], absent["loaded"]) == ("kh-2009", False)
    assert sum(right["standards"] for right in book["rights"]) == 103
    assert admin.get(book["rights"][0]["link"]).json()["items"][0]["right"] == book["rights"][0]["right"]
    assert [step["basis"] for step in page["falling_short"]["steps"]] == ["proposed", "proposed", "sourced", "proposed"]
    assert [d["due_on"] for d in page["falling_short"]["now"]] == ["2025-05-01", "2025-05-10", "2025-06-10"]
    takes = {line["name"]: line for part in ("people", "money") for line in page["takes"][part]}
    assert (takes["open_cases"]["values"], takes["new_cases"]["values"]["a_month"]) == ({"cases": 3}, 0.2)
    assert takes["shelter"]["sentence"]["en"] == "Shelter SH-1: 12 residents in 30 places; 5 staff of 8 required."
    assert takes["budget_per_place"]["values"] == {"usd": 2400.0, "usd_a_month": 100.0, "places": 40}
    assert (takes["work"]["basis"], page["takes"]["effort"]["basis"]) == ("proposed", "proposed")
    training = {line["values"]["kind"]: line["values"] for line in page["takes"]["training"]}
    assert training["victim_centred_interviewing"] == {"kind": "victim_centred_interviewing", "staff": 2, "missing": 1, "expiring": 1}
    assert training["confidentiality"]["missing"] == 4


@pytest.mark.sqlite_only
@pytest.mark.parametrize("role", [Role.REPORTING_OFFICER, Role.MOSAVY_OFFICER])
def test_small_counts_of_people_are_hidden_and_cannot_be_worked_out(
    house: House, client_of: ClientOf, town: Town, mou: str, role: Role
) -> None:
    for _ in range(3):
        a_case(house, town.person(Role.SOCIAL_WORKER))
    page = client_of(town.person(role)).get(f"{mou}/plain-words").json()
    people = {line["name"]: line for line in page["takes"]["people"]}
    assert people["open_cases"]["values"] == {"cases": None}
    assert people["new_cases"]["values"] == {"last_12_months": None, "a_month": None}
    assert people["work"]["values"] == {"hours_a_month": None, "full_posts": None}
    assert people["open_cases"]["sentence"]["en"] == "Cases open now: 1 to 10 (hidden)."
    assert people["follow_up_visits"]["values"] == {"visits": 0}


@pytest.mark.sqlite_only
def test_every_sentence_is_there_in_both_languages_with_its_letters_in_order(house: House, admin: TestClient, town: Town, mou: str) -> None:
    a_user(house, town.own, Role.SUPERVISOR)
    said = list(_texts(admin.get(f"{mou}/plain-words").json()))
    assert len(said) > 60
    assert all(text["en"] and text["km"] and _in_order(text["km"]) for text in said)


def _texts(value: Any) -> Any:
    """Every text in two languages that a document holds, wherever it stands."""
    if isinstance(value, dict):
        if set(value) == {"en", "km"}:
            yield value
        else:
            for part in value.values():
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


@pytest.mark.sqlite_only
def test_a_draft_is_told_as_one_and_obliges_to_nothing(officer: TestClient, town: Town) -> None:
    path = f"{MOUS}/{officer.post(MOUS, json=AGREED | {'organisation_id': str(town.own), 'state': 'draft'}).json()['id']}"
    officer.post(f"{path}/terms", json=officer.get(f"{path}/proposed-terms").json()["items"][0]["body"])
    assert officer.get(path).json()["duties"] == []
    told = officer.get(f"{path}/plain-words").json()
    assert told["standing"]["sentence"]["en"] == "This agreement is a draft: nothing is due yet."
    active = officer.post(f"{path}/corrections", json={"fields": {"state": "active"}, "reason": "Signed today (invented)."})
    assert active.status_code == 201
    assert officer.get(path).json()["duties"]


@pytest.mark.sqlite_only
def test_an_ended_agreement_obliges_only_to_what_is_still_open(officer: TestClient, mou: str) -> None:
    assert officer.post(f"{mou}/end", json={"ended_on": "2025-05-20"}).status_code == 201
    told = officer.get(f"{mou}/plain-words").json()
    assert told["standing"]["state"] == "ended"
    assert {d["kind"]: d["next"]["due_on"] for d in told["obliges"]["duties"]} == {
        "quarterly_statistics": "2025-07-15",
        "annual_report": "2026-02-28",
    }
    assert [d["kind"] for d in told["falling_short"]["now"]] == ["data_sharing_annex", "monthly_case_list", "monthly_case_list"]
