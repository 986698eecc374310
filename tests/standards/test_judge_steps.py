"""Moves between steps and the gates that hold them up (semantics, section 6)."""

import pytest

from app.standards.facts import Entry, fold
from app.standards.rules import Scope
from app.standards.steps import Step, allowed, open_gates, step_at
from tests.standards.sample import JUDGE, SHAPE, at, happened

FORWARD = {("interview", "recovery"), ("recovery", "reintegration"), ("reintegration", "follow_up")}
BACKWARD = {("reintegration", "recovery"), ("follow_up", "recovery"), ("follow_up", "reintegration")}
CLOSING = {("interview", "closed"), ("recovery", "closed"), ("reintegration", "closed"), ("follow_up", "closed")}
NOW = "2025-07-20 00:00"


@pytest.mark.parametrize("current", list(Step))
@pytest.mark.parametrize("target", list(Step))
def test_a_case_goes_one_step_on_or_back_where_the_states_allow_it(current: Step, target: Step) -> None:
    assert allowed(current, target) == ((current, target) in FORWARD | BACKWARD | CLOSING)


def gates(entries: list[Entry], current: Step, target: Step, reason: str | None = None) -> list[str]:
    found = JUDGE.findings(Scope.CASE, fold(entries, SHAPE, at(NOW)), at(NOW))
    return [finding.standard for finding in open_gates(JUDGE, found, current, target, reason=reason)]


def test_a_forward_move_asks_the_gates_of_this_step_and_those_before_it() -> None:
    assert gates([], Step.INTERVIEW, Step.RECOVERY) == ["safe_place", "agreed_to_talk", "screened"]
    plan = happened("reintegration_plan", "2025-07-01 10:00", destination_type="kin")
    assert gates([plan], Step.RECOVERY, Step.REINTEGRATION) == ["safe_place", "agreed_to_talk", "screened"]
    assert set(gates([plan], Step.REINTEGRATION, Step.FOLLOW_UP)) == {"safe_place", "agreed_to_talk", "notice", "family_known", "screened"}


def test_a_standard_of_any_step_is_never_a_gate() -> None:
    overdue = happened("case", "2025-07-01 08:00")
    assert "guarded" not in gates([overdue], Step.FOLLOW_UP, Step.CLOSED)


def test_a_closing_on_the_score_asks_the_gates_of_all_steps() -> None:
    assert "followed_up" not in gates([], Step.INTERVIEW, Step.CLOSED, "services_refused")
    assert "followed_up" in gates([], Step.INTERVIEW, Step.CLOSED, "score_reached")


def test_a_backward_move_is_never_held_up() -> None:
    assert gates([], Step.FOLLOW_UP, Step.RECOVERY) == []


def test_a_deed_done_late_no_longer_holds_the_case() -> None:
    case, screened = happened("case", "2025-07-01 08:00"), happened("screening", "2025-07-05 08:00")
    assert "screened" in gates([case], Step.INTERVIEW, Step.RECOVERY)
    assert "screened" not in gates([case, screened], Step.INTERVIEW, Step.RECOVERY)


def moved(to: str, when: str, known: str = "") -> Entry:
    return happened("step_change", when, known=known, to_step=to)


def test_the_move_recorded_last_says_the_step() -> None:
    moves = [moved("reintegration", "2025-07-02 08:00", "2025-07-05 08:00"), moved("recovery", "2025-07-03 08:00")]
    assert step_at([], at(NOW)) is Step.INTERVIEW
    assert step_at(moves, at("2025-07-04 08:00")) is Step.RECOVERY
    assert step_at(moves, at("2025-07-06 08:00")) is Step.REINTEGRATION
    assert step_at(moves, at("2025-07-04 08:00"), at(NOW)) is Step.REINTEGRATION


def test_a_closure_is_final() -> None:
    closure = happened("closure", "2025-07-03 08:00")
    assert step_at([closure, moved("recovery", "2025-07-04 08:00")], at(NOW)) is Step.CLOSED
    assert step_at([closure, moved("recovery", "2025-07-02 08:00")], at("2025-07-02 09:00")) is Step.RECOVERY
