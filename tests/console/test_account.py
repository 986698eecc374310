"""One's own account: where one is signed in, what one promised, and the help."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.work import House
from tests.builders import Person, Town, signed_in

pytestmark = pytest.mark.sqlite_only
Browser = Callable[[Person], TestClient]


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


@pytest.fixture
def browser(browser_for: Browser, worker: Person) -> TestClient:
    return browser_for(worker)


def test_ones_own_other_sessions_are_shown_and_ended(browser: TestClient, house: House, worker: Person, browser_for: Browser) -> None:
    other = browser_for(signed_in(house, worker.actor))
    assert "End the others" in browser.get("/account").text
    assert other.get("/account").status_code == 200
    assert browser.post("/account/sessions/end").status_code == 303
    assert other.get("/account").status_code == 303  # to sign in
    assert "End the others" not in browser.get("/account").text


def test_a_promise_is_signed_from_ones_account(browser: TestClient, worker: Person) -> None:
    assert "not signed yet" in browser.get("/account").text
    sent = {"kind": "confidentiality", "signed_on": "2025-06-10", "next": "/account"}
    answer = browser.post(f"/do/sign_undertaking/{worker.id}", data=sent)
    assert answer.headers["location"].startswith("/account?told=sign_undertaking")
    assert "signed on 10 Jun 2025" in browser.get("/account").text


def test_the_account_and_the_help_open_for_everybody(browser_of: Callable[[Role], TestClient]) -> None:
    for role in Role:
        assert [browser_of(role).get(path).status_code for path in ("/account", "/help")] == [200, 200], role
