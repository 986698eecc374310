"""A report's whole way: made, answered, submitted, returned, answered again, accepted, frozen, and kept as files that prove themselves."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.access import Role
from app.reports import verifying
from tests.browser.conftest import DeskFor
from tests.browser.desk import Desk
from tests.browser.site import Site
from tests.browser.ways import Way, in_every_way
from tests.builders import DAY, Town, a_case

pytestmark = pytest.mark.sqlite_only


def chosen(desk: Desk, **codes: str) -> None:
    """Choose one answer to each question that is asked with round buttons."""
    for name, code in codes.items():
        desk.page.check(f'[name="{name}"][value="{code}"]')


def answer(desk: Desk, due: date) -> None:
    chosen(desk, cause="funds", remedy="seek_funds", responsible="supervisor")
    desk.page.fill("#due_on", due.isoformat())
    desk.press("Keep and go on")


def answer_all(desk: Desk, due: date) -> int:
    """Answer one breach after the other, as the pages lead; returns how many there were."""
    desk.page.get_by_role("button", name=desk.said("Answer the next one")).click()
    number = 0
    while desk.page.locator("#due_on").count():
        answer(desk, due)
        number += 1
    return number


@in_every_way
def test_a_report_goes_to_the_ministry_and_back_until_it_is_frozen(
    way: Way, desk_for: DeskFor, site: Site, town: Town, tmp_path: Path
) -> None:
    a_case(site.house, town.person(Role.SOCIAL_WORKER))
    site.clock.advance(20 * DAY)
    ours, theirs = desk_for(way, town.person(Role.ORGANISATION_ADMIN, town.own)), desk_for(way, town.person(Role.MOSAVY_OFFICER))

    page = ours.go("/reports")
    page.select_option("#period", "2025-04-01/2025-06-30")
    ours.press("Make the report")
    report = page.url.removeprefix(site.url).partition("?")[0]
    ours.go(f"{report}/figures")
    ours.go(report)
    answered = answer_all(ours, date(2025, 9, 1))
    assert answered > 3
    theirs.expects.append("status of 404")
    theirs.go(report, status=404)
    ours.go(report)
    ours.press("Submit to the ministry")

    theirs.go("/reports")
    theirs.go(report)
    theirs.page.get_by_role("button", name=theirs.said("Decide the next one")).click()
    returned = theirs.page.url.removeprefix(site.url).partition("?")[0]
    chosen(theirs, decision="returned")
    theirs.page.select_option("#reason", index=1)
    theirs.press("Keep and go back to the report")
    theirs.press("Accept all that wait")
    theirs.press("Return to the organisation")

    ours.go(report)
    assert answer_all(ours, date(2025, 8, 1)) == 1
    ours.go(report)
    ours.press("Submit to the ministry")
    theirs.go(returned)
    chosen(theirs, decision="accepted")
    theirs.press("Keep and go back to the report")
    theirs.press("Complete and freeze")

    page = ours.go(report)
    expect(page.locator(".answer form")).to_have_count(0)
    files = page.locator("a[download]")
    assert files.count() == 5
    key = site.house.vault.export_public_key()
    for at in range(files.count()):
        with page.expect_download() as download:
            files.nth(at).click()
        target = tmp_path / download.value.suggested_filename
        download.value.save_as(target)
        verdict = verifying.verify(target.read_bytes(), trusted={key})
        assert verdict.well, verdict
        assert verdict.known
    plan = ours.go("/plan")
    assert plan.locator("main li, main tr").count() >= answered
