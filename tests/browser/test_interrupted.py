"""The line is cut, the session ends, the screen locks, the page dies: nothing typed is lost, recorded twice or written over."""

from uuid import UUID

import pytest
from playwright.sync_api import expect

from app.access import Role
from app.console import script_words
from app.work import House
from tests.browser.conftest import DeskFor
from tests.browser.desk import Desk
from tests.browser.signing import HALF_HOUR, a_holder, code_at, sign_in
from tests.browser.site import Site, recorded
from tests.browser.ways import WITH_SCRIPT, WITHOUT, Way
from tests.builders import Town, a_case, do

pytestmark = pytest.mark.sqlite_only

TEXT = "Invented note: two lines\nand a second, អត្ថបទប្រឌិត"
with_script = pytest.mark.parametrize("way", WITH_SCRIPT, ids=lambda way: way.name)
either = pytest.mark.parametrize("way", [WITH_SCRIPT[1], WITHOUT[0]], ids=lambda way: way.name)


def told(desk: Desk, key: str) -> str:
    """What a script says, up to the first thing it fills in."""
    return script_words.of(desk.way.language)[key].partition("{")[0].strip()


def a_note(desk: Desk, case: UUID) -> None:
    """Open the form of a note and write it, without sending it."""
    page = desk.go(f"/cases/{case}/do/write_case_note")
    page.fill("#note_text", TEXT)
    if desk.way.script:
        expect(page.locator(".draft-saved")).to_contain_text(told(desk, "draftSaved"))


def waits(desk: Desk) -> None:
    """Press the button without a line: the form goes into the outbox."""
    desk.page.get_by_role("button", name=desk.said("Record it")).click()
    expect(desk.page.locator(".outbox-note")).to_contain_text(told(desk, "putInOutbox"))


@with_script
def test_a_form_that_is_sent_without_a_line_goes_once_when_it_is_back(way: Way, desk_for: DeskFor, house: House, town: Town) -> None:
    worker = town.person(Role.SOCIAL_WORKER)
    desk = desk_for(way, worker)
    desk.expects += ["ERR_INTERNET_DISCONNECTED"]
    a_note(desk, a_case(house, worker))
    desk.context.set_offline(offline=True)
    waits(desk)
    assert recorded(house, "write_case_note") == 0
    desk.context.set_offline(offline=False)
    expect(desk.page.locator(".said")).to_contain_text(told(desk, "sent"))
    desk.go("/outbox")
    expect(desk.page.locator("#outbox")).to_contain_text(told(desk, "outboxEmpty"))
    assert recorded(house, "write_case_note") == 1


@with_script
def test_what_was_recorded_meanwhile_is_never_written_over(way: Way, desk_for: DeskFor, site: Site, town: Town) -> None:
    house, worker = site.house, town.person(Role.SOCIAL_WORKER)
    case = a_case(house, worker)
    service = do(house, worker.actor, "offer_service", {"case_id": case}).record_id
    desk = desk_for(way, worker)
    desk.expects += ["ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE"]
    desk.go(f"/cases/{case}/do/start_service/{service}")
    site.stop()
    waits(desk)
    site.clock.advance(60)
    do(house, town.person(Role.SUPERVISOR).actor, "write_case_note", {"case_id": case})
    site.start()
    desk.go("/outbox")
    expect(desk.page.locator(".said")).to_contain_text(told(desk, "needsYou"))
    assert recorded(house, "start_service") == 0
    desk.page.locator("#outbox").get_by_role("link", name=told(desk, "open"), exact=True).click()
    expect(desk.page.locator(".draft-note")).to_contain_text(told(desk, "changedSince"))
    desk.press("Record it")
    assert recorded(house, "start_service") == 1


@with_script
def test_a_page_that_died_offers_what_was_typed(way: Way, desk_for: DeskFor, house: House, town: Town) -> None:
    worker = town.person(Role.SOCIAL_WORKER)
    case, desk = a_case(house, worker), desk_for(way, worker)
    a_note(desk, case)
    desk.page.close(run_before_unload=False)
    desk.page = desk.context.new_page()
    page = desk.go(f"/cases/{case}/do/write_case_note")
    expect(page.locator(".draft-note")).to_contain_text(told(desk, "unsentText"))
    page.get_by_role("button", name=told(desk, "restore"), exact=True).click()
    expect(page.locator("#note_text")).to_have_value(TEXT)
    desk.press("Record it")
    desk.go(f"/cases/{case}/do/write_case_note")
    expect(page.locator(".draft-note")).to_have_count(0)
    assert recorded(house, "write_case_note") == 1


@pytest.mark.parametrize("way", [*WITH_SCRIPT, *WITHOUT], ids=lambda way: way.name)
def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(way: Way, desk_for: DeskFor, site: Site, town: Town) -> None:
    holder = a_holder(site.house, town, Role.SOCIAL_WORKER, "sokha")
    case, desk = a_case(site.house, holder.person), desk_for(way, holder.person)
    a_note(desk, case)
    site.clock.advance(HALF_HOUR + 1)
    desk.press("Record it")
    assert desk.page.locator("#username").count() == 1, "it asks to sign in again"
    assert TEXT[:13] not in desk.page.content(), "whoever passes by reads nothing"
    sign_in(desk, holder.account)
    desk.press("Show my form")
    expect(desk.page.locator("#note_text")).to_have_value(TEXT)
    assert recorded(site.house, "write_case_note") == 0
    desk.press("Record it")
    assert recorded(site.house, "write_case_note") == 1
    desk.go(f"/cases/{case}/do/write_case_note")
    expect(desk.page.locator(".draft-note")).to_have_count(0)


@with_script
def test_a_screen_that_locked_itself_gives_back_what_was_typed(way: Way, desk_for: DeskFor, site: Site, town: Town) -> None:
    holder = a_holder(site.house, town, Role.SOCIAL_WORKER, "sokha")
    case, desk = a_case(site.house, holder.person), desk_for(way, holder.person)
    desk.page.clock.install()
    desk.page.goto(f"/cases/{case}/do/write_case_note")
    desk.page.fill("#note_text", TEXT)
    desk.page.clock.run_for(271_000)
    expect(desk.page.locator(".said")).to_contain_text(told(desk, "lockSoon"))
    desk.page.clock.run_for(31_000)
    desk.page.wait_for_url("**/unlock?*")
    desk.look()
    desk.page.locator("#password").fill("not the password")
    desk.press("Unlock")
    desk.page.locator("#password").fill(holder.account.password)
    desk.press("Unlock")
    desk.page.get_by_role("button", name=told(desk, "restore"), exact=True).click()
    expect(desk.page.locator("#note_text")).to_have_value(TEXT)


@either
def test_a_form_that_is_sent_twice_is_recorded_once(way: Way, desk_for: DeskFor, house: House, town: Town) -> None:
    worker = town.person(Role.SOCIAL_WORKER)
    case, desk = a_case(house, worker), desk_for(way, worker)
    a_note(desk, case)
    with desk.page.expect_navigation(url="**?told=*"):
        desk.page.get_by_role("button", name=desk.said("Record it")).dblclick()
    desk.look()
    assert recorded(house, "write_case_note") == 1
    desk.page.go_back()
    expect(desk.page.locator("#note_text")).to_have_value("")


def test_a_one_time_code_counts_once(desk_for: DeskFor, site: Site, town: Town) -> None:
    holder = a_holder(site.house, town, Role.SOCIAL_WORKER, "sokha")
    first, second = desk_for(WITHOUT[0]), desk_for(WITHOUT[1])
    used = code_at(site, holder.account)
    first.go("/sign-in")
    sign_in(first, holder.account)
    assert "/sign-in" not in first.page.url
    second.go("/sign-in")
    assert used == code_at(site, holder.account)
    sign_in(second, holder.account)
    assert second.page.locator(".govuk-error-summary").count() == 1
