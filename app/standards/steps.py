"""The steps of a case: which moves are possible, which gates hold one up, and in which step a case was."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from app.standards.duties import Finding
from app.standards.facts import Entry
from app.standards.judge import Judge
from app.standards.rules import Scope, Status


class Step(StrEnum):
    """Where a case is on its way."""

    INTERVIEW = "interview"
    RECOVERY = "recovery"
    REINTEGRATION = "reintegration"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


ORDER = tuple(Step)
SCORE_REACHED = "score_reached"
_SETTLED = frozenset({Status.MET, Status.NOT_APPLICABLE, Status.WAIVED})
_BACKWARD = frozenset({(Step.REINTEGRATION, Step.RECOVERY), (Step.FOLLOW_UP, Step.RECOVERY), (Step.FOLLOW_UP, Step.REINTEGRATION)})


def is_forward(current: Step, target: Step) -> bool:
    """Say whether the move leads on; only such a move is held up by gates."""
    return ORDER.index(target) > ORDER.index(current)


def allowed(current: Step, target: Step) -> bool:
    """Say whether the move is in order: one step on, back where the states allow it, or closing; closed is final."""
    if current is Step.CLOSED:
        return False
    one_on = ORDER.index(target) == ORDER.index(current) + 1
    return one_on or target is Step.CLOSED or (current, target) in _BACKWARD


def open_gates(
    judge: Judge, found: Mapping[str, Finding], current: Step, target: Step, *, reason: str | None = None
) -> tuple[Finding, ...]:
    """List the gates that hold up a move, judged on findings as they would stand with the act done.

    `reason` is that of a closure: one on the score is asked about the gates of all steps.
    """
    if not is_forward(current, target):
        return ()
    behind = ORDER if target is Step.CLOSED and reason == SCORE_REACHED else ORDER[: ORDER.index(current) + 1]
    return tuple(
        found[standard.id]
        for standard in judge.catalogue.standards
        if standard.gate and standard.scope is Scope.CASE and standard.step in behind and not is_settled(found[standard.id])
    )


def is_settled(finding: Finding) -> bool:
    """Say whether a gate no longer holds the case: a deed done late is done."""
    return finding.status in _SETTLED or finding.done_late


def step_at(entries: Iterable[Entry], as_of: int, known_at: int | None = None) -> Step:
    """Tell the step of a case from its entries, given in order of acceptance.

    Reading: the move recorded last decides, whenever it is said to have happened; a closure that counts is final.
    """
    known_at = as_of if known_at is None else known_at
    step, recorded_at = Step.INTERVIEW, None
    for entry in entries:
        if entry.occurred_at > as_of or entry.recorded_at > known_at:
            continue
        if entry.record == "closure":
            return Step.CLOSED
        if entry.record == "step_change" and "to_step" in entry.facts and (recorded_at is None or entry.recorded_at >= recorded_at):
            step, recorded_at = Step(str(entry.facts["to_step"])), entry.recorded_at
    return step
