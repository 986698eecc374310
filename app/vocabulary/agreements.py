"""Words about the terms of an agreement with the ministry: when something falls due, and what became of it."""

from enum import StrEnum


class Rhythm(StrEnum):
    """When a term of an agreement falls due: after each calendar period (an ISO 8601 duration), once, or each time it happens (ours)."""

    MONTHLY = "P1M"
    QUARTERLY = "P3M"
    HALF_YEARLY = "P6M"
    YEARLY = "P1Y"
    AFTER_START = "after_start"
    BEFORE_END = "before_end"
    ON_EVENT = "on_event"


class TermBasis(StrEnum):
    """Where a term comes from: the signed paper says so, or the proposed default was taken over (ours)."""

    AGREED = "agreed"
    PROPOSED = "proposed"


class DutyState(StrEnum):
    """What became of one due date of an agreement (ours)."""

    UPCOMING = "upcoming"
    DUE = "due"
    MISSED = "missed"
    DELIVERED = "delivered"
    DELIVERED_LATE = "delivered_late"


class Standing(StrEnum):
    """Where an agreement stands on a day: its recorded state, read with its days (data dictionary, States; not_begun is ours)."""

    DRAFT = "draft"
    NOT_BEGUN = "not_begun"
    ACTIVE = "active"
    EXPIRED = "expired"
    ENDED = "ended"
