"""What stays on the device after work: nothing that a person said, and nobody's name, in clear."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.access import Role
from tests.browser.desk import watch
from tests.browser.signing import Holder, a_holder, code_at
from tests.browser.site import Site
from tests.builders import Town, a_case
from tests.console.browser import launching

pytestmark = pytest.mark.sqlite_only

NAME, NAME_KM = "Canaria Inventa", "កាណារីយ៉ា ប្រឌិត"
STATEMENT, DRAFT, WAITING = "canary-sent they slept on the floor", "canary-draft the door was locked", "canary-waits she was not paid"
CANARIES = (NAME, NAME_KM, STATEMENT, DRAFT, WAITING)

# All that pages can keep, as text: bytes are shown as letters too, so that a canary in clear would be found in them.
_KEPT = """async () => {
  const read = (store) => new Promise((done) => (store.getAll().onsuccess = (event) => done(event.target.result)));
  const found = { local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie, names: [], cached: [] };
  for (const { name: base } of await indexedDB.databases()) {
    const database = await new Promise((done) => (indexedDB.open(base).onsuccess = (event) => done(event.target.result)));
    for (const name of database.objectStoreNames) found[name] = await read(database.transaction(name).objectStore(name));
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.cached.push(request.url, await (await cache.match(request)).text());
  }
  return JSON.stringify(found, (_, value) => {
    const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
    return bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : value;
  });
}"""


@pytest.fixture
def profile(browser: Browser, site: Site, tmp_path: Path) -> Iterator[tuple[Path, BrowserContext]]:
    """A profile of the browser that lies on the disk, as on the laptop of an office."""
    folder, faults = tmp_path / "profile", list[str]()
    context = browser.browser_type.launch_persistent_context(str(folder), base_url=site.url, locale="en-GB", **launching())
    watch(context, site, faults)
    yield folder, context
    assert [fault for fault in faults if "ERR_INTERNET_DISCONNECTED" not in fault] == []


def a_note(page: Page, case: UUID, text: str) -> None:
    page.goto(f"/cases/{case}/do/write_case_note")
    page.fill("#note_text", text)
    expect(page.locator(".draft-saved")).not_to_be_empty()


def a_day(page: Page, site: Site, holder: Holder, case: UUID) -> list[tuple[str, str]]:
    """Sign in, register the name, look it up, send one note, leave a draft and a form that waits; return all addresses and titles."""
    seen: list[tuple[str, str]] = []
    page.on("framenavigated", lambda frame: seen.append((frame.url, frame.title())))
    page.goto("/sign-in")
    page.fill("#username", holder.account.username)
    page.fill("#password", holder.account.password)
    page.fill("#totp", code_at(site, holder.account))
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"/cases/{case}/do/register_person")
    for name in ("own_name_recorded", "client_code_assigned"):
        page.check(f'[name="{name}"][value="yes"]')
    page.fill("#name_latin", NAME)
    page.fill("#name_km", NAME_KM)
    record(page)
    site.clock.advance(60)
    page.goto(f"/cases/{case}/identity")
    page.locator("[name=purpose]").first.check()
    page.fill("#totp", code_at(site, holder.account))
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.locator(".opened")).to_contain_text(NAME)
    page.get_by_role("button", name="Hide it again").click()
    page.goto("/cases")
    page.get_by_text("Find a person by name").click()
    page.fill("#name", NAME)
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#cases")).to_be_visible()
    a_note(page, case, STATEMENT)
    record(page)
    page.goto(f"/cases/{case}/do/record_interview")
    page.fill("#statement", DRAFT)
    expect(page.locator(".draft-saved")).not_to_be_empty()
    a_note(page, case, WAITING)
    page.context.set_offline(offline=True)
    page.get_by_role("button", name="Record it").click()
    expect(page.locator(".outbox-note")).to_be_visible()
    return seen


def record(page: Page) -> None:
    with page.expect_navigation(url="**?told=*"):
        page.get_by_role("button", name="Record it").click()


def test_nothing_that_was_typed_or_shown_stays_on_the_device_in_clear(profile: tuple[Path, BrowserContext], site: Site, town: Town) -> None:
    folder, context = profile
    holder = a_holder(site.house, town, Role.SOCIAL_WORKER, "sokha")
    case = a_case(site.house, holder.person)
    page = context.new_page()
    seen = a_day(page, site, holder, case)
    kept = page.evaluate(_KEPT)
    cookies = json.dumps(context.cookies())
    assert len(json.loads(kept)["kept"]) == 2, "a draft and a form that waits are on the device"
    assert [one for one in CANARIES if one in kept or one in cookies] == []
    assert [one for one in CANARIES if one in str(seen)] == []
    context.close()
    assert found_on_disk(folder) == []


def found_on_disk(folder: Path) -> list[tuple[str, str]]:
    """Every file of the profile in which a canary can be read, in either of the encodings a browser writes."""
    found = []
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            content = file.read_bytes()
            found += [(file.name, one) for one in CANARIES if one.encode() in content or one.encode("utf-16-le") in content]
    return found


def test_the_search_of_the_disk_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"..." + NAME.encode("utf-16-le"))
    (tmp_path / "b").write_text(f"... {NAME_KM}", "utf-8")
    assert sorted(found_on_disk(tmp_path)) == [("a", NAME), ("b", NAME_KM)]
