"""The usual way of a case, to start random timelines from, and the times and links a body needs."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from tests.oracle.facts import instant, local, written
from tests.oracle.refusals import current_step, step_at
from tests.oracle.simulate import ACTS, Document, Replay, replayed

if TYPE_CHECKING:
    from tests.oracle.timeline import Timeline

DAY = 86400
NEXT = {
    "interview": "recovery",
    "recovery": "reintegration",
    "reintegration": "follow_up",
    "follow_up": "reintegration",
    "closed": "recovery",
}
step = current_step
MONTHLY = 4
VISIT = ("record_follow_up_visit", {"contact_made": True})
USUAL: list[tuple[str, dict[str, Any]]] = [
    ("register_person", {}),
    ("assign_case_worker", {}),
    ("record_screening", {}),
    ("record_risk_assessment", {"scope": "first_contact"}),
    ("record_age", {}),
    ("record_rights_briefing", {}),
    ("record_consent", {"purpose": "services"}),
    ("record_consent", {"purpose": "shelter"}),
    ("record_consent", {"purpose": "medical"}),
    ("record_placement_order", {"shelter_id": "shelter_a"}),
    ("admit_to_placement", {"care_type": "institution", "shelter_id": "shelter_a"}),
    ("offer_service", {"type": "health_check"}),
    ("start_service", {}),
    ("record_consent", {"purpose": "interview"}),
    ("record_interview", {"type": "substantive"}),
    ("record_assessment", {"type": "initial"}),
    ("record_service_plan", {}),
    ("change_step", {"to_step": "recovery"}),
    ("write_case_note", {}),
    ("record_assessment", {"type": "family", "conclusion": "can_be_reintegrated"}),
    ("record_risk_assessment", {"scope": "return_place"}),
    ("change_step", {"to_step": "reintegration"}),
    ("draft_reintegration_plan", {}),
    ("agree_reintegration_plan", {}),
    ("record_review", {"kind": "best_interests", "about": "return"}),
    ("sign_placement_agreement", {}),
    ("send_handover", {}),
    ("confirm_handover", {}),
    ("change_step", {"to_step": "follow_up"}),
    ("end_placement", {}),
    ("record_return", {}),
    *[VISIT] * 8,
    ("record_assessment", {"type": "final", "conclusion": "close"}),
    ("close_case", {"reason": "score_reached"}),
]
PAUSES = {
    "record_assessment": 4 * DAY,
    "change_step": DAY,
    "record_follow_up_visit": 27 * DAY,
    "send_handover": 3 * DAY,
    "record_return": 6 * DAY,
}
THEMES = {
    "talks": "record_interview record_interview record_consent record_age record_training withdraw_consent record_rights_briefing",
    "sharing": "record_consent record_consent record_consent record_disclosure record_disclosure record_disclosure"
    " withdraw_consent tell_recipients",
    "orders": "record_placement_order record_placement_order admit_to_placement admit_to_placement end_placement record_rights_briefing",
    "stay": "admit_to_placement end_placement record_guardianship record_review offer_service start_service decide_service"
    " record_legal_step",
    "services": "record_risk_assessment offer_service offer_service decide_service start_service start_service end_service record_consent",
    "leave": "record_age request_leave request_leave record_departure withdraw_leave_request refuse_leave",
    "limits": "restrict_movement restrict_movement record_review record_review record_review lift_restriction",
    "law": "record_legal_step record_legal_step record_legal_step record_compensation_decision record_age",
    "incidents": "record_incident record_incident report_incident revise_safety_plan challenge_custody notify_persons record_inquiry_result"
    " record_risk_assessment",
    "complaints": "register_shelter receive_complaint receive_complaint acknowledge_complaint appoint_complaint_handler answer_complaint"
    " record_shelter_condition record_inspection record_inspection",
    "papers": "log_document request_document_return request_document_return return_document record_assessment",
    "return": "draft_reintegration_plan agree_reintegration_plan sign_placement_agreement record_return send_handover confirm_handover"
    " record_assessment record_risk_assessment record_consent record_review",
    "border": "prepare_repatriation record_border_departure record_border_arrival record_identification",
    "after": "draft_reintegration_plan record_return record_follow_up_visit record_follow_up_visit record_follow_up_visit"
    " record_follow_up_action"
    " record_consent record_assessment close_case",
    "closing": "record_assessment record_assessment close_case write_case_note record_incident report_incident record_service_plan",
    "plans": "record_assessment record_assessment record_service_plan record_age record_consent write_case_note",
    "steps": "change_step change_step change_step request_waiver request_waiver draft_reintegration_plan record_rights_briefing"
    " record_consent",
    "referrals": "send_referral decide_referral decide_referral chase_referral review_refusal",
    "staff": "record_training record_training sign_undertaking assign_case_worker assign_case_worker end_assignment record_interview",
    "start": "register_person assign_case_worker record_screening record_risk_assessment record_age record_guardianship",
}
WEIGHTED = [act for acts in THEMES.values() for act in acts.split()]


def begin(made: Timeline) -> None:
    """The first day as it should be, so that later steps and a closing are not always held by it."""
    for act, said in USUAL[:5]:
        made.add(act, said)


def play(made: Timeline, wanted: int) -> None:
    """Follow the usual way with gaps and detours, up to the wanted number of acts."""
    drop, detour = made.rng.choice([0.0, 0.03, 0.15]), made.rng.choice([0.0, 0.03, 0.2])
    for act, said in USUAL:
        if len(made.document["acts"]) >= wanted:
            return
        if made.rng.random() < detour:
            made.random_act()
        if made.rng.random() < drop:
            continue
        pause = 82 * DAY if act == VISIT[0] and made.counter["follow_up_visit"] >= MONTHLY else PAUSES.get(act, 0)
        made.clock += made.rng.randint(0, 2 * pause) if made.rng.random() < made.careless else pause
        target = None if not (known := made.made.get(record_of(act))) else known[-1]
        if act == "change_step":
            made.change_step(said["to_step"])
        elif act == "close_case":
            if step(made.replay.entries) != "closed":
                made.add(act, said)
        elif act in (
            "start_service",
            "agree_reintegration_plan",
            "sign_placement_agreement",
            "confirm_handover",
            "end_placement",
            "record_return",
        ):
            if target:
                made.add(act, said, of=target)
        else:
            made.add(act, said)


def record_of(act: str) -> str:
    """The kind of record an act of the usual way belongs to."""
    return str(ACTS[act]["record"])


def links(rng: Random, act: str, made: dict[str, list[str]]) -> dict[str, Any]:
    """References to records that exist."""
    if act == "record_placement_order" and rng.random() < 0.5 and (orders := made.get("referral")):
        return {"renews_id": rng.choice(orders)}
    if act == "record_review" and rng.random() < 0.8 and (limits := made.get("movement_restriction")):
        return {"kind": "restriction", "restriction_id": rng.choice(limits)}
    return {}


def day(at: int) -> str:
    """The local day of an instant."""
    return local(at).date().isoformat()


def add_times(rng: Random, act: str, said: dict[str, Any], at: int, moment: int) -> None:
    """The times a body has beside its moment: those that have happened are not later than the clock."""
    optional: dict[str, Any] = {
        "register_shelter": {"opened_on": day(min(moment, at - rng.randint(0, 800) * DAY))},
        "record_training": {"valid_until": day(at + rng.randint(-30, 300) * DAY)},
        "record_interview": {"place_judged_at": written(min(at, moment + rng.choice([-3600, -600, -1, 0, 1, 60])))},
        "record_placement_order": {
            "issued_on": day(moment - rng.choice([0, 0, 1, 3]) * DAY),
            "valid_until": day(at + rng.choice([0, 1, 10, 60, 90, 180]) * DAY),
        },
        "record_consent": {"expires_on": day(at + rng.choice([0, 1, 30, 300]) * DAY), "reoffer_on": day(at + 30 * DAY)},
        "restrict_movement": {"ends_on": day(at + 14 * DAY)},
    }
    rare = {"expires_on": 0.3, "opened_on": 1.0, "reoffer_on": 0.5, "valid_until": 0.7}
    said |= {name: value for name, value in optional.get(act, {}).items() if rng.random() < rare.get(name, 0.9)}
    if act == "register_shelter":
        said["code"] = "A"


def filled(document: Document) -> Document:
    """The document with the answers and findings of the oracle."""
    replay = replayed(document)
    acts = []
    for line, answer in zip(document["acts"], replay.answers, strict=True):
        refused, because = answer or (None, [])
        acts.append(line | ({"refused": refused} if refused else {}) | ({"because": because} if because else {}))
    scopes = {"shelter": set[str](), "staff": set(replay.with_access)}
    for entry in replay.entries:
        if entry.subject[0] == "shelter":
            scopes["shelter"].add(entry.subject[1])
    expect = [expectation(replay, expected, scopes) for expected in document["expect"]]
    return document | {"acts": acts, "expect": expect}


def expectation(replay: Replay, expected: dict[str, Any], scopes: dict[str, set[str]]) -> dict[str, Any]:
    """Every standard at one instant."""
    as_of = instant(expected["as_of"])
    known_at = instant(expected.get("known_at", expected["as_of"]))
    asked = {scope: {name: statuses(replay, (scope, name), as_of, known_at) for name in sorted(names)} for scope, names in scopes.items()}
    case = statuses(replay, ("case", replay.case_id), as_of, known_at)
    step_then = step_at(replay.entries, as_of, known_at)
    return expected | {"step": step_then, "findings": case} | {scope: found for scope, found in asked.items() if found}


def statuses(replay: Replay, subject: tuple[str, str], as_of: int, known_at: int) -> dict[str, Any]:
    """Each standard as a scenario writes it, with the due time where there is one."""
    found = replay.findings(subject, as_of, known_at)
    return {name: status if due_at is None else {"status": status, "due_at": written(due_at)} for name, (status, due_at) in found.items()}
