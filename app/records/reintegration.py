"""The return: plan, handover, journey across a border."""

from app.access import CASE_STAFF, CASE_STAFF_AND_MINISTRY
from app.records.base import Fact, Later, Record, Sealed, changes, makes, noted
from app.records.values import Country, Day, LongText, Timestamp, YesNo
from app.vocabulary.going_home import DestinationType, Direction, HandoverRecipient


class ReintegrationPlan(Record):
    """The prepared return: where to, with what support, agreed by whom, and the day it happened."""

    drafted_at: Fact[Timestamp]
    destination_type: Fact[DestinationType]
    destination_country: Fact[Country]
    return_date_set: Fact[YesNo | None]
    livelihood_or_school_set: Fact[YesNo | None]
    support_recorded: Fact[YesNo | None]
    emergency_contacts_given: Fact[YesNo | None]
    client_agreed_at: Later[Timestamp]
    agreement_signed_on: Later[Day]
    signed_by_child: Later[YesNo]
    signed_by_carer: Later[YesNo]
    signed_by_case_worker: Later[YesNo]
    signed_by_commune_chief: Later[YesNo]
    returned_at: Later[Timestamp]
    destination: Sealed[LongText | None]
    promises: Sealed[LongText | None]


class Handover(Record):
    """Notice to the office or body that goes on with the case, and its receipt."""

    recipient: Fact[HandoverRecipient]
    sent_at: Fact[Timestamp] = noted(htcds="cas_OutgoingReferralDate")
    received_at: Later[Timestamp]


class Repatriation(Record):
    """A journey home across a border, in either direction."""

    direction: Fact[Direction]
    prepared_at: Fact[Timestamp]
    travel_document_held: Fact[YesNo]
    counterpart_referral_held: Fact[YesNo]
    escort_arranged: Fact[YesNo]
    departed_at: Later[Timestamp]
    arrived_at: Later[Timestamp]
    met_on_arrival: Later[YesNo]


DRAFT_REINTEGRATION_PLAN = makes(
    "draft_reintegration_plan",
    ReintegrationPlan,
    path="/cases/{case_id}/reintegration-plans",
    moment="drafted_at",
    by=CASE_STAFF,
    summary="Draft the plan of a return.",
)

AGREE_REINTEGRATION_PLAN = changes(
    "agree_reintegration_plan",
    ReintegrationPlan,
    path="/cases/{case_id}/reintegration-plans/{plan_id}/client-agreement",
    moment="client_agreed_at",
    by=CASE_STAFF,
    fields=("return_date_set", "livelihood_or_school_set", "support_recorded", "emergency_contacts_given"),
    summary="Record that the person agreed to the plan of the return.",
)

SIGN_PLACEMENT_AGREEMENT = changes(
    "sign_placement_agreement",
    ReintegrationPlan,
    path="/cases/{case_id}/reintegration-plans/{plan_id}/placement-agreement",
    moment="agreement_signed_on",
    by=CASE_STAFF,
    fields=("signed_by_child", "signed_by_carer", "signed_by_case_worker", "signed_by_commune_chief"),
    summary="Record who signed the agreement on a child's placement.",
)

RECORD_RETURN = changes(
    "record_return",
    ReintegrationPlan,
    path="/cases/{case_id}/reintegration-plans/{plan_id}/return",
    moment="returned_at",
    by=CASE_STAFF,
    summary="Record that the person returned.",
)

SEND_HANDOVER = makes(
    "send_handover",
    Handover,
    path="/cases/{case_id}/handovers",
    moment="sent_at",
    by=CASE_STAFF,
    summary="Send notice to the body that goes on with the case.",
)

CONFIRM_HANDOVER = changes(
    "confirm_handover",
    Handover,
    path="/cases/{case_id}/handovers/{handover_id}/receipt",
    moment="received_at",
    by=CASE_STAFF_AND_MINISTRY,
    summary="Record that the notice was received.",
)

PREPARE_REPATRIATION = makes(
    "prepare_repatriation",
    Repatriation,
    path="/cases/{case_id}/repatriations",
    moment="prepared_at",
    by=CASE_STAFF_AND_MINISTRY,
    summary="Record how a journey home across a border is prepared.",
)

RECORD_BORDER_DEPARTURE = changes(
    "record_border_departure",
    Repatriation,
    path="/cases/{case_id}/repatriations/{repatriation_id}/departure",
    moment="departed_at",
    by=CASE_STAFF_AND_MINISTRY,
    summary="Record that the person departed.",
)

RECORD_BORDER_ARRIVAL = changes(
    "record_border_arrival",
    Repatriation,
    path="/cases/{case_id}/repatriations/{repatriation_id}/arrival",
    moment="arrived_at",
    by=CASE_STAFF_AND_MINISTRY,
    fields=("met_on_arrival",),
    summary="Record that the person arrived, and whether someone was there.",
)
