"""The auditor's pages: the same figures as the API, down to findings without a name, as of any day; and what a task force sees."""

import json
import re
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from sqlalchemy import event, text
from starlette.testclient import TestClient

from app.access import Role
from app.console import maps
from app.vocabulary.places import Province
from app.work import House
from tests.builders import DAY, Clock, Person, Town, a_case, a_user, do, signed_in

pytestmark = pytest.mark.sqlite_only
BrowserOf = Callable[[Role], TestClient]
BrowserFor = Callable[[Person], TestClient]
ClientOf = Callable[[Person], TestClient]
SUMMARY, COLUMNS = "/api/v1/compliance/summary", ("met", "unmet", "overdue", "unknown", "pending", "waived")


@pytest.fixture
def cases(house: House, town: Town, clock: Clock) -> list[UUID]:
    """Invented cases of two provinces and two organisations, left at different points, a while ago."""
    worker, other = town.person(Role.SOCIAL_WORKER), town.person(Role.SOCIAL_WORKER, town.other)
    made = [a_case(house, worker, province="KH-2" if n % 2 else "KH-12", sex="feminine") for n in range(5)]
    do(house, worker.actor, "record_risk_assessment", {"case_id": made[0]}, assessed_at=None)
    clock.advance(3 * DAY)
    made.append(a_case(house, other, province="KH-12"))
    clock.advance(40 * DAY)
    return made


@pytest.fixture
def auditor(browser_of: BrowserOf, cases: list[UUID]) -> TestClient:
    return browser_of(Role.MOSAVY_AUDITOR)


def page(browser: TestClient, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def table(shown: str, name: str) -> dict[str, list[str]]:
    """The rows of a table: what the first cell says, then the other cells as text."""
    (body,) = re.findall(rf'<table[^>]*id="{name}".*?</table>', shown, re.DOTALL)
    return {cells[0]: cells[1:] for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)[1:] if (cells := list(words(row)))}


def words(row: str) -> Iterator[str]:
    for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL):
        told = re.sub(r"<span class=\"(?:visually-hidden|compliance__more)\">.*?</span>", "", cell, flags=re.DOTALL)
        yield re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", told)).strip()


def expected(group: dict[str, object]) -> list[str]:
    share = group["share_met"]
    return [f"{group['subjects']}", "–" if share is None else f"{share:.0%}".replace("%", " %"), *(f"{group[name]:,}" for name in COLUMNS)]


@pytest.mark.parametrize("by", ["right", "standard", "step", "organisation", "province", "age_class", "sex", "case_step", "month"])
def test_the_table_of_every_cut_says_what_the_api_says(by: str, auditor: TestClient, client_of: ClientOf, town: Town, clock: Clock) -> None:
    asked: dict[str, str] = {"by": by, "scope": "case"}
    if by == "month":
        asked |= {"period_from": "2024-08-01", "period_to": "2025-07-27"}
    answer = client_of(town.person(Role.MOSAVY_AUDITOR)).get(SUMMARY, params=asked)
    assert answer.status_code == 200, answer.text
    shown = table(page(auditor, f"/audit?by={by}"), "by-cut")
    assert list(shown.values()) == [expected(group) for group in answer.json()["groups"]]
    assert shown


def test_a_past_day_and_a_narrower_question_say_what_the_api_says_of_them(auditor: TestClient, client_of: ClientOf, town: Town) -> None:
    asked = {"by": "right", "scope": "case", "province": "KH-12", "as_of": "2025-06-18T23:59:59+07:00"}
    groups = client_of(town.person(Role.MOSAVY_AUDITOR)).get(SUMMARY, params=asked).json()["groups"]
    shown = page(auditor, "/audit?province=KH-12&day=2025-06-18")
    assert list(table(shown, "by-cut").values()) == [expected(group) for group in groups]
    assert "As of 18 Jun 2025, 23:59." in shown
    assert "<strong>Phnom Penh</strong>" in shown
    assert table(page(auditor, "/audit?province=KH-12"), "by-cut") != table(shown, "by-cut")


@pytest.mark.parametrize("scope", ["case", "staff"])
def test_the_numbers_above_are_those_of_the_api_for_all_that_is_asked_about(
    scope: str, auditor: TestClient, client_of: ClientOf, town: Town
) -> None:
    (group,) = client_of(town.person(Role.MOSAVY_AUDITOR)).get(SUMMARY, params={"scope": scope}).json()["groups"]
    (above,) = re.findall(r'<ul class="figures">.*?</ul>', page(auditor, f"/audit?scope={scope}"), re.DOTALL)
    numbers = [next(words(f"<td>{told}</td>")) for told in re.findall(r'figures__number">(.*?)</span> <span class="figures__words', above)]
    days = "–" if group["overdue_days_max"] is None else f"{group['overdue_days_max']}"
    assert numbers == [*expected(group)[:2], *(f"{group[name]}" for name in ("overdue", "unmet", "unknown", "waived")), days]


def test_the_map_says_of_every_province_what_its_table_says(auditor: TestClient) -> None:
    shown = page(auditor, "/audit")
    titles = re.findall(r'<(?:a|g) class="tile[^>]*><title>([^<]*)</title>', shown)
    assert len(titles) == len(Province) == len(set(maps.TILES.values()))
    for name, (people, share, *_) in table(shown, "by-province").items():
        assert f"{name}: {share} kept, cases: {people}" in titles
    assert titles.count("Kep: nothing judged") == 1


def test_the_slider_goes_through_the_ends_of_months_and_the_form_follows(auditor: TestClient) -> None:
    shown = page(auditor, "/audit?by=sex&day=2025-07-20&ahead=34")
    assert "As of 30 Jun 2025, 23:59." in shown
    assert 'value="2025-06-30"' in shown
    assert 'name="ahead" min="0" max="35" step="1" value="34"' in shown


def test_a_question_that_cannot_be_read_is_told_beside_the_country_as_it_is(auditor: TestClient) -> None:
    for asked in (
        "day=2025-02-30",
        "day=2099-01-01",
        "right=no_such_right",
        "province=KH-99",
        "organisation_id=x",
        "by=name",
        "day=0001-01-01",
    ):
        shown = page(auditor, f"/audit?{asked}", 422)
        assert "This question could not be asked" in shown
        assert 'id="by-cut"' in shown
        assert "no_such_right" not in shown.split("<main")[1]


def test_every_figure_leads_to_as_many_findings_without_a_name(auditor: TestClient, cases: list[UUID]) -> None:
    shown = page(auditor, "/audit?by=organisation&day=2025-06-25")
    (body,) = re.findall(r'id="by-cut".*?</table>', shown, re.DOTALL)
    links = re.findall(r'<td[^>]*><a href="([^"]*)">([\d,]+)<', body)
    assert len(links) > 3
    for address, number in links:
        found = page(auditor, address.replace("&amp;", "&")).count('<th scope="row"')
        assert found == min(int(number.replace(",", "")), 50)


def test_findings_go_on_page_by_page_and_lead_to_the_case(auditor: TestClient, cases: list[UUID]) -> None:
    first = page(auditor, "/audit/findings")
    (more,) = re.findall(r'href="([^"]*cursor=[^"]*)"', first)
    second = page(auditor, more.replace("&amp;", "&"))
    listed = [re.findall(r'<a href="/cases/([0-9a-f-]*)">', shown) for shown in (first, second)]
    assert len(listed[0]) == 50
    assert {UUID(one) for page_ in listed for one in page_} <= set(cases)
    assert "From the beginning" in second


def test_no_page_of_an_audit_uses_a_key_or_reads_a_sealed_value(house: House, auditor: TestClient, cases: list[UUID]) -> None:
    read: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        read.append(statement)

    used = house.vault.keys_used
    event.listen(house.auditing, "before_cursor_execute", note)
    asked = ["/audit", "/audit?by=shelter", "/audit?by=month", "/audit?scope=staff", "/audit/trend", "/audit/findings", "/audit/identity"]
    asked += ["/audit/log", "/statistics", "/evidence", f"/audit/identity?case={cases[0]}"]
    for address in asked:
        page(auditor, address)
    event.remove(house.auditing, "before_cursor_execute", note)
    assert house.vault.keys_used == used
    assert read
    assert [statement for statement in read if "sealed_values" in statement] == []
    assert auditor.post("/audit/log").status_code == 200
    assert house.vault.keys_used == used


def test_verifying_says_that_all_is_as_written_and_where_it_is_not(house: House, auditor: TestClient) -> None:
    assert "Every entry is as it was written" in auditor.post("/audit/log").text
    with house.writing.begin() as connection:
        for (trigger,) in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='audit_entries'")
        ).all():
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("UPDATE audit_entries SET event = 'Nothing' WHERE event = 'ActPerformed' AND position = 2"))
    shown = auditor.post("/audit/log").text
    assert "Something is not as it was written" in shown
    assert re.search(r"<strong>(case|user|organisation|shelter) [0-9a-f-]{36}</strong>, 2:", shown)


def test_the_auditor_freezes_a_period_once_and_everybody_reads_it(auditor: TestClient, browser_of: BrowserOf, clock: Clock) -> None:
    assert "Choose a period that has ended" in auditor.post("/statistics/releases", data={"period": "2030"}).text
    clock.advance(30 * DAY)
    first, again = (auditor.post("/statistics/releases", data={"period": "2025-Q2"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    release, told = first.headers["location"].split("?")
    assert told == "told=statistics_frozen"
    assert again.headers["location"] == f"{release}?told=statistics_kept"
    for role in (Role.SOCIAL_WORKER, Role.TASK_FORCE_MEMBER, Role.SYSTEM_ADMIN):
        assert "Quarter 2 of 2025" in page(browser_of(role), release)
    assert json.loads(auditor.get(f"{release}/release.json").content)["period"]["name"] == "2025-Q2"
    assert auditor.get(f"{release}/tables.csv").headers["content-disposition"].endswith('"statistics-2025-Q2.csv"')
    assert auditor.get(f"{release}/profiles.csv").status_code == 404
    assert browser_of(Role.SUPERVISOR).post("/statistics/releases", data={"period": "2025-Q2"}).status_code == 403


def test_a_task_force_reads_hidden_where_a_number_is_small_and_never_zero(
    house: House, town: Town, browser_of: BrowserOf, clock: Clock
) -> None:
    worker = town.person(Role.SOCIAL_WORKER)
    for number in range(23):
        a_case(house, worker, province="KH-2", sex="masculine" if number < 3 else "feminine")
    clock.advance(30 * DAY)
    member = browser_of(Role.TASK_FORCE_MEMBER)
    rows = table(page(member, "/task-force?table=sex"), "table")
    assert rows == {"Female": ["hidden"], "Male": ["hidden"]}
    shown = page(member, "/task-force?table=province")
    assert table(shown, "table")["Battambang"][0] == "23"
    assert "As of 30 Jun 2025" in shown
    assert 'href="/audit' not in shown
    assert page(member, "/task-force?table=name", 404)
    assert browser_of(Role.SUPERVISOR).get("/task-force").status_code == 403


def test_an_entry_of_evidence_needs_a_second_person_who_reads_it_first(
    house: House, town: Town, browser_of: BrowserOf, browser_for: BrowserFor
) -> None:
    officer = browser_of(Role.MOSAVY_OFFICER)
    second = browser_for(signed_in(house, a_user(house, town.ministry, Role.MOSAVY_OFFICER)))
    written = {
        "recommendation": "118.76",
        "year": "2025",
        "kind": "training",
        "text_en": "Invented: many were trained.",
        "source_title": "Invented",
    }
    assert "name the source" in officer.post("/evidence/entries/new", data=written).text
    sent = officer.post("/evidence/entries/new", data=written | {"source_url": "https://example.org/x"})
    assert sent.headers["location"] == "/evidence/entries?told=entry_written"
    (entry,) = re.findall(r'href="(/evidence/entries/[0-9a-f-]{36})"', page(second, "/evidence/entries"))
    assert "many were trained" not in page(second, entry)
    assert "many were trained" in second.post(f"{entry}/words").text
    verified = {"decision": "verified", "names_nobody": "yes", "source_seen": "yes"}
    assert "Somebody else must" in officer.post(entry, data=verified).text
    assert "confirm both sentences" in second.post(entry, data=verified | {"source_seen": ""}).text
    assert second.post(entry, data=verified).headers["location"] == "/evidence/entries?told=entry_verified"
    made = officer.post("/evidence/packs", data={"recommendation": "118.76", "from": "2023", "to": "2025", "edition": "1"})
    assert made.status_code == 303, made.text
    pack = made.headers["location"].split("?")[0]
    shown = page(browser_of(Role.TASK_FORCE_MEMBER), pack)
    assert "many were trained" in shown
    assert "2023: nothing was recorded by its end" in shown
    assert page(officer, "/evidence").count(f'href="{pack}"') == 1
