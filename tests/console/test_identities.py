"""A name is hidden until it is asked for, with a reason and a fresh code; it is shown once, and stands in no address and no title."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from pyotp.totp import TOTP
from starlette.testclient import TestClient

from app.access import Role
from app.services import accounts, logbook, scope
from app.services.accounts import NewAccount
from app.work import House, unit_of_work
from tests.builders import Clock, Person, Town, a_case, do, signed_in

KHMER, LATIN = "ចាន់ ស្រីពៅ", "Chan Sreypov"
pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


@pytest.fixture
def account(house: House, town: Town, worker: Person) -> NewAccount:
    with unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor) as work:
        return accounts.make_account(work, worker.id, "Sok.Invented")


@pytest.fixture
def browser(browser_for: Callable[[Person], TestClient], house: House, worker: Person, account: NewAccount) -> TestClient:
    # The account first: making it ends the sessions that were there.
    return browser_for(signed_in(house, worker.actor))


@pytest.fixture
def case_id(house: House, worker: Person) -> UUID:
    return a_case(house, worker)


@pytest.fixture
def person_id(house: House, worker: Person, case_id: UUID) -> UUID:
    told = {"name_km": KHMER, "name_latin": LATIN, "other_names": None, "village_code": "12010101", "citizenships": ["KH", "VN"]}
    return do(house, worker.actor, "register_person", {"case_id": case_id}, **told).record_id


def sent(account: NewAccount, clock: Clock, **changed: object) -> dict[str, object]:
    return {"fields": ["name_km", "name_latin"], "purpose": "case_work", "totp": TOTP(account.totp_secret).at(clock.now)} | changed


def opened_in_log(house: House, town: Town, case_id: UUID) -> list[dict[str, object]]:
    with unit_of_work(house, town.person(Role.SUPERVISOR).actor, writes=False) as work:
        items = logbook.of_case(work, scope.case(work, case_id), cursor=None, limit=100).items
    return [item["details"] for item in items if item["event"] == "IdentityOpened"]


def test_nothing_is_open_before_it_is_asked_for(browser: TestClient, case_id: UUID, person_id: UUID) -> None:
    for path in (
        "",
        "/identity",
        f"/records/person/{person_id}",
        f"/records/person/{person_id}/open",
        f"/records/person/{person_id}/correct",
    ):
        page = browser.get(f"/cases/{case_id}{path}")
        assert page.status_code == 200
        assert LATIN not in page.text
        assert KHMER not in page.text


def test_a_name_is_shown_in_the_answer_only_and_the_log_says_so(
    browser: TestClient, case_id: UUID, person_id: UUID, account: NewAccount, clock: Clock, house: House, town: Town
) -> None:
    path = f"/cases/{case_id}/records/person/{person_id}/open"
    assert f'action="{path}"' in browser.get(f"/cases/{case_id}/identity").text
    answer = browser.post(path, data=sent(account, clock))
    assert answer.status_code == 200
    assert f'<dd class="opened__value" lang="km">{KHMER}</dd>' in answer.text
    assert f'<dd class="opened__value" lang="en">{LATIN}</dd>' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert LATIN not in re.findall("<title>(.*?)</title>", answer.text)[0]
    assert f'href="/cases/{case_id}"' in answer.text
    (logged,) = opened_in_log(house, town, case_id)
    assert (logged["fields"], logged["purpose"]) == (["name_km", "name_latin"], "case_work")


def test_what_is_opened_is_said_in_words(browser: TestClient, case_id: UUID, person_id: UUID, account: NewAccount, clock: Clock) -> None:
    path = f"/cases/{case_id}/records/person/{person_id}/open"
    page = browser.post(path, data=sent(account, clock, fields=["village_code", "citizenships"])).text
    assert "Phum Muoy, Tonle Basak, Chamkar Mon, Phnom Penh" in page
    assert "Cambodia, Vietnam" in page


def test_a_code_counts_once_and_a_wrong_one_opens_nothing(
    browser: TestClient, case_id: UUID, person_id: UUID, account: NewAccount, clock: Clock, house: House, town: Town
) -> None:
    path = f"/cases/{case_id}/records/person/{person_id}/open"
    wrong = browser.post(path, data=sent(account, clock, totp="000000", purpose="safety"))
    assert wrong.status_code == 422
    assert "The code was wrong or used already" in wrong.text
    assert re.search(r'value="safety"[^>]* checked', wrong.text)
    assert browser.post(path, data=sent(account, clock)).status_code == 200
    again = browser.post(path, data=sent(account, clock))
    assert (again.status_code, LATIN in again.text) == (422, False)
    assert len(opened_in_log(house, town, case_id)) == 1


@pytest.mark.parametrize(("changed", "said"), [({"fields": []}, "Choose what to open"), ({"purpose": ""}, "Say what it is needed for")])
def test_without_a_reason_or_a_field_nothing_is_opened(
    browser: TestClient, case_id: UUID, person_id: UUID, account: NewAccount, clock: Clock, changed: dict[str, object], said: str
) -> None:
    answer = browser.post(f"/cases/{case_id}/records/person/{person_id}/open", data=sent(account, clock, **changed))
    assert answer.status_code == 422
    assert said in answer.text
    assert LATIN not in answer.text


def test_a_case_without_a_name_says_how_to_record_one(browser: TestClient, case_id: UUID) -> None:
    page = browser.get(f"/cases/{case_id}/identity").text
    assert "No name is recorded yet" in page
    assert f"/cases/{case_id}/do/register_person" in page


@pytest.mark.parametrize("role", [Role.ORGANISATION_ADMIN, Role.MOSAVY_AUDITOR, Role.MOSAVY_OFFICER])
def test_who_never_sees_identities_has_no_way_to_them(
    browser_of: Callable[[Role], TestClient], case_id: UUID, person_id: UUID, role: Role
) -> None:
    for path in ("identity", f"records/person/{person_id}/open"):
        assert browser_of(role).get(f"/cases/{case_id}/{path}").status_code in (403, 404)
    assert browser_of(role).post(f"/cases/{case_id}/records/person/{person_id}/open", data={"totp": "1"}).status_code in (403, 404)
