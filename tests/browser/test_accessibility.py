"""No page breaks a rule of accessibility that a machine can see: light and dark, in both languages, and down to 320 pixels."""

from pathlib import Path
from typing import Any
from uuid import UUID

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from app.access import Role
from app.schemas.evidence import EvidenceWriting
from app.services import evidence, evidence_entries, exports, statistics
from app.services.evidence import Order
from app.vocabulary.exports import ExportKind
from app.work import House, unit_of_work
from tests.api.stage import RECIPIENT, Stage, a_stage
from tests.browser.conftest import DeskFor
from tests.browser.crawling import Crawl, roles
from tests.browser.signing import a_holder, code_at
from tests.browser.site import Site
from tests.browser.ways import NARROWEST, WAYS, WIDE, WITH_SCRIPT, Way
from tests.builders import Town, a_case, do

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(600)]

_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
_RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], preload: false, iframes: false });
  const told = ({ target, failureSummary }) => `${target} ${failureSummary}`;
  return found.violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(told)]);
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


@pytest.mark.parametrize("way", [Way("en", WIDE, script=True), Way("km", NARROWEST, script=True, dark=True)], ids=lambda way: way.name)
@pytest.mark.parametrize("forms", [True, False], ids=["forms", "pages"])
def test_no_page_of_any_role_breaks_a_rule(forms: bool, way: Way, desk_for: DeskFor, house: House, town: Town) -> None:
    stage = a_full_stage(house, town)
    crawl, wrong = Crawl(stage, forms=forms), []
    for role in roles():
        desk = desk_for(way, stage.people[role], worker=False)
        for path in crawl.of(role, desk):
            wrong += [(role.value, path, *violation) for violation in violations(desk.page)]
    assert wrong == []
    assert crawl.left == set()


@pytest.mark.parametrize("way", WITH_SCRIPT, ids=lambda way: way.name)
def test_pages_before_signing_in_break_no_rule(way: Way, desk_for: DeskFor) -> None:
    desk = desk_for(way)
    desk.expects.append("status of 404")
    for path, status in (("/sign-in", 200), ("/unlock", 200), ("/offline", 200), ("/no-such-page", 404)):
        assert violations(desk.go(path, status=status)) == [], path


def test_answers_to_a_form_break_no_rule(desk_for: DeskFor, site: Site, town: Town) -> None:
    holder = a_holder(site.house, town, Role.SUPERVISOR, "sokha")
    case = a_case(site.house, holder.person)
    do(site.house, holder.person.actor, "register_person", {"case_id": case})
    desk = desk_for(WAYS[1], holder.person)
    for act in ("record_interview", "close_case", "record_service_plan"):
        desk.go(f"/cases/{case}/do/{act}")
        desk.press("Record it")
        assert violations(desk.page) == [], f"mistakes in {act}"
        expect(desk.page.locator(".govuk-error-summary")).to_be_focused()
    desk.go(f"/cases/{case}/do/change_step")
    desk.page.check('[name="to_step"] >> nth=0')
    desk.press("Record it")
    assert violations(desk.page) == [], "held by a gate"
    desk.go(f"/cases/{case}/identity")
    desk.page.locator("[name=purpose]").first.check()
    desk.page.fill("#totp", code_at(site, holder.account))
    desk.press("Open")
    assert violations(desk.page) == [], "opened"
