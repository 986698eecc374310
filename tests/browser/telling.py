"""Tells a case in the browser: each deed by a link on the page of the case, its form, and the page of the case again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from playwright.sync_api import Page
from starlette.testclient import TestClient

from app.access import Role
from app.console import labels
from app.services.instants import iso
from tests.browser.conftest import DeskFor
from tests.browser.desk import Desk
from tests.browser.filling import fill
from tests.browser.site import Site
from tests.browser.story import MINISTRY, OFFICER, SHELTER, SUPERVISOR, WORKER, Deed
from tests.browser.ways import Way
from tests.builders import HOUR, Town, do

# The status of a finding is the modifier of its tag, whatever the language.
_STATUSES = """(found) => found.map((one) => [one.id, one.querySelector(".status").className.split("status--")[1]])"""


class Teller:
    """The people of a town at their desks, with a case between them."""

    def __init__(self, way: Way, desk_for: DeskFor, site: Site, town: Town) -> None:
        self.way, self.site, self.town = way, site, town
        self.desks: Mapping[Role, Desk] = {role: desk_for(way, town.person(role)) for role in (WORKER, SUPERVISOR, OFFICER)}
        shelter = do(site.house, town.person(Role.ORGANISATION_ADMIN, town.own).actor, "register_shelter").record_id
        self._named: Mapping[Any, str] = {SHELTER: str(shelter), MINISTRY: str(town.ministry), WORKER: str(town.person(WORKER).id)}
        self.case = UUID(int=0)
        self.api = TestClient(site.app, headers=town.person(WORKER).headers)

    @property
    def path(self) -> str:
        return f"/cases/{self.case}"

    def open_case(self, facts: Mapping[str, Any]) -> None:
        """Open the case from the list of cases."""
        page = self._form(self.desks[WORKER], "/cases", "/do/open_case")
        fill(page, "open_case", facts)
        self.send(self.desks[WORKER])
        self.case = UUID(page.url.partition("/cases/")[2][:36])

    def tell(self, deed: Deed) -> Page:
        """Do a deed; afterwards the page of the case says so. One that is held is refused by its gate, which says what is open."""
        self.site.clock.advance(deed.after)
        desk = self.desks[deed.by]
        page = self._form(desk, self.path, f"/do/{deed.act}")
        fill(page, deed.act, self._facts(deed))
        self.send(desk)
        if deed.held:
            self._held(page, deed)
        else:
            assert page.url.startswith(f"{self.site.url}{self.path}?told={deed.act}"), f"{deed.act}: {page.url} {self.complaints(page)}"
            assert page.locator("#told").inner_text().strip().endswith(labels.done(self.way.language, deed.act))
        return page

    def _facts(self, deed: Deed) -> Mapping[str, Any]:
        earlier = {deed.earlier: iso(self.site.clock() - HOUR)} if deed.earlier else {}
        return earlier | {name: self._named.get(said, said) if isinstance(said, str) else said for name, said in deed.facts.items()}

    def send(self, desk: Desk) -> None:
        """Press the button of a form and look at what comes."""
        desk.press("Record it")

    def _form(self, desk: Desk, start: str, ending: str) -> Page:
        """Open a form by the link that leads to it: on the page where one is, or further down in the whole story."""
        here = desk.page.url.removeprefix(self.site.url).partition("?")[0] == start
        if here and (href := _link(desk.page, ending)):
            return desk.go(href)
        href = _link(desk.go(f"{start}?story=all"), ending)
        assert href, f"no link to {ending} on {start} for {self.way.name}"
        return desk.go(href)

    def _held(self, page: Page, deed: Deed) -> None:
        shown = {text.strip() for text in page.locator(".govuk-error-summary .gate__text a").all_inner_texts()}
        answer = self.api.post(f"/api/v1{self.path}/step-changes", json=deed.facts, headers={"If-Match": "*"})
        assert answer.json().get("code") == "step_blocked", answer.text
        assert shown == {finding["standard"] for finding in answer.json()["findings"]}
        assert shown, f"nothing holds {deed}"

    def same_findings(self) -> None:
        """The page of all findings says of every standard what the API says."""
        page = self.desks[WORKER].go(f"{self.path}/findings?status=all")
        shown = page.locator("li.finding").evaluate_all(_STATUSES)
        told = self.api.get(f"/api/v1{self.path}/findings").json()["findings"]
        assert dict(shown) == {finding["standard"]: finding["status"] for finding in told}

    @staticmethod
    def complaints(page: Page) -> str:
        """What a form says is wrong."""
        summary = page.locator(".govuk-error-summary")
        return summary.inner_text() if summary.count() else ""


def _link(page: Page, ending: str) -> str | None:
    found = page.locator(f'main a[href*="{ending}"]').evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    own = [href for href in found if href.partition("?")[0].partition(ending)[2][:1] in ("", "/")]
    # What a standard leads to may be prefilled for something else: the plain one is taken where there is one.
    return min(own, key=len, default=None)


def opening(now: int) -> Mapping[str, Any]:
    """What is known when the case is opened."""
    known = {"sex": "feminine", "nationality_class": "cambodian", "interpreter_needed": False, "reported_by": "police", "province": "KH-2"}
    return known | {"first_contact_at": iso(now - HOUR)}
