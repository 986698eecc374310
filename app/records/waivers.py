"""Waivers: leave to go on although a standard is not settled."""

from app.access import CASE_STAFF, Role
from app.records.base import Fact, Given, Later, Record, Sealed, changes, makes, noted
from app.records.values import Day, Id, LongText, StandardCode, Timestamp
from app.vocabulary.going_home import WaiverDecision, WaiverReason


class Waiver(Record):
    """Leave to go on although a standard is not settled; approved by someone other than the one who asked."""

    standard_id: Fact[StandardCode]
    requested_at: Fact[Timestamp]
    requested_by: Given[Id] = noted("the actor")
    reason_code: Fact[WaiverReason]
    decision: Later[WaiverDecision]
    decided_at: Later[Timestamp]
    decided_by: Given[Id | None] = noted("the actor")
    expires_on: Fact[Day | None]
    reason_text: Sealed[LongText | None]


REQUEST_WAIVER = makes(
    "request_waiver",
    Waiver,
    path="/cases/{case_id}/waivers",
    moment="requested_at",
    by=CASE_STAFF,
    actor=("requested_by",),
    summary="Ask for leave to go on although a standard is not settled.",
)

DECIDE_WAIVER = changes(
    "decide_waiver",
    Waiver,
    path="/waivers/{waiver_id}/decision",
    moment="decided_at",
    by=frozenset({Role.SUPERVISOR}),
    fields=("decision", "expires_on"),
    actor=("decided_by",),
    summary="Approve or refuse a waiver that someone else asked for.",
)
