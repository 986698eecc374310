"""POST and DELETE /sessions, and accounts, over HTTP."""

from collections.abc import Callable

import pytest
from pyotp.totp import TOTP
from starlette.testclient import TestClient

from app.access import Role
from app.work import House
from tests.builders import Clock, Person, Town

ClientOf = Callable[[Person], TestClient]
SESSIONS = "/api/v1/sessions"


@pytest.fixture
def credentials(client_of: ClientOf, town: Town, clock: Clock) -> dict[str, str]:
    """What a social worker signs in with: an account made by the administrator."""
    worker = town.person(Role.SOCIAL_WORKER)
    admin = client_of(town.person(Role.ORGANISATION_ADMIN))
    made = admin.post(f"/api/v1/users/{worker.id}/account", json={"username": "Sok.Invented"})
    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    account = made.json()
    assert account["otpauth_uri"].startswith("otpauth://totp/")
    return {"username": account["username"], "password": account["password"], "totp": TOTP(account["totp_secret"]).at(clock.now)}


def test_a_session_from_sign_in_to_sign_out(client: TestClient, credentials: dict[str, str], town: Town) -> None:
    begun = client.post(SESSIONS, json=credentials)
    assert begun.status_code == 201
    session = begun.json()
    worker = town.person(Role.SOCIAL_WORKER)
    assert session["user"] == {"id": str(worker.id), "role": "social_worker", "organisation_id": str(town.own)}
    assert session["expires_at"] == "2025-06-16T21:00:00+07:00"
    headers = {"Authorization": f"Bearer {session['token']}"}
    current = client.get(f"{SESSIONS}/current", headers=headers)
    assert current.json() == {name: value for name, value in session.items() if name != "token"}
    assert client.delete(f"{SESSIONS}/current", headers=headers).status_code == 204
    assert client.get(f"{SESSIONS}/current", headers=headers).status_code == 401


def test_an_administrator_ends_the_sessions_of_a_user(
    client: TestClient, client_of: ClientOf, credentials: dict[str, str], town: Town
) -> None:
    token = client.post(SESSIONS, json=credentials).json()["token"]
    admin = client_of(town.person(Role.ORGANISATION_ADMIN))
    ended = admin.delete(f"/api/v1/users/{town.person(Role.SOCIAL_WORKER).id}/sessions")
    assert ended.json() == {"ended": 1}
    assert client.get(f"{SESSIONS}/current", headers={"Authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.parametrize("wrong", [{"username": "nobody"}, {"password": "wrong"}, {"totp": "000000"}])
def test_every_failure_is_the_same_problem(client: TestClient, credentials: dict[str, str], wrong: dict[str, str]) -> None:
    refused = client.post(SESSIONS, json=credentials | wrong)
    assert refused.status_code == 401
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json() == {
        "type": "/problems/sign-in-failed",
        "title": "Name, password or code do not fit",
        "status": 401,
        "code": "sign_in_failed",
    }


def test_too_many_failures_are_told_how_long_to_wait(client: TestClient) -> None:
    wrong = {"username": "nobody", "password": "wrong", "totp": "000000"}
    answers = [client.post(SESSIONS, json=wrong) for _ in range(5)]
    assert [a.status_code for a in answers] == [401, 401, 401, 401, 429]
    assert answers[-1].headers["Retry-After"] == "1"


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "body",
    [
        {"username": "marker-word", "password": "marker-word"},
        {"username": "marker-word", "password": ["marker-word"], "totp": "marker-word"},
        {"username": "marker-word", "password": "marker-word", "totp": "1", "extra": "marker-word"},
    ],
)
def test_what_was_sent_is_never_echoed(client: TestClient, body: dict[str, object]) -> None:
    refused = client.post(SESSIONS, json=body)
    assert refused.status_code == 422
    assert "marker-word" not in refused.text


@pytest.mark.sqlite_only
def test_an_account_in_another_organisation_cannot_be_made_or_known_of(client_of: ClientOf, town: Town) -> None:
    stranger = town.person(Role.SOCIAL_WORKER, town.other)
    admin = client_of(town.person(Role.ORGANISATION_ADMIN))
    assert admin.post(f"/api/v1/users/{stranger.id}/account", json={"username": "x"}).status_code == 404
    assert admin.delete(f"/api/v1/users/{stranger.id}/sessions").status_code == 404
    worker = client_of(town.person(Role.SOCIAL_WORKER))
    assert worker.post(f"/api/v1/users/{stranger.id}/account", json={"username": "x"}).status_code == 403


@pytest.mark.sqlite_only
def test_a_password_check_that_finds_no_turn_is_asked_to_come_again(
    monkeypatch: pytest.MonkeyPatch, client: TestClient, house: House
) -> None:
    from app.crypto import passwords

    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    turns = [passwords._turns.acquire() for _ in range(passwords.AT_ONCE)]
    try:
        refused = client.post(SESSIONS, json={"username": "nobody", "password": "x", "totp": "000000"})
    finally:
        for _ in turns:
            passwords._turns.release()
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "2"
