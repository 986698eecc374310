"""Where a case came from: what whoever kept it before said of it, and of referrals and support."""

from app.access import CASE_STAFF
from app.records.base import Fact, Record, Sealed, makes, noted
from app.records.values import Count, Day, Digest, Latitude, Longitude, LongText, ShortText, YesNo
from app.vocabulary.care import ReferralReason
from app.vocabulary.exchange import (
    FormerOrganisationType,
    ReferralDirection,
    StatedDecider,
    StatedStatus,
    StatedVictimStatus,
    SupportType,
)


class Origin(Record):
    """What whoever kept the case before said of it: a statement, on which no standard is judged and no consent rests."""

    status: Fact[StatedStatus | None] = noted(htcds="cas_Status")
    victim_status: Fact[StatedVictimStatus | None] = noted(htcds="vic_TraffickingStatus")
    victim_status_decided_by: Fact[StatedDecider | None] = noted(htcds="vic_TraffickingStatusDecisionMakingOrg")
    consent_stated: Sealed[YesNo | None] = noted("what was said; consent itself is only ever recorded by asking the person")
    case_owner: Sealed[ShortText | None] = noted(htcds="cas_CaseOwner")
    closure_reason: Sealed[LongText | None] = noted(htcds="cas_ReasonForCaseClosure")
    organisation_name: Sealed[ShortText | None] = noted(htcds="org_Name")
    organisation_type: Sealed[FormerOrganisationType | None] = noted(htcds="org_Type")
    organisation_phone: Sealed[ShortText | None] = noted(htcds="org_Phone")
    organisation_street: Sealed[ShortText | None] = noted(htcds="org_ShippingStreet")
    organisation_city: Sealed[ShortText | None] = noted(htcds="org_ShippingCity")
    organisation_state: Sealed[ShortText | None] = noted(htcds="org_ShippingState")
    organisation_postal_code: Sealed[ShortText | None] = noted(htcds="org_ShippingPostalCode")
    organisation_country: Sealed[ShortText | None] = noted(htcds="org_ShippingCountry")
    organisation_longitude: Sealed[Longitude | None] = noted(htcds="org_ShippingLongitude")
    organisation_latitude: Sealed[Latitude | None] = noted(htcds="org_ShippingLatitude")
    file_digest: Fact[Digest | None] = noted("keyed digest of the file it was imported from")
    file_row: Fact[Count | None] = noted("the row of that file")


class ReferralNote(Record):
    """What is known of a referral from or to another body; it asks nothing of anybody, and no clock runs on it."""

    direction: Fact[ReferralDirection]
    referred_on: Fact[Day | None] = noted(htcds="cas_IncomingReferralDate, cas_OutgoingReferralDate")
    reason: Fact[ReferralReason | None] = noted(htcds="cas_ReasonForIncomingReferral, cas_ReasonForOutgoingReferral")
    organisation: Sealed[ShortText | None] = noted(htcds="cas_ReferringOrganisation, cas_ReferredOrganisation")
    case_worker: Sealed[ShortText | None] = noted(htcds="cas_ReferringPrimaryCaseWorker, cas_ReferredPrimaryCaseWorker")
    details: Sealed[LongText | None] = noted(htcds="cas_IncomingReferralDetails, cas_OutgoingReferralDetails")


class SupportPlan(Record):
    """A plan of support as another body or system describes it; it does not stand for the service plan."""

    type: Fact[SupportType | None] = noted(htcds="spl_Type")
    planned_end_on: Fact[Day | None] = noted(htcds="spl_PlannedEndDate")
    actual_end_on: Fact[Day | None] = noted(htcds="spl_ActualEndDate")
    objectives: Sealed[LongText | None] = noted(htcds="spl_Objectives")
    action_plan: Sealed[LongText | None] = noted(htcds="spl_ActionPlan")


RECORD_ORIGIN = makes(
    "record_origin",
    Origin,
    path="/cases/{case_id}/origins",
    by=CASE_STAFF,
    summary="Record what whoever kept the case before said of it.",
)

NOTE_REFERRAL = makes(
    "note_referral",
    ReferralNote,
    path="/cases/{case_id}/referral-notes",
    by=CASE_STAFF,
    summary="Note what is known of a referral from or to another body.",
)

RECORD_SUPPORT_PLAN = makes(
    "record_support_plan",
    SupportPlan,
    path="/cases/{case_id}/support-plans",
    by=CASE_STAFF,
    summary="Record a plan of support as another body describes it.",
)
