"""Contacts after the return."""

from app.access import CASE_STAFF
from app.records.base import Fact, Later, Record, Sealed, changes, makes
from app.records.values import LongText, Timestamp, YesNo
from app.vocabulary.going_home import DangerFound, VisitMode


class FollowUpVisit(Record):
    """A contact after the return."""

    visited_at: Fact[Timestamp]
    mode: Fact[VisitMode]
    contact_made: Fact[YesNo]
    contact_way_agreed: Fact[YesNo | None]
    told_beyond_consent: Fact[YesNo | None]
    plan_results_noted: Fact[YesNo | None]
    next_step_set: Fact[YesNo | None]
    signed: Fact[YesNo | None]
    danger_found: Fact[DangerFound | None]
    action_taken_at: Later[Timestamp]
    situation: Sealed[LongText | None]


RECORD_FOLLOW_UP_VISIT = makes(
    "record_follow_up_visit",
    FollowUpVisit,
    path="/cases/{case_id}/follow-up-visits",
    moment="visited_at",
    by=CASE_STAFF,
    summary="Record a contact after the return, made or attempted.",
)

RECORD_FOLLOW_UP_ACTION = changes(
    "record_follow_up_action",
    FollowUpVisit,
    path="/cases/{case_id}/follow-up-visits/{visit_id}/action",
    moment="action_taken_at",
    by=CASE_STAFF,
    summary="Record that action was taken on a danger found at a visit.",
)
