"""What a person sees before a decision: consent to talk, the standards behind a question, the gates of a step."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.console import addresses
from app.console.forms import proofs, shapes
from app.records.registry import ACTS
from app.work import House
from tests.builders import HOUR, Person, Town, a_case, do

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


@pytest.fixture
def browser(browser_for: Callable[[Person], TestClient], worker: Person) -> TestClient:
    return browser_for(worker)


@pytest.fixture
def case(house: House, worker: Person) -> UUID:
    return a_case(house, worker)


def to(act: str, case: UUID) -> str:
    return addresses.form(ACTS[act], {"case_id": case})


def test_the_interview_begins_with_the_persons_answer(browser: TestClient, house: House, case: UUID, worker: Person) -> None:
    def state() -> str:
        found = re.search(r"consent-state--(\w+)", browser.get(to("record_interview", case)).text)
        return found[1] if found else ""

    def answered(decision: str) -> UUID:
        house.clock.advance(HOUR)  # type: ignore[attr-defined]  # the tests' clock
        told = {"decided_at": None, "purpose": "interview", "decision": decision, "recipient": None}
        return do(house, worker.actor, "record_consent", {"case_id": case}, **told).record_id

    assert state() == "none"
    answered("asked_for_time")
    assert state() == "asked_for_time"
    consent = answered("given")
    assert state() == "given"
    do(house, worker.actor, "withdraw_consent", {"case_id": case, "consent_id": consent}, withdrawn_at=None)
    assert state() == "withdrawn"
    page = browser.get(to("record_interview", case)).text
    assert f'href="{to("record_consent", case)}?purpose=interview&amp;next=' in page


def test_every_question_of_the_interview_names_the_standards_it_proves(browser: TestClient, house: House, case: UUID) -> None:
    page = browser.get(to("record_interview", case)).text
    proved = proofs.of_act(house.books, "kh-2009", ACTS["record_interview"])
    assert {"place_private", "separated_from_suspects", "interpreter_independent", "client_understood"} <= proved.keys()
    for name, standards in proved.items():
        if name not in shapes.asked_names(ACTS["record_interview"]):
            continue
        question = page.partition(f'id="question-{name}"')[2]
        assert all(f'href="/standards/{standard.id}"' in question for standard in standards), name


def test_a_step_is_shown_with_its_gate_and_a_form_for_each_open_standard(browser: TestClient, case: UUID) -> None:
    page = browser.get(to("change_step", case)).text
    gate = page.partition('class="gate"')[2].partition("</section>")[0]
    assert "R1-03" in gate
    assert re.search(rf'href="{to("record_screening", case)}\?[^"]*next=', gate)
    assert 'value="recovery"' in page
    assert 'value="follow_up"' not in page  # not a step that follows
    refused = browser.post(to("change_step", case), data={"to_step": "recovery"})
    assert refused.status_code == 409
    assert f'href="{to("record_screening", case)}?next=' in refused.text.partition("<h1")[0]
    assert re.search(r'value="recovery" checked', refused.text)


def test_only_standards_that_can_be_waived_are_offered_for_a_waiver(browser: TestClient, house: House, case: UUID) -> None:
    page = browser.get(to("request_waiver", case) + "?standard_id=R1-03").text
    offered = set(re.findall(r'<option value="(R[^"]*)"', page))
    assert offered == {standard.id for standard in house.books.catalogue("kh-2009").standards if standard.waivable}
    assert re.search(r'<option value="R1-03" selected', page)
