"""Complaints about staff, shelter or services."""

from app.access import Role
from app.records.base import Fact, Given, Later, Record, Sealed, changes, makes
from app.records.values import Id, LongText, Timestamp, YesNo
from app.vocabulary.justice import ComplaintOutcome, ComplaintSubject


class Complaint(Record):
    """A complaint about staff, shelter or services."""

    shelter_id: Fact[Id | None]
    received_at: Fact[Timestamp]
    about: Fact[ComplaintSubject]
    acknowledged_at: Later[Timestamp]
    handler_assigned: Given[YesNo | None]
    handler_involved: Later[YesNo]
    handler_assigned_at: Later[Timestamp]
    answered_at: Later[Timestamp]
    outcome: Later[ComplaintOutcome]
    complaint_text: Sealed[LongText]


RECEIVE_COMPLAINT = makes(
    "receive_complaint",
    Complaint,
    path="/complaints",
    moment="received_at",
    by=frozenset({Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.INDEPENDENT_MONITOR, Role.MOSAVY_OFFICER}),
    summary="Record a complaint about staff, shelter or services.",
)

ACKNOWLEDGE_COMPLAINT = changes(
    "acknowledge_complaint",
    Complaint,
    path="/complaints/{complaint_id}/acknowledgement",
    moment="acknowledged_at",
    by=frozenset({Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.INDEPENDENT_MONITOR}),
    summary="Record that receipt of a complaint was confirmed.",
)

APPOINT_COMPLAINT_HANDLER = changes(
    "appoint_complaint_handler",
    Complaint,
    path="/complaints/{complaint_id}/handler",
    moment="handler_assigned_at",
    by=frozenset({Role.ORGANISATION_ADMIN, Role.INDEPENDENT_MONITOR}),
    fields=("handler_involved",),
    sets={"handler_assigned": True},
    summary="Record that someone was appointed to handle a complaint.",
)

ANSWER_COMPLAINT = changes(
    "answer_complaint",
    Complaint,
    path="/complaints/{complaint_id}/answer",
    moment="answered_at",
    by=frozenset({Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.INDEPENDENT_MONITOR}),
    fields=("outcome",),
    summary="Record the answer to a complaint.",
)
