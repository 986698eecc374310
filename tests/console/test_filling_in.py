"""What a form says back: what is wrong and where, what stands already, what holds a case up, and that nothing is done twice."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.access import Role
from app.console import addresses
from app.models.ledger import Entry
from app.records.registry import ACTS
from app.work import House
from tests.builders import Person, Town, a_case, do

pytestmark = pytest.mark.sqlite_only

SCREENED = {"form_type": "ngo_screening", "screened_by": "ngo", "outcome": "unclear", "separated_from_suspects": "yes"}


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


@pytest.fixture
def browser(browser_for: Callable[[Person], TestClient], worker: Person) -> TestClient:
    return browser_for(worker)


@pytest.fixture
def case(house: House, worker: Person) -> UUID:
    return a_case(house, worker)


def to(act: str, case: UUID, **ids: UUID) -> str:
    return addresses.form(ACTS[act], {"case_id": case} | ids)


def mistakes_in(text: str) -> list[tuple[str, str]]:
    """Return the lines of the error summary: where each leads, and what it says."""
    summary = text.partition("govuk-error-summary__body")[2].partition("<h1")[0]
    return re.findall(r'<a href="#([^"]*)">([^<]*)</a>', summary)


def entries(house: House) -> int:
    with house.reading.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Entry)) or 0


def test_a_blank_form_is_refused_with_a_way_to_every_missing_answer(house: House, town: Town, browser_for: Any) -> None:
    case = a_case(house, town.person(Role.SUPERVISOR))
    before = entries(house)
    acts = [
        act for act in ACTS.values() if act.needs and act.path.startswith("/cases/{case_id}/") and act.makes and Role.SUPERVISOR in act.by
    ]
    browser = browser_for(town.person(Role.SUPERVISOR))
    for act in acts:
        answer = browser.post(to(act.name, case), data={"_once": "x"})
        wrong = mistakes_in(answer.text)
        assert (act.name, answer.status_code, len(wrong)) == (act.name, 422, len(act.needs))
        for anchor, said in wrong:
            assert re.search(rf'<(input|select|textarea)[^>]* id="{re.escape(anchor)}"', answer.text), (act.name, anchor)
            assert " – " in said
        assert 'data-filled="1"' in answer.text
    assert len(acts) > 20
    assert entries(house) == before


def test_what_was_typed_stays_and_each_mistake_leads_to_its_input(browser: TestClient, house: House, case: UUID) -> None:
    sent = {
        "started_at.day": "2025-06-16",
        "started_at.time": "",
        "place_judged_at.day": "2999-01-01",
        "place_judged_at.time": "10:00",
        "type": "initial",
        "interviewer_id": "nobody",
        "interpreter_used": "yes",
        "interpreter_independent": "no",
        "statement": 'She said "no" <b>twice</b>',
    }
    answer = browser.post(to("record_interview", case), data=sent)
    assert answer.status_code == 422
    assert [anchor for anchor, _ in mistakes_in(answer.text)] == ["interviewer_id", "started_at.time"]
    assert "She said &#34;no&#34; &lt;b&gt;twice&lt;/b&gt;</textarea>" in answer.text
    assert re.search(r'id="started_at.day"[^>]*value="2025-06-16"', answer.text)
    assert re.search(r'name="interpreter_independent"[^>]*value="no" checked', answer.text)


def test_a_moment_that_has_not_come_is_said_of_its_own_field(browser: TestClient) -> None:
    sent = {"sex": "feminine", "nationality_class": "unknown", "interpreter_needed": "no"}
    sent |= {"first_contact_at.day": "2030-01-01", "first_contact_at.time": "10:00"}
    answer = browser.post("/do/open_case", data=sent)
    assert answer.status_code == 422
    [(anchor, said)] = mistakes_in(answer.text)
    assert anchor == "first_contact_at.day"
    assert "future" in said


def test_mistakes_inside_scores_and_items_lead_to_their_own_input(browser: TestClient, case: UUID) -> None:
    scores = browser.post(to("record_assessment", case), data={"type": "initial", "client_scores.food": "9", "client_scores.safety": "2"})
    assert [anchor for anchor, _ in mistakes_in(scores.text)] == ["client_scores.food-1"]
    plan = dict.fromkeys(("covers_low_scores", "case_worker_signed", "local_authority_signed", "client_view_recorded"), "yes")
    plan |= {"conditional_on_cooperation": "no", "client_signature": "signed", "guardian_signature": "not_needed"}
    items = {"items.0.goal": "", "items.4.goal": "Invented goal", "items.4.due_on": "soon"}
    answer = browser.post(to("record_service_plan", case), data=plan | items)
    assert {anchor for anchor, _ in mistakes_in(answer.text)} == {"items.4.domain", "items.4.due_on"}
    assert 'value="Invented goal"' in answer.text


@pytest.mark.parametrize(("typed", "kept"), [("១២", 12), ("1,000", 1000)])
def test_numbers_are_read_as_people_write_them(browser: TestClient, house: House, case: UUID, typed: str, kept: int) -> None:
    sent = {
        "form_type": "ngo_screening",
        "screened_by": "ngo",
        "outcome": "unclear",
        "separated_from_suspects": "yes",
        "indicators_count": typed,
    }
    assert browser.post(to("record_screening", case), data=sent).status_code == 303
    with house.reading.connect() as connection:
        facts = connection.scalars(select(Entry.facts).where(Entry.act == "record_screening")).one()
    assert facts["indicators_count"] == kept


def test_a_number_that_is_none_is_refused_and_never_guessed(browser: TestClient, case: UUID) -> None:
    for typed in ("2,5", "9" * 5000, "1e9", "many", "-3"):
        answer = browser.post(to("record_screening", case), data=SCREENED | {"indicators_count": typed})
        assert [anchor for anchor, _ in mistakes_in(answer.text)] == ["indicators_count"], typed


def test_what_hung_on_an_answer_that_was_changed_is_not_recorded(browser: TestClient, house: House, case: UUID, worker: Person) -> None:
    sent = {"type": "initial", "interviewer_id": str(worker.id), "interpreter_used": "no", "interpreter_independent": "yes"}
    assert browser.post(to("record_interview", case), data=sent).status_code == 303
    with house.reading.connect() as connection:
        facts = connection.scalars(select(Entry.facts).where(Entry.act == "record_interview")).one()
    assert facts["interpreter_used"] is False
    assert "interpreter_independent" not in facts


def test_a_form_that_is_sent_twice_is_recorded_once(browser: TestClient, house: House, case: UUID) -> None:
    before = entries(house)
    answers = [browser.post(to("write_case_note", case), data={"note_text": "Invented", "_once": "the-same"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert entries(house) == before + 1


def test_a_decision_on_what_has_changed_meanwhile_is_a_conflict_that_keeps_what_was_typed(
    browser: TestClient, house: House, case: UUID, worker: Person
) -> None:
    service = do(house, worker.actor, "offer_service", {"case_id": case}, offered_at=None).record_id
    address = to("decide_service", case, service_id=service)
    seen = re.search(r'name="_revision" value="(\d+)"', browser.get(address).text)
    assert seen
    do(house, worker.actor, "write_case_note", {"case_id": case}, written_at=None)
    sent = {"decision": "accepted", "_revision": seen[1]}
    late = browser.post(address, data=sent)
    assert late.status_code == 412
    assert re.search(r'value="accepted" checked', late.text)
    # Whoever has looked again sends it on the newest revision.
    newer = re.search(r'name="_revision" value="(\d+)"', late.text)
    assert newer
    assert browser.post(address, data=sent | {"_revision": newer[1]}).status_code == 303


def test_a_mistake_does_not_make_an_old_look_new(browser: TestClient, house: House, case: UUID, worker: Person) -> None:
    service = do(house, worker.actor, "offer_service", {"case_id": case}, offered_at=None).record_id
    sent = {"decided_at.day": "2025-01-01", "_revision": "1"}
    answer = browser.post(to("decide_service", case, service_id=service), data=sent)
    assert answer.status_code == 422
    assert 'name="_revision" value="1"' in answer.text


def test_an_act_that_goes_on_with_a_record_shows_what_stands(browser: TestClient, house: House, case: UUID, worker: Person) -> None:
    offered = do(
        house, worker.actor, "offer_service", {"case_id": case}, type="counselling", offered_at=None, service_notes="Invented secret"
    )
    page = browser.get(to("decide_service", case, service_id=offered.record_id)).text
    standing = page.partition('class="standing"')[2].partition("</section>")[0]
    assert "Counselling" in standing
    assert "Written down, and sealed" in standing
    assert "Invented secret" not in page
    assert "recorded already" not in page
    do(house, worker.actor, "decide_service", {"case_id": case, "service_id": offered.record_id}, decided_at=None)
    assert "recorded already" in browser.get(to("decide_service", case, service_id=offered.record_id)).text


def test_a_form_of_a_record_that_is_not_there_is_not_shown(browser: TestClient, case: UUID) -> None:
    assert browser.get(to("decide_service", case, service_id=UUID(int=7))).status_code == 404


def test_another_item_is_asked_for_without_recording_anything(browser: TestClient, house: House, case: UUID) -> None:
    before = entries(house)
    page = browser.post(to("record_service_plan", case), data={"_more": "1", "items.2.goal": "Invented goal"})
    assert (page.status_code, entries(house)) == (200, before)
    assert 'id="items.3.goal"' in page.text
    assert 'value="Invented goal"' in page.text
    huge = browser.get(to("record_service_plan", case) + "?items_shown=99999999").text
    assert huge.count('class="govuk-fieldset plan-item"') <= 60


def test_a_form_filled_in_without_a_line_names_its_sender(browser: TestClient, house: House, case: UUID, worker: Person) -> None:
    assert browser.post(to("record_interview", case), data={"type": "initial", "interviewer_id": "me"}).status_code == 303
    with house.reading.connect() as connection:
        facts = connection.scalars(select(Entry.facts).where(Entry.act == "record_interview")).one()
    assert facts["interviewer_id"] == str(worker.id)
