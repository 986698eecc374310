"""GET /compliance/summary and /compliance/findings over HTTP."""

from collections.abc import Callable
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.work import House
from tests.builders import DAY, Clock, Person, Town, a_case

ClientOf = Callable[[Person], TestClient]
SUMMARY, FINDINGS = "/api/v1/compliance/summary", "/api/v1/compliance/findings"


@pytest.fixture
def cases(house: House, town: Town, clock: Clock) -> list[UUID]:
    """Three cases a week old, one of them another organisation's."""
    worker, other = town.person(Role.SOCIAL_WORKER), town.person(Role.SOCIAL_WORKER, town.other)
    made = [a_case(house, worker), a_case(house, worker), a_case(house, other)]
    clock.advance(7 * DAY)
    return made


def test_the_auditor_counts_the_country_and_opens_no_key(house: House, client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    client, before = client_of(town.person(Role.MOSAVY_AUDITOR)), house.vault.keys_used
    answer = client.get(SUMMARY, params={"by": ["organisation", "right"], "scope": "case"})
    assert answer.status_code == 200
    body = answer.json()
    assert {(g["organisation"], g["subjects"]) for g in body["groups"]} == {(str(town.own), 2), (str(town.other), 1)}
    assert (body["by"], body["hidden_below"], body["period"]) == (["organisation", "right"], None, None)
    assert client.get(FINDINGS).status_code == 200
    assert house.vault.keys_used == before


def test_a_past_day_is_asked_by_as_of(client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    client = client_of(town.person(Role.MOSAVY_AUDITOR))
    narrow = {"standard": "R1-04a", "as_of": "2025-06-16T10:00:00+07:00"}
    (then,) = client.get(SUMMARY, params=narrow).json()["groups"]
    (now,) = client.get(SUMMARY, params={"standard": "R1-04a"}).json()["groups"]
    assert (then["pending"], then["overdue"], now["pending"], now["overdue"]) == (3, 0, 0, 3)


def test_the_country_is_cut_by_whom_it_is_about_and_by_status(client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    client = client_of(town.person(Role.MOSAVY_AUDITOR))
    answer = client.get(SUMMARY, params={"by": ["sex", "age_class", "case_step"], "scope": "case"}).json()
    assert [(g["sex"], g["age_class"], g["case_step"], g["subjects"]) for g in answer["groups"]] == [
        ("feminine", "uncertain", "interview", 3)
    ]
    assert answer["counted_from"] == "rows"
    (whole,) = client.get(SUMMARY, params={"scope": "case"}).json()["groups"]
    groups = client.get(SUMMARY, params={"by": "status", "scope": "case"}).json()["groups"]
    assert {g["status"]: g[g["status"]] for g in groups} == {g["status"]: whole[g["status"]] for g in groups}
    assert sum(g[g["status"]] for g in groups) == whole["applicable"] + whole["not_applicable"]
    (overdue,) = client.get(SUMMARY, params={"by": "status", "status": "overdue"}).json()["groups"]
    assert (overdue["status"], overdue["overdue_days_max"]) == ("overdue", whole["overdue_days_max"])
    assert client.get(SUMMARY, params={"scope": "case", "case_step": "closed"}).json()["groups"] == []
    assert client.get(FINDINGS, params={"case_step": "closed"}).json()["items"] == []
    officer = client_of(town.person(Role.REPORTING_OFFICER))
    assert officer.get(SUMMARY, params={"by": "status"}).status_code == 403
    assert officer.get(SUMMARY, params={"case_step": "closed"}).status_code == 403


def test_groups_can_be_narrowed_to_those_with_a_status(client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    client = client_of(town.person(Role.MOSAVY_AUDITOR))
    groups = client.get(SUMMARY, params={"by": "standard", "status": "overdue"}).json()["groups"]
    assert groups
    assert all(group["overdue"] for group in groups)


def test_findings_lead_to_cases_by_pseudonym_page_by_page(client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    client = client_of(town.person(Role.MOSAVY_AUDITOR))
    params = {"status": "overdue", "organisation_id": str(town.own), "limit": "1"}
    first = client.get(FINDINGS, params=params).json()
    second = client.get(FINDINGS, params=params | {"cursor": first["next_cursor"]}).json()
    assert first["items"] != second["items"]
    (item,) = first["items"]
    assert item["case_id"] in {str(case) for case in cases[:2]}
    assert item.keys() == {
        *("case_id", "case_number", "organisation_id", "shelter_id", "province", "case_step"),
        *("standard", "right", "step", "status", "due_at", "since"),
    }


def test_whose_counts_they_are_follows_from_who_asks(client_of: ClientOf, town: Town, clock: Clock, cases: list[UUID]) -> None:
    clock.advance(30 * DAY)
    supervisor = client_of(town.person(Role.SUPERVISOR))
    assert supervisor.get(SUMMARY, params={"scope": "case"}).json()["groups"][0]["subjects"] == 2
    assert supervisor.get(SUMMARY, params={"organisation_id": str(town.other)}).status_code == 404
    assert supervisor.get(FINDINGS).status_code == 403
    assert client_of(town.person(Role.SOCIAL_WORKER)).get(SUMMARY).status_code == 403
    officer = client_of(town.person(Role.REPORTING_OFFICER)).get(SUMMARY).json()
    assert (officer["hidden_below"], officer["groups"][0]["subjects"]) == (11, None)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "name"},
        {"right": "no_such_right"},
        {"status": "fine"},
        {"as_of": "2025-06-16T10:00:00"},
        {"period_from": "2025-06-01"},
        {"period_from": "2025-06-30", "period_to": "2025-06-01"},
        {"by": "month"},
        {"period_from": "2020-01-01", "period_to": "2025-06-01", "by": "month"},
    ],
)
def test_what_cannot_be_asked_is_a_problem(client_of: ClientOf, town: Town, wrong: dict[str, str]) -> None:
    refused = client_of(town.person(Role.MOSAVY_AUDITOR)).get(SUMMARY, params=wrong)
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert "no_such_right" not in refused.text


@pytest.mark.sqlite_only
@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzEsICJ4IiwgInkiXQ", "e30"])
def test_a_strange_cursor_is_a_problem(client_of: ClientOf, town: Town, cursor: str) -> None:
    assert client_of(town.person(Role.MOSAVY_AUDITOR)).get(FINDINGS, params={"cursor": cursor}).status_code == 422


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("narrowed", "status"),
    [
        ({"by": "standard", "standard": "R1-04a"}, 200),
        ({"by": "right", "right": "safety_protection"}, 200),
        ({"standard": "R1-04a"}, 403),
        ({"by": "right", "standard": "R1-04a"}, 403),
        ({"by": "age_class", "right": "safety_protection"}, 403),
        ({"by": "month", "standard": "R1-04a", "period_from": "2025-06-01", "period_to": "2025-06-30"}, 403),
        ({"by": "standard", "right": "safety_protection", "standard": "R1-04a"}, 403),
        ({"by": "standard", "period_from": "2025-06-02", "period_to": "2025-06-30"}, 422),
        ({"by": "standard", "period_from": "2025-06-01", "period_to": "2025-06-30"}, 200),
    ],
)
def test_what_is_hidden_in_a_table_is_not_shown_in_a_part_of_it(
    client_of: ClientOf, house: House, town: Town, clock: Clock, narrowed: dict[str, str], status: int
) -> None:
    for _ in range(24):
        a_case(house, town.person(Role.SOCIAL_WORKER))
    clock.advance(30 * DAY)
    officer = client_of(town.person(Role.REPORTING_OFFICER))
    answer = officer.get(SUMMARY, params=narrowed)
    assert answer.status_code == status, answer.text
    if status == 200:
        by = {name: value for name, value in narrowed.items() if name not in ("standard", "right")}
        whole = officer.get(SUMMARY, params=by).json()["groups"]
        assert all(group in whole for group in answer.json()["groups"])
        assert answer.json()["groups"]


@pytest.mark.sqlite_only
def test_a_status_picks_rows_of_the_hidden_table_and_shows_no_more(
    client_of: ClientOf, town: Town, clock: Clock, cases: list[UUID]
) -> None:
    clock.advance(30 * DAY)
    officer = client_of(town.person(Role.REPORTING_OFFICER))
    whole = officer.get(SUMMARY, params={"by": "standard"}).json()["groups"]
    picked = officer.get(SUMMARY, params={"by": "standard", "status": "overdue"}).json()["groups"]
    assert picked == [group for group in whole if group["overdue"] != 0]
