"""A case on one page, its findings of any day, its records and their correction, its log, and whom it is shown to."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.console import menu
from app.records.base import placeholders
from app.records.registry import ACTS
from app.services import reading, scope
from app.services.instants import iso, local_day
from app.services.scope import Subject
from app.work import House, unit_of_work
from tests.builders import DAY, HOUR, Clock, Person, Town, a_case, do

BrowserOf = Callable[[Role], TestClient]
pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


@pytest.fixture
def case_id(house: House, worker: Person) -> UUID:
    return a_case(house, worker)


@pytest.fixture
def browser(browser_of: BrowserOf) -> TestClient:
    return browser_of(Role.SOCIAL_WORKER)


def text_of(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page).split())


def consent(house: House, worker: Person, case_id: UUID, **facts: object) -> UUID:
    given = {
        "purpose": "medical",
        "decision": "given",
        "decided_at": iso(house.clock() - HOUR),
        "withheld": None,
        "recipient": None,
    } | facts
    return do(house, worker.actor, "record_consent", {"case_id": case_id}, **given).record_id


def test_the_rights_are_a_picture_that_words_say_too(browser: TestClient, case_id: UUID, house: House) -> None:
    page = browser.get(f"/cases/{case_id}").text
    standards = house.books.catalogue("kh-2009").standards
    of_cases = [standard for standard in standards if standard.scope.value == "case"]
    assert len(re.findall('<li class="right right--', page)) == len(house.books.catalogue("kh-2009").rights) == 11
    assert len(re.findall('<rect class="fill-', page)) == len(of_cases)
    said = re.findall(r'<p class="right__words">(.*?)</p>', page, re.DOTALL)
    assert sum(int(number) for words in said for number in re.findall(r"(\d+) (?!done)", words)) == len(of_cases)
    assert f'href="/cases/{case_id}/findings?right=safety_protection"' in page


def test_the_gate_names_what_blocks_the_next_step_and_each_has_its_button(
    browser: TestClient, case_id: UUID, house: House, worker: Person
) -> None:
    gate = browser.get(f"/cases/{case_id}").text.split('class="gate', 1)[1].split("</section>")[0]
    assert "R1-04a" in gate
    assert f"/cases/{case_id}/do/record_risk_assessment?next=" in gate
    assert f"/cases/{case_id}/do/record_consent?purpose=interview" in gate
    assert "Move to" not in gate
    do(house, worker.actor, "record_risk_assessment", {"case_id": case_id}, scope="first_contact", assessed_at=None)
    assert "R1-04a" not in browser.get(f"/cases/{case_id}").text.split('class="gate', 1)[1].split("</section>")[0]


def test_the_story_says_what_was_recorded_late_and_what_was_corrected_and_opens_nothing(
    browser: TestClient, case_id: UUID, house: House, worker: Person, clock: Clock
) -> None:
    clock.advance(5 * DAY)
    note = do(house, worker.actor, "write_case_note", {"case_id": case_id}, written_at=iso(clock.now - 3 * DAY))
    record_id = consent(house, worker, case_id, withheld="what nobody should read")
    answer = browser.post(
        f"/cases/{case_id}/records/consent/{record_id}/correct",
        data={**unchanged(browser, case_id, "consent", record_id), "decision": "refused", "reason": "Written down wrongly"},
    )
    assert answer.status_code == 303, text_of(answer.text)
    said = text_of(browser.get(f"/cases/{case_id}").text)
    assert "recorded 3 days later" in said
    assert "Corrected: " in said
    assert "corrected since" in said
    assert "sealed" in said
    assert "what nobody should read" not in said
    assert browser.get(f"/cases/{case_id}/records/case_note/{note.record_id}").status_code == 200


def unchanged(browser: TestClient, case_id: UUID, record: str, record_id: UUID) -> dict[str, str]:
    """What the form of correction holds, as a browser would send it back."""
    page = browser.get(f"/cases/{case_id}/records/{record}/{record_id}/correct").text.split('id="the-form"')[1]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", page):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if told.get("type") in ("radio", "checkbox") and not re.search(r"\bchecked\b", tag):
            continue
        sent[told["name"]] = told.get("value", "")
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def test_a_correction_changes_what_was_changed_and_leaves_what_is_sealed(
    browser: TestClient, case_id: UUID, house: House, worker: Person
) -> None:
    record_id = consent(house, worker, case_id, withheld="sealed words", signed=True)
    sent = unchanged(browser, case_id, "consent", record_id) | {"signed": "no", "reason": "It was not signed"}
    assert browser.post(f"/cases/{case_id}/records/consent/{record_id}/correct", data=sent).status_code == 303
    with unit_of_work(house, worker.actor, writes=False) as work:
        item = reading.one(work, Subject("case", scope.case(work, case_id)), "consent", record_id)
    assert (item["facts"]["signed"], item["facts"]["decision"], item["sealed"]) == (False, "given", ["withheld"])


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"signed": "no", "reason": ""}, "Say why it is corrected"),
        ({"reason": "There is a reason"}, "Nothing was changed"),
        ({"decided_at.day": "2099-01-01", "reason": "A wrong day"}, "future"),
        ({"decision": "", "reason": "Not known"}, "Choose an answer"),
    ],
)
def test_a_correction_that_cannot_be_says_why_and_keeps_what_was_typed(
    browser: TestClient, case_id: UUID, house: House, worker: Person, sent: dict[str, str], said: str
) -> None:
    record_id = consent(house, worker, case_id, signed=True)
    path = f"/cases/{case_id}/records/consent/{record_id}/correct"
    answer = browser.post(path, data=unchanged(browser, case_id, "consent", record_id) | sent)
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert f'value="{sent["decided_at.day"]}"' in answer.text if "decided_at.day" in sent else True


def test_a_correction_of_what_somebody_changed_meanwhile_is_not_written_over_it(
    browser: TestClient, case_id: UUID, house: House, worker: Person
) -> None:
    record_id = consent(house, worker, case_id, signed=True)
    sent = unchanged(browser, case_id, "consent", record_id) | {"signed": "no", "reason": "It was not signed"}
    consent(house, worker, case_id)
    answer = browser.post(f"/cases/{case_id}/records/consent/{record_id}/correct", data=sent)
    assert answer.status_code == 412
    assert "Somebody recorded something since you opened this form" in text_of(answer.text)
    assert "It was not signed" in answer.text


def test_what_goes_on_with_a_record_is_offered_until_it_is_done(browser: TestClient, case_id: UUID, house: House, worker: Person) -> None:
    record_id = consent(house, worker, case_id, recipient="dosavy")
    withdraw, tell = (f"/cases/{case_id}/do/{name}/{record_id}" for name in ("withdraw_consent", "tell_recipients"))
    for path in (f"/cases/{case_id}", f"/cases/{case_id}/records/consent/{record_id}"):
        page = browser.get(path).text
        assert (withdraw in page, tell in page) == (True, False)
    do(house, worker.actor, "withdraw_consent", {"case_id": case_id, "consent_id": record_id}, withdrawn_at=iso(house.clock()))
    page = browser.get(f"/cases/{case_id}/records/consent/{record_id}").text
    assert (withdraw in page, tell in page) == (False, True)


def test_every_act_that_adds_to_a_case_stands_in_the_menu_once() -> None:
    of_cases = [act.name for act in ACTS.values() if act.makes and placeholders(act.path)[:1] == ("case_id",)]
    assert sorted(name for _, names in menu.GROUPS for name in names) == sorted(of_cases)


def test_only_what_a_role_may_do_is_offered(browser_of: BrowserOf, case_id: UUID) -> None:
    worker, supervisor, auditor, admin = (
        browser_of(role).get(f"/cases/{case_id}").text
        for role in (Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.MOSAVY_AUDITOR, Role.ORGANISATION_ADMIN)
    )
    assert ("/do/close_case" in worker, "/do/close_case" in supervisor) == (False, True)
    assert re.findall(r"/do/(\w+)", auditor) == ["ask_identity"]
    assert set(re.findall(r"/do/(\w+)", admin)) == {"assign_case_worker", "record_incident"}
    assert ("/identity" in worker, "/identity" in auditor, "/identity" in admin) == (True, False, False)
    log = f'href="/cases/{case_id}/log"'
    assert (log in supervisor, log in worker) == (True, False)


def test_findings_are_shown_as_they_stood_on_any_day(
    browser: TestClient, case_id: UUID, house: House, worker: Person, clock: Clock
) -> None:
    first = local_day(clock.now)
    clock.advance(4 * DAY)
    do(house, worker.actor, "record_screening", {"case_id": case_id}, completed_at=iso(clock.now))
    path = f"/cases/{case_id}/findings?right=safety_protection"
    now, then = browser.get(path).text, browser.get(f"{path}&as_of={first}").text
    assert '<div class="due__when"><span class="status status--unmet">' in now
    assert "Done late" in text_of(now)
    assert "Done late" not in text_of(then)
    assert "As it stood at the end of" in text_of(then)
    wrong = browser.get(f"{path}&as_of=2025-02-31")
    assert (wrong.status_code, "Give a real day" in wrong.text) == (200, True)


def test_a_finding_leads_to_its_proof(browser: TestClient, case_id: UUID, house: House, worker: Person) -> None:
    made = do(house, worker.actor, "record_risk_assessment", {"case_id": case_id}, scope="first_contact", assessed_at=None)
    href = f"/cases/{case_id}/records/risk_assessment/{made.record_id}"
    assert href in browser.get(f"/cases/{case_id}/findings").text
    assert browser.get(href).status_code == 200


def test_a_case_of_others_is_not_there(case_id: UUID, town: Town, browser_for: Callable[[Person], TestClient]) -> None:
    stranger = browser_for(town.person(Role.SUPERVISOR, town.other))
    pages = ("", "/findings", "/records/consent", "/identity", "/log", "/access")
    assert {stranger.get(f"/cases/{case_id}{page}").status_code for page in pages} == {404}


def test_a_record_of_another_case_is_not_found_under_this_one(browser: TestClient, case_id: UUID, house: House, worker: Person) -> None:
    record_id = consent(house, worker, a_case(house, worker))
    assert browser.get(f"/cases/{case_id}/records/consent/{record_id}").status_code == 404
    assert browser.get(f"/cases/{case_id}/records/nothing/{record_id}").status_code == 404


def test_the_log_says_who_did_what(browser_of: BrowserOf, case_id: UUID) -> None:
    said = text_of(browser_of(Role.SUPERVISOR).get(f"/cases/{case_id}/log").text)
    assert "Case opened" in said or "opened" in said
    assert "Social worker" in said


def test_a_supervisor_lets_somebody_see_a_case_until_a_day(
    browser_of: BrowserOf, case_id: UUID, town: Town, house: House, browser_for: Callable[[Person], TestClient]
) -> None:
    supervisor, officer = browser_of(Role.SUPERVISOR), town.person(Role.MOSAVY_OFFICER)
    path, until = f"/cases/{case_id}/access", str(local_day(house.clock() + 7 * DAY))
    assert supervisor.post(path, data={"grantee_id": "", "until": "yesterday"}).status_code == 422
    assert supervisor.post(path, data={"grantee_id": str(town.ministry), "until": "2020-01-01"}).status_code == 422
    assert browser_for(officer).get(f"/cases/{case_id}").status_code == 404
    given = supervisor.post(path, data={"grantee_id": str(town.ministry), "until": until})
    assert given.headers["location"] == f"/cases/{case_id}?told=access_given"
    assert browser_for(officer).get(f"/cases/{case_id}").status_code == 200
