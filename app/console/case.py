"""A case on one page: where it stands, what is due, the rights as a picture, the gate to the next step, and the story so far."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from app.access import GRANTS, Permission
from app.console import addresses, deeds, menu, story
from app.console.answers import Page
from app.console.asking import Asked
from app.console.deeds import Next, Wanted
from app.console.door import Pages
from app.console.today import card, wanted
from app.models.registers import Case
from app.records.registry import ACTS
from app.services import case_lines, case_now, naming, scope
from app.services.case_now import CaseNow, Gate, RightShown
from app.standards.rules import Status
from app.standards.steps import ORDER, Step
from app.work import Work

pages = Pages()
_FIRST_DUE, _FIRST_TOLD = 5, 15
# The order of the segments of a picture: what is well first, what does not apply last.
_SEGMENTS = (*case_now.ORDER[1:], Status.NOT_APPLICABLE)
_WIDTH = 20


class Picture(NamedTuple):
    """A right with the segments of its bar: where each begins and what it says."""

    right: RightShown
    segments: list[tuple[int, str]]
    width: int


@pages.get("/cases/{case_id}", Permission.CASE_READ, opens_case=True)
def case_page(work: Work, asked: Asked) -> Page:
    """Show a case."""
    case = scope.case(work, asked.ids["case_id"])
    now = case_now.of(work, case)
    everything = asked.query.get("story") == "all"
    months, told = story.of(work, asked, case, limit=None if everything else _FIRST_TOLD)
    granted = GRANTS[work.actor.role]
    context = {
        "case": case,
        "steps": _steps(case),
        "about": case_lines.about(work, [case.id])[case.id],
        "named": naming.of(work, {case.shelter_id} if case.shelter_id else ()),
        "pictures": pictures(now),
        "months": months,
        "told_in_all": told,
        "everything": everything,
        "menu": menu.of(work.actor.role, case.id),
        "may": {permission.value for permission in granted},
    }
    return Page("cases/case.html", context | _to_do(work, asked, now))


def _to_do(work: Work, asked: Asked, now: CaseNow) -> dict[str, Any]:
    """What is due and what holds the case, each with the one thing to press."""
    case = now.case
    gate = case_now.gate(now)
    dues = case_now.due(work, now) if case.closed_at is None else []
    shown = dues if asked.query.get("due") == "all" else dues[:_FIRST_DUE]
    blocking = [finding.standard for finding in gate.blocking] if gate else []
    open_ = [*wanted(work, shown), *(Wanted(case.id, now.judge.catalogue.by_id[standard]) for standard in blocking)]
    following = deeds.next_of(work, open_, back=addresses.case(case.id))
    return {
        "dues": [card(work, due, following) for due in shown],
        "due_in_all": len(dues),
        "gate": gate,
        "following": {standard: one for (_, standard), one in following.items()},
        "plan_first": _first_plan(work, case, gate),
        "move": _move(work, case, gate),
    }


def _steps(case: Case) -> list[tuple[str, str]]:
    """Return the steps with where the case is: done, here or ahead."""
    here = ORDER.index(Step(case.step))
    return [(step.value, "done" if place < here else "here" if place == here else "ahead") for place, step in enumerate(ORDER)]


def pictures(now: CaseNow) -> list[Picture]:
    """Return the rights as bars, one segment for each standard, what is well first."""
    found = []
    for right in case_now.rights(now):
        statuses = [status.value for status in _SEGMENTS for _ in range(right.counts[status.value])]
        found.append(Picture(right, [(place * _WIDTH, status) for place, status in enumerate(statuses)], max(len(statuses), 1) * _WIDTH))
    return found


def _move(work: Work, case: Case, gate: Gate | None) -> Next | None:
    """Return the act that takes the case to its next step, if the actor may do it."""
    if gate is None:
        return None
    act = ACTS["close_case" if gate.target is Step.CLOSED else "change_step"]
    if work.actor.role not in act.by:
        return None
    target = "" if gate.target is Step.CLOSED else f"?to_step={gate.target}"
    return Next(addresses.form(act, _ids(case)) + target, act.name, act.record.record_name)


def _first_plan(work: Work, case: Case, gate: Gate | None) -> Next | None:
    act = ACTS["draft_reintegration_plan"]
    if gate is None or not gate.plan_first or work.actor.role not in act.by:
        return None
    return Next(addresses.form(act, _ids(case)), act.name, act.record.record_name)


def _ids(case: Case) -> Mapping[str, UUID]:
    return {"case_id": case.id}
