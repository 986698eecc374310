"""The training: every chapter says what the engine says, in any role, and nothing of it is kept."""

from collections.abc import Callable
from re import findall

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.access import Role
from app.console.training import CHAPTERS, LETTERS
from app.console.training_case import Chapter, Scene, lines, otherwise
from app.console.training_timeline import TIMELINE, instant
from app.models.audit import AuditEntry
from app.models.ledger import Entry
from app.records.registry import ACTS
from app.standards.rules import Status
from app.work import House

pytestmark = pytest.mark.sqlite_only
Browser = Callable[[Role], TestClient]


def statuses(house: House, chapter: Chapter, standard: str) -> tuple[str, str]:
    line = next(line for line in lines(house.books, chapter) if line.standard.id == standard)
    return line.before.status.value, line.after.status.value


def test_every_fact_of_the_invented_case_is_one_that_its_act_can_record() -> None:
    for told in TIMELINE:
        act = ACTS[told.act]
        assert set(told.facts) <= {*act.body, act.moment, *act.from_path}, told
        assert act.needs - told.facts.keys() <= {"note_text"} or told.corrects, told
        for name, value in told.facts.items():
            codes = act.record.fields[name].codes
            assert not codes or value in codes, (told, name)


def test_the_words_of_the_chapters_and_the_findings_of_the_engine_agree(house: House) -> None:
    by_title = {chapter.title: chapter for chapter in CHAPTERS}
    refusal, silent = by_title["A no that was informed"], by_title["What was not written down"]
    leaving, after = by_title["A wish to leave, unanswered"], by_title["After the return"]
    assert statuses(house, refusal, "R6-03a") == ("pending", "met")
    assert otherwise(house.books, refusal).status is Status.OVERDUE
    assert statuses(house, silent, "R1-01") == ("unknown", "met")
    assert otherwise(house.books, silent).status is Status.UNKNOWN
    assert statuses(house, leaving, "R9-01b") == ("overdue", "unmet")
    assert otherwise(house.books, leaving).status is Status.MET
    assert statuses(house, after, "R11-08a") == ("overdue", "unmet")
    assert [otherwise(house.books, chapter).status.value for chapter in CHAPTERS] == [
        *("overdue", "overdue", "overdue", "unknown", "unknown"),
        *("unmet", "met", "unmet", "pending", "overdue"),
    ]


def test_two_standards_are_not_kept_at_the_end_and_all_others_are(house: House) -> None:
    scene = Scene(house.books, instant(CHAPTERS[-1].then))
    left = {name for name, found in scene.findings.items() if found.status not in (Status.MET, Status.NOT_APPLICABLE)}
    assert left == {"R9-01b", "R11-08a"}


def test_every_role_can_walk_from_the_first_chapter_to_the_last(browser_of: Browser) -> None:
    for role in Role:
        assert browser_of(role).get("/training").status_code == 200, role
    browser, address = browser_of(Role.SOCIAL_WORKER), "/training/1"
    for chapter in CHAPTERS:
        asked = browser.get(address).text
        assert "Invented" in asked
        assert "What the system says" not in asked
        told = browser.get(address, params=dict(_query(address)) | {"answer": LETTERS[chapter.right]}).text
        assert "What the system says" in told
        (address,) = findall(r'role="button"[^>]+href="(/training/[^"]+)"', told)
    assert address == "/training/end?so_far=" + "".join(LETTERS[chapter.right] for chapter in CHAPTERS)
    assert "10 of 10 questions" in browser.get(address).text


def _query(address: str) -> list[tuple[str, str]]:
    return [("so_far", part) for part in address.partition("so_far=")[2:] if part]


def test_sending_no_answer_says_what_is_missing_and_strange_addresses_do_no_harm(browser_of: Browser) -> None:
    browser = browser_of(Role.REPORTING_OFFICER)
    assert "Choose an answer" in browser.get("/training/2?tried=1").text
    assert "<script>" not in browser.get("/training/2?so_far=<script>&answer=z").text
    assert [browser.get(f"/training/{number}").status_code for number in ("0", "11", "x", "1000")] == [404] * 4


def test_training_writes_nothing(browser_of: Browser, house: House) -> None:
    def kept() -> tuple[int | None, ...]:
        with house.reading.connect() as connection:
            return tuple(connection.scalar(select(func.count()).select_from(table)) for table in (Entry, AuditEntry))

    browser, before = browser_of(Role.SUPERVISOR), kept()
    browser.get("/training/7?so_far=abcabc&answer=b")
    browser.get("/training/end?so_far=abc")
    assert kept() == before
