"""Further catalogues: that of 2014 for residential care, the example for another country, and a changed version of one, from a folder."""

from collections.abc import Mapping
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from app.records.registry import shape
from app.records.shelters import ShelterCondition
from app.standards import rulebook
from app.standards.books import Books
from app.standards.documents import standards_page
from app.standards.facts import Entry, fold
from app.standards.judge import Judge
from app.standards.rulebook import MalformedCatalogue
from app.standards.rules import Catalogue, Scope
from tests.standards.sample import at, iso

SHAPE = shape()
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "catalogues"
RESIDENTIAL = rulebook.load("kh-2014-residential", SHAPE)
JUDGE = Judge(RESIDENTIAL, SHAPE)
# A shelter that lacks nothing.
FINE: Mapping[str, Any] = {name: True for name, field in ShelterCondition.fields.items() if field.kind == "yes/no"} | {
    "meals_per_day": 3,
    "land_area_m2": 2000,
    "staff_count": 12,
    "staff_required": 12,
    "occupancy": 40,
    "capacity": 40,
}


def told(record: str, day: str, *, id_: str = "", makes: bool = True, **facts: Any) -> Entry:
    """An entry written down at nine in the morning of the day on which it happened."""
    moment = at(f"{day} 09:00")
    return Entry(record, id_ or f"{record} {day}", makes, moment, moment, facts)


def opened(day: str = "2024-01-10") -> Entry:
    return told("shelter", day, opened_on=day)


def seen(day: str, **facts: Any) -> Entry:
    return told("shelter_condition", day, observed_on=day, **{**FINE, **facts})


def visit(day: str, number: int, result: str) -> Entry:
    facts: dict[str, Any] = {"registration_valid": True, "mou_valid": True, "visit_number": number, "result": result}
    return told("inspection", day, inspected_on=day, **facts)


def fault(day: str, *, done: str | None = None) -> list[Entry]:
    raised = told("corrective_action", day, id_="fault", raised_on=day)
    return [raised, told("corrective_action", done, id_="fault", makes=False, done_on=done)] if done else [raised]


def status(standard: str, entries: list[Entry], as_of: str, scope: Scope = Scope.SHELTER) -> str:
    instant = at(as_of)
    return JUDGE.findings(scope, fold(entries, SHAPE, instant), instant)[standard].status.value


def test_the_residential_catalogue_has_its_own_topics_and_says_how_sure_each_standard_is() -> None:
    assert (len(RESIDENTIAL.rights), len(RESIDENTIAL.standards)) == (9, 24)
    assert RESIDENTIAL.translation_status["km"].startswith("draft translation")
    assert "No entry is a numbered clause" in RESIDENTIAL.note["en"]
    sure = {standard.id for standard in RESIDENTIAL.standards if standard.grade == "A"}
    assert sure == {"RC1-01", "RC3-01", "RC4-01", "RC9-01", "RC9-04"}, "only what a report states itself"
    assert {s.id for s in RESIDENTIAL.standards if s.limit_basis == "sourced" and s.limit} == {"RC9-01", "RC9-02"}
    assert all(standard.note for standard in RESIDENTIAL.standards if standard.grade != "A")
    assert not [standard.id for standard in RESIDENTIAL.standards if standard.gate]


def test_no_two_built_in_catalogues_share_the_id_of_a_standard() -> None:
    ids = [standard.id for one in rulebook.available() for standard in rulebook.load(one.id, SHAPE).standards]
    assert len(ids) == len(set(ids))


def test_a_shelter_that_lacks_nothing_meets_every_standard_about_its_condition() -> None:
    entries = [opened(), seen("2025-03-01"), visit("2025-01-05", 1, "compliant")]
    instant = at("2025-06-01 12:00")
    found = JUDGE.findings(Scope.SHELTER, fold(entries, SHAPE, instant), instant)
    left = {standard: finding.status.value for standard, finding in found.items() if finding.status.value != "met"}
    assert left == {"RC9-01": "pending", "RC9-02": "not_applicable", "RC9-03": "not_applicable", "RC9-04": "not_applicable"}


@pytest.mark.parametrize(
    ("standard", "lack"),
    [
        ("RC1-01", {"land_area_m2": 1999}),
        ("RC1-02", {"safe_location": False}),
        ("RC1-03", {"rooms_by_sex_and_age": False}),
        ("RC1-04", {"occupancy": 41}),
        ("RC2-01", {"clean_premises": False}),
        ("RC2-02", {"safe_water": False}),
        ("RC2-03", {"separate_toilets": False}),
        ("RC3-01", {"security_24h": False}),
        ("RC3-02", {"fire_safety": False}),
        ("RC3-03", {"room_register_kept": False}),
        ("RC4-01", {"meals_per_day": 2}),
        ("RC5-01", {"first_aid": False}),
        ("RC5-02", {"health_care_arranged": False}),
        ("RC6-01", {"counselling_offered": False}),
        ("RC7-01", {"vocational_training_offered": False}),
        ("RC8-01", {"staff_count": 11}),
    ],
)
def test_each_lack_breaches_its_own_standard_and_no_other(standard: str, lack: dict[str, Any]) -> None:
    instant = at("2025-06-01 12:00")
    poor, fine = ([opened(), seen("2025-03-01", **facts)] for facts in (lack, {}))
    before, after = (JUDGE.findings(Scope.SHELTER, fold(entries, SHAPE, instant), instant) for entries in (fine, poor))
    assert {name: after[name].status.value for name in after if after[name] != before[name]} == {standard: "unmet"}


def test_what_an_observation_does_not_say_is_unknown_and_never_met() -> None:
    only_agreed = {name: None for name in FINE if name in ("safe_water", "fire_safety", "first_aid")}
    entries = [opened(), seen("2025-03-01", **only_agreed)]
    for standard in ("RC2-02", "RC3-02", "RC5-01"):
        assert status(standard, entries, "2025-06-01 12:00") == "unknown"
    assert status("RC4-01", [opened()], "2025-06-01 12:00") == "unknown"


def test_a_fault_has_three_months_then_it_is_overdue_and_mended_late_it_is_a_breach_that_stays() -> None:
    assert status("RC9-02", fault("2025-01-31"), "2025-04-30 23:59:59") == "pending"
    assert status("RC9-02", fault("2025-01-31"), "2025-05-01 00:00:00") == "overdue"
    assert status("RC9-02", fault("2025-01-31", done="2025-04-30"), "2025-06-01 12:00") == "met"
    assert status("RC9-02", fault("2025-01-31", done="2025-05-01"), "2025-06-01 12:00") == "unmet"


def test_a_first_visit_with_faults_asks_for_a_second_and_a_second_with_faults_for_the_minister() -> None:
    first = visit("2025-01-31", 1, "faults_found")
    assert status("RC9-03", [opened(), visit("2025-01-31", 1, "compliant")], "2025-12-01 12:00") == "not_applicable"
    assert status("RC9-03", [opened(), first], "2025-05-31 23:59:59") == "pending"
    assert status("RC9-03", [opened(), first], "2025-06-01 00:00:00") == "overdue"
    assert status("RC9-03", [opened(), first, visit("2025-05-02", 2, "compliant")], "2025-12-01 12:00") == "met"
    earlier = [visit("2024-11-01", 2, "compliant"), first]
    assert status("RC9-03", [opened(), *earlier], "2025-06-02 12:00") == "overdue", "a second visit of an earlier round is none of this one"
    assert status("RC9-04", [first, visit("2025-05-02", 2, "faults_found")], "2025-12-01 12:00") == "unmet"
    assert status("RC9-04", [first, visit("2025-05-02", 2, "referred_to_minister")], "2025-12-01 12:00") == "met"


def test_a_year_without_an_inspection_is_overdue() -> None:
    assert status("RC9-01", [opened("2024-01-10")], "2025-01-10 23:59:59") == "pending"
    assert status("RC9-01", [opened("2024-01-10")], "2025-01-11 00:00:00") == "overdue"


def test_a_case_is_judged_by_the_residential_standards_only_while_the_person_lives_in_a_shelter() -> None:
    age = told("age_determination", "2025-01-01", determined_at=f"{iso(at('2025-01-01 09:00'))}", age_class="adult")
    stay = told("placement", "2025-02-01", care_type="institution", admitted_at=iso(at("2025-02-01 09:00")))
    offered = told("service", "2025-02-05", type="counselling", offered_at=iso(at("2025-02-05 09:00")))
    case = Scope.CASE
    assert status("RC6-02", [age], "2025-03-01 12:00", case) == "not_applicable"
    assert status("RC6-02", [age, stay], "2025-02-08 23:59:59", case) == "pending"
    assert status("RC6-02", [age, stay], "2025-02-09 00:00:00", case) == "overdue"
    assert status("RC6-02", [age, stay, offered], "2025-03-01 12:00", case) == "met"
    assert status("RC7-02", [age, stay, offered], "2025-03-01 12:00", case) == "pending"


def test_the_example_for_another_country_loads_from_a_folder_and_is_the_law_of_none() -> None:
    every = rulebook.load_all(SHAPE, EXAMPLES)
    example = every["xx-example"]
    assert example.jurisdiction == "XX"
    assert "the law of no country" in example.note["en"]
    assert [right.number for right in example.rights] == [1, 2]
    assert every["kh-2009"] == rulebook.load("kh-2009", SHAPE)
    judge = Books(every, "xx-example", SHAPE).judge("xx-example", {})
    held = [told("legal_step", day, kind=kind, held_at=iso(at(f"{day} 09:00"))) for kind, day in _DECIDED_TOO_EARLY]
    instant = at("2025-03-01 12:00")
    assert judge.findings(Scope.CASE, fold(held, SHAPE, instant), instant)["XX2-01"].status.value == "unmet"


_DECIDED_TOO_EARLY = (("reflection_started", "2025-01-01"), ("cooperation_decision", "2025-01-30"))


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A folder with one catalogue: that of 2009 in a later version, in which one standard is stricter."""
    copy = Path(copytree(rulebook.BUILT_IN / "kh-2009", tmp_path / "kh-2009-stricter"))
    _replace(copy / "catalogue.toml", 'version = "0.1.0"', 'version = "0.2.0"')
    _replace(copy / "04-dignity.toml", '["meals_per_day", "at_least", 3]', '["meals_per_day", "at_least", 4]')
    return tmp_path


def test_a_changed_version_comes_from_a_folder_and_leaves_the_earlier_one_as_it_was(changed: Path) -> None:
    books = Books(rulebook.load_all(SHAPE, changed), "kh-2009", SHAPE)
    assert books.binding() == "kh-2009@0.2.0"
    entries = [opened(), seen("2025-03-01")]
    instant = at("2025-06-01 12:00")
    facts = fold(entries, SHAPE, instant)
    now, then = (books.judge(f"kh-2009@{version}", {}).findings(Scope.SHELTER, facts, instant) for version in ("0.2.0", "0.1.0"))
    assert {name: (then[name].status.value, now[name].status.value) for name in now if now[name] != then[name]} == {
        "R4-04": ("met", "unmet")
    }


def test_a_copy_under_the_same_version_is_refused_with_its_line(changed: Path) -> None:
    head = changed / "kh-2009-stricter" / "catalogue.toml"
    _replace(head, 'version = "0.2.0"', 'version = "0.1.0"')
    with pytest.raises(MalformedCatalogue, match=r"kh-2009 0\.1\.0 is there already") as refused:
        rulebook.load_all(SHAPE, changed)
    assert str(refused.value).startswith(f"{head}:1: ")


def test_a_folder_that_hides_its_catalogue_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "catalogue.toml").write_text("id = \n", "utf-8")
    for folder, said in (
        (tmp_path, "is not valid TOML"),
        (tmp_path / "mine", "is a catalogue itself"),
        (tmp_path / "nowhere", "no such folder"),
    ):
        with pytest.raises(MalformedCatalogue, match=said):
            rulebook.load_all(SHAPE, folder)


def test_the_page_shows_all_built_in_catalogues() -> None:
    books = [rulebook.load(one.id, SHAPE) for one in rulebook.available()]
    page = standards_page(*books)
    assert page.count("\n### ") == sum(len(book.standards) for book in books) == 127
    assert page.count("## How to read it") == 1
    for book in books:
        assert_shown(page, book)


def assert_shown(page: str, book: Catalogue) -> None:
    assert f"# Minimum standards: {book.id} {book.version}" in page
    assert all(f"### {standard.id}\n" in page and standard.text["km"] in page for standard in book.standards)


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
