"""What was recorded in the invented case of the training: acts as they would stand in the ledger. Nobody in it exists."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from app.records.facts import PHNOM_PENH, occurred_at, to_json
from app.records.registry import ACTS
from app.shape import FieldKind
from app.standards.facts import Entry

_WORKER = "invented social worker"


class Told(NamedTuple):
    """An act, when it was recorded, and what was written down. `of` names the record it is about; a correction mends an earlier act."""

    at: str
    act: str
    facts: Mapping[str, Any]
    of: str | None = None
    corrects: str | None = None  # the moment of the act that is mended

    @property
    def recorded_at(self) -> int:
        """When it was written down."""
        return instant(self.at)


def instant(text: str) -> int:
    """Return the seconds of a time in Phnom Penh, as the timeline writes it."""
    return int(datetime.fromisoformat(text).replace(tzinfo=PHNOM_PENH).timestamp())


def entry(number: int, told: Told) -> Entry:
    """Return the entry that the act would write into a ledger; its number names the record if nothing else does."""
    act = ACTS[told.act]
    facts = {name: _written(act.record.fields[name].kind, value) for name, value in told.facts.items()} | dict(act.sets)
    if told.corrects is None:
        facts = {act.moment: _written(act.record.fields[act.moment].kind, told.at)} | facts if act.moment in act.record.fields else facts
        moment = occurred_at(act, facts, told.recorded_at)
    else:
        moment = instant(told.corrects)
    makes = act.makes and told.corrects is None
    return Entry(act.record.record_name, told.of or f"{told.act} {number}", makes, moment, told.recorded_at, facts)


def _written(kind: FieldKind, value: Any) -> Any:
    if kind is FieldKind.TIMESTAMP:
        return to_json(datetime.fromisoformat(value).replace(tzinfo=PHNOM_PENH))
    return str(value)[:10] if kind is FieldKind.DATE else value


_CONSENT = {"decision": "given", "informed": True, "given_by": "client", "signed": True}
_BRIEFING = ("general_rights", "accept_or_refuse", "confidentiality", "shelter_offer", "house_rules", "expected_stay", "how_to_leave")
TALK = {
    "type": "substantive",
    "interviewer_id": _WORKER,
    "place_type": "shelter",
    "place_judged_safe": True,
    "place_judged_at": "2025-01-09T08:45",
    "separated_from_suspects": True,
    "presence_accepted": True,
    "all_present_have_role": True,
    "urgent_needs_met_first": True,
    "stop_request": "none",
    "client_understood": True,
    "interpreter_used": False,
    "interviewer_sex_suits": True,
    "is_repeat": False,
}
SIGNED_PLAN = {
    "covers_low_scores": True,
    "client_signature": "signed",
    "guardian_signature": "not_needed",
    "case_worker_signed": True,
    "local_authority_signed": True,
    "approved_by_supervisor": True,
    "client_view_recorded": True,
    "conditional_on_cooperation": False,
}
_FIRST_SCORES = {
    "client_domains_scored": 11,
    "client_total": 24,
    "client_lowest": 1,
    "papers_checked": True,
    "missing_papers_planned": True,
}
_HOME = {"type": "family", "family_traced": True, "home_visited": True, "client_view_recorded": True, "conclusion": "can_be_reintegrated"}
FINAL = {"type": "final", "client_domains_scored": 11, "family_part_applies": True, "client_view_recorded": True}
VISIT = {
    "mode": "home_visit",
    "contact_made": True,
    "contact_way_agreed": True,
    "told_beyond_consent": False,
    "plan_results_noted": True,
    "next_step_set": True,
    "signed": True,
    "danger_found": "none",
}


def _risk(at: str, scope: str, level: str, **facts: Any) -> Told:
    return Told(at, "record_risk_assessment", {"scope": scope, "level": level, "special_needs_asked": True} | facts)


def _visits(*days: str) -> tuple[Told, ...]:
    return tuple(Told(f"{day}T10:00", "record_follow_up_visit", VISIT) for day in days)


TIMELINE: tuple[Told, ...] = (
    Told("2024-11-04T09:00", "record_training", {"user_id": _WORKER, "topic": "victim_centred_interviewing", "valid_until": "2026-11-01"}),
    Told(
        "2025-01-06T09:30",
        "open_case",
        {
            "first_contact_at": "2025-01-06T08:40",
            "sex": "feminine",
            "nationality_class": "cambodian",
            "interpreter_needed": False,
            "reported_by": "police",
        },
    ),
    Told("2025-01-06T09:40", "register_person", {"own_name_recorded": True, "client_code_assigned": True}),
    Told("2025-01-06T09:45", "assign_case_worker", {"user_id": _WORKER}),
    Told(
        "2025-01-06T10:00",
        "record_screening",
        {
            "form_type": "social_affairs_short",
            "screened_by": "social_affairs",
            "outcome": "presumed_victim",
            "separated_from_suspects": True,
        },
    ),
    _risk("2025-01-06T10:20", "first_contact", "high", urgent_health_need=True, special_needs_found=False),
    Told("2025-01-06T10:30", "record_age", {"age_class": "adult", "basis": "identity_card"}),
    Told("2025-01-06T10:40", "offer_service", {"type": "emergency_treatment"}, of="clinic"),
    Told("2025-01-06T10:55", "decide_service", {"decision": "refused", "informed": True}, of="clinic"),
    Told(
        "2025-01-06T11:00",
        "record_rights_briefing",
        dict.fromkeys(_BRIEFING, True) | {"how_to_complain": True, "understood": True, "contact_type": "face_to_face"},
    ),
    Told("2025-01-06T11:20", "record_consent", {"purpose": "services"} | _CONSENT),
    Told("2025-01-06T16:30", "record_consent", {"purpose": "shelter"} | _CONSENT),
    Told(
        "2025-01-06T17:00",
        "admit_to_placement",
        {"care_type": "institution", "shelter_id": "invented shelter", "emergency": True},
        of="stay",
    ),
    Told("2025-01-06T17:10", "record_consent", {"purpose": "medical"} | _CONSENT),
    Told("2025-01-07T09:00", "offer_service", {"type": "health_check"}, of="check"),
    Told("2025-01-07T10:00", "start_service", {}, of="check"),
    Told(
        "2025-01-08T10:00",
        "record_placement_order",
        {
            "issuer": "dosavy",
            "issued_on": "2025-01-08",
            "valid_until": "2025-04-30",
            "signed": True,
            "document_digest": "0" * 64,
            "shelter_id": "invented shelter",
        },
    ),
    Told("2025-01-09T08:30", "record_consent", {"purpose": "interview", "told_purpose": True, "told_uses": True} | _CONSENT),
    Told(
        "2025-01-09T08:50",
        "record_consent",
        {"purpose": "interview", "told_purpose": True, "told_uses": True, "told_withdrawal": True} | _CONSENT,
    ),
    Told("2025-01-09T10:10", "record_interview", {"started_at": "2025-01-09T09:00", "ended_at": "2025-01-09T10:00"} | TALK, of="talk"),
    Told("2025-01-09T14:00", "offer_service", {"type": "counselling"}),
    Told("2025-01-10T09:20", "record_interview", {"place_private": True}, of="talk", corrects="2025-01-09T09:00"),
    Told(
        "2025-01-14T15:00", "record_assessment", {"type": "initial", "form_one_checked": True, "client_view_recorded": True} | _FIRST_SCORES
    ),
    Told(
        "2025-01-15T11:00",
        "record_legal_step",
        {"kind": "information", "options_explained": True, "lawyer_offered": True, "client_choice": "none"},
    ),
    Told("2025-01-17T15:00", "record_service_plan", SIGNED_PLAN),
    Told("2025-01-20T09:00", "change_step", {"to_step": "recovery"}),
    Told("2025-01-20T15:00", "request_leave", {"kind": "depart"}, of="leave"),
    Told("2025-01-20T18:00", "refuse_leave", {}, of="leave"),
    Told("2025-01-21T17:30", "record_departure", {"safety_talk_given": True, "contacts_given": True}, of="leave"),
    Told("2025-01-21T17:40", "end_placement", {"released_to": "kin", "released_to_suspected": False}, of="stay"),
    Told("2025-01-24T09:00", "offer_service", {"type": "vocational_training"}),
    Told("2025-02-04T09:00", "write_case_note", {}),
    Told("2025-02-10T09:00", "record_compensation_decision", {"decision": "not_wanted"}),
    Told("2025-03-05T09:00", "write_case_note", {}),
    Told("2025-03-10T17:00", "record_assessment", _HOME),
    _risk("2025-03-12T09:00", "return_place", "high", urgent_health_need=False, place_is_safe=False),
    Told("2025-03-13T08:30", "change_step", {"to_step": "reintegration"}),
    Told("2025-03-13T09:00", "draft_reintegration_plan", {"destination_type": "family", "destination_country": "KH"}, of="plan"),
    Told("2025-03-22T17:00", "record_assessment", _HOME),
    _risk("2025-03-24T09:00", "return_place", "low", urgent_health_need=False, place_is_safe=True),
    Told(
        "2025-03-25T09:00",
        "agree_reintegration_plan",
        dict.fromkeys(("return_date_set", "livelihood_or_school_set", "support_recorded", "emergency_contacts_given"), True),
        of="plan",
    ),
    Told("2025-03-25T10:00", "send_handover", {"recipient": "dosavy"}, of="handover"),
    Told("2025-03-27T09:00", "confirm_handover", {}, of="handover"),
    Told("2025-03-28T08:30", "change_step", {"to_step": "follow_up"}),
    Told("2025-04-02T15:00", "record_return", {}, of="plan"),
    *_visits("2025-04-10", "2025-05-09", "2025-06-20", "2025-07-04", "2025-10-03", "2026-01-02", "2026-04-02"),
    Told(
        "2026-04-07T10:00",
        "record_assessment",
        {"client_total": 19, "client_lowest": 1, "family_total": 31, "family_lowest": 2, "conclusion": "continue"} | FINAL,
    ),
    *_visits("2026-05-08", "2026-07-03"),
    Told(
        "2026-07-06T10:00",
        "record_assessment",
        {"client_total": 25, "client_lowest": 2, "family_total": 34, "family_lowest": 2, "conclusion": "close"} | FINAL,
    ),
    Told(
        "2026-07-10T10:00",
        "close_case",
        {
            "reason": "score_reached",
            "summary_written": True,
            "client_signature": "signed",
            "approved_by_supervisor": True,
            "return_contact_given": True,
        },
    ),
)
ENTRIES: tuple[Entry, ...] = tuple(entry(number, told) for number, told in enumerate(TIMELINE))
