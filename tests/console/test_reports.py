"""The cycle of a compliance report through the console, step by step as a browser sends it, and every refusal as a page to read."""

import re
from collections.abc import Callable

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.access import Role
from app.models.audit import AuditEntry
from app.records.examples import example_of
from app.records.registry import ACTS
from app.services.sessions import NOBODY_AT_WORK
from app.work import House, unit_of_work
from tests.builders import DAY, Clock, Person, Town, a_case

pytestmark = pytest.mark.sqlite_only
BrowserOf = Callable[[Role], TestClient]
PERIOD = {"from": "2025-06-01", "to": "2025-06-20"}
SAID = {"cause": "staff_shortage", "remedy": "hire_staff", "due_on": "2025-09-30", "responsible": "supervisor"}
WORDS, NOTE = "Invented words about nobody", "Invented note of the ministry"


@pytest.fixture
def admin(browser_of: BrowserOf) -> TestClient:
    return browser_of(Role.ORGANISATION_ADMIN)


@pytest.fixture
def officer(browser_of: BrowserOf) -> TestClient:
    return browser_of(Role.MOSAVY_OFFICER)


@pytest.fixture
def client_of_admin(client_of: Callable[[Person], TestClient], town: Town) -> TestClient:
    return client_of(town.person(Role.ORGANISATION_ADMIN))


@pytest.fixture
def report(house: House, town: Town, clock: Clock, admin: TestClient, client_of_admin: TestClient) -> str:
    """The address of a drafted report about a case and a missed duty, made by the form of the list."""
    mou = {k: v for k, v in example_of(ACTS["sign_mou"]).items() if k != "ministry_id"}
    signed = client_of_admin.post("/api/v1/mous", json=mou | {"organisation_id": str(town.own)})
    duty = {"kind": "quarterly_statistics", "due_on": "2025-06-18"}
    assert client_of_admin.post(f"/api/v1/mous/{signed.json()['id']}/obligations", json=duty).status_code == 201
    a_case(house, town.person(Role.SOCIAL_WORKER))
    clock.advance(7 * DAY)
    made = admin.post("/reports", data=PERIOD)
    assert made.status_code == 303
    return str(made.headers["Location"]).partition("?")[0]


def page(answer: Response, status: int = 200) -> str:
    assert answer.status_code == status, answer.text[:2000]
    assert answer.text.count("<h1") == 1
    return str(answer.text)


def items(browser: TestClient, report: str) -> list[str]:
    found = re.findall(r'id="item-([A-Za-z0-9_-]+)"', page(browser.get(report)))
    assert found
    return found


def seen(browser: TestClient, address: str) -> str:
    """The revision that stands in the form of a page, as a browser sends it back."""
    found = re.search(r'name="_seen" value="(\d+)"', page(browser.get(address)))
    assert found is not None
    return found[1]


def answered(browser: TestClient, report: str, item: str, **said: str) -> Response:
    place = f"{report}/answers/{item}"
    return browser.post(place, data=SAID | {"_seen": seen(browser, place)} | said)


def moved(browser: TestClient, report: str, move: str) -> Response:
    return browser.post(f"{report}/{move}", data={"_seen": seen(browser, report)})


def submitted(admin: TestClient, report: str) -> list[str]:
    found = items(admin, report)
    for item in found:
        assert answered(admin, report, item).status_code == 303
    assert moved(admin, report, "submission").status_code == 303
    return found


def test_a_report_goes_its_whole_way_and_leaves_as_files(
    admin: TestClient, officer: TestClient, report: str, browser_of: BrowserOf
) -> None:
    assert officer.get(report).status_code == 404
    first, *others = items(admin, report)
    kept = answered(admin, report, first, narrative=WORDS)
    assert "/answers/" in kept.headers["Location"]
    for item in others:
        last = answered(admin, report, item)
    assert "told=answers_done" in last.headers["Location"]
    assert f"{len(others) + 1} of {len(others) + 1} answered" in page(admin.get(report))
    assert moved(admin, report, "submission").headers["Location"] == f"{report}?told=report_submitted"
    assert "Waits for you" in page(officer.get("/reports"))

    decision = {"decision": "returned", "reason": "cause_unclear", "note": NOTE, "_seen": seen(officer, f"{report}/answers/{first}")}
    assert officer.post(f"{report}/answers/{first}/decision", data=decision).status_code == 303
    assert moved(officer, report, "acceptance").status_code == 303
    assert moved(officer, report, "return").headers["Location"].endswith("told=report_returned")

    shown = page(admin.get(report))
    assert "The cause is not clear" in shown
    opened = page(admin.post(f"{report}/answers/{first}/words"))
    assert WORDS in opened
    assert NOTE in opened
    assert WORDS not in page(admin.get(f"{report}/answers/{first}"))
    locked = page(admin.post(f"{report}/answers/{others[0]}", data=SAID | {"_seen": "2"}), 409)
    assert "This answer is locked" in locked
    assert answered(admin, report, first, cause="training").status_code == 303
    assert moved(admin, report, "submission").status_code == 303

    assert moved(officer, report, "acceptance").status_code == 303
    assert moved(officer, report, "completion").headers["Location"].endswith("told=report_completed")
    done = page(browser_of(Role.MOSAVY_AUDITOR).get(report))
    assert "Completed and frozen" in done
    assert "Signature (Ed25519)" in done
    for ending, begins in (("pdf?language=en", b"%PDF"), ("xlsx", b"PK"), ("json", b"{"), ("csv", b"")):
        file = admin.get(f"{report}/files/{ending}")
        assert (file.status_code, file.content.startswith(begins)) == (200, True)
        assert file.headers["Content-Disposition"].startswith("attachment")
    assert admin.get(f"{report}/files/docx").status_code == 404
    assert first in page(admin.get("/plan"))


def test_what_is_missing_is_said_in_a_sentence(admin: TestClient, report: str) -> None:
    wanted = items(admin, report)
    early = page(moved(admin, report, "submission"), 409)
    assert "The report cannot be submitted as it stands now." in early
    assert f'href="{report}/answers/{wanted[0]}"' in early
    place = f"{report}/answers/{wanted[0]}"
    empty = page(admin.post(place, data={"_seen": seen(admin, place), "due_on": "2020-01-01"}), 422)
    for sentence in ("Choose why it happened", "Choose what will put it right", "Choose who sees to it"):
        assert sentence in empty
    past = page(admin.post(place, data=SAID | {"_seen": "0", "due_on": "2020-01-01", "cause": "other"}), 422)
    assert "Give a day that is today or later" in past
    assert "Say it in words too" in past
    assert answered(admin, report, wanted[0]).status_code == 303
    stale = page(admin.post(place, data=SAID | {"_seen": "0"}), 412)
    assert "Somebody changed this answer since you looked." in stale
    assert 'value="1"' in stale
    again = page(admin.post("/reports", data=PERIOD), 409)
    assert "This period has its report already" in again
    assert admin.get(f"{report}/files/pdf").headers["Location"] == report


def test_the_ministry_decides_every_answer_first(admin: TestClient, officer: TestClient, report: str) -> None:
    wanted = submitted(admin, report)
    now = {"_seen": seen(officer, report)}
    assert "cannot be completed" in page(officer.post(f"{report}/completion", data=now), 409)
    assert "cannot be returned" in page(officer.post(f"{report}/return", data=now), 409)
    place = f"{report}/answers/{wanted[0]}"
    assert "Choose whether to accept" in page(officer.post(f"{place}/decision", data={"_seen": seen(officer, place)}), 422)
    without = officer.post(f"{place}/decision", data={"_seen": seen(officer, place), "decision": "returned"})
    assert "Choose why the answer is returned" in page(without, 422)
    late = officer.post(f"{report}/acceptance", data={"_seen": "1"})
    assert "Somebody changed this report since you looked." in page(late, 412)
    assert page(admin.post(f"{report}/completion"), 403)
    assert "Only a draft can be withdrawn" in page(admin.post(f"{report}/withdrawal", data=now), 409)


def test_small_counts_are_hidden_and_reading_the_figures_is_logged(
    house: House, report: str, browser_of: BrowserOf, admin: TestClient
) -> None:
    reporter = browser_of(Role.REPORTING_OFFICER)
    hidden = '<span class="quiet">hidden</span>'
    assert hidden in page(reporter.get(f"{report}/figures"))
    assert hidden not in page(admin.get(f"{report}/figures"))
    assert f"not kept {hidden}" in page(reporter.get(report))
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        read = work.session.query(AuditEntry).filter_by(event="ReportRead").all()
        assert [entry.details["format"] for entry in read] == ["page", "page"]
    assert reporter.get("/cases").status_code == 403
    withdrawn = admin.post(f"{report}/withdrawal", data={"_seen": seen(admin, report)})
    assert withdrawn.headers["Location"].endswith("told=report_withdrawn")
    assert "This draft was withdrawn" in page(admin.get(report))


def test_sent_twice_a_report_is_made_once(report: str, admin: TestClient) -> None:
    assert admin.post(f"{report}/withdrawal", data={"_seen": seen(admin, report)}).status_code == 303
    form = PERIOD | {"_once": "5d3d7c0e-8f2b-4e0e-9f9c-0c7d7a9a1b11"}
    first, second = (admin.post("/reports", data=form) for _ in range(2))
    address = str(first.headers["Location"]).partition("?")[0]
    assert str(second.headers["Location"]).startswith(address)
    assert "The last day lies before the first" in page(admin.post("/reports", data={"from": "2025-06-20", "to": "2025-06-01"}), 422)
    assert "Choose a period" in page(admin.post("/reports", data={}), 422)


def test_nothing_but_a_fingerprint_of_a_document_stands_beside_an_answer(admin: TestClient, report: str) -> None:
    first = items(admin, report)[0]
    assert answered(admin, report, first, evidence_digest="Chan Invented, village 12").status_code == 303
    assert "Chan Invented" not in page(admin.get(f"{report}/answers/{first}"))
    assert answered(admin, report, first, evidence_digest="ab" * 32).status_code == 303
    assert "ab" * 32 in page(admin.get(f"{report}/answers/{first}"))
