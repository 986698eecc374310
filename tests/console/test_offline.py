"""What the browser keeps for when there is no line belongs to nobody; what it sends later is recorded as its writer's or not at all."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.access import Role
from app.work import House
from tests.builders import Town, a_case

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize("language", ["en", "km"])
def test_every_page_that_is_kept_is_served_to_anybody_and_says_nothing_of_anybody(app: FastAPI, language: str) -> None:
    anybody = TestClient(app)
    kept = anybody.get(f"/offline/list?language={language}").json()
    assert len(kept["paths"]) > 20
    for path in kept["paths"]:
        page = anybody.get(path)
        assert page.status_code == 200, path
        assert f'lang="{language}"' in page.text, path
        assert 'data-offline="1"' in page.text, path
        assert "data-user" not in page.text, path


def test_an_act_that_needs_the_case_in_sight_has_no_blank_form(app: FastAPI) -> None:
    assert TestClient(app).get("/offline/forms/close_case").status_code == 404
    assert TestClient(app).get("/offline/forms/nothing").status_code == 404


def test_the_outbox_has_a_page_for_whoever_is_signed_in(browser_of: Callable[[Role], TestClient], app: FastAPI) -> None:
    assert 'id="outbox"' in browser_of(Role.SOCIAL_WORKER).get("/outbox").text
    assert TestClient(app).get("/outbox", follow_redirects=False).status_code == 303


def test_what_one_person_wrote_is_never_recorded_as_anothers(browser_of: Callable[[Role], TestClient], town: Town, house: House) -> None:
    case = a_case(house, town.person(Role.SOCIAL_WORKER))
    note = {"_once": str(uuid4()), "note_text": "An invented note."}
    browser, me = browser_of(Role.SOCIAL_WORKER), town.person(Role.SOCIAL_WORKER)
    path = f"/cases/{case}/do/write_case_note"
    assert browser.post(path, data=note, headers={"Rumduol-Outbox": str(town.person(Role.SUPERVISOR).id)}).status_code == 401
    sent = [browser.post(path, data=note, headers={"Rumduol-Outbox": str(me.id)}).status_code for _ in range(2)]
    assert sent == [204, 204], "the second time it is the same request"
