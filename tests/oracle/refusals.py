"""Which acts the system refuses, and the gates that a step change or a closure still finds open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.oracle.facts import Entry, Fields
from tests.oracle.oracle import judge, judge_before
from tests.oracle.world import Catalogue, World

STEPS = ("interview", "recovery", "reintegration", "follow_up", "closed")
BACKWARD = {("reintegration", "recovery"), ("follow_up", "recovery"), ("follow_up", "reintegration")}
Refusal = tuple[str, list[str]]


def current_step(entries: Sequence[Entry]) -> str:
    """The step after the last change that was accepted, whatever its moment."""
    step = "interview"
    for entry in entries:
        if entry.record == "closure":
            step = "closed"
        elif entry.record == "step_change":
            step = str(entry.facts["to_step"])
    return step


def step_at(entries: Sequence[Entry], as_of: int, known_at: int) -> str:
    """The step by the newest change that counts at the instant; a closing is final."""
    numbered = [(e.occurred_at, e.recorded_at, n, e) for n, e in enumerate(entries) if e.record in ("step_change", "closure")]
    counting = [change for change in sorted(numbered, key=lambda c: c[:3]) if change[0] <= as_of and change[1] <= known_at]
    if any(change[3].record == "closure" for change in counting):
        return "closed"
    return str(counting[-1][3].facts["to_step"]) if counting else "interview"


def gates_open(catalogue: Catalogue, case_id: str, entries: Sequence[Entry], act: Entry, settings: dict[str, str]) -> list[str]:
    """The gates that hold a forward move or a closure, on the facts with the act done."""
    reached = STEPS.index(current_step(entries))
    if act.facts.get("reason") == "score_reached":
        reached = len(STEPS) - 1
    world = World(catalogue, ("case", case_id), [*entries, act], (act.recorded_at, act.recorded_at), settings)
    held = []
    for standard in catalogue["standards"]:
        if standard["gate"] and standard["step"] in STEPS[: reached + 1]:
            found = judge(world, standard)
            done_late = standard["rule"]["kind"] == "within" and found.late
            if found.status not in ("met", "not_applicable", "waived") and not done_late:
                held.append(standard["id"])
    return sorted(held)


def refuse_step(catalogue: Catalogue, case_id: str, entries: Sequence[Entry], act: Entry, settings: dict[str, str]) -> Refusal | None:
    """First the order, then the plan, then the gates."""
    step, to_step = current_step(entries), "closed" if act.record == "closure" else str(act.facts["to_step"])
    if (step, to_step) in BACKWARD:
        return None
    if step == "closed" or (act.record != "closure" and STEPS.index(to_step) != STEPS.index(step) + 1):
        return "step_out_of_order", []
    if to_step == "follow_up":
        world = World(catalogue, ("case", case_id), entries, (act.recorded_at, act.recorded_at), settings)
        if not world.of_kind("reintegration_plan"):
            return "plan_required", []
    held = gates_open(catalogue, case_id, entries, act, settings)
    return ("step_blocked", held) if held else None


def refuse_disclosure(catalogue: Catalogue, case_id: str, entries: Sequence[Entry], act: Entry, settings: dict[str, str]) -> Refusal | None:
    """Without an override the consent standard must be met for this one disclosure."""
    if act.facts.get("override") is True:
        return None
    wanted = "R3-03a" if act.facts["purpose"] == "publication" else "R3-02a"
    standard = next(s for s in catalogue["standards"] if s["id"] == wanted)
    world = World(catalogue, ("case", case_id), [*entries, act], (act.recorded_at, act.recorded_at), settings)
    event = next(r for r in world.of_kind("disclosure") if r.id == act.record_id)
    return None if judge_before(world, standard, (event, event.moment)).status == "met" else ("consent_required", [])


def written_so_far(entries: Sequence[Entry], record: str, record_id: str) -> Fields:
    """The record as the register has it, the last accepted value of each field."""
    fields: Fields = {}
    for entry in entries:
        if (entry.record, entry.record_id) == (record, record_id):
            fields |= entry.facts
    return fields


def refuse_waiver(catalogue: Catalogue, entries: Sequence[Entry], act: Entry) -> Refusal | None:
    """A decision by the person who asked, or on a standard that nobody may waive."""
    asked = written_so_far(entries, "waiver", act.record_id)
    standard: dict[str, Any] = next(s for s in catalogue["standards"] if s["id"] == asked["standard_id"])
    if act.facts["decided_by"] == asked["requested_by"]:
        return "four_eyes_required", []
    return None if standard["waivable"] else ("standard_not_waivable", [])


def refuse_stay(entries: Sequence[Entry], act: Entry) -> Refusal | None:
    """One stay at a time."""
    stays = {e.record_id for e in entries if e.record == "placement" and e.makes and e.subject == act.subject}
    active = [stay for stay in stays if "left_at" not in written_so_far(entries, "placement", stay)]
    return ("stay_already_active", []) if active else None


def refusal(catalogue: Catalogue, entries: Sequence[Entry], act: Entry, settings: dict[str, str]) -> Refusal | None:
    """Why the system refuses the act, and the open gates; None when it is accepted. `entries` are those accepted before."""
    case_id = act.subject[1]
    if act.act in ("change_step", "close_case"):
        return refuse_step(catalogue, case_id, entries, act, settings)
    if act.act == "record_disclosure":
        return refuse_disclosure(catalogue, case_id, entries, act, settings)
    if act.act == "decide_waiver":
        return refuse_waiver(catalogue, entries, act)
    return refuse_stay(entries, act) if act.act == "admit_to_placement" else None
