"""The cycle of a compliance report over HTTP, from the agreement to the frozen snapshot; its locks, and what never leaves."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.access import Role
from app.models.reports import Report
from app.records.examples import example_of
from app.records.registry import ACTS
from app.reports import snapshot
from app.services.sessions import NOBODY_AT_WORK
from app.work import House, unit_of_work
from tests.builders import DAY, Clock, Person, Town, a_case

ClientOf = Callable[[Person], TestClient]
API = "/api/v1"
PERIOD = {"from": "2025-06-01", "to": "2025-06-20"}
WORDS = "Invented words about Invented Person"
NOTE = "Invented note"
SAID = {"cause": "staff_shortage", "remedy": "hire_staff", "due_on": "2025-09-30", "responsible": "supervisor", "narrative": WORDS}


@pytest.fixture
def admin(client_of: ClientOf, town: Town) -> TestClient:
    return client_of(town.person(Role.ORGANISATION_ADMIN))


@pytest.fixture
def officer(client_of: ClientOf, town: Town) -> TestClient:
    return client_of(town.person(Role.MOSAVY_OFFICER))


@pytest.fixture
def auditor(client_of: ClientOf, town: Town) -> TestClient:
    return client_of(town.person(Role.MOSAVY_AUDITOR))


@pytest.fixture
def report(house: House, town: Town, clock: Clock, admin: TestClient) -> str:
    """The address of a report about a signed agreement, one case and a missed duty."""
    mou = {k: v for k, v in example_of(ACTS["sign_mou"]).items() if k != "ministry_id"}
    signed = admin.post(f"{API}/mous", json=mou | {"organisation_id": str(town.own)})
    duty = {"kind": "quarterly_statistics", "due_on": "2025-06-18"}
    assert admin.post(f"{API}/mous/{signed.json()['id']}/obligations", json=duty).status_code == 201
    a_case(house, town.person(Role.SOCIAL_WORKER))
    clock.advance(7 * DAY)
    made = admin.post(f"{API}/reports/mou", json={"organisation_id": str(town.own), "period": PERIOD})
    assert made.status_code == 201
    return str(made.headers["Location"])


def move(client: TestClient, address: str, **sent: Any) -> Response:
    """Post with the ETag that was just read."""
    seen = client.get(address.rsplit("/", 1)[0])
    return client.post(address, headers={"If-Match": seen.headers["ETag"]}, **sent)


def answered(client: TestClient, report: str, item: str, **said: Any) -> Response:
    place = f"{report}/answers/{item}"
    return client.put(place, json=SAID | said, headers={"If-Match": client.get(place).headers["ETag"]})


def submitted(client: TestClient, report: str) -> list[str]:
    breaches: list[str] = client.get(report).json()["cycle"]["breaches"]
    assert {answered(client, report, item).status_code for item in breaches} == {200}
    assert move(client, f"{report}/submission").status_code == 201
    return breaches


def decided(client: TestClient, report: str, item: str, decision: str = "accepted", **said: Any) -> Response:
    reason = "sufficient" if decision == "accepted" else "cause_unclear"
    return move(client, f"{report}/answers/{item}/decisions", json={"decision": decision, "reason": reason} | said)


def test_the_whole_way_from_the_agreement_to_the_snapshot(
    house: House, admin: TestClient, officer: TestClient, auditor: TestClient, report: str
) -> None:
    assert {client.get(report).status_code for client in (officer, auditor)} == {404}
    first, *others = submitted(admin, report)
    assert admin.get(report).json()["cycle"]["next_moves"] == []
    assert officer.get(report).json()["cycle"]["next_moves"] == ["decide"]
    assert {decided(officer, report, item, severity="major").status_code for item in others} == {201}
    assert decided(officer, report, first, "returned", note=NOTE).status_code == 201
    assert move(officer, f"{report}/return").json()["cycle"]["state"] == "returned"
    opened = admin.post(f"{report}/answers/{first}/openings", json={"purpose": "answering"}).json()
    assert opened == {"item": first, "fields": {"narrative": WORDS, "note": NOTE}}
    assert answered(admin, report, first, cause="training").json()["answer"]["cause"] == "training"
    assert move(admin, f"{report}/submission").status_code == 201
    assert officer.post(f"{report}/answers/{first}/openings", json={"purpose": "review"}).json()["fields"]["narrative"] == WORDS
    assert decided(officer, report, first).status_code == 201
    done = move(officer, f"{report}/completion").json()
    assert (done["cycle"]["state"], done["cycle"]["next_moves"]) == ("frozen", [])
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        kept = work.session.get_one(Report, UUID(done["id"]))
        assert kept.snapshot is not None
        assert snapshot.digest(kept.snapshot) == kept.snapshot_digest == done["cycle"]["snapshot_digest"]
    plan = admin.get(f"{API}/corrective-plan").json()["items"]
    assert [item["standard"] for item in plan if item["severity"] == "minor"] == [first]
    assert {item["standard"] for item in plan} == {first, *others}
    assert {(item["report_id"], item["next_step"]["on"]) for item in plan} == {(done["id"], "2025-10-01")}


@pytest.mark.sqlite_only
def test_locked_fields_and_moves_out_of_turn_are_told_what_is_possible(admin: TestClient, officer: TestClient, report: str) -> None:
    early = move(admin, f"{report}/submission")
    assert (early.status_code, early.json()["code"]) == (409, "conflict")
    assert "The report is drafted: submit is not possible." in early.json()["detail"]
    assert "Possible are: answer, withdraw." in early.json()["detail"]
    item = submitted(admin, report)[0]
    locked = answered(admin, report, item)
    assert (locked.status_code, "Possible are: decide." in locked.json()["detail"]) == (409, True)
    assert admin.get(f"{report}/answers/{item}").json()["open_fields"] == []
    assert officer.get(f"{report}/answers/{item}").json()["open_fields"] == ["decision", "reason", "severity", "note"]
    assert {move(client, f"{report}/{name}").status_code for client, name in ((admin, "withdrawal"), (officer, "completion"))} == {409}
    assert {officer.put(f"{report}/answers/{item}", json=SAID).status_code, admin.post(f"{report}/completion").status_code} == {403}


@pytest.mark.sqlite_only
def test_a_change_says_which_revision_it_was_decided_on(admin: TestClient, report: str) -> None:
    item = admin.get(report).json()["cycle"]["breaches"][0]
    place = f"{report}/answers/{item}"
    first = admin.put(place, json=SAID)
    assert (first.status_code, first.headers["ETag"]) == (200, '"1"')
    assert admin.put(place, json=SAID).status_code == 428
    assert admin.put(place, json=SAID, headers={"If-Match": '"0"'}).status_code == 412
    assert admin.post(f"{report}/withdrawal").status_code == 428
    assert admin.post(f"{report}/withdrawal", headers={"If-Match": '"1"'}).status_code == 412


@pytest.mark.sqlite_only
def test_a_repeated_submission_is_one(admin: TestClient, report: str) -> None:
    for item in admin.get(report).json()["cycle"]["breaches"]:
        answered(admin, report, item)
    headers = {"If-Match": admin.get(report).headers["ETag"], "Idempotency-Key": "invented-key"}
    first, second = (admin.post(f"{report}/submission", headers=headers) for _ in range(2))
    assert (first.status_code, first.json()) == (second.status_code, second.json()) == (201, first.json())
    assert [m["move"] for m in admin.get(report).json()["cycle"]["history"]] == ["submit"]


@pytest.mark.sqlite_only
def test_another_organisation_finds_nothing(client_of: ClientOf, town: Town, admin: TestClient, report: str) -> None:
    item = submitted(admin, report)[0]
    stranger = client_of(town.person(Role.ORGANISATION_ADMIN, town.other))
    found = {path: stranger.get(path).status_code for path in (report, f"{report}.csv", f"{report}/answers", f"{report}/answers/{item}")}
    assert set(found.values()) == {404}
    assert stranger.put(f"{report}/answers/{item}", json=SAID).status_code == 404
    assert stranger.post(f"{report}/answers/{item}/openings", json={"purpose": "review"}).status_code == 404
    assert stranger.get(f"{API}/corrective-plan", params={"organisation_id": str(town.own)}).status_code == 404


def test_no_words_leave_but_by_opening_and_the_auditor_uses_no_key(
    house: House, admin: TestClient, officer: TestClient, auditor: TestClient, report: str
) -> None:
    breaches = submitted(admin, report)
    for item in breaches:
        decided(officer, report, item, note=NOTE)
    assert move(officer, f"{report}/completion").status_code == 201
    used = house.vault.keys_used
    asked = [report, f"{report}.csv", f"{report}/answers", f"{report}/answers/{breaches[0]}", f"{API}/reports", f"{API}/corrective-plan"]
    asked += [f"{API}/corrective-actions"]
    for client in (auditor, officer, admin):
        told = {path: client.get(path) for path in asked}
        assert {path: answer.status_code for path, answer in told.items() if answer.status_code != 200} == {}
        assert [path for path, answer in told.items() if "Invented words" in answer.text or NOTE in answer.text] == []
    assert auditor.post(f"{report}/answers/{breaches[0]}/openings", json={"purpose": "review"}).status_code == 403
    assert house.vault.keys_used == used


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "wrong",
    [{"cause": WORDS}, {"due_on": "soon"}, {"responsible": None}, {"due_on": "2025-06-01"}, {"name": WORDS}, {"evidence_digest": WORDS}],
)
def test_an_answer_that_cannot_be_right_is_a_problem_without_what_was_sent(admin: TestClient, report: str, wrong: dict[str, Any]) -> None:
    item = admin.get(report).json()["cycle"]["breaches"][0]
    refused = admin.put(f"{report}/answers/{item}", json=SAID | wrong)
    assert refused.status_code == 422
    assert "Invented words" not in refused.text
    assert admin.get(f"{report}/answers/{item}").json()["answer"] is None
