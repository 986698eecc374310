"""The whole case that is told in the browser: who does what when, and where a gate is tried too early."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.access import Role
from app.vocabulary.care import ClientDomain
from tests.builders import DAY, HOUR

WORKER, SUPERVISOR, OFFICER = Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.MOSAVY_OFFICER
_MINUTE = 60
# What the town has, by what it is called in the story.
SHELTER, MINISTRY = "the shelter", "the ministry"
NAME_KM, NAME_LATIN = "ច័ន្ទ រចនា", "Chan Rachana"


class Deed(NamedTuple):
    """What somebody does so long after the deed before; `held` where a gate holds the case, `earlier` what was an hour ago."""

    after: int
    by: Role
    act: str
    facts: Mapping[str, Any] = {}
    held: bool = False
    earlier: str = ""


def _consent(purpose: str, **more: Any) -> Deed:
    given = {"purpose": purpose, "decision": "given", "informed": True, "given_by": "client", "signed": True}
    return Deed(10 * _MINUTE, WORKER, "record_consent", given | more)


_EXPLAINED = ("general_rights", "accept_or_refuse", "confidentiality", "shelter_offer", "house_rules", "expected_stay", "how_to_leave")
_KEPT = (
    "urgent_needs_met_first",
    "separated_from_suspects",
    "place_judged_safe",
    "place_private",
    "all_present_have_role",
    "presence_accepted",
)
_VISIT = {
    "mode": "home_visit",
    "contact_made": True,
    "contact_way_agreed": True,
    "told_beyond_consent": False,
    "plan_results_noted": True,
    "next_step_set": True,
    "signed": True,
    "danger_found": "none",
}

# After `open_case`, which makes the case.
FIRST_DAY = (
    Deed(
        10 * _MINUTE,
        WORKER,
        "register_person",
        {"own_name_recorded": True, "client_code_assigned": True, "name_km": NAME_KM, "name_latin": NAME_LATIN},
    ),
    Deed(5 * _MINUTE, SUPERVISOR, "assign_case_worker", {"user_id": WORKER}),
    Deed(
        15 * _MINUTE,
        WORKER,
        "record_screening",
        {
            "form_type": "social_affairs_short",
            "screened_by": "social_affairs",
            "outcome": "presumed_victim",
            "separated_from_suspects": True,
        },
    ),
    Deed(
        20 * _MINUTE,
        WORKER,
        "record_risk_assessment",
        {
            "scope": "first_contact",
            "level": "medium",
            "urgent_health_need": False,
            "special_needs_asked": True,
            "special_needs_found": False,
        },
    ),
    Deed(10 * _MINUTE, WORKER, "record_age", {"age_class": "adult", "basis": "identity_card"}),
    Deed(
        30 * _MINUTE,
        WORKER,
        "record_rights_briefing",
        dict.fromkeys((*_EXPLAINED, "how_to_complain", "understood"), True) | {"contact_type": "face_to_face"},
    ),
    _consent("services"),
    _consent("shelter"),
    _consent("medical"),
    Deed(HOUR, WORKER, "send_referral", {"recipient": MINISTRY, "reason": "additional_services_required"}),
    Deed(
        HOUR,
        OFFICER,
        "record_placement_order",
        {
            "issuer": "dosavy",
            "issued_on": "2025-06-16",
            "valid_until": "2026-01-31",
            "signed": True,
            "document_digest": "ab" * 32,
            "shelter_id": SHELTER,
        },
    ),
    Deed(HOUR, WORKER, "admit_to_placement", {"care_type": "institution", "emergency": False, "shelter_id": SHELTER}),
)
INTERVIEW = (
    Deed(16 * HOUR, WORKER, "offer_service", {"type": "health_check"}),
    Deed(HOUR, WORKER, "start_service"),
    Deed(HOUR, WORKER, "change_step", {"to_step": "recovery"}, held=True),
    _consent("interview", told_purpose=True, told_uses=True, told_withdrawal=True),
    Deed(
        2 * HOUR,
        WORKER,
        "record_interview",
        dict.fromkeys(_KEPT, True)
        | {"type": "substantive", "place_type": "shelter", "interpreter_used": False, "interviewer_sex_suits": True, "is_repeat": False}
        | {"stop_request": "none", "client_understood": True, "supporter_present": False},
        earlier="place_judged_at",
    ),
    Deed(DAY, WORKER, "offer_service", {"type": "counselling"}),
    Deed(
        5 * DAY,
        WORKER,
        "record_assessment",
        {"type": "initial", "form_one_checked": True, "client_scores": dict.fromkeys(map(str, ClientDomain), 2)}
        | {"papers_checked": True, "missing_papers_planned": True, "client_view_recorded": True, "conclusion": "continue"},
    ),
    Deed(
        HOUR,
        WORKER,
        "record_legal_step",
        {"kind": "information", "options_explained": True, "lawyer_offered": True, "client_choice": "none"},
    ),
    Deed(
        2 * DAY,
        WORKER,
        "record_service_plan",
        dict.fromkeys(("covers_low_scores", "case_worker_signed", "local_authority_signed", "approved_by_supervisor"), True)
        | {"client_signature": "signed", "guardian_signature": "not_needed", "client_view_recorded": True}
        | {"conditional_on_cooperation": False, "items": [{"domain": "education", "goal": "To sew for a living", "due_on": "2025-12-01"}]},
    ),
    Deed(HOUR, WORKER, "change_step", {"to_step": "recovery"}),
)
RECOVERY = (
    Deed(HOUR, WORKER, "offer_service", {"type": "vocational_training"}),
    Deed(14 * DAY, WORKER, "write_case_note", {"note_text": "Invented note: she sews in the mornings."}),
    Deed(
        20 * DAY, WORKER, "record_review", {"kind": "plan", "outcome": "continue", "reasons_recorded": True, "client_view_recorded": True}
    ),
    Deed(
        11 * DAY,
        WORKER,
        "record_assessment",
        {"type": "family", "family_traced": True, "home_visited": True, "client_view_recorded": True, "conclusion": "can_be_reintegrated"},
    ),
    Deed(
        2 * DAY,
        WORKER,
        "record_risk_assessment",
        {"scope": "return_place", "level": "low", "urgent_health_need": False, "special_needs_asked": True, "place_is_safe": True},
    ),
    Deed(DAY, WORKER, "change_step", {"to_step": "reintegration"}),
)
_SETTLED = dict.fromkeys(("return_date_set", "livelihood_or_school_set", "support_recorded", "emergency_contacts_given"), True)
GOING_HOME = (
    Deed(HOUR, WORKER, "draft_reintegration_plan", {"destination_type": "family", "destination_country": "KH"} | _SETTLED),
    Deed(DAY, WORKER, "change_step", {"to_step": "follow_up"}, held=True),
    Deed(3 * DAY, WORKER, "agree_reintegration_plan"),
    Deed(DAY, WORKER, "send_handover", {"recipient": "dosavy"}),
    Deed(2 * DAY, OFFICER, "confirm_handover"),
    Deed(8 * DAY, WORKER, "change_step", {"to_step": "follow_up"}),
    Deed(DAY, WORKER, "end_placement", {"released_to": "kin", "released_to_suspected": False}),
    Deed(6 * HOUR, WORKER, "record_return"),
)
_CLOSED = {"reason": "score_reached", "summary_written": True, "client_signature": "signed", "approved_by_supervisor": True}
AFTER = (
    *(Deed(days * DAY, WORKER, "record_follow_up_visit", _VISIT) for days in (10, 28, 28, 30, 89, 89, 92)),
    Deed(
        7 * DAY,
        WORKER,
        "record_assessment",
        {"type": "final", "client_scores": dict.fromkeys(map(str, ClientDomain), 3), "client_view_recorded": True, "conclusion": "close"},
    ),
    Deed(6 * DAY, SUPERVISOR, "close_case", _CLOSED | {"return_contact_given": True}),
)
WHOLE = (*FIRST_DAY, *INTERVIEW, *RECOVERY, *GOING_HOME, *AFTER)
