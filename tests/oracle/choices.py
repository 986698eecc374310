"""What an act may say, from the register to the consent.

The first value of a field is the one a careful worker would record; a name with `?` may be left out.
"""

from __future__ import annotations

from typing import Any

YES, NO = [True, False], [False, True]
CONSENTS = ["interview", "services", "shelter", "medical", "handover", "follow_up", "publication", "service_referral", "authority_report"]
DISCLOSED = ["service_referral", "authority_report", "publication", "embassy_contact"]
CATEGORIES = ["identity", "contact", "health", "legal", "location", "photo"]
ORGANISATIONS = ["org_a", "org_b"]
SHELTERS = ["shelter_a", "shelter_b"]
WORKERS = ["social_worker", "worker_b", "officer_x"]
TALK = (
    "place_judged_safe",
    "place_private",
    "separated_from_suspects",
    "presence_accepted",
    "all_present_have_role",
    "urgent_needs_met_first",
)
CHILD_TALK = ("supporter_present", "age_fitting_words", "client_understood", "interpreter_used", "interpreter_independent")
BRIEFING = ("shelter_offer", "house_rules", "expected_stay", "how_to_leave", "how_to_complain")
PLAN = ("return_date_set", "livelihood_or_school_set", "support_recorded", "emergency_contacts_given")
INCIDENTS = ["threat", "violence", "disappearance", "injury", "death", "abuse_by_staff", "degrading_punishment", "unpaid_work"]
REFUSALS = [
    "no_capacity",
    "safety_conflict",
    "specialist_care_needed",
    "outside_mandate",
    "person_declined",
    "sex",
    "nationality",
    "health",
    "work",
]
CLIENT_DOMAINS = ["physical_health", "mental_health", "safety", "food", "shelter", "clothing", "education", "family_relations"]
CLIENT_DOMAINS += ["social_relations", "legal_papers", "legal_help"]


def yes(*names: str) -> dict[str, list[Any]]:
    """Yes/no fields where yes is the careful answer."""
    return dict.fromkeys(names, YES)


def perhaps(*names: str) -> dict[str, list[Any]]:
    """The same, and they may be left out."""
    return {f"{name}?": YES for name in names}


RECORDED_FIRST: dict[str, dict[str, list[Any]]] = {
    "register_shelter": {"province": ["KH-17", "KH-12"], "accepts": ["all", "women_and_girls"], "accepts_age": ["all", "adults"]},
    "record_shelter_condition": {
        "shelter_id": SHELTERS,
        **yes("security_24h", "rooms_by_sex_and_age"),
        "meals_per_day": [3, 2, 4],
        "land_area_m2": [2000, 1999, 2500],
        "staff_count": [12, 11],
        "staff_required": [12],
        "capacity": [40],
        "occupancy": [40, 41, 30],
    },
    "record_inspection": {
        "shelter_id": SHELTERS,
        "visit_number": [1, 2],
        **yes("registration_valid", "mou_valid"),
        "result": ["compliant", "faults_found"],
    },
    "record_training": {"user_id": WORKERS, "topic": ["victim_centred_interviewing", "child_interviewing", "safeguarding"]},
    "sign_undertaking": {"kind": ["confidentiality", "code_of_conduct"]},
    "open_case": {
        "sex": ["feminine", "masculine"],
        "nationality_class": ["cambodian", "foreign", "stateless", "unknown"],
        "interpreter_needed": NO,
        "reported_by?": ["police", "ngo", "self"],
    },
    "register_person": yes("own_name_recorded", "client_code_assigned"),
    "assign_case_worker": {"user_id": WORKERS},
    "record_age": {"age_class": ["adult", "child", "uncertain"], "basis": ["identity_card", "appearance", "own_statement"]},
    "record_screening": {
        "form_type": ["social_affairs_short", "police_short", "ngo_screening"],
        "screened_by": ["social_affairs", "police", "ngo"],
        "outcome": ["presumed_victim", "unclear", "not_a_victim"],
        "separated_from_suspects": YES,
    },
    "record_identification": {
        "decision": ["identified", "not_identified", "procedure_ended"],
        "decided_by": ["police", "ngo"],
        **perhaps("review_explained"),
    },
    "record_risk_assessment": {
        "scope": ["first_contact", "after_incident", "return_place", "periodic"],
        "level": ["low", "high"],
        "urgent_health_need": NO,
        "special_needs_asked": YES,
        "special_needs_found?": NO,
        "place_is_safe?": YES,
    },
    "record_interview": {
        "type": ["substantive", "initial", "clarification"],
        "interviewer_id": WORKERS,
        "place_type?": ["shelter", "police_station"],
        **perhaps(*TALK, *CHILD_TALK, "interpreter_undertaking_signed", "interviewer_sex_suits"),
        "stop_request?": ["none", "honoured", "not_honoured"],
        "sex_exception_reason?": ["none_available", "urgent"],
        "is_repeat?": NO,
        "repeat_reason?": ["person_asked"],
        "supporter_suspected?": NO,
    },
    "record_rights_briefing": {
        **yes("general_rights", "accept_or_refuse", "confidentiality", "understood"),
        **perhaps(*BRIEFING),
        "contact_type?": ["face_to_face", "phone"],
    },
    "record_consent": {
        "purpose": CONSENTS,
        "decision": ["given", "refused", "asked_for_time"],
        **yes("informed", "signed"),
        "given_by": ["client", "guardian"],
        "recipient?": ORGANISATIONS,
        **perhaps("told_purpose", "told_uses", "told_withdrawal", "child_assent"),
        "guardian_position?": ["agreed", "suspected", "none_found", "refused", "not_needed"],
    },
}
