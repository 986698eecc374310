"""How findings go on by the mere passing of time, told in advance."""

from dataclasses import replace
from typing import Any

import pytest

from app.standards.facts import Entry, fold
from app.standards.judge import Judge
from app.standards.rules import Before, Holds, Op, Pick, Scope, Selector, Status, Test
from tests.standards.sample import CATALOGUE, JUDGE, SHAPE, at, happened, iso, standard


def told(standard_id: str, entries: list[Entry], now: str, judge: Judge = JUDGE) -> list[tuple[str, str]]:
    facts = fold(entries, SHAPE, at(now))
    segments = judge.timeline(Scope.CASE, facts, at(now))[standard_id]
    assert [segment.end for segment in segments] == [*(segment.start for segment in segments[1:]), None]
    return [(iso(segment.start)[:19].replace("T", " "), segment.status.value) for segment in segments]


CASE = happened("case", "2025-07-01 08:00", first_contact_at="2025-07-01 08:00")


def test_a_pending_duty_is_overdue_one_second_after_its_limit() -> None:
    assert told("screened", [CASE], "2025-07-01 09:00") == [("2025-07-01 09:00:00", "pending"), ("2025-07-02 00:00:00", "overdue")]


def test_a_waiver_ends_after_its_last_second() -> None:
    facts: dict[str, Any] = {
        "decision": "approved",
        "decided_at": "2025-07-03 09:00",
        "requested_by": "a",
        "decided_by": "b",
        "expires_on": "2025-07-10",
    }
    entries = [CASE, happened("waiver", "2025-07-03 09:00", standard_id="screened", **facts)]
    assert told("screened", entries, "2025-07-03 10:00") == [("2025-07-03 10:00:00", "waived"), ("2025-07-11 00:00:00", "overdue")]


def test_readiness_comes_with_the_least_age_of_a_need_and_goes_with_its_greatest() -> None:
    plan = happened("reintegration_plan", "2025-07-01 08:00", destination_type="family")
    notice = happened("handover", "2025-07-01 09:00")
    assert told("notice", [plan, notice], "2025-07-02 00:00") == [("2025-07-02 00:00:00", "pending"), ("2025-07-08 00:00:00", "met")]
    known = happened("assessment", "2025-07-01 09:00", type="family", home_visited=True)
    assert told("family_known", [plan, known], "2025-07-02 00:00") == [("2025-07-02 00:00:00", "met"), ("2025-09-30 00:00:00", "pending")]


def test_readiness_follows_the_dates_of_a_need_that_begins_and_ends_later() -> None:
    course = happened("training", "2025-07-01 09:00", completed_on="2025-07-03", valid_until="2025-07-05")
    turns = [("2025-07-01 10:00:00", "pending"), ("2025-07-03 00:00:00", "met"), ("2025-07-06 00:00:00", "pending")]
    assert told("trained", [course], "2025-07-01 10:00") == turns


def test_a_condition_that_fails_does_not_turn() -> None:
    assert told("counselled", [CASE], "2025-07-01 09:00") == [("2025-07-01 09:00:00", "not_applicable")]


ANY_VIEW = Holds(("assessment", "review"), (Test("view", Op.NOT_IN, ("none",)),), Status.PENDING, pick=Pick.LATEST)
TWO_COURSES = Before(Selector("interview", "started_at"), CATALOGUE.by_id["trained"].rule.needs, Status.PENDING)  # type: ignore[union-attr]
MORE = (standard("any_view", ANY_VIEW), standard("two_courses", TWO_COURSES), standard("nobody", ANY_VIEW, applies=("child", "adult")))


@pytest.mark.parametrize(("order", "expected"), [(("assessment", "review"), "met"), (("review", "assessment"), "unmet")])
def test_the_newest_of_several_kinds_counts_by_moment_then_by_acceptance(order: tuple[str, str], expected: str) -> None:
    judge = Judge(replace(CATALOGUE, standards=MORE), SHAPE)
    views = {"assessment": "none", "review": "heard"}
    entries = [happened(kind, "2025-07-01 09:00", view=views[kind]) for kind in order]
    assert told("any_view", entries, "2025-07-01 10:00", judge)[0][1] == expected
    assert told("nobody", entries, "2025-07-01 10:00", judge)[0][1] == "not_applicable"


def test_of_two_needs_that_do_not_fit_the_known_breach_decides() -> None:
    late, other = happened("training", "2025-07-02 09:00", id_="a", completed_on="2025-07-02", user_id="w"), "2025-07-01 09:00"
    ended = happened("training", other, id_="b", completed_on="2025-06-01", valid_until="2025-06-30", user_id="w")
    talk = happened("interview", "2025-07-01 12:00", interviewer_id="w")
    judge = Judge(replace(CATALOGUE, standards=MORE), SHAPE)
    assert told("two_courses", [ended, late, talk], "2025-07-03 10:00", judge)[0][1] == "unmet"


def test_the_standards_of_one_scope_are_told() -> None:
    assert set(JUDGE.timeline(Scope.SHELTER, fold([], SHAPE, 0), 0)) == {"decent_shelter"}
    assert list(JUDGE.findings(Scope.CASE, fold([], SHAPE, 0), 0)) == [s.id for s in CATALOGUE.standards if s.scope is Scope.CASE]
