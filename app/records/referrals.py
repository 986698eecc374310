"""Referrals: the ministry's placement orders, and requests to other services."""

from collections.abc import Mapping

from app.access import CASE_STAFF, CASE_STAFF_AND_MINISTRY, Role
from app.records.base import Fact, Given, Later, Record, Sealed, changes, makes, noted
from app.records.values import RECIPIENT, Day, Digest, Id, IdOrCode, LongText, ShortText, Timestamp, YesNo
from app.vocabulary.care import Answer, OrderIssuer, ReferralKind, ReferralReason, ReferralState, RefusalReason, ServiceType


class Referral(Record):
    """Either the ministry's placement order for a stay, or a request to another service."""

    kind: Given[ReferralKind]
    issuer: Fact[OrderIssuer | None] = noted(htcds="cas_ReferringOrganisation")
    number: Sealed[ShortText | None]
    issued_on: Fact[Day | None] = noted(htcds="cas_IncomingReferralDate")
    received_at: Fact[Timestamp | None]
    valid_until: Fact[Day | None]
    signed: Fact[YesNo | None]
    document_digest: Fact[Digest | None]
    shelter_id: Fact[Id | None]
    renews_id: Fact[Id | None]
    sent_at: Fact[Timestamp | None] = noted(htcds="cas_OutgoingReferralDate")
    recipient: Fact[IdOrCode | None] = noted(RECIPIENT, htcds="cas_ReferredOrganisation")
    service_type: Fact[ServiceType | None]
    reason: Fact[ReferralReason | None] = noted(htcds="cas_ReasonForIncomingReferral, cas_ReasonForOutgoingReferral")
    state: Given[ReferralState]
    decision: Later[Answer]
    decided_at: Later[Timestamp]
    chased_at: Later[Timestamp]
    refusal_reason: Later[RefusalReason]
    alternative_offered: Later[YesNo]
    refusal_reviewed_at: Later[Timestamp]
    details: Sealed[LongText | None] = noted(htcds="cas_IncomingReferralDetails, cas_OutgoingReferralDetails")


def state_after_decision(facts: Mapping[str, object]) -> Mapping[str, object]:
    """Let the state follow the decision where none was sent. A request that was withdrawn has a state and no decision.

    >>> state_after_decision({"decision": "accepted"})
    {'state': 'accepted'}
    """
    decision = facts.get("decision")
    return {"state": str(decision)} if decision is not None and facts.get("state") is None else {}


RECORD_PLACEMENT_ORDER = makes(
    "record_placement_order",
    Referral,
    path="/cases/{case_id}/placement-orders",
    moment="received_at",
    by=CASE_STAFF_AND_MINISTRY,
    fields=("issuer", "number", "issued_on", "valid_until", "signed", "document_digest", "shelter_id", "renews_id", "details"),
    sets={"kind": "placement_order", "state": "accepted"},
    summary="Record the ministry's order for a stay.",
)

SEND_REFERRAL = makes(
    "send_referral",
    Referral,
    path="/cases/{case_id}/referrals",
    moment="sent_at",
    by=CASE_STAFF,
    fields=("recipient", "service_type", "reason", "details"),
    sets={"kind": "service", "state": "sent"},
    summary="Ask another service to take the person on.",
)

DECIDE_REFERRAL = changes(
    "decide_referral",
    Referral,
    path="/referrals/{referral_id}/decision",
    moment="decided_at",
    by=CASE_STAFF_AND_MINISTRY,
    fields=("decision", "refusal_reason", "alternative_offered", "state"),
    derive=state_after_decision,
    summary="Record the answer to a referral.",
)

CHASE_REFERRAL = changes(
    "chase_referral",
    Referral,
    path="/referrals/{referral_id}/reminder",
    moment="chased_at",
    by=CASE_STAFF,
    summary="Record a reminder to a service that has not answered.",
)

REVIEW_REFUSAL = changes(
    "review_refusal",
    Referral,
    path="/referrals/{referral_id}/refusal-review",
    moment="refusal_reviewed_at",
    by=frozenset({Role.SUPERVISOR, Role.MOSAVY_OFFICER}),
    summary="Record that a refused referral was looked at again.",
)
