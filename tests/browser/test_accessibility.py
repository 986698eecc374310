"""No page breaks a rule of accessibility that a machine can see: light and dark, in both languages, and down to 320 pixels."""

from pathlib import Path
from typing import Any
from uuid import UUID

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from app.schemas.evidence import EvidenceWriting
from app.services import evidence, evidence_entries, exports, statistics
from app.services.evidence import Order
from app.access import Role
from app.vocabulary.exports import ExportKind
from app.work import House, unit_of_work
from tests.api.stage import RECIPIENT, Stage, a_stage
from tests.browser.conftest import DeskFor
from tests.browser.crawling import Crawl, roles
from tests.browser.ways import NARROWEST, WIDE, WITHOUT, Way
from tests.builders import Town

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(600)]

_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
# Every page is checked whole in the light; the dark changes colours only, the narrow screen what is shown and how.
_RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], preload: false, iframes: false });
  return found.violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} ${failureSummary}`)]);
}"""


def violations(page: Page) -> list[Any]:
    """What axe finds on the page that is open."""
    page.evaluate(_AXE)
    found: list[Any] = page.evaluate(_RUN)
    return found


def a_full_stage(house: House, town: Town) -> Stage:
    """A stage with what the ministry freezes and writes, too."""
    stage = a_stage(house, town)
    with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor) as work:
        release = statistics.freeze(work, "2024").release
    with unit_of_work(house, town.person(Role.SUPERVISOR).actor) as work:
        export = exports.ask(work, ExportKind.CASES, recipient=RECIPIENT, organisation_id=None, statuses=())
    officer = town.person(Role.MOSAVY_OFFICER).actor
    written = {"recommendation": "118.76", "year": 2025, "kind": "training", "text_en": "Invented", "source_title": "Invented circular"}
    with unit_of_work(house, officer) as work:
        entry = evidence_entries.write(work, EvidenceWriting.model_validate(written | {"source_sha256": "0" * 64}))
        pack = evidence.make(work, Order("118.76", 2022, 2023)).pack
        stage.things["own"].update(pack=pack.id, entry=entry.id, release=release.id, export=UUID(export["id"]))  # type: ignore[attr-defined]  # a dict
    return stage


@pytest.mark.parametrize("way", (Way("en", WIDE, script=True), Way("km", NARROWEST, script=True, dark=True)), ids=lambda way: way.name)
def test_no_page_of_any_role_breaks_a_rule(way: Way, desk_for: DeskFor, house: House, town: Town) -> None:
    import time
    stage = a_full_stage(house, town)
    crawl, wrong = Crawl(stage), []
    for role in roles():
        desk = desk_for(way, stage.people[role], worker=False)
        t = time.time(); n = 0
        for path in crawl.of(role, desk):
            n += 1
            wrong += [(role.value, path, *violation) for violation in violations(desk.page)]
        print(role.value, n, round(time.time() - t, 1), len(desk.faults))
    for one in wrong: print(one)
    print("LEFT", crawl.left)
    assert wrong == []
    assert crawl.left == set()


@pytest.mark.parametrize("way", WITHOUT, ids=lambda way: way.name)
def test_pages_before_signing_in_break_no_rule(way: Way, desk_for: DeskFor) -> None:
    desk = desk_for(way)
    for path, status in (("/sign-in", 200), ("/unlock", 200), ("/offline", 200), ("/no-such-page", 404)):
        assert violations(desk.go(path, status=status)) == [], path
