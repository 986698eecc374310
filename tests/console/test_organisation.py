"""An organisation's own pages: at a glance, agreements, plan, readiness, limits, shelters, exports and exchange."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pyrage
import pytest
from httpx2 import Response
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.access import Role
from app.models.accounts import Answer
from app.models.audit import AuditEntry
from app.models.readiness import ReadinessCheck
from app.models.registers import Case
from app.records.examples import example_of
from app.records.registry import ACTS
from app.services import exporting
from app.settings import Settings
from app.work import House
from tests.builders import DAY, Clock, Person, Town, a_case, do
from tests.exchange.files import EVERYTHING, a_row, as_csv

pytestmark = pytest.mark.sqlite_only
BrowserOf = Callable[[Role], TestClient]
IDENTITY = pyrage.x25519.Identity.generate()
PEOPLE = (Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER)


@pytest.fixture
def cases(house: House, town: Town, clock: Clock) -> list[UUID]:
    made = [a_case(house, town.person(Role.SOCIAL_WORKER)) for _ in range(3)]
    clock.advance(30 * DAY)
    return made


@pytest.fixture
def mou(client_of: Callable[[Person], TestClient], town: Town) -> str:
    """An agreement with one duty, missed long ago."""
    admin = client_of(town.person(Role.ORGANISATION_ADMIN))
    said = {k: v for k, v in example_of(ACTS["sign_mou"]).items() if k != "ministry_id"}
    made = str(admin.post("/api/v1/mous", json=said | {"organisation_id": str(town.own)}).json()["id"])
    duty = {"kind": "quarterly_statistics", "due_on": "2025-06-18"}
    assert admin.post(f"/api/v1/mous/{made}/obligations", json=duty).status_code == 201
    return made


def page(answer: Response, status: int = 200) -> str:
    assert answer.status_code == status, answer.text[:2000]
    assert answer.text.count("<h1") == 1
    return str(answer.text)


def count(house: House, table: type) -> int:
    with house.reading.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_each_role_of_an_organisation_reads_its_own_glance(browser_of: BrowserOf, cases: list[UUID], mou: str) -> None:
    for role in PEOPLE:
        shown = page(browser_of(role).get("/organisation"))
        assert "Safety and protection" in shown
        assert "was due on 18 June 2025" in shown
        assert "/cases/" not in shown
        assert "Share met at the end of each month" in page(browser_of(role).get("/organisation/trend"))
        assert ("hidden from your role" in shown) == (role is Role.REPORTING_OFFICER)
    assert "What would move it most" in page(browser_of(Role.SUPERVISOR).get("/organisation"))
    assert f"/mous/{mou}" in page(browser_of(Role.MOSAVY_OFFICER).get("/organisation"))
    assert browser_of(Role.SOCIAL_WORKER).get("/organisation").status_code == 403


def test_an_agreement_is_told_in_plain_words_with_the_form_that_delivers(browser_of: BrowserOf, mou: str, clock: Clock) -> None:
    clock.advance(40 * DAY)
    reporter = browser_of(Role.REPORTING_OFFICER)
    told = page(reporter.get(f"/mous/{mou}"))
    for sentence in ("What this obliges us to", "What happens if we fall short", "What it takes", "days late", "the signed paper binds"):
        assert sentence in told
    (form,) = set(re.findall(r'href="(/do/submit_mou_obligation/[^"]+)"', told))
    assert page(reporter.get(form.replace("&amp;", "&")))
    assert "agree_mou_term" not in told
    admin = page(browser_of(Role.ORGANISATION_ADMIN).get(f"/mous/{mou}"))
    assert f"/do/agree_mou_term/{mou}?next=/mous/{mou}&amp;kind=" in admin
    km = reporter.get(f"/mous/{mou}", headers={"cookie": reporter.headers["cookie"] + "; language=km"})
    assert "អ្វីដែលត្រូវការ" in page(km)


def test_what_is_late_in_the_plan_stands_out_and_has_its_form(
    browser_of: BrowserOf, client_of: Callable[[Person], TestClient], town: Town, clock: Clock
) -> None:
    raised = {
        "standard_id": "R1-05a",
        "due_on": "2025-07-01",
        "severity": "major",
        "action_text": "Invented",
        "organisation_id": str(town.own),
    }
    made = client_of(town.person(Role.MOSAVY_OFFICER)).post("/api/v1/corrective-actions", json=raised | {"raised_on": "2025-06-09"})
    assert made.status_code == 201, made.text
    clock.advance(60 * DAY)
    shown = page(browser_of(Role.ORGANISATION_ADMIN).get("/plan"))
    assert "due--overdue" in shown
    assert "1 item is past its day." in shown
    assert "/do/finish_corrective_action/" in shown
    assert "/do/finish_corrective_action/" not in page(browser_of(Role.REPORTING_OFFICER).get("/plan"))
    assert "Nothing to put right here" in page(browser_of(Role.ORGANISATION_ADMIN).get("/plan?state=closed"))


def test_a_readiness_check_leaves_no_trace_unless_it_is_kept(browser_of: BrowserOf, house: House, cases: list[UUID]) -> None:
    admin = browser_of(Role.ORGANISATION_ADMIN)
    logged = count(house, AuditEntry)
    assert "R1-04a" in page(admin.post("/readiness", data={"catalogue": "kh-2009"}))
    kept = admin.post("/readiness", data={"catalogue": "kh-2009", "keep": "1"})
    address = str(kept.headers["Location"]).partition("?")[0]
    assert "R1-04a" in page(admin.get(address))
    assert address in page(admin.get("/readiness"))
    assert admin.post(f"{address}/removal").status_code == 303
    assert (admin.get(address).status_code, count(house, ReadinessCheck), count(house, Answer)) == (404, 0, 0)
    # The refusal of what is gone is the one entry there is.
    assert count(house, AuditEntry) <= logged + 1
    assert {browser_of(role).get("/readiness").status_code for role in (Role.REPORTING_OFFICER, Role.MOSAVY_OFFICER)} == {403}


def test_an_organisation_sets_its_own_numbers(browser_of: BrowserOf, house: House) -> None:
    admin = browser_of(Role.ORGANISATION_ADMIN)
    assert "24 hours" in page(admin.get("/limits"))
    numbers = {"risk_check_limit.number": "12", "risk_check_limit.unit": "TH", "_seen": "0"}
    assert admin.post("/limits", data=numbers).status_code == 303
    assert 'value="12"' in page(admin.get("/limits"))
    wrong = page(admin.post("/limits", data=numbers | {"risk_check_limit.number": "soon", "_seen": "1"}), 422)
    assert "Write a whole number" in wrong
    assert 'value="soon"' in wrong
    assert "Somebody set other numbers since you looked." in page(admin.post("/limits", data=numbers), 412)
    assert admin.post("/limits", data={"_seen": "1"}).status_code == 303
    assert 'value="12"' not in page(admin.get("/limits"))


def test_a_shelter_shows_what_ones_role_reads(browser_of: BrowserOf, house: House, town: Town) -> None:
    shelter = do(house, town.person(Role.ORGANISATION_ADMIN).actor, "register_shelter").subject.id
    admin, reporter = browser_of(Role.ORGANISATION_ADMIN), browser_of(Role.REPORTING_OFFICER)
    assert f'href="/shelters/{shelter}"' in page(admin.get("/shelters"))
    shown = page(admin.get(f"/shelters/{shelter}"))
    assert "/do/record_shelter_condition/" in shown
    assert "R1-05a" in shown
    assert "R1-05a" not in page(reporter.get(f"/shelters/{shelter}"))


def test_an_export_is_asked_for_seen_and_fetched(browser_of: BrowserOf, house: House, cases: list[UUID], tmp_path: Path) -> None:
    supervisor = browser_of(Role.SUPERVISOR)
    wrong = page(supervisor.post("/exports", data={"kind": "cases", "recipient": "nobody"}), 422)
    assert "it begins with age1" in wrong
    asked = supervisor.post("/exports", data={"kind": "cases", "recipient": str(IDENTITY.to_public())})
    address = str(asked.headers["Location"]).partition("?")[0]
    waiting = page(supervisor.get(address))
    assert 'hx-trigger="every' in waiting
    assert "Look again" in waiting
    assert supervisor.get(f"{address}/parts/1").headers["Location"] == address
    exporting.make_waiting(house, Settings(data=tmp_path).exports)
    ready = page(supervisor.get(address))
    assert 'hx-trigger="every' not in ready
    part = supervisor.get(f"{address}/parts/1")
    assert len(pyrage.decrypt(part.content, [IDENTITY]).splitlines()) >= len(cases)
    rest = supervisor.get(f"{address}/parts/1", headers={"range": "bytes=10-"})
    assert (rest.status_code, rest.content) == (206, part.content[10:])
    assert json.loads(supervisor.get(f"{address}/manifest").content)["rows"] == len(cases)
    assert supervisor.get(f"{address}/parts/x").status_code == 404
    assert supervisor.post(f"{address}/withdrawal").status_code == 303
    assert "Its files are removed." in page(supervisor.get(address))


def test_a_file_is_looked_at_before_its_rows_become_cases(browser_of: BrowserOf, house: House) -> None:
    supervisor = browser_of(Role.SUPERVISOR)
    assert "Choose a file" in page(supervisor.post("/exchange/import", data={}), 422)
    bad = as_csv(a_row(hte_Date="yesterday"))
    looked = page(supervisor.post("/exchange/import", files={"file": ("bad.csv", bad, "text/csv")}))
    assert "Write a day as year-month-day" in looked
    assert "yesterday" not in looked
    assert "Open 1 case" not in looked
    for_all = {"first_day": "2025-06-01", "first_time": "10:00", "interpreter_needed": "no", "nationality_class": "unknown"}
    good = page(supervisor.post("/exchange/import", data=for_all, files={"file": ("good.csv", as_csv(EVERYTHING), "text/csv")}))
    assert "1 case would be opened." in good
    assert count(house, Case) == 0
    found = re.search(r'name="file" value="([^"]+)"', good)
    assert found is not None
    made = supervisor.post("/exchange/import/confirmation", data={"file": found[1]})
    assert "/cases/" in page(supervisor.get(made.headers["Location"]))
    assert count(house, Case) == 1
    twice = page(supervisor.post("/exchange/import/confirmation", data={"file": found[1]}), 409)
    assert "imported before" in twice
    assert "choose it once more" in page(supervisor.post("/exchange/import/confirmation", data={"file": "AAAA"}), 422)
    file = supervisor.post("/exchange/file", data={"format": "csv"})
    assert (file.status_code, file.headers["Content-Disposition"]) == (200, 'attachment; filename="htcds-pseudonymous.csv"')


def test_identities_leave_by_four_eyes_and_a_fresh_code_only(
    browser_of: BrowserOf, browser_for: Callable[[Person], TestClient], house: House, town: Town, cases: list[UUID]
) -> None:
    supervisor = browser_of(Role.SUPERVISOR)
    empty = page(supervisor.post("/identity-exports", data={"cases": "NO-SUCH"}), 422)
    for sentence in ("Give the numbers of 1 to 200 cases", "Choose what for", "Say why"):
        assert sentence in empty
    with house.reading.connect() as connection:
        number = connection.scalar(select(Case.case_number).where(Case.id == cases[0]))
    said = {"cases": str(number).lower(), "recipient": str(IDENTITY.to_public()), "purpose": "handover", "reason": "Invented reason"}
    asked = supervisor.post("/identity-exports", data=said)
    address = str(asked.headers["Location"]).partition("?")[0]
    shown = page(supervisor.get(address))
    assert "Another supervisor must approve it." in shown
    assert str(number) in shown
    refused = page(supervisor.post(f"{address}/file", data={"totp": "000000"}), 422)
    assert "The one-time code was wrong or used already." in refused
    assert browser_for(town.person(Role.SUPERVISOR, town.other)).get(address).status_code == 404
