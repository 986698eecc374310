"""The line is cut, the session ends, somebody leaves: what was typed is sent later, once, by who wrote it, and overwrites nothing."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.device.stand_in import FORM, StandIn

# Asked again and again inside of the page: a strict policy lets no test compile code there.
KEPT = """async () => {
  const isKept = async () => navigator.serviceWorker.controller && (await caches.keys()).some((name) => name.startsWith("forms-"))
    && caches.match("/offline/forms/record_interview?language=en");
  while (!(await isKept())) await new Promise((go) => setTimeout(go, 50));
}"""
TEXT = "canary-77b0 two lines\nand a second"


def opened(context: BrowserContext, path: str = FORM) -> Page:
    page = context.new_page()
    page.goto(path)
    return page


def cut(context: BrowserContext, *, off: bool = True) -> None:
    context.set_offline(offline=off)


def sent_without_a_line(context: BrowserContext) -> Page:
    page = opened(context)
    page.fill("#statement", TEXT)
    cut(context)
    page.click("#send")
    expect(page.locator(".outbox-note")).to_contain_text("Your form is in the outbox")
    return page


def ready(context: BrowserContext) -> Page:
    """A page after which the service worker has kept the blank forms."""
    page = opened(context)
    page.evaluate(KEPT)
    return page


def test_a_form_sent_without_a_line_goes_once_when_it_is_back(profile: BrowserContext, server: StandIn) -> None:
    page = sent_without_a_line(profile)
    expect(page.locator("#offline")).to_have_text("No line. What you type is kept on this device.")
    expect(page.locator("#outbox-link")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.outbox-note') !== null")
    cut(profile, off=False)
    expect(page.locator(".said")).to_have_text("Sent from the outbox: Record an interview.")
    expect(page.locator("#outbox-link")).to_be_hidden()
    page.goto(FORM)
    opened(profile, "/outbox").wait_for_timeout(500)
    assert [form["statement"] for form in server.recorded] == [TEXT.replace("\n", "\r\n")], "as the browser itself would have sent it"


@pytest.mark.parametrize(("status", "why"), [(409, "something else was recorded"), (422, "missing or does not fit"), (403, "refused")])
def test_what_cannot_be_recorded_is_kept_and_shown(profile: BrowserContext, server: StandIn, status: int, why: str) -> None:
    page = sent_without_a_line(profile)
    server.status = status
    cut(profile, off=False)
    expect(page.locator(".said")).to_contain_text("Not recorded, and kept in your outbox")
    page.goto("/outbox")
    item = page.locator("#outbox li")
    expect(item).to_contain_text(why)
    expect(item).to_contain_text("KH-1")
    server.status = 0
    page.wait_for_timeout(300)
    assert server.recorded == [], "it is not sent again by itself"
    item.get_by_role("link", name="Open").click()
    expect(page.locator("#statement")).to_have_value(TEXT)
    page.click("#send")
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    assert len(server.recorded) == 1
    page.goto("/outbox")
    expect(page.locator("#outbox")).to_contain_text("Nothing waits")


def test_a_failing_server_keeps_it_waiting(profile: BrowserContext, server: StandIn) -> None:
    sent_without_a_line(profile).close()
    server.status = 503
    cut(profile, off=False)
    page = profile.new_page()
    with page.expect_response(lambda answer: answer.status == 503):
        page.goto("/outbox")
    expect(page.locator("#outbox li")).to_contain_text("Waits for the line")
    server.status = 0
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#outbox")).to_contain_text("Nothing waits")
    assert len(server.recorded) == 1


def test_what_is_kept_can_be_read_and_deleted_after_a_question(profile: BrowserContext) -> None:
    sent_without_a_line(profile).close()
    cut(profile, off=False)
    page = profile.new_page()
    page.route(FORM, lambda route: route.abort())
    page.goto("/outbox")
    page.get_by_role("button", name="Show the text").click()
    expect(page.locator("#outbox")).to_contain_text("two lines")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.locator("#outbox")).to_have_text("Nothing waits to be sent, and no draft is kept on this device.")


def test_what_one_wrote_is_never_sent_as_another(profile: BrowserContext, server: StandIn) -> None:
    page = sent_without_a_line(profile)
    profile.add_cookies([{"name": "who", "value": "dara", "url": server.url}])
    cut(profile, off=False)
    expect(page.locator(".said")).to_have_text("Sign in to send what is in your outbox.")
    opened(profile, "/outbox").wait_for_timeout(500)
    assert server.recorded == []
    profile.add_cookies([{"name": "who", "value": "sokha", "url": server.url}])
    expect(opened(profile).locator(".said")).to_contain_text("Sent from the outbox")
    assert [form["by"] for form in server.recorded] == ["sokha"]


def test_a_form_with_a_file_stays_and_says_why(profile: BrowserContext, server: StandIn) -> None:
    page = opened(profile)
    page.fill("#statement", TEXT)
    page.set_input_files("#file", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"})
    cut(profile)
    page.click("#send")
    expect(page.locator(".draft-note")).to_contain_text("files and codes cannot wait")
    expect(page.locator("#statement")).to_have_value(TEXT)
    expect(page.locator("#outbox-link")).to_be_hidden()
    cut(profile, off=False)
    page.click("#send")
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    assert len(server.recorded) == 1


def test_a_button_that_records_nothing_is_not_put_into_the_outbox(profile: BrowserContext) -> None:
    page = opened(profile)
    page.fill("#statement", TEXT)
    cut(profile)
    page.click("#more")
    expect(page.locator(".draft-note")).to_contain_text("There is no line, and this needs one")
    expect(page.locator("#statement")).to_be_visible()


def test_without_a_line_an_act_opens_as_a_blank_form_of_its_case(profile: BrowserContext, server: StandIn) -> None:
    ready(profile).close()
    cut(profile)
    page = opened(profile)
    expect(page.locator("#offline")).to_be_visible()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", f"{page.input_value('#day')} {page.input_value('#time')}"), "the act is done now"
    page.fill("#statement", TEXT)
    expect(page.locator(".draft-saved")).to_contain_text("sealed")
    page.click("#send")
    expect(page.locator(".outbox-note")).to_be_visible()
    page.goto("/outbox")
    expect(page.locator("#outbox")).to_contain_text("Texts kept on this device: 1. They are sealed.")
    assert TEXT[:12] not in page.content()
    cut(profile, off=False)
    expect(opened(profile, "/outbox").locator(".said")).to_contain_text("Sent from the outbox")
    assert [(form["statement"][:11], form["by"]) for form in server.recorded] == [(TEXT[:11], "sokha")]


def test_a_line_that_goes_between_the_question_and_the_form_loses_nothing(profile: BrowserContext, server: StandIn) -> None:
    page = ready(profile)
    page.fill("#statement", TEXT)
    page.route("**/healthz", lambda route: route.fulfill(status=200, body="{}"))
    cut(profile)
    page.evaluate("Object.defineProperty(navigator, 'onLine', { value: true })")
    page.click("#send")
    expect(page.get_by_role("heading", name="No line")).to_be_visible()
    expect(page.locator("#outbox")).to_contain_text("Texts kept on this device: 1")
    cut(profile, off=False)
    expect(opened(profile, "/outbox").locator(".said")).to_contain_text("Sent from the outbox")
    assert len(server.recorded) == 1


def test_no_page_of_a_case_is_kept_by_the_service_worker(profile: BrowserContext) -> None:
    page = ready(profile)
    page.goto("/outbox")
    kept = page.evaluate("""async () => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((request) => request.url)));
      return all.flat().map((url) => new URL(url).pathname);
    }""")
    assert {"/offline", "/offline/forms/record_interview"} <= set(kept)
    assert all(path.startswith(("/static/", "/offline")) for path in kept), kept


def test_nobody_writes_without_a_line_for_somebody_who_signed_out(profile: BrowserContext) -> None:
    page = ready(profile)
    page.route("**/sign-out", lambda route: route.fulfill(status=204))
    page.click("#out")
    page.wait_for_timeout(300)
    cut(profile)
    page = opened(profile)
    expect(page.locator(".draft-note")).to_contain_text("nobody has signed in on this device")
