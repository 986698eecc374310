"""An audit of the country: the map and the table, a cut, another day, down to one case; no key is used for any of it."""

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from app.access import Role
from app.console import moments
from tests.browser.conftest import DeskFor
from tests.browser.site import Site
from tests.browser.ways import Way, in_every_way
from tests.builders import Town
from tests.services.test_compliance import cases

__all__ = ["cases"]  # a fixture

pytestmark = pytest.mark.sqlite_only
_COUNTS = ("met", "unmet", "overdue", "unknown", "pending", "waived")
# A table as lists of cells, each without the words that stand in it for the ears only.
_CELLS = """(table) => [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => {
  const copy = cell.cloneNode(true);
  copy.querySelectorAll(".visually-hidden, .govuk-visually-hidden, .compliance__more, svg").forEach((part) => part.remove());
  return copy.textContent.trim();
}))"""


def table(page: Page, name: str) -> dict[str, list[str]]:
    """A table of figures: each line by its first cell."""
    rows: list[list[str]] = page.locator(f"#{name}").evaluate(_CELLS)
    return {row[0]: row[1:] for row in rows}


def _line(language: str, group: dict[str, Any]) -> list[str]:
    """What the API counted, as the page writes it."""
    counts = [moments.number(language, group[count]) for count in _COUNTS]
    return [moments.number(language, group["subjects"]), moments.percent(language, group["share_met"]), *counts]


@in_every_way
def test_an_auditor_goes_from_the_country_to_a_case_and_opens_nothing(
    way: Way, desk_for: DeskFor, site: Site, town: Town, cases: list[UUID]
) -> None:
    used = site.house.vault.keys_used
    auditor = town.person(Role.MOSAVY_AUDITOR)
    api = TestClient(site.app, headers=auditor.headers)
    desk = desk_for(way, auditor)

    def same(page: Page, name: str, by: str, **query: str) -> None:
        """What a table shows is what the API says."""
        groups = api.get("/api/v1/compliance/summary", params={"by": by, "scope": "case", **query}).json()["groups"]
        shown = sorted(table(page, name).values())
        assert shown == sorted(_line(way.language, group) for group in groups)

    page = desk.go("/audit")
    same(page, "by-cut", "right")
    same(page, "by-province", "province")
    expect(page.locator(".country__map svg")).to_be_visible()
    page.select_option("#by", "standard")
    desk.press("Show")
    same(page, "by-cut", "standard")
    page.fill("#day", "2025-06-18")
    desk.press("Show")
    same(page, "by-cut", "standard", as_of="2025-06-18T23:59:59+07:00")

    page.locator("#by-cut td a").first.click()
    desk.look()
    case = page.locator("#findings th a").first
    number = case.inner_text()
    assert UUID((case.get_attribute("href") or "").rpartition("/")[2]) in cases
    case.click()
    desk.look()
    expect(page.locator("h1")).to_contain_text(number)
    desk.go(f"{page.url.removeprefix(site.url)}/findings")
    desk.go("/audit/identity")
    desk.go("/audit/log")
    desk.press("Verify everything now")
    assert site.house.vault.keys_used == used
