"""A visit from its plan to its result, on a phone in a courtyard, and what those see of it who run the shelter."""

import base64
import html
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.access import Role
from app.models.ledger import Entry
from app.work import House
from tests.builders import Clock, Person, Town, do

pytestmark = pytest.mark.sqlite_only
BrowserOf = Callable[[Role], TestClient]
# The smallest picture there is: one grey point.
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")


@pytest.fixture
def shelter(house: House, town: Town) -> UUID:
    return do(house, town.person(Role.ORGANISATION_ADMIN).actor, "register_shelter", opened_on="2024-01-15", code="INVENTED-1").record_id


@pytest.fixture
def visit(house: House, town: Town, shelter: UUID) -> UUID:
    return visited(house, town, shelter, "2025-06-02", 1, "compliant")


def visited(house: House, town: Town, shelter: UUID, day: str, number: int, result: str) -> UUID:
    officer, ids = town.person(Role.MOSAVY_OFFICER).actor, {"shelter_id": shelter}
    return do(house, officer, "record_inspection", ids, inspected_on=day, visit_number=number, result=result).record_id


def words(answer: str) -> str:
    """Return what a reader sees, without marks and line breaks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer)))


def look(shelter: UUID, visit: UUID, standard: str) -> str:
    return f"/inspections/{shelter}/visits/{visit}/look/{standard}"


def written(house: House, record: str) -> int:
    with house.reading.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Entry).where(Entry.record == record)) or 0


def test_a_visit_is_planned_from_the_list_with_what_is_known_filled_in(browser_of: BrowserOf, shelter: UUID) -> None:
    officer = browser_of(Role.MOSAVY_OFFICER)
    page = officer.get("/inspections").text
    assert "Visit due by 15 Jan 2025" in words(page)
    (link,) = re.findall(rf'href="(/do/plan_inspection/{shelter}[^"]*)"', page)
    form = officer.get(html.unescape(link)).text
    assert 'name="planned_on" type="date" value="2025-01-15"' in form
    body = {"planned_on": "2025-07-01", "visit_number": "1", "reason": "yearly", "announced": "no", "next": f"/inspections/{shelter}"}
    assert officer.post(f"/do/plan_inspection/{shelter}", data=body).headers["location"].startswith(f"/inspections/{shelter}")
    assert "No: the shelter does not know" in words(officer.get(f"/inspections/{shelter}").text)
    assert "Planned for 1 Jul 2025" in words(officer.get("/inspections").text)
    # What was not announced stays unknown to those who run the shelter.
    for path in ("/inspections/mine", f"/inspections/{shelter}"):
        assert "1 Jul 2025" not in words(browser_of(Role.ORGANISATION_ADMIN).get(path).text)


def test_each_standard_is_saved_by_itself_and_leads_on_to_the_next(house: House, browser_of: BrowserOf, shelter: UUID, visit: UUID) -> None:
    officer, where = browser_of(Role.MOSAVY_OFFICER), f"/inspections/{shelter}/visits/{visit}"
    page = officer.get(where).text
    names = re.findall(r"/look/([\w-]+)\"", page)
    first, second = list(dict.fromkeys(names))[:2]
    assert f"0 of {len(set(names))} looked at" in words(page)
    saved = officer.post(look(shelter, visit, first), data={"seen": "met", "item_notes": "Invented words"})
    assert saved.headers["location"] == f"{where}/look/{second}?saved={first}"
    assert f"1 of {len(set(names))} looked at" in words(officer.get(saved.headers["location"]).text)
    officer.post(look(shelter, visit, second), data={"seen": "not_seen"})
    page = officer.get(where).text
    assert f"1 of {len(set(names))} looked at, 1 could not be looked at" in words(page)
    assert "Invented words" not in page
    # The same once more, with nothing to add, is not a second finding.
    before = written(house, "inspection_item")
    officer.post(look(shelter, visit, second), data={"seen": "not_seen"})
    assert written(house, "inspection_item") == before
    nothing = officer.post(look(shelter, visit, second), data={"item_notes": "Kept words"})
    assert (nothing.status_code, "Kept words" in nothing.text, 'href="#seen-1"' in nothing.text) == (422, True, True)
    assert officer.get(look(shelter, visit, "R1-04a")).status_code == 404


def test_a_photograph_is_sealed_with_its_standard_and_shown_only_in_answer_to_a_form(
    house: House, browser_of: BrowserOf, shelter: UUID, visit: UUID
) -> None:
    officer, where = browser_of(Role.MOSAVY_OFFICER), f"/inspections/{shelter}/visits/{visit}"
    for file, shows in ((("p.png", PNG), ""), (("p.png", b"no picture"), "kitchen")):
        refused = officer.post(look(shelter, visit, "R4-04"), data={"seen": "not_met", "shows": shows}, files={"file": file})
        assert refused.status_code == 422, refused.text
    assert (written(house, "inspection_item"), written(house, "inspection_picture")) == (0, 0)
    officer.post(look(shelter, visit, "R4-04"), data={"seen": "not_met", "shows": "kitchen"}, files={"file": ("p.png", PNG)})
    assert (written(house, "inspection_item"), written(house, "inspection_picture")) == (1, 1)
    (picture,) = re.findall(rf'action="(/inspections/{shelter}/pictures/[0-9a-f-]+)"', officer.get(where).text)
    shown = officer.post(picture).text
    assert f"data:image/png;base64,{base64.b64encode(PNG).decode()}" in shown
    assert officer.get(picture).status_code != 200
    assert browser_of(Role.SUPERVISOR).post(picture).status_code == 200
    auditor = browser_of(Role.MOSAVY_AUDITOR)
    assert auditor.post(picture).status_code == 403
    page = auditor.get(where).text
    assert "Your role sees that there is one, not the picture." in page
    assert "/look/" not in page


def test_the_second_visit_stands_beside_the_first_and_a_wrong_result_can_be_changed(
    house: House, town: Town, browser_of: BrowserOf, shelter: UUID, visit: UUID
) -> None:
    officer = browser_of(Role.MOSAVY_OFFICER)
    officer.post(look(shelter, visit, "R4-04"), data={"seen": "not_met"})
    where = f"/inspections/{shelter}/visits/{visit}"
    assert "but 1 standard was found not kept" in words(officer.get(where).text)
    refused = officer.post(f"{where}/result", data={"result": "faults_found"})
    assert refused.status_code == 422
    changed = officer.post(f"{where}/result", data={"result": "faults_found", "reason": "Invented: seen at the end."})
    assert changed.headers["location"] == f"{where}?told=result_changed"
    assert f"/do/give_inspection_notice/{shelter}/{visit}" in officer.get(where).text
    second = visited(house, town, shelter, "2025-06-12", 2, "compliant")
    beside = officer.get(f"/inspections/{shelter}/visits/{second}").text
    (row,) = re.findall(r"<tr><th[^>]*>(?:(?!<th).)*R4-04.*?</tr>", beside, re.DOTALL)
    assert re.findall(r'status--(\w+)"', row) == ["unmet", "pending"]
    assert officer.get(f"/inspections/{shelter}/latest").headers["location"] == f"/inspections/{shelter}/visits/{second}"
    item = words(officer.get(look(shelter, second, "R4-04")).text)
    assert re.search(r"Visit of 2 Jun 2025 ?: ✕ Not met", item)


def test_an_organisation_sees_what_is_to_be_mended_in_its_own_shelters_only(
    house: House, town: Town, browser_for: Callable[[Person], TestClient], clock: Clock, shelter: UUID, visit: UUID
) -> None:
    officer, ids = town.person(Role.MOSAVY_OFFICER), {"shelter_id": shelter}
    browser_for(officer).post(look(shelter, visit, "R4-04"), data={"seen": "not_met"})
    notice = ids | {"inspection_id": visit}
    do(house, officer.actor, "give_inspection_notice", notice, notice_given_on="2025-06-05", mend_by="2025-09-05")
    facts: dict[str, Any] = {
        "standard_id": "R4-04",
        "shelter_id": str(shelter),
        "raised_on": "2025-06-05",
        "due_on": "2025-06-10",
        "organisation_id": None,
    }
    do(house, officer.actor, "raise_corrective_action", **facts, report_id=None)
    admin = browser_for(town.person(Role.ORGANISATION_ADMIN))
    mine = words(admin.get("/inspections/mine").text)
    assert "R4-04" in mine
    assert "5 Sep 2025" in mine
    assert "6 days late" in mine
    assert admin.get(f"/inspections/{shelter}").status_code == 200
    assert "/do/" not in admin.get(f"/inspections/{shelter}").text
    assert admin.get("/inspections").status_code == 403
    stranger = browser_for(town.person(Role.ORGANISATION_ADMIN, town.other))
    assert "INVENTED-1" not in stranger.get("/inspections/mine").text
    assert admin.get(f"/inspections/{shelter}/visits/{visit}/result").status_code == 404
    for path in (f"/inspections/{shelter}", f"/inspections/{shelter}/visits/{visit}"):
        assert stranger.get(path).status_code == 404
