"""What cannot be right gets its own clear problem, changes nothing, and is never repeated back."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, inspect, select, table
from starlette.testclient import TestClient

from app.access import Role
from app.records.base import placeholders
from app.records.examples import example_of
from app.records.registry import ACTS
from app.shape import FieldKind
from app.work import House
from tests.api.stage import case_things, written
from tests.builders import Person, Town, a_case, do

ClientOf = Callable[[Person], TestClient]
API = "/api/v1"
# Book-keeping that a refusal may add to: who asked, and what was refused.
_MAY_GROW = frozenset({"sessions", "answers", "attempts", "audit_entries"})
MARK = "marker-word"


@pytest.fixture
def supervisor(town: Town) -> Person:
    return town.person(Role.SUPERVISOR)


@pytest.fixture
def case(house: House, supervisor: Person) -> UUID:
    return a_case(house, supervisor)


@pytest.fixture
def ask(client_of: ClientOf, supervisor: Person) -> TestClient:
    return client_of(supervisor)


@contextmanager
def nothing_changes(house: House) -> Iterator[None]:
    before = rows(house)
    yield
    assert rows(house) == before


def rows(house: House) -> Mapping[str, int]:
    with house.reading.connect() as connection:
        names = sorted(set(inspect(connection).get_table_names()) - _MAY_GROW)
        return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}


def refuses(answer: Any, status: int, code: str, *fields: str) -> dict[str, Any]:
    """Check that an answer is this problem, names these fields and repeats nothing."""
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["title"]
    assert [error["field"] for error in problem.get("errors", [])] == list(fields)
    assert MARK not in answer.text
    return problem


def test_an_unknown_code(house: House, ask: TestClient, case: UUID) -> None:
    with nothing_changes(house):
        answer = ask.post(f"{API}/cases/{case}/age-determinations", json={"age_class": MARK, "basis": "appearance"})
        refuses(answer, 422, "invalid", "age_class")


def test_a_field_nobody_declared(house: House, ask: TestClient, case: UUID) -> None:
    with nothing_changes(house):
        refuses(ask.post(f"{API}/cases/{case}/case-notes", json={"note_text": "Invented", MARK: MARK}), 422, "invalid", "body")
        scores = {"type": "initial", "client_scores": {MARK: 3}}
        assert MARK not in ask.post(f"{API}/cases/{case}/assessments", json=scores).text


@pytest.mark.parametrize("moment", ["2025-06-16T08:00:00", "2025-06-16", 1750000000, "2025-06-16 08:00:00+07:00", "16.6.2025"])
def test_a_time_without_its_zone(house: House, ask: TestClient, case: UUID, moment: object) -> None:
    with nothing_changes(house):
        answer = ask.post(f"{API}/cases/{case}/case-notes", json={"note_text": "Invented", "written_at": moment})
        refuses(answer, 422, "invalid", "written_at")
    refuses(ask.get(f"{API}/cases/{case}/findings", params={"as_of": str(moment)}), 422, "invalid", "as_of")


@pytest.mark.parametrize("when", ["2025-06-16T09:00:01+07:00", "2999-01-01T00:00:00Z"])
def test_what_has_not_happened_yet(house: House, ask: TestClient, case: UUID, when: str) -> None:
    with nothing_changes(house):
        answer = ask.post(f"{API}/cases/{case}/case-notes", json={"note_text": "Invented", "written_at": when})
        refuses(answer, 422, "moment_in_future")


def test_a_closed_case_moves_no_more_but_is_still_written_to(house: House, ask: TestClient, supervisor: Person, case: UUID) -> None:
    written(house, supervisor.actor, "close_case", {"case_id": case})
    with nothing_changes(house):
        moved = ask.post(f"{API}/cases/{case}/step-changes", json={"to_step": "recovery"})
        assert "closed" in refuses(moved, 409, "step_out_of_order")["detail"]
        closed = ask.post(f"{API}/cases/{case}/closure", json=example_of(ACTS["close_case"]))
        refuses(closed, 409, "step_out_of_order")
    assert ask.post(f"{API}/cases/{case}/case-notes", json={"note_text": "Invented"}).status_code == 201


def test_a_record_about_a_case_that_is_not_theirs_to_know_of(house: House, town: Town, ask: TestClient) -> None:
    other = a_case(house, town.person(Role.SUPERVISOR, town.other))
    with nothing_changes(house):
        for case in (other, uuid4()):
            refuses(ask.post(f"{API}/cases/{case}/case-notes", json={"note_text": "Invented"}), 404, "not_found")


def test_every_id_of_a_body_that_leads_to_another_organisation(house: House, town: Town, client_of: ClientOf, case: UUID) -> None:
    stranger = town.person(Role.SUPERVISOR, town.other)
    theirs = case_things(house, stranger)
    shelter = do(house, town.person(Role.ORGANISATION_ADMIN, town.other).actor, "register_shelter").record_id
    foreign = {
        "shelter_id": shelter, "user_id": stranger.id, "interviewer_id": stranger.id, "organisation_id": town.other,
        "renews_id": theirs["referral"], "restriction_id": theirs["movement_restriction"], "previous_case_id": theirs["case"],
        "ministry_id": town.other,
    }  # fmt: skip
    checked = []
    with nothing_changes(house):
        for act in ACTS.values():
            for field in (n for n in act.body if act.record.fields[n].kind is FieldKind.ID and n != "recipient"):
                if placeholders(act.path) not in ((), ("case_id",)):
                    continue
                role = next(r for r in (Role.SUPERVISOR, Role.ORGANISATION_ADMIN) if r in act.by)
                ids = {n: v for n, v in example_of(act).items() if act.record.fields[n].kind is not FieldKind.ID or n in act.needs}
                named = {"recipient": "legal_aid", "organisation_id": str(town.own)}
                body = ids | {n: v for n, v in named.items() if n in act.needs} | {field: str(foreign[field])}
                answer = client_of(town.person(role)).post(API + act.path.format(case_id=case), json=body)
                refuses(answer, 422, "unknown_reference", field)
                checked.append(field)
    assert set(checked) == set(foreign)


@pytest.mark.parametrize("sent", ["told", "streamed"])
def test_a_body_that_is_too_large(house: House, ask: TestClient, case: UUID, sent: str) -> None:
    body = json.dumps({"note_text": "a" * 8_000_001}).encode()
    content: Any = body if sent == "told" else (body[at : at + 65536] for at in range(0, len(body), 65536))
    with nothing_changes(house):
        headers = {"Content-Type": "application/json"}
        refuses(ask.post(f"{API}/cases/{case}/case-notes", content=content, headers=headers), 413, "body_too_large")


@pytest.mark.parametrize(
    "body",
    [
        b'{"note_text": "\xff\xfe"}',
        b'{"note_text": "\xed\xa0\x80"}',
        '{"note_text": "Invented"}'.encode("utf-16"),
        b'{"note_text": "\\ud800"}',
        b'{"note_text": "Invented", "\\udfff": 1}',
        b'{"note_text": "Invented", "note_text": "marker-word"}',
        b'{"note_text": NaN}',
        b'{"note_text": ' + b"9" * 5000 + b"}",
        b'{"note_text": ' + b"[" * 100_000,
        b'{"note_text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"note_text": "marker-word',
        b'{"note_text": "marker-word"}}',
    ],
    ids=["bytes", "surrogate bytes", "UTF-16", "half", "half in a key", "twice", "NaN", "digits", "open", "deep", "cut", "more"],
)
def test_a_body_that_is_not_json_in_utf_8(house: House, ask: TestClient, case: UUID, body: bytes) -> None:
    with nothing_changes(house):
        answer = ask.post(f"{API}/cases/{case}/case-notes", content=body, headers={"Content-Type": "application/json"})
        refuses(answer, 400, "bad_request")


@pytest.mark.parametrize("body", ["[]", "1", "null", '"marker-word"', '{"note_text": ' + "[" * 500 + "]" * 500 + "}"])
def test_a_body_of_another_shape(house: House, ask: TestClient, case: UUID, body: str) -> None:
    with nothing_changes(house):
        answer = ask.post(f"{API}/cases/{case}/case-notes", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid") or body == "null"
        assert MARK not in answer.text


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "marker-word"])
def test_a_body_of_another_content_type(house: House, ask: TestClient, case: UUID, kind: str) -> None:
    with nothing_changes(house):
        answer = ask.post(f"{API}/cases/{case}/case-notes", content=b'{"note_text": "Invented"}', headers={"Content-Type": kind})
        refuses(answer, 415, "unsupported_media_type")


def test_khmer_out_of_order(house: House, ask: TestClient, case: UUID) -> None:
    with nothing_changes(house):
        answer = ask.post(f"{API}/cases/{case}/case-notes", json={"note_text": "ខ្ញំុ"})
        refuses(answer, 422, "khmer_out_of_order", "note_text")
        assert "ខ" not in answer.text
    assert ask.post(f"{API}/cases/{case}/case-notes", json={"note_text": "ខ្ញុំ"}).status_code == 201


def test_an_idempotency_key_that_came_with_another_body(house: House, ask: TestClient, case: UUID) -> None:
    headers = {"Idempotency-Key": "k-1"}
    assert ask.post(f"{API}/cases/{case}/case-notes", json={"note_text": "Invented"}, headers=headers).status_code == 201
    with nothing_changes(house):
        again = ask.post(f"{API}/cases/{case}/case-notes", json={"note_text": MARK}, headers=headers)
        refuses(again, 422, "idempotency_key_reused")


@pytest.mark.parametrize("etag", ['"0"', '"7"', "1", 'W/"1"', "marker-word"])
def test_a_stale_etag(house: House, ask: TestClient, case: UUID, etag: str) -> None:
    with nothing_changes(house):
        answer = ask.post(f"{API}/cases/{case}/case-notes", json={"note_text": "Invented"}, headers={"If-Match": etag})
        refuses(answer, 412, "precondition_failed")


@pytest.mark.parametrize("bad", ["a\x00b", "a\x1bb", " ", ""])
def test_no_text_field_takes_what_cannot_be_read(
    house: House, ask: TestClient, town: Town, client_of: ClientOf, case: UUID, bad: str
) -> None:
    """Every text of every act; those that need another role too, for the body is looked at first."""
    wrong = []
    with nothing_changes(house):
        for act in ACTS.values():
            texts = [n for n in act.body if act.record.fields[n].kind is FieldKind.TEXT]
            for field in texts:
                ids = dict.fromkeys(placeholders(act.path), str(uuid4()))
                answer = ask.post(API + act.path.format_map(ids), json=example_of(act) | {field: bad})
                if answer.status_code != 422 or [e["field"] for e in answer.json()["errors"]] != [field]:
                    wrong.append((act.name, field, answer.status_code, answer.text))
        admin = client_of(town.person(Role.ORGANISATION_ADMIN))
        assert admin.post(f"{API}/users/{town.person(Role.SOCIAL_WORKER).id}/account", json={"username": bad}).status_code == 422
        assert ask.post(f"{API}/sessions", json={"username": bad, "password": "x", "totp": "000000"}).status_code in (401, 422)
    assert wrong == []


@pytest.mark.parametrize("number", [10**18, 10**30, -1, 1.5, "12", True])
def test_no_count_takes_what_is_none(house: House, ask: TestClient, number: object) -> None:
    counts = (FieldKind.COUNT, FieldKind.SCORE)
    wrong = []
    with nothing_changes(house):
        for act in ACTS.values():
            for field in (n for n in act.body if act.record.fields[n].kind in counts):
                ids = dict.fromkeys(placeholders(act.path), str(uuid4()))
                body = {n: v for n, v in example_of(act).items() if n in act.needs} | {field: number}
                answer = ask.post(API + act.path.format_map(ids), json=body)
                if answer.status_code != 422:
                    wrong.append((act.name, field, answer.status_code))
    assert wrong == []
