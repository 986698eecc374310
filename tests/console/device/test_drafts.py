"""Nothing typed is ever lost, and nobody else reads it: a real browser against pages that carry what the console's pages carry."""

import json

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.console.device.stand_in import FORM, StandIn

CANARY = "canary-5e1f she slept behind the kitchen"
NOTE = ".draft-note"

# All that the browser keeps, as text: bytes are shown as letters too, so that a canary in clear would be found in them.
DUMP = """async () => {
  const read = (store) => new Promise((done) => (store.getAll().onsuccess = (event) => done(event.target.result)));
  const database = await new Promise((done) => (indexedDB.open("rumduol").onsuccess = (event) => done(event.target.result)));
  const found = { local: { ...localStorage }, session: { ...sessionStorage }, cached: [] };
  for (const name of database.objectStoreNames) found[name] = await read(database.transaction(name).objectStore(name));
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.cached.push(request.url, await (await cache.match(request)).text());
  }
  return JSON.stringify(found, (_, value) => {
    const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
    return bytes instanceof Uint8Array ? String.fromCharCode(...bytes) : value;
  });
}"""


def sign_in(context: BrowserContext, server: StandIn, who: str) -> None:
    context.add_cookies([{"name": "who", "value": who, "url": server.url}])


def opened(context: BrowserContext, path: str = FORM) -> Page:
    page = context.new_page()
    page.goto(path)
    return page


def typed(context: BrowserContext, text: str = CANARY) -> Page:
    """A form with some text that was kept."""
    page = opened(context)
    page.fill("#statement", text)
    expect(page.locator(".draft-saved")).to_contain_text("Kept on this device")
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_what_was_typed_is_offered_again_after_the_page_was_killed(profile: BrowserContext) -> None:
    page = opened(profile)
    page.check("#safe-no")
    page.fill("#why", "the door has no lock")
    page.select_option("#language", "khm")
    page.fill("#password", "secret")
    page.fill("#statement", CANARY)
    expect(page.locator(".draft-saved")).to_contain_text("Kept on this device")
    page.close(run_before_unload=False)
    page = opened(profile)
    expect(page.locator(NOTE)).to_contain_text("You have unsent text")
    press(page, "Restore")
    expect(page.locator("#statement")).to_have_value(CANARY)
    expect(page.locator("#why")).to_be_visible()
    expect(page.locator("#why")).to_have_value("the door has no lock")
    expect(page.locator("#language")).to_have_value("khm")
    expect(page.locator("#password")).to_have_value("")
    assert page.evaluate("document.activeElement.closest('.draft-note') !== null"), "whoever cannot see hears what happened"


def test_what_is_typed_before_the_script_comes_is_kept_too(profile: BrowserContext) -> None:
    page = profile.new_page()
    scripts = []
    page.route("**/static/console-*.js", lambda route: scripts.append(route))
    page.goto(FORM, wait_until="commit")
    page.fill("#statement", CANARY)
    page.wait_for_timeout(100)
    scripts[0].continue_()
    expect(page.locator(".draft-saved")).to_contain_text("Kept on this device")


def test_a_draft_goes_when_the_server_has_recorded_it_and_not_before(profile: BrowserContext, server: StandIn) -> None:
    page = typed(profile)
    server.status = 422
    page.click("#send")
    expect(page.locator("#statement")).to_have_value(CANARY)
    expect(page.locator(NOTE)).to_have_count(0)
    assert kept(page) == ["draft"], "what the server gave back is kept once, under the key of the new page"
    server.status = 0
    page.click("#send")
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    expect(opened(profile).locator(NOTE)).to_have_count(0)
    assert kept(page) == []
    assert [form["statement"] for form in server.recorded] == [CANARY]


def kept(page: Page) -> list[str]:
    """The states of what is on the shelf."""
    page.wait_for_timeout(300)
    return [one["state"] for one in json.loads(page.evaluate(DUMP))["kept"]]


def test_it_says_when_something_was_recorded_since(profile: BrowserContext, server: StandIn) -> None:
    typed(profile).close()
    server.revision = 2
    page = opened(profile)
    press(page, "Restore")
    expect(page.locator(NOTE)).to_contain_text("Something may have been recorded here since")
    expect(page.locator("[name=_revision]")).to_have_value("2")


def test_text_typed_before_restoring_stays_a_draft_of_its_own(profile: BrowserContext) -> None:
    typed(profile).close()
    page = opened(profile)
    page.fill("#statement", "something newer")
    press(page, "Restore")
    expect(page.locator("#statement")).to_have_value(CANARY)
    page.goto("/outbox")
    expect(page.locator("#outbox li")).to_have_count(2)


def test_rows_that_were_added_come_back(profile: BrowserContext) -> None:
    page = opened(profile, f"{FORM}?items_shown=3")
    page.fill("#items-2", "third row")
    expect(page.locator(".draft-saved")).to_contain_text("Kept on this device")
    page = opened(profile)
    press(page, "Restore")
    expect(page.locator("#items-2")).to_have_value("third row")


def test_discarding_asks_first(profile: BrowserContext) -> None:
    typed(profile).close()
    page = opened(profile)
    press(page, "Discard")
    press(page, "No, go back")
    press(page, "Discard")
    press(page, "Yes, discard it")
    expect(page.locator(NOTE)).to_have_text("The text is discarded.")
    expect(opened(profile).locator(NOTE)).to_have_count(0)


def test_nothing_typed_is_on_the_device_in_clear(profile: BrowserContext) -> None:
    page = typed(profile)
    profile.set_offline(offline=True)
    page.click("#send")
    expect(page.locator(".outbox-note")).to_be_visible()
    dump = page.evaluate(DUMP)
    assert "waiting" in dump, "there is something on the shelf"
    assert "/static/" in dump, "and in the cache"
    for told in (CANARY, "kitchen", "record_interview:c1", "KH-1"):
        assert told not in dump, f"{told} is on the device in clear"


def test_another_user_of_the_browser_sees_and_opens_nothing(profile: BrowserContext, server: StandIn) -> None:
    typed(profile).close()
    sign_in(profile, server, "dara")
    page = opened(profile)
    page.wait_for_timeout(500)
    expect(page.locator(NOTE)).to_have_count(0)
    page.goto("/outbox")
    expect(page.locator("#outbox")).to_contain_text("Nothing waits")
    sign_in(profile, server, "sokha")
    expect(opened(profile).locator(NOTE)).to_contain_text("You have unsent text")


def test_another_secret_opens_nothing_and_destroys_nothing(profile: BrowserContext, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.console.device import stand_in

    typed(profile).close()
    with monkeypatch.context() as patch:
        patch.setitem(stand_in.SECRETS, "sokha", stand_in.SECRETS["bopha"])
        page = opened(profile, "/outbox")
        expect(page.locator("#outbox")).to_contain_text("A text that this sign-in cannot open")
        assert CANARY not in page.content()
    expect(opened(profile).locator(NOTE)).to_contain_text("You have unsent text")


def test_old_drafts_are_let_go_and_it_is_said(profile: BrowserContext) -> None:
    page = typed(profile)
    page.clock.set_system_time("2031-01-01T08:00:00Z")
    page.evaluate("localStorage.clear()")  # or the screen were locked first
    page.goto("/outbox")
    expect(page.locator(".said")).to_contain_text("Drafts older than 30 days were discarded")
    expect(page.locator("#outbox")).to_contain_text("Nothing waits")


def test_a_page_saved_to_a_file_holds_no_secret(profile: BrowserContext) -> None:
    page = typed(profile)
    assert page.evaluate("document.body.dataset.draftSecret === undefined")
