"""POST /reports/mou and GET /reports/{id} over HTTP."""

import csv
import io
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.services.reports import digest_of
from app.work import House
from tests.builders import DAY, Clock, Person, Town, a_case

ClientOf = Callable[[Person], TestClient]
MAKE = "/api/v1/reports/mou"
PERIOD = {"from": "2025-06-01", "to": "2025-06-20"}


@pytest.fixture
def cases(house: House, town: Town, clock: Clock) -> list[UUID]:
    made = [a_case(house, town.person(Role.SOCIAL_WORKER)) for _ in range(2)]
    clock.advance(7 * DAY)
    return made


def test_a_report_is_made_and_read_again_as_json_and_as_a_table(client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    client = client_of(town.person(Role.ORGANISATION_ADMIN))
    made = client.post(MAKE, json={"organisation_id": str(town.own), "period": PERIOD})
    assert made.status_code == 201
    body = made.json()
    assert (body["period"], body["as_of"], body["total"]["subjects"]) == (PERIOD, "2025-06-20T23:59:59+07:00", 2)
    place = made.headers["Location"]
    assert client.get(place).json() == body
    assert made.headers["ETag"] == client.get(place).headers["ETag"] == '"1"'
    assert body.pop("cycle")["state"] == "drafted"
    assert body.pop("digest") == digest_of(body)
    tables = [client.get(f"{place}.csv"), client.get(place, params={"format": "csv"}), client.get(place, headers={"Accept": "text/csv"})]
    assert {(t.status_code, t.headers["Content-Type"], t.content) for t in tables} == {(200, "text/csv; charset=utf-8", tables[0].content)}
    rows = list(csv.DictReader(io.StringIO(tables[0].content.decode("utf-8-sig"), newline="")))
    assert [row["standard"] for row in rows if row["section"] == "standards"] == [row["standard"] for row in body["standards"]]


def test_who_may_make_it_for_whom(client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    wanted = {"organisation_id": str(town.own), "period": PERIOD}
    assert client_of(town.person(Role.MOSAVY_AUDITOR)).post(MAKE, json=wanted).status_code == 201
    # Small counts are hidden from a reporting officer, so that periods must not differ by a day.
    assert client_of(town.person(Role.REPORTING_OFFICER)).post(MAKE, json=wanted).json()["errors"][0]["field"] == "period"
    months = wanted | {"period": {"from": "2025-04-01", "to": "2025-05-31"}}
    officer = client_of(town.person(Role.REPORTING_OFFICER)).post(MAKE, json=months)
    assert (officer.status_code, officer.json()["hidden_below"]) == (201, 11)
    stranger = client_of(town.person(Role.ORGANISATION_ADMIN, town.other))
    assert stranger.post(MAKE, json=wanted).status_code == 404
    assert stranger.get(f"/api/v1/reports/{officer.json()['id']}").status_code == 404
    assert stranger.get(f"/api/v1/reports/{uuid4()}").status_code == 404
    assert client_of(town.person(Role.SOCIAL_WORKER)).post(MAKE, json=wanted).status_code == 403


def test_reports_are_listed_newest_first_to_whom_may_read_them(client_of: ClientOf, town: Town, clock: Clock, cases: list[UUID]) -> None:
    wanted = {"organisation_id": str(town.own), "period": PERIOD}
    admin, auditor = client_of(town.person(Role.ORGANISATION_ADMIN)), client_of(town.person(Role.MOSAVY_AUDITOR))
    made = []
    for day in ("18", "19", "20"):
        period = PERIOD | {"to": f"2025-06-{day}"}
        made.append(admin.post(MAKE, json=wanted | {"period": period}).json())
        clock.advance(1)
    elsewhere = auditor.post(MAKE, json=wanted | {"organisation_id": str(town.other)}).json()
    first = admin.get("/api/v1/reports", params={"limit": 2}).json()
    rest = admin.get("/api/v1/reports", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == [report["id"] for report in reversed(made)]
    assert rest["next_cursor"] is None
    newest = made[-1]
    assert first["items"][0] == {
        "id": newest["id"],
        "organisation_id": str(town.own),
        "kind": "mou",
        "period": PERIOD,
        "made_at": newest["made_at"],
        "state": "drafted",
        "revision": 1,
        "frozen_at": None,
        "digest": newest["digest"],
    }
    assert elsewhere["id"] in {item["id"] for item in auditor.get("/api/v1/reports").json()["items"]}
    officer = client_of(town.person(Role.REPORTING_OFFICER))
    item = officer.get("/api/v1/reports").json()["items"][0]
    assert item["digest"] == officer.get(f"/api/v1/reports/{item['id']}").json()["digest"] != newest["digest"]
    assert client_of(town.person(Role.SOCIAL_WORKER)).get("/api/v1/reports").status_code == 403
    assert admin.get("/api/v1/reports", params={"cursor": "invented"}).status_code == 422


def test_a_repeated_request_makes_one_report(client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    client = client_of(town.person(Role.ORGANISATION_ADMIN))
    wanted, headers = {"organisation_id": str(town.own), "period": PERIOD}, {"Idempotency-Key": "invented-key"}
    first, second = (client.post(MAKE, json=wanted, headers=headers) for _ in range(2))
    assert first.json()["id"] == second.json()["id"]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "period",
    [
        {"from": "2025-06-20", "to": "2025-06-01"},
        {"from": "2026-01-01", "to": "2026-03-31"},
        {"from": "yesterday", "to": "2025-06-01"},
        {"from": "2025-06-01"},
        {"first": "2025-06-01", "last": "2025-06-20"},
    ],
)
def test_a_period_that_is_none_is_a_problem(client_of: ClientOf, town: Town, period: dict[str, str]) -> None:
    client = client_of(town.person(Role.ORGANISATION_ADMIN))
    refused = client.post(MAKE, json={"organisation_id": str(town.own), "period": period})
    assert refused.status_code == 422
    assert "yesterday" not in refused.text
