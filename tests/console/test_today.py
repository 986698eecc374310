"""What is due: late first, in words, with one thing to press that settles it."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.console import deeds
from app.records.registry import ACTS
from app.services.instants import iso
from app.standards.books import Books
from app.standards.rules import Scope, Standard
from app.work import House, unit_of_work
from tests.builders import DAY, HOUR, Clock, Person, Town, a_case, do

BrowserOf = Callable[[Role], TestClient]
pytestmark = pytest.mark.sqlite_only

# What is missing here is recorded with staff or by the ministry, in no act of a case.
ELSEWHERE = {"R4-01a", "R6-08", "R10-01b", "R10-03b"}


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


def text_of(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page).split())


def case_standards(books: Books) -> Iterator[Standard]:
    return (standard for standard in books.catalogue("kh-2009").standards if standard.scope is Scope.CASE)


def test_what_is_late_says_by_how_much_why_and_from_where(house: House, clock: Clock, worker: Person, browser_of: BrowserOf) -> None:
    a_case(house, worker, first_contact_at=iso(clock.now - HOUR))
    clock.advance(4 * DAY)
    page = browser_of(Role.SOCIAL_WORKER).get("/today")
    said = text_of(page.text)
    assert page.status_code == 200
    assert "3 days late was due" in said
    assert "A first risk check covers danger to the person and family" in said
    assert "Ethical and Safety Recommendations" in said
    assert said.index("Overdue") < said.index("Later")


def test_the_button_of_what_is_due_leads_to_the_form_that_settles_it(
    house: House, clock: Clock, worker: Person, browser_of: BrowserOf
) -> None:
    case_id = a_case(house, worker)
    clock.advance(2 * DAY)
    browser = browser_of(Role.SOCIAL_WORKER)
    before = browser.get("/today").text
    link = f"/cases/{case_id}/do/record_risk_assessment?next=%2Ftoday"
    assert link in before
    assert browser.get(link).status_code == 200
    do(house, worker.actor, "record_risk_assessment", {"case_id": case_id}, scope="first_contact", assessed_at=None)
    assert link not in browser.get("/today").text


def test_a_duty_that_a_record_owes_leads_to_that_record(house: House, clock: Clock, worker: Person, browser_of: BrowserOf) -> None:
    case_id = a_case(house, worker)
    harmless = do(house, worker.actor, "record_incident", {"case_id": case_id}, kind="unpaid_work", became_known_at=iso(clock.now - HOUR))
    threat = do(house, worker.actor, "record_incident", {"case_id": case_id}, kind="threat", became_known_at=iso(clock.now - HOUR))
    page = browser_of(Role.SOCIAL_WORKER).get("/today").text
    assert f"/do/report_incident/{threat.record_id}?" in page
    assert str(harmless.record_id) not in page


def test_silence_stands_out_after_two_weeks(house: House, clock: Clock, worker: Person, browser_of: BrowserOf) -> None:
    a_case(house, worker)
    browser = browser_of(Role.SOCIAL_WORKER)
    clock.advance(13 * DAY)
    assert "without an entry" not in browser.get("/today").text
    clock.advance(2 * DAY)
    assert "15 days without an entry" in browser.get("/today").text


def test_thirty_are_shown_first_and_all_on_demand(house: House, clock: Clock, worker: Person, browser_of: BrowserOf) -> None:
    for _ in range(8):
        a_case(house, worker)
    clock.advance(30 * DAY)
    browser = browser_of(Role.SUPERVISOR)
    first, everything = browser.get("/today").text, browser.get("/today?show=all").text
    assert len(re.findall('<li class="due( due--overdue| due--soon)?">', first)) == 30
    shown, in_all = map(int, re.findall(r"The (\d+) most pressing of (\d+)", first)[0])
    assert (shown, in_all > 30) == (30, True)
    assert "most pressing of" not in everything


def test_nobody_sees_what_is_due_elsewhere_and_an_empty_day_says_what_to_do(
    house: House, clock: Clock, worker: Person, town: Town, browser_for: Callable[[Person], TestClient]
) -> None:
    a_case(house, worker)
    clock.advance(30 * DAY)
    page = browser_for(town.person(Role.SOCIAL_WORKER, town.other)).get("/today").text
    assert "Nothing is due" in page
    assert 'href="/cases"' in page


def test_every_standard_of_a_case_has_a_way_to_settle_it(house: House) -> None:
    without = {standard.id for standard in case_standards(house.books) if not deeds.ways(standard)}
    assert without == ELSEWHERE


def test_a_form_is_filled_in_with_the_kind_of_thing_only_and_never_with_an_answer(house: House, town: Town) -> None:
    with unit_of_work(house, town.person(Role.SUPERVISOR).actor, writes=False) as work:
        wanted = [deeds.Wanted(UUID(int=1), standard) for standard in case_standards(house.books)]
        found = deeds.next_of(work, wanted, back="/today")
    told: dict[str, list[str]] = {}
    for (_, standard), one in found.items():
        assert one.act is not None
        query = parse_qs(urlsplit(one.href).query)
        assert query.pop("next") == ["/today"]
        for name, (value,) in query.items():
            assert value in ACTS[one.act].record.fields[name].codes, standard
        told |= query
    assert set(told) == {"kind", "type", "purpose", "scope", "about"}


def test_cases_are_found_by_step_and_by_a_part_of_their_number(house: House, worker: Person, browser_of: BrowserOf) -> None:
    numbers = {}
    for _ in range(2):
        case_id = a_case(house, worker)
        page = browser_of(Role.SOCIAL_WORKER).get(f"/cases/{case_id}").text
        numbers[case_id] = re.findall(r"<title>Case ([\w-]+)", page)[0]
    browser, (one, other) = browser_of(Role.SOCIAL_WORKER), numbers.values()
    found = browser.get("/cases", params={"number": one.replace("-", "")[2:9].lower()}).text
    assert (one in found, other in found) == (True, False)
    assert "No case fits" in browser.get("/cases?step=closed").text
    assert one in browser.get("/cases?step=interview").text


def test_a_name_that_is_searched_stands_in_no_address_and_on_no_page(house: House, worker: Person, browser_of: BrowserOf) -> None:
    case_id = a_case(house, worker)
    do(house, worker.actor, "register_person", {"case_id": case_id}, name_latin="Chan Sreypov", name_km=None, other_names=None)
    browser = browser_of(Role.SOCIAL_WORKER)
    found = browser.post("/cases/search", data={"name": "sreypov"})
    assert found.status_code == 200
    assert str(case_id) in found.text
    assert "sreypov" not in (found.text + str(found.url)).lower()
    assert "No case that you may know of" in browser.post("/cases/search", data={"name": "Bopha"}).text
    short = browser.post("/cases/search", data={"name": "s"})
    assert short.status_code == 422
    assert "Write at least two letters" in short.text
