"""A request repeated under one Idempotency-Key does nothing twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.access import Role
from app.models.accounts import Answer
from app.models.registers import Case
from app.records.examples import example_of
from app.records.registry import ACTS
from app.services import idempotency
from app.work import House
from tests.api.canaries import a_picture
from tests.api.stage import organisation_things
from tests.builders import Clock, Person, Town, case_facts

ClientOf = Callable[[Person], TestClient]
CASES = "/api/v1/cases"


@pytest.fixture
def body(house: House) -> dict[str, object]:
    facts = example_of(ACTS["open_case"]) | case_facts(house)
    return {name: value for name, value in facts.items() if value is not None}


@pytest.fixture
def worker(client_of: ClientOf, town: Town) -> TestClient:
    return client_of(town.person(Role.SOCIAL_WORKER))


def cases(house: House) -> int:
    with house.reading.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Case)) or 0


def test_the_same_request_again_gets_the_same_answer(house: House, worker: TestClient, body: dict[str, object]) -> None:
    first, again = (worker.post(CASES, json=body, headers={"Idempotency-Key": "k-1"}) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert cases(house) == 1


def test_another_body_under_the_same_key_is_refused(house: House, worker: TestClient, body: dict[str, object]) -> None:
    worker.post(CASES, json=body, headers={"Idempotency-Key": "k-1"})
    refused = worker.post(CASES, json=body | {"interpreter_needed": False}, headers={"Idempotency-Key": "k-1"})
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert cases(house) == 1


def test_a_key_is_one_person_s_own(client_of: ClientOf, house: House, town: Town, worker: TestClient, body: dict[str, object]) -> None:
    other = client_of(town.person(Role.SUPERVISOR))
    ids = {c.post(CASES, json=body, headers={"Idempotency-Key": "k-1"}).json()["id"] for c in (worker, other)}
    assert len(ids) == cases(house) == 2


def test_a_refused_request_may_be_tried_again_under_its_key(house: House, worker: TestClient, body: dict[str, object]) -> None:
    tomorrow = {"registered_at": "2025-06-17T09:00:00+07:00"}
    assert worker.post(CASES, json=body | tomorrow, headers={"Idempotency-Key": "k-1"}).status_code == 422
    assert worker.post(CASES, json=body, headers={"Idempotency-Key": "k-1"}).status_code == 201


@pytest.mark.parametrize("key", ["x" * 81, "two words", "kéy"])
def test_what_cannot_be_a_key_is_refused(house: House, worker: TestClient, body: dict[str, object], key: str) -> None:
    refused = worker.post(CASES, json=body, headers={b"Idempotency-Key": key.encode()})
    assert refused.status_code == 422
    assert key not in refused.text
    assert cases(house) == 0


def test_of_many_senders_at_once_one_does_the_work(house: House, worker: TestClient, body: dict[str, object]) -> None:
    def send(_: int) -> tuple[int, bytes]:
        answer = worker.post(CASES, json=body, headers={"Idempotency-Key": "k-1"})
        return answer.status_code, answer.content

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(send, range(8)))
    assert cases(house) == 1
    assert len(answers) == 1


@pytest.mark.sqlite_only
def test_answers_are_kept_for_a_week(house: House, clock: Clock, worker: TestClient, body: dict[str, object]) -> None:
    first = worker.post(CASES, json=body, headers={"Idempotency-Key": "k-1"})
    clock.advance(idempotency.KEPT_SECONDS)
    assert worker.post(CASES, json=body, headers={"Idempotency-Key": "k-1"}).json() == first.json()
    clock.advance(1)
    assert worker.post(CASES, json=body, headers={"Idempotency-Key": "k-1"}).json()["id"] != first.json()["id"]


@pytest.mark.sqlite_only
def test_old_answers_are_cleared_away_by_later_ones(
    house: House, clock: Clock, worker: TestClient, body: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "_TIDIED", 1)
    worker.post(CASES, json=body, headers={"Idempotency-Key": "k-1"})
    clock.advance(idempotency.KEPT_SECONDS + 1)
    worker.post(CASES, json=body, headers={"Idempotency-Key": "k-2"})
    with house.reading.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Answer)) == 1


def test_a_picture_is_sent_twice_and_kept_once(client_of: ClientOf, house: House, town: Town) -> None:
    things = organisation_things(house, town, town.own)
    officer = client_of(town.person(Role.MOSAVY_OFFICER))
    address = f"/api/v1/shelters/{things['shelter']}/inspection-pictures"
    body = {"inspection_id": str(things["inspection"]), "standard_id": "R1-03", "shows": "building", "file": a_picture("Invented")}
    answers = [officer.post(address, json=body, headers={"Idempotency-Key": "k-1"}) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert officer.post(address, json=body | {"file": a_picture("Another")}, headers={"Idempotency-Key": "k-1"}).status_code == 422
