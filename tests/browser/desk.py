"""Somebody at the console: a window of the browser, and everything that must not happen in it while a test goes on."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from app.console import labels
from tests.browser.site import Site
from tests.browser.ways import Way
from tests.builders import Person

# What a browser says of an answer that refuses something, which the pages do on purpose.
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4(01|03|09|12|22|29)")
# What no address, title or history may hold: the names that these tests give to people.
NAMES = ("Rachana", "រចនា", "Sopheap", "សុភាព")
_LOOKED_AT = """() => ({
  title: document.title, url: location.href, lang: document.documentElement.lang, headings: document.querySelectorAll("h1").length,
  wide: document.documentElement.scrollWidth, room: document.documentElement.clientWidth,
})"""


class Desk:
    """One person's window. `faults` collects what went wrong; `expects` says which words of a fault a test brings about itself."""

    def __init__(self, browser: Browser, site: Site, way: Way, person: Person | None = None, *, worker: bool = True) -> None:
        self.site, self.way = site, way
        self.faults: list[str] = []
        self.expects: list[str] = []
        self.seen: list[str] = []
        self.context = browser.new_context(
            base_url=site.url,
            viewport={"width": way.width, "height": 900},
            locale={"en": "en-GB", "km": "km-KH"}[way.language],
            color_scheme="dark" if way.dark else "light",
            java_script_enabled=way.script,
            reduced_motion="reduce",
            service_workers="allow" if worker else "block",
        )
        watch(self.context, site, self.faults)
        self.context.set_default_timeout(10_000)
        self.context.add_cookies([{"name": "language", "value": way.language, "url": site.url}])
        if person is not None:
            self.sit_down(person)
        self.page = self.context.new_page()

    def sit_down(self, person: Person) -> None:
        """Let a person whose session runs sit down: with the cookie, where signing in is not what is tested."""
        cookie = {"name": "rumduol", "value": person.token, "url": self.site.url, "httpOnly": True, "sameSite": "Strict"}
        self.context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dict of the same shape

    def go(self, path: str, *, status: int = 200) -> Page:
        """Open a page and look at it."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path} answers {answer.status}"
        self.look()
        return self.page

    def said(self, english: str) -> str:
        """What the console says for an English sentence in the reader's language."""
        return labels.text(self.way.language, english)

    def press(self, english: str) -> Page:
        """Press a button that leads to another page, and look at that."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=self.said(english), exact=True).first.click()
        self.look()
        return self.page

    def look(self) -> None:
        """Note what must never be: a page wider than the screen, without one heading, in another language, or with a name in its title."""
        found = self.page.evaluate(_LOOKED_AT)
        where = f"{urlsplit(found['url']).path} ({self.way.name})"
        self.seen.append(found["url"])
        if found["wide"] > found["room"]:
            self.faults.append(f"{where}: scrolls sideways, {found['wide']} > {found['room']}")
        if found["headings"] != 1:
            self.faults.append(f"{where}: {found['headings']} main headings")
        if found["lang"] != self.way.language or not found["title"].partition(" – ")[0].strip():
            self.faults.append(f"{where}: lang {found['lang']}, title {found['title']!r}")
        if any(name in found["url"] + found["title"] for name in NAMES):
            self.faults.append(f"{where}: a name in the address or the title")

    def leave(self) -> list[str]:
        """Close the window and return what went wrong in it."""
        self.context.close()
        return [fault for fault in self.faults if not any(word in fault for word in self.expects)]


def watch(context: BrowserContext, site: Site, faults: list[str]) -> None:
    """Collect what no page may do: errors of scripts, violations of the policy, failed answers, and a word to any other server."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not _REFUSED.match(message.text):
            faults.append(f"console: {message.text} at {message.location.get('url', '')}")

    def on_response(response: Response) -> None:
        if response.status >= 500:
            faults.append(f"{response.status}: {response.request.method} {urlsplit(response.url).path}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((site.url, "data:", "blob:")):
            faults.append(f"asked another server: {urlsplit(request.url).netloc}")

    context.on("console", on_console)
    context.on("weberror", lambda error: faults.append(f"script: {error.error.message}"))
    context.on("response", on_response)
    context.on("request", on_request)
