"""What a supervisor, the monitor and whoever answers complaints see, and what they can do about it from there."""

import html
import re
from collections.abc import Callable
from uuid import UUID

import pytest
from pyotp.totp import TOTP
from starlette.testclient import TestClient

from app.access import Role
from app.console import labels
from app.services import accounts
from app.services.htcds import identity_exports
from app.services.instants import iso
from app.vocabulary.disclosing import IdentityExportPurpose
from app.work import House, unit_of_work
from tests.builders import DAY, HOUR, Clock, Person, Town, a_case, a_user, do, signed_in
from tests.exchange.files import a_key

pytestmark = pytest.mark.sqlite_only
Browser = Callable[[Person], TestClient]
FOUR_EYES = "You asked for this yourself: somebody else must decide."


@pytest.fixture
def supervisor(town: Town) -> Person:
    return town.person(Role.SUPERVISOR)


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


@pytest.fixture
def case(house: House, worker: Person) -> UUID:
    return a_case(house, worker)


def words(answer: str) -> str:
    """Return what a reader sees, without marks and line breaks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer)))


def section(answer: str, name: str) -> str:
    """Return one section of a page, by its id."""
    return answer.split(f'<section id="{name}"', 1)[1].split("</section>", 1)[0]


def waiver(house: House, person: Person, case: UUID) -> UUID:
    return do(house, person.actor, "request_waiver", {"case_id": case}, standard_id="R1-01", requested_at=iso(house.clock())).record_id


def test_one_s_own_waiver_is_for_somebody_else_to_decide(
    house: House, browser_for: Browser, supervisor: Person, worker: Person, case: UUID
) -> None:
    own, other = waiver(house, supervisor, case), waiver(house, worker, case)
    browser = browser_for(supervisor)
    waiting = section(browser.get("/supervision").text, "waiting")
    assert waiting.count(FOUR_EYES) == 1
    assert f"/supervision/waivers/{other}" in waiting
    assert f"/supervision/waivers/{own}" not in waiting
    mine, theirs = (browser.get(f"/supervision/waivers/{waiver_id}").text for waiver_id in (own, other))
    assert FOUR_EYES in mine
    assert 'name="decision"' not in mine
    assert FOUR_EYES not in theirs
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', theirs)) | {"decision": "refused"}
    sent = browser.post(f"/do/decide_waiver/{other}", data=form)
    assert (sent.status_code, sent.headers["location"].split("?")[0]) == (303, "/supervision")
    assert f"/supervision/waivers/{other}" not in browser.get("/supervision").text
    assert "This was decided already." in browser.get(f"/supervision/waivers/{other}").text


def test_silence_and_lateness_stand_out_in_words_and_lead_to_the_cases(
    house: House, browser_for: Browser, clock: Clock, supervisor: Person, worker: Person, case: UUID
) -> None:
    do(house, supervisor.actor, "assign_case_worker", {"case_id": case}, user_id=str(worker.id), assigned_at=iso(clock.now))
    alone = a_case(house, worker)
    clock.advance(20 * DAY)
    browser = browser_for(supervisor)
    page = browser.get("/supervision").text
    silent = section(page, "silent")
    assert "Silent for 20 days" in words(silent)
    assert "proposed" in silent
    assert f'href="/cases/{case}/do/assign_case_worker?next=/supervision"' not in page
    assert f'href="/cases/{alone}/do/assign_case_worker?next=/supervision"' in section(page, "alone")
    late = section(page, "late")
    standard = re.findall(r"/supervision/late\?standard=([\w-]+)", late)[0]
    assert f"/cases/{case}" in browser.get(f"/supervision/late?standard={standard}").text
    assert f"/cases/{alone}" not in browser.get(f"/supervision/late?worker={worker.id}").text
    nobody = browser.get("/supervision/late?worker=nobody").text
    assert f"/cases/{alone}" in nobody
    assert f"/cases/{case}" not in nobody
    assert browser.get("/supervision/late?standard=R1-99x").status_code == browser.get("/supervision/late?worker=x").status_code == 404


def test_identities_leave_after_a_one_time_code_of_somebody_else(
    house: House, town: Town, browser_for: Browser, clock: Clock, worker: Person, case: UUID
) -> None:
    with unit_of_work(house, worker.actor) as work:
        asked = identity_exports.ask(
            work, [case], recipient=a_key()[1], purpose=IdentityExportPurpose.HANDOVER, reason="Invented: a handover.", format_="csv"
        )
    other = a_user(house, town.own, Role.SUPERVISOR)
    with unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor) as work:
        made = accounts.make_account(work, other.user_id, "Second.Invented")
    second = signed_in(house, other)
    browser, path = browser_for(second), f"/supervision/identity-exports/{asked['id']}"
    shown = browser.get(path).text
    assert "Invented: a handover." in shown
    assert asked["recipient"] in shown
    wrong = browser.post(path, data={"totp": "000000"})
    assert (wrong.status_code, "one-time code was wrong" in wrong.text) == (422, True)
    sent = browser.post(path, data={"totp": TOTP(made.totp_secret).at(clock.now)})
    assert sent.headers["location"].startswith("/supervision?told=identities_approved")
    with unit_of_work(house, worker.actor, writes=False) as work:
        assert identity_exports.read(work, UUID(asked["id"]))["state"] == "approved"


def test_a_complaint_goes_from_late_to_answered(house: House, town: Town, browser_for: Browser, clock: Clock, worker: Person) -> None:
    complaint = do(house, worker.actor, "receive_complaint", about="staff", received_at=iso(clock.now), shelter_id=None).record_id
    admin = browser_for(town.person(Role.ORGANISATION_ADMIN))
    assert "Not acknowledged yet, due by" in words(admin.get("/complaints").text)
    clock.advance(6 * DAY)
    page = admin.get(f"/complaints/{complaint}").text
    assert "Not acknowledged yet, late since" in words(page)
    links = re.findall(rf"/do/(\w+)/{complaint}\?next=/complaints/{complaint}", page)
    assert links == ["acknowledge_complaint", "appoint_complaint_handler", "answer_complaint"]
    assert browser_for(town.person(Role.ORGANISATION_ADMIN, town.other)).get(f"/complaints/{complaint}").status_code == 404
    answering, ids = town.person(Role.ORGANISATION_ADMIN).actor, {"complaint_id": complaint}
    do(house, answering, "acknowledge_complaint", ids, acknowledged_at=iso(clock.now))
    do(house, answering, "answer_complaint", ids, answered_at=iso(clock.now), outcome="upheld")
    page = admin.get(f"/complaints/{complaint}").text
    assert labels.code("en", "ComplaintOutcome", "upheld") in words(page)
    assert f"/do/answer_complaint/{complaint}" not in page
    assert "No complaint waits." in words(admin.get("/complaints").text)


def test_the_monitor_sees_freedom_and_dignity_of_every_organisation_by_number_only(
    house: House, town: Town, browser_for: Browser, clock: Clock, worker: Person, case: UUID
) -> None:
    other = a_case(house, town.person(Role.SOCIAL_WORKER, town.other))
    ids, now = {"case_id": case}, iso(clock.now)
    restriction = do(house, worker.actor, "restrict_movement", ids, kind="phone", started_at=now, ends_on="2025-06-20").record_id
    wish = do(house, worker.actor, "request_leave", ids, kind="depart", requested_at=now).record_id
    stranger = town.person(Role.SOCIAL_WORKER, town.other).actor
    do(house, stranger, "record_incident", {"case_id": other}, kind="unpaid_work", became_known_at=now)
    do(house, stranger, "record_incident", {"case_id": other}, kind="injury", became_known_at=now)
    monitor = browser_for(town.person(Role.INDEPENDENT_MONITOR))
    page = monitor.get("/monitoring").text
    assert "Review due by 23 Jun 2025" in words(section(page, "restrictions"))
    assert "Not answered for" in words(section(page, "leave"))
    assert ("Unpaid work" in page, "Injury" in page) == (True, False)
    assert "Invented House Battambang" in page
    assert "Invented House Siem Reap" in page
    assert re.findall(r"/cases/[0-9a-f-]{36}", page) == []
    clock.advance(8 * DAY)
    late = words(section(monitor.get("/monitoring").text, "restrictions"))
    assert "Its end has gone by and nobody lifted it" in late
    assert "Review overdue since" in late
    assert "R9-02b" in section(monitor.get("/monitoring").text, "broken")
    (number,) = re.findall(r"Case ([\w-]+) · Invented House Battambang", late)
    assert number in monitor.get("/monitoring/standards/R9-02b").text
    assert monitor.get("/monitoring/standards/R1-04a").status_code == 404
    do(house, worker.actor, "lift_restriction", ids | {"restriction_id": restriction}, lifted_at=iso(clock.now - HOUR))
    do(house, worker.actor, "record_departure", ids | {"leave_request_id": wish}, left_at=iso(clock.now - HOUR))
    page = monitor.get("/monitoring").text
    assert "No restriction is in force." in page
    assert "Every wish to leave was followed or taken back." in page
    assert monitor.get("/supervision").status_code == 403
