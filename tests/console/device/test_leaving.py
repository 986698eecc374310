"""A screen left alone locks itself in every tab, whoever leaves quickly leaves nothing open, and what was typed is still there."""

import time

from playwright.sync_api import BrowserContext, Page, expect

from tests.console.device.stand_in import FORM, StandIn


def opened(context: BrowserContext, path: str = FORM, *, clock: bool = False) -> Page:
    page = context.new_page()
    if clock:
        page.clock.install()
    page.goto(path)
    return page


def test_a_screen_left_alone_warns_then_locks_and_keeps_what_was_typed(profile: BrowserContext, server: StandIn) -> None:
    other = opened(profile)
    page = opened(profile, clock=True)
    page.fill("#statement", "half a sentence")
    page.clock.run_for(271_000)
    expect(page.locator(".said")).to_contain_text("This screen locks in")
    page.keyboard.press("Shift")
    expect(page.locator(".said")).to_be_empty()
    page.clock.run_for(271_000)
    expect(page.locator(".said")).to_contain_text("This screen locks in")
    page.clock.run_for(31_000)
    page.wait_for_url(f"**/unlock?next={FORM.replace('/', '%2F')}")
    other.wait_for_url("**/unlock?*")
    assert server.is_locked
    page.evaluate("document.getElementById('in').dispatchEvent(new Event('submit'))")  # as whoever gives the password does
    server.is_locked = False
    expect(opened(profile).locator(".draft-note")).to_contain_text("You have unsent text")


def test_a_lock_that_could_not_be_told_is_told_by_the_next_page(profile: BrowserContext, server: StandIn) -> None:
    page = opened(profile, clock=True)
    page.route("**/lock", lambda route: route.abort())
    page.clock.run_for(301_000)
    page.wait_for_url("**/unlock?*")
    assert not server.is_locked
    opened(profile).wait_for_url("**/unlock?*")
    assert server.is_locked


def test_a_page_opened_on_a_machine_left_alone_is_locked_too(profile: BrowserContext, server: StandIn) -> None:
    opened(profile).close()
    page = profile.new_page()
    page.clock.install(time=time.time() + 299)
    page.goto(FORM)
    expect(page.locator("main")).to_be_visible()
    page.close()
    page = profile.new_page()
    page.clock.install(time=time.time() + 299 + 301)
    page.goto(FORM)
    page.wait_for_url("**/unlock?*")
    assert server.is_locked


def test_leaving_quickly_locks_and_hides_at_once(profile: BrowserContext, server: StandIn) -> None:
    page = opened(profile)
    page.evaluate("document.body.classList.add('govuk-exit-this-page-hide-content')")
    expect(page.locator("main")).to_be_hidden()
    page.wait_for_timeout(300)
    assert server.is_locked
