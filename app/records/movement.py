"""Freedom of movement: restrictions, and wishes to leave."""

from app.access import CASE_STAFF
from app.records.base import Fact, Later, Record, Sealed, changes, makes
from app.records.values import Day, LongText, Timestamp, YesNo
from app.vocabulary.care import LeaveKind, RestrictionKind, RestrictionReason


class MovementRestriction(Record):
    """A limit on going out, telephone or visits for one person."""

    kind: Fact[RestrictionKind]
    started_at: Fact[Timestamp]
    ends_on: Fact[Day | None]
    individual: Fact[YesNo]
    approved: Fact[YesNo]
    explained_to_client: Fact[YesNo]
    reason_code: Fact[RestrictionReason]
    lifted_at: Later[Timestamp]
    reason_text: Sealed[LongText | None]


class LeaveRequest(Record):
    """A wish to leave the shelter, for good or for some hours, and what came of it."""

    kind: Fact[LeaveKind]
    requested_at: Fact[Timestamp]
    left_at: Later[Timestamp]
    withdrawn_at: Later[Timestamp]
    refused_at: Later[Timestamp]
    safety_talk_given: Later[YesNo]
    contacts_given: Later[YesNo]


RESTRICT_MOVEMENT = makes(
    "restrict_movement",
    MovementRestriction,
    path="/cases/{case_id}/movement-restrictions",
    moment="started_at",
    by=CASE_STAFF,
    summary="Record a limit on going out, telephone or visits for one person.",
)

LIFT_RESTRICTION = changes(
    "lift_restriction",
    MovementRestriction,
    path="/cases/{case_id}/movement-restrictions/{restriction_id}/end",
    moment="lifted_at",
    by=CASE_STAFF,
    summary="Record that a restriction was lifted.",
)

REQUEST_LEAVE = makes(
    "request_leave",
    LeaveRequest,
    path="/cases/{case_id}/leave-requests",
    moment="requested_at",
    by=CASE_STAFF,
    summary="Record a wish to leave the shelter, for good or for some hours.",
)

RECORD_DEPARTURE = changes(
    "record_departure",
    LeaveRequest,
    path="/cases/{case_id}/leave-requests/{leave_request_id}/departure",
    moment="left_at",
    by=CASE_STAFF,
    fields=("safety_talk_given", "contacts_given"),
    summary="Record that the person left.",
)

WITHDRAW_LEAVE_REQUEST = changes(
    "withdraw_leave_request",
    LeaveRequest,
    path="/cases/{case_id}/leave-requests/{leave_request_id}/withdrawal",
    moment="withdrawn_at",
    by=CASE_STAFF,
    summary="Record that the person no longer wishes to leave.",
)

REFUSE_LEAVE = changes(
    "refuse_leave",
    LeaveRequest,
    path="/cases/{case_id}/leave-requests/{leave_request_id}/refusal",
    moment="refused_at",
    by=CASE_STAFF,
    summary="Record that leave was refused; the request stays open.",
)
