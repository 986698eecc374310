"""What one may want to record on a case, grouped by what it is about."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from app.access import Role
from app.console import addresses
from app.console.later import Later
from app.console.marking import _
from app.records.registry import ACTS

# Every act that adds a record to a case stands in one group.
GROUPS: Sequence[tuple[str, tuple[str, ...]]] = (
    (_("Talk and rights"), ("record_screening", "record_interview", "record_rights_briefing", "record_identification")),
    (_("Safety"), ("record_risk_assessment", "record_incident", "record_guardianship")),
    (
        _("The person"),
        (
            "register_person",
            "record_age",
            "record_person_details",
            "record_trafficking_details",
            "record_trafficking_event",
            "record_perpetrator",
            "record_origin",
        ),
    ),
    (_("Consent and sharing"), ("record_consent", "record_disclosure", "send_referral", "note_referral", "ask_identity")),
    (_("Shelter and movement"), ("record_placement_order", "admit_to_placement", "restrict_movement", "request_leave")),
    (
        _("Help and health"),
        ("write_case_note", "record_assessment", "record_service_plan", "offer_service", "record_support_plan", "record_review"),
    ),
    (_("Law and papers"), ("record_legal_step", "record_compensation_decision", "log_document")),
    (_("Going home"), ("draft_reintegration_plan", "prepare_repatriation", "send_handover", "record_follow_up_visit")),
    (_("The case itself"), ("change_step", "assign_case_worker", "request_waiver", "close_case")),
)


class Group(NamedTuple):
    """Acts that belong together, each with its form."""

    heading: str
    acts: list[Later]


def of(role: Role, case_id: UUID) -> list[Group]:
    """Return what a role may record on a case; groups without anything are left out."""
    groups = [
        Group(heading, [Later(name, addresses.form(ACTS[name], {"case_id": case_id})) for name in names if role in ACTS[name].by])
        for heading, names in GROUPS
    ]
    return [group for group in groups if group.acts]
