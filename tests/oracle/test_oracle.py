"""The oracle agrees with the agreed scenarios and with the worked examples, and what it generates reads back the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.emit import text
from tests.oracle.facts import due, full, instant, written
from tests.oracle.generate import timeline, with_expectations
from tests.oracle.simulate import SCENARIOS, Document, differences, parsed, read, replayed

OPENED = {"first_contact_at": "2025-01-01T08:00:00+07:00", "sex": "feminine", "nationality_class": "cambodian", "interpreter_needed": False}
Act = tuple[str, str, dict[str, object]]


def found(standard_id: str, as_of: str, *acts: Act) -> str:
    """The status of one standard after the acts; `of` in a body names the act's record."""
    lines: list[Document] = [{"at": "2025-01-01T08:00:00+07:00", "by": "social_worker", "do": "open_case", "with": OPENED}]
    for at, do, body in acts:
        names = {name: body[name] for name in ("as", "of") if name in body}
        said = {name: value for name, value in body.items() if name not in names}
        lines.append({"at": f"{at}+07:00", "by": "social_worker", "do": do, "with": said} | names)
    replay = replayed({"acts": lines})
    assert not any(replay.answers)
    as_of_second = instant(f"{as_of}+07:00")
    return replay.findings(("case", "the case"), as_of_second, as_of_second)[standard_id][0]


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_an_agreed_scenario_comes_out_as_agreed(path: Path) -> None:
    document = read(path)
    assert list(differences(document, replayed(document))) == []


@pytest.mark.parametrize("seed", range(10))
def test_a_random_timeline_reads_back_as_it_was_written(seed: int) -> None:
    document = parsed(text(with_expectations(timeline(seed))))
    assert len(document["acts"]) <= 45
    assert list(differences(document, replayed(document))) == []


@pytest.mark.parametrize(
    ("start", "limit", "last"),
    [
        ("2025-01-31T10:00:00+07:00", "P1M", "2025-02-28T23:59:59+07:00"),
        ("2024-01-31T10:00:00+07:00", "P1M", "2024-02-29T23:59:59+07:00"),
        ("2024-02-29", "P1Y", "2025-02-28T23:59:59+07:00"),
        ("2025-06-09T15:00:00.9+07:00", "PT24H", "2025-06-10T15:00:00+07:00"),
        ("2025-06-09T18:00:00Z", "P0D", "2025-06-10T23:59:59+07:00"),
    ],
)
def test_a_limit_ends_with_its_last_second(start: str, limit: str, last: str) -> None:
    assert written(due(instant(start), limit)) == last


def test_a_minimum_age_is_full_from_the_first_second_of_its_day() -> None:
    assert written(full(instant("2025-04-03T16:00:00+07:00"), "P7D")) == "2025-04-10T00:00:00+07:00"


PLAN: dict[str, object] = {"destination_type": "family", "destination_country": "KH", "as": "plan"}
VISIT: dict[str, object] = {"mode": "home_visit", "contact_made": True}


def returned(at: str) -> list[Act]:
    """A plan drafted on 3 January and a return."""
    return [("2025-01-03T09:00:00", "draft_reintegration_plan", PLAN), (at, "record_return", {"of": "plan"})]


@pytest.mark.parametrize(
    ("at", "status"), [("2025-04-10T12:00:00", "met"), ("2025-04-10T00:00:00", "met"), ("2025-04-09T23:59:59", "unmet")]
)
def test_notice_is_seven_full_days_old(at: str, status: str) -> None:
    notice: Act = ("2025-04-03T17:00:00", "send_handover", {"recipient": "dosavy"})
    assert found("R11-05a", "2025-05-01T00:00:00", notice, *returned(at)) == status


@pytest.mark.parametrize(
    ("second", "as_of", "status"),
    [
        (None, "2025-03-28T23:59:59", "pending"),
        (None, "2025-03-29T00:00:00", "overdue"),
        ("2025-03-29T00:00:00", "2025-03-29T00:00:00", "unmet"),
        ("2025-03-28T23:59:59", "2025-03-29T00:00:00", "pending"),
    ],
)
def test_contacts_after_the_return_are_monthly_at_first(second: str | None, as_of: str, status: str) -> None:
    visits: list[Act] = [(at, "record_follow_up_visit", VISIT) for at in ("2025-02-28T23:59:59", second) if at]
    assert found("R11-08a", as_of, *returned("2025-01-31T12:00:00"), *visits) == status


def test_a_restriction_lifted_in_time_needs_no_review() -> None:
    limit = {"kind": "phone", "individual": True, "approved": True, "explained_to_client": True, "reason_code": "health", "as": "limit"}
    acts: list[Act] = [("2025-08-05T09:00:00", "restrict_movement", limit), ("2025-08-11T09:00:00", "lift_restriction", {"of": "limit"})]
    assert found("R9-02b", "2025-08-13T00:00:00", *acts) == "met"
    assert found("R9-02b", "2025-08-13T00:00:00", acts[0]) == "overdue"


def test_a_consent_does_not_cover_the_second_of_its_withdrawal() -> None:
    told = {"purpose": "interview", "decision": "given", "informed": True, "given_by": "client", "signed": True}
    told |= {"told_purpose": True, "told_uses": True, "told_withdrawal": True, "as": "yes"}
    consent: Act = ("2025-02-01T13:30:00", "record_consent", told)
    talk: Act = ("2025-02-01T14:00:00", "record_interview", {"type": "initial", "interviewer_id": "social_worker"})
    assert found("R8-01a", "2025-02-02T00:00:00", consent, talk) == "met"
    for at, status in (("2025-02-01T14:00:00", "unmet"), ("2025-02-01T14:00:01", "met")):
        assert found("R8-01a", "2025-02-02T00:00:00", consent, talk, (at, "withdraw_consent", {"of": "yes"})) == status
