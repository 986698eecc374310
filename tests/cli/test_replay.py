"""`rumduol replay`: agreed scenarios come out as agreed, differences and malformed files are told apart."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text
from typer.testing import CliRunner, Result

from app.cli.commands import commands
from app.cli.replaying.loading import load
from app.db import engine_for
from tests.conftest import Server

SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.yaml"))
AT = "2025-02-03T09:00:00+07:00"
OPENED = "first_contact_at: 2025-02-03T08:00:00+07:00, sex: feminine, nationality_class: cambodian, interpreter_needed: false"
OPEN = f"do: open_case, with: {{{OPENED}}}"
ADULT = f"""title: Adult
acts:
  - {{at: {AT}, by: social_worker, {OPEN}}}
  - {{at: {AT}, by: social_worker, do: record_age, with: {{age_class: adult, basis: identity_card}}}}
"""


def replay(*arguments: object) -> Result:
    return CliRunner().invoke(commands, ["replay", *map(str, arguments)])


def written(folder: Path, document: str) -> Path:
    file = folder / "made_up.yaml"
    file.write_text(document)
    return file


def entries(folder: Path, document: str, *arguments: object) -> list[dict[str, Any]]:
    result = replay(written(folder, document), "--json", *arguments)
    assert result.exit_code in (0, 1), result.output
    return list(json.loads(result.stdout))


def refusals(folder: Path, document: str) -> list[str | None]:
    return [entry["refused"] for entry in entries(folder, document) if "act" in entry]


def test_every_agreed_scenario_comes_out_as_agreed() -> None:
    assert len(SCENARIOS) == 12
    result = replay(*SCENARIOS)
    assert result.exit_code == 0, result.output
    assert result.output.count("as expected") == len(SCENARIOS)
    assert "differs" not in result.output


def test_the_page_about_scenarios_shows_the_example_that_is_played() -> None:
    page = Path(__file__).parents[2] / "docs" / "scenarios.md"
    assert f"```yaml\n{SCENARIOS[-1].read_text()}```\n" in page.read_text()


@pytest.fixture
def database(postgres: Server) -> Iterator[Engine]:
    url = postgres.create()
    engine = engine_for(url, pool_size=1)
    yield engine
    engine.dispose()
    postgres.drop(url)


def untouched(engine: Engine) -> bool:
    with engine.connect() as connection:
        left = connection.scalar(text("SELECT count(*) FROM pg_database WHERE datname LIKE 'rumduol_replay%'"))
    return (
        not left and not inspect(engine).get_table_names() and set(inspect(engine).get_schema_names()) == {"information_schema", "public"}
    )


def test_on_postgresql_too_and_nothing_is_left_behind(database: Engine) -> None:
    result = replay(*SCENARIOS, "--database-url", database.url.render_as_string(hide_password=False))
    assert result.exit_code == 0, result.output
    assert untouched(database)


def test_a_role_that_may_not_make_databases_plays_in_schemas(database: Engine) -> None:
    with database.begin() as connection:
        connection.execute(text("CREATE ROLE plain LOGIN PASSWORD 'invented'"))
        connection.execute(text(f"GRANT CREATE ON DATABASE {database.url.database} TO plain"))
    url = database.url.set(username="plain", password="invented")
    result = replay(*SCENARIOS[-2:], "--database-url", url.render_as_string(hide_password=False))
    with database.begin() as connection:
        connection.execute(text("DROP OWNED BY plain"))
        connection.execute(text("DROP ROLE plain"))
    assert result.exit_code == 0, result.output
    assert untouched(database)


def test_a_wrong_expectation_is_a_difference(tmp_path: Path) -> None:
    wrong = ADULT + "expect:\n  - as_of: 2025-02-04T09:00:00+07:00\n    step: recovery\n    findings: {R6-01: met, R1-04a: overdue}\n"
    file = written(tmp_path, wrong)
    result = replay(file)
    assert result.exit_code == 1
    assert "made_up: 3 of 5 as expected" in result.stdout
    result = replay(file, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {"scenario": "made_up", "act": 1, "refused": None, "because": None},
        {"scenario": "made_up", "act": 2, "refused": None, "because": None},
        {"scenario": "made_up", "as_of": "2025-02-04T09:00:00+07:00", "step": "interview", "expected_step": "recovery"},
        {
            "scenario": "made_up",
            "as_of": "2025-02-04T09:00:00+07:00",
            "known_at": "2025-02-04T09:00:00+07:00",
            "scope": "case",
            "subject": "case",
            "standard": "R6-01",
            "expected": "met",
            "actual": "pending",
            "due_at": "2025-02-13T23:59:59+07:00",
        },
        {
            "scenario": "made_up",
            "as_of": "2025-02-04T09:00:00+07:00",
            "known_at": "2025-02-04T09:00:00+07:00",
            "scope": "case",
            "subject": "case",
            "standard": "R1-04a",
            "expected": "overdue",
            "actual": "overdue",
            "due_at": "2025-02-04T08:00:00+07:00",
        },
    ]


def test_a_due_time_is_compared_where_it_is_given(tmp_path: Path) -> None:
    as_of = "expect:\n  - as_of: 2025-02-04T09:00:00+07:00\n    findings: {R1-04a: {status: overdue, due_at: 2025-02-04T01:00:0%dZ}}\n"
    assert replay(written(tmp_path, ADULT + as_of % 0)).exit_code == 0
    assert replay(written(tmp_path, ADULT + as_of % 1)).exit_code == 1


def test_a_missing_and_an_unexpected_refusal_are_differences(tmp_path: Path) -> None:
    step = f"  - {{at: {AT}, by: social_worker, do: change_step, with: {{to_step: recovery}}%s}}\n"
    assert replay(written(tmp_path, ADULT + step % ", refused: step_blocked")).exit_code == 0
    assert replay(written(tmp_path, ADULT + step % ", refused: step_blocked, because: [R1-01]")).exit_code == 1
    assert replay(written(tmp_path, ADULT + step % ", refused: step_out_of_order")).exit_code == 1
    assert replay(written(tmp_path, ADULT + step % "")).exit_code == 1
    assert replay(written(tmp_path, ADULT.replace("record_age,", "record_age, refused: invalid,"))).exit_code == 1


def test_all_lists_every_standard_of_the_case(tmp_path: Path) -> None:
    asked = ADULT + "expect:\n  - as_of: 2025-02-04T09:00:00+07:00\n    findings: {R6-01: pending}\n"
    found = [entry for entry in entries(tmp_path, asked, "--all") if "standard" in entry]
    assert len({entry["standard"] for entry in found}) == len(found) > 80
    assert [entry["standard"] for entry in found if entry["expected"]] == ["R6-01"]


def test_settings_hold_for_every_instant(tmp_path: Path) -> None:
    asked = "expect:\n  - as_of: 2025-02-03T10:00:00+07:00\n    findings: {R6-01: pending}\n"
    found = entries(tmp_path, ADULT.replace("acts:", "settings: {assessment_limit: P15D}\nacts:") + asked)
    assert found[-1]["due_at"] == "2025-02-18T23:59:59+07:00"


def test_names_stand_for_the_cast_wherever_they_occur(tmp_path: Path) -> None:
    document = f"""
defs:
  mou: &mou {{number: 12, starts_on: 2025-01-01, ends_on: 2026-01-01, renewal_due_on: 2025-10-01, provinces: [KH-12],
    target_groups: [women], agreed_services: [counselling], rule_set: kh-2009, state: active, document_digest: 1234}}
  course: &course {{topic: data_protection, completed_on: 2025-01-02}}
  worker: &worker {{organisation_id: ours, role: social_worker, active: true}}
acts:
  - {{at: {AT}, by: organisation_admin, do: register_user, as: new_worker, with: *worker}}
  - {{at: {AT}, by: supervisor, do: record_training, with: {{<<: *course, user_id: officer_x, topic: child_interviewing}}}}
  - {{at: {AT}, by: supervisor, do: record_training, with: {{<<: *course, user_id: mosavy_officer}}}}
  - {{at: {AT}, by: mosavy_officer, as: girl, do: open_case, with: {{{OPENED}, previous_case_id: earlier}}}}
  - {{at: {AT}, by: social_worker, who: new_worker, do: record_age, with: {{age_class: child, basis: appearance}}}}
  - {{at: {AT}, by: social_worker, do: send_referral, as: asked, with: {{recipient: legal_aid_body}}}}
  - {{at: {AT}, by: mosavy_officer, do: decide_referral, of: asked, with: {{decision: accepted}}}}
  - {{at: {AT}, by: social_worker, do: send_handover, with: {{recipient: dosavy}}}}
  - {{at: {AT}, by: organisation_admin, do: sign_mou, as: mou, with: {{<<: *mou, organisation_id: ours}}}}
  - {{at: {AT}, by: organisation_admin, do: add_mou_obligation, as: list, of: mou, with: {{kind: renewal, due_on: 2025-03-01}}}}
  - {{at: {AT}, by: reporting_officer, do: submit_mou_obligation, of: list}}
  - {{at: {AT}, by: independent_monitor, do: receive_complaint, as: complaint, with: {{about: staff}}}}
  - {{at: {AT}, by: organisation_admin, do: acknowledge_complaint, of: complaint}}
expect:
  - as_of: {AT}
    findings: {{R6-01: pending}}
    staff: {{new_worker: {{R3-04: unknown}}, officer_x: {{R3-04: pending}}}}
    shelter: {{shelter_z: {{R7-05b: not_applicable}}}}
"""
    result = replay(written(tmp_path, document))
    assert result.exit_code == 0, result.output
    assert {e["subject"] for e in entries(tmp_path, document) if "scope" in e} == {"girl", "new_worker", "officer_x", "shelter_z"}


def test_what_was_refused_is_not_there_for_later_acts(tmp_path: Path) -> None:
    leave = f"""  - {{at: {AT}, by: reporting_officer, do: request_leave, as: leave, with: {{kind: depart}}}}
  - {{at: {AT}, by: social_worker, do: refuse_leave, of: leave}}
"""
    assert refusals(tmp_path, ADULT + leave) == [None, None, "not_permitted", "not_found"]


@pytest.mark.parametrize(
    ("document", "line"),
    [
        (ADULT + "expect:\n  - as_of: 2025-02-04T09:00:00\n", 6),
        (ADULT + "expect:\n  - as_of: 2025-02-04T09:00:00+07:00\n    findings: {R6-01: fine}\n", 7),
        (ADULT + "expect:\n  - as_of: 2025-02-04T09:00:00+07:00\n    findings:\n      R6-01: met\n      R6-01: unmet\n", 9),
        (ADULT.replace("record_age", "record_aga"), 4),
        (ADULT.replace("by: social_worker, do: record_age", "by: nobody, do: record_age"), 4),
        (ADULT.replace("do: record_age", "off: a, do: record_age"), 4),
        (ADULT.replace("do: record_age", "of: a, do: record_age"), 4),
        (ADULT + f"  - {{at: {AT}, by: social_worker, do: refuse_leave, of: leave}}\n", 5),
        (ADULT.replace("acts:", "settings: {no_limit: P1D}\nacts:"), 2),
        (ADULT + "  - {at: [}\n", 5),
        ("acts: 7\n", 1),
        ("- 7\n", 1),
    ],
)
def test_a_malformed_file_is_named_with_the_line(tmp_path: Path, document: str, line: int) -> None:
    result = replay(written(tmp_path, document))
    assert result.exit_code == 2, result.output
    assert f"made_up.yaml:{line}: " in result.stderr


def test_a_file_that_is_not_there_does_not_keep_the_others_from_being_played(tmp_path: Path) -> None:
    result = replay(tmp_path / "none.yaml", written(tmp_path, ADULT))
    assert result.exit_code == 2
    assert "none.yaml: cannot be read" in result.stderr
    assert "made_up: 2 of 2 as expected" in result.stdout


def test_words_stay_words(tmp_path: Path) -> None:
    file = written(tmp_path, "words: [no, NO, on, 2025-06-09, 012, +855, 12:30:00, true, 3, 1.5, ~, null]")
    assert load(file)["words"] == ["no", "NO", "on", "2025-06-09", "012", "+855", "12:30:00", True, 3, 1.5, None, None]
