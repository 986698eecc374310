"""Reviews: a meeting or decision that looks again."""

from app.access import CASE_STAFF_AND_MINISTRY
from app.records.base import Fact, Record, Sealed, makes
from app.records.values import Id, LongText, Timestamp, YesNo
from app.vocabulary.care import ReviewKind, ReviewOutcome, ReviewSubject


class Review(Record):
    """A meeting or decision that looks again: plan, long stay, restriction, best interests, conference."""

    kind: Fact[ReviewKind]
    held_at: Fact[Timestamp]
    about: Fact[ReviewSubject | None]
    restriction_id: Fact[Id | None]
    outcome: Fact[ReviewOutcome | None]
    reasons_recorded: Fact[YesNo | None]
    client_view_recorded: Fact[YesNo | None]
    reasons: Sealed[LongText | None]


RECORD_REVIEW = makes(
    "record_review",
    Review,
    path="/cases/{case_id}/reviews",
    moment="held_at",
    by=CASE_STAFF_AND_MINISTRY,
    summary="Record a meeting or decision that looks again.",
)
