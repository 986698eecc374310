"""What somebody tries who means harm: with a stolen cookie, a crafted form, or no session at all."""

import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from pyotp.totp import TOTP
from starlette.testclient import TestClient

from app.access import Role
from app.console import addresses
from app.records.registry import ACTS
from app.services import accounts, logbook, profiles, scope
from app.work import House, unit_of_work
from tests.builders import Clock, Person, Town, a_case, do, signed_in

pytestmark = pytest.mark.sqlite_only
Browser = Callable[[Person], TestClient]


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


@pytest.fixture
def browser(browser_for: Browser, worker: Person) -> TestClient:
    return browser_for(worker)


@pytest.fixture
def note(house: House, worker: Person) -> str:
    """Where a note on a case is sent."""
    return addresses.form(ACTS["write_case_note"], {"case_id": a_case(house, worker)})


def in_charset(charset: str, value: bytes) -> dict[str, object]:
    """A form whose sender chose how it is to be decoded."""
    part = b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + value + b"\r\n--B--\r\n"
    return {"content": part, "headers": {"content-type": f"multipart/form-data; charset={charset}; boundary=B", "accept": "*/*"}}


def test_a_form_is_not_decoded_as_its_sender_wishes(app: FastAPI, browser: TestClient, note: str) -> None:
    # Eight megabytes of this would hold up everybody for the better part of an hour, and nobody has to be signed in.
    slow = in_charset("punycode", b"a" * 50_000 + b"-" + b"a" * 50_000)
    assert TestClient(app).post("/sign-in", **slow).status_code == 415  # type: ignore[arg-type]
    assert browser.post(note, **slow).status_code == 415  # type: ignore[arg-type]
    half = in_charset("unicode_escape", b"\\ud800")
    assert browser.post(note, **half).status_code == 415  # type: ignore[arg-type]


def test_the_cookie_of_the_console_opens_nothing_in_the_api(app: FastAPI, house: House, town: Town, worker: Person, clock: Clock) -> None:
    with unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor) as work:
        account = accounts.make_account(work, worker.id, "Sok.Invented")
    browser = TestClient(app, headers={"sec-fetch-site": "same-origin"}, follow_redirects=False)
    code = TOTP(account.totp_secret).at(clock.now)
    browser.post("/sign-in", data={"username": account.username, "password": account.password, "totp": code})
    token = browser.cookies["rumduol"]
    assert browser.get("/cases").status_code == 200
    for held in (token, token.removeprefix("console."), f" {token}"):
        answer = TestClient(app).get("/api/v1/cases", headers={"authorization": f"Bearer {held}"})
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert browser.get("/cases").status_code == 200


@pytest.mark.parametrize("next_", ["/ក", "/\u3000//elsewhere.example", "/\x7f", "/cases?q=ខ#a"])
def test_a_way_back_in_any_letters_stays_inside_and_loses_nothing(browser: TestClient, house: House, note: str, next_: str) -> None:
    answer = browser.post(note, data={"note_text": "Invented", "next": next_})
    assert answer.status_code == 303
    assert answer.headers["location"].isascii()
    assert re.match("/[^/]", answer.headers["location"])


def test_digits_that_are_no_numbers_are_refused_as_a_form_is(browser_of: Callable[[Role], TestClient], house: House, town: Town) -> None:
    admin = town.person(Role.ORGANISATION_ADMIN)
    with unit_of_work(house, admin.actor, writes=False) as work:
        limit = next(iter(profiles.settings_of(work)))
    officer, endless = browser_of(Role.MOSAVY_OFFICER), "9" * 5_000
    for digits in ("²", endless):
        pack = officer.post("/evidence/packs", data={"recommendation": "118.76", "from": digits, "to": digits})
        entry = officer.post("/evidence/entries/new", data={"recommendation": "118.76", "year": digits})
        own = browser_of(Role.ORGANISATION_ADMIN).post("/limits", data={f"{limit}.number": digits, f"{limit}.unit": "D"})
        assert [answer.status_code for answer in (pack, entry, own)] == [422, 422, 422]
    assert browser_of(Role.MOSAVY_AUDITOR).get("/audit?ahead=²").status_code == 200


def test_a_form_that_came_too_late_is_no_file_to_import(
    browser_of: Callable[[Role], TestClient], browser_for: Browser, house: House, town: Town
) -> None:
    late = browser_for(signed_in(house, town.person(Role.SUPERVISOR).actor))
    late.post("/lock")
    parked = re.search(r'name="_parked" value="([^"]+)"', late.post("/exchange/import", data={"media_type": "text/csv"}).text)
    assert parked
    answer = browser_of(Role.SUPERVISOR).post("/exchange/import/confirmation", data={"file": parked[1]})
    assert answer.status_code == 422


def test_a_refusal_to_the_outbox_is_kept_by_nobody(browser: TestClient, worker: Person, note: str) -> None:
    answer = browser.post(note, data={}, headers={"rumduol-outbox": str(worker.id)})
    assert (answer.status_code, answer.headers["cache-control"]) == (422, "no-store")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_log_names_an_opened_field_once_however_often_it_was_asked_for(
    browser_for: Browser, house: House, town: Town, worker: Person, clock: Clock
) -> None:
    case_id = a_case(house, worker)
    person_id = do(house, worker.actor, "register_person", {"case_id": case_id}, name_latin="Chan Invented").record_id
    with unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor) as work:
        account = accounts.make_account(work, worker.id, "Sok.Invented")
    asked = {"fields": ["name_latin"] * 500, "purpose": "case_work", "totp": TOTP(account.totp_secret).at(clock.now)}
    answer = browser_for(signed_in(house, worker.actor)).post(f"/cases/{case_id}/records/person/{person_id}/open", data=asked)
    assert "Chan Invented" in answer.text
    with unit_of_work(house, town.person(Role.SUPERVISOR).actor, writes=False) as work:
        items = logbook.of_case(work, scope.case(work, case_id), cursor=None, limit=100).items
    assert [item["details"]["fields"] for item in items if item["event"] == "IdentityOpened"] == [["name_latin"]]


def test_a_wrong_password_locks_a_session_whose_lock_did_not_come_through(
    browser_for: Browser, house: House, town: Town, worker: Person
) -> None:
    with unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor) as work:
        accounts.make_account(work, worker.id, "Sok.Invented")
    thief = browser_for(signed_in(house, worker.actor))
    assert thief.get("/cases").status_code == 200
    assert thief.post("/unlock", data={"password": "a guess"}).status_code == 422
    assert thief.get("/cases").headers["location"].startswith("/unlock?")
