"""What the four kinds of rule share: the outcome of one instance, its reasons, and what ends a duty."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from app.standards.facts import Recorded
from app.standards.rules import Deed, OwnField, Status
from app.standards.selecting import Matching, Selections, View

# An instance's status as a number, so that the worst is the greatest. The last of STATUSES answers to -1.
DROPPED: Final = -1
MET: Final = 0
PENDING: Final = 1
UNKNOWN: Final = 2
OVERDUE: Final = 3
UNMET: Final = 4
STATUSES: Final = (Status.MET, Status.PENDING, Status.UNKNOWN, Status.OVERDUE, Status.UNMET, Status.NOT_APPLICABLE)


class Reason(StrEnum):
    """Why an instance has its status, for a machine to turn into words."""

    CONDITION = "condition"  # a condition of the standard fails; `fields` names it
    OTHER_AGE = "other_age"  # the age class at the anchor does not fit
    NOTHING_YET = "nothing_yet"  # no record of the kind
    CLOSED = "closed"  # no record of the kind before the case was closed
    READY = "ready"  # a need is fulfilled, though its event has not come
    ALL_TRUE = "all_true"
    TEST_FALSE = "test_false"  # `fields` are known to be false
    NOT_RECORDED = "not_recorded"  # `fields` decide and were not recorded
    EXCUSED = "excused"
    NO_NEED_RECORDED = "no_need_recorded"
    NEED_LATER = "need_later"  # than the event
    NEED_ENDED = "need_ended"
    NEED_TOO_OLD = "need_too_old"
    NEED_TOO_FRESH = "need_too_fresh"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"  # by `seconds`
    NOT_YET_DUE = "not_yet_due"
    PAST_DUE = "past_due"
    LAPSED = "lapsed"  # the duty ended before its limit
    ENDED_UNDONE = "ended_undone"  # the duty ended after its limit, and nothing was done
    GAP_TOO_LONG = "gap_too_long"  # by `seconds`
    ENDED_IN_ORDER = "ended_in_order"
    COMPLETED = "completed"
    CLOSED_TOO_EARLY = "closed_too_early"


# Looking up a member of an enumeration is slow in Python 3.11, and these are given to most instances.
ALL_TRUE: Final = Reason.ALL_TRUE
DONE_IN_TIME: Final = Reason.DONE_IN_TIME
DONE_LATE: Final = Reason.DONE_LATE
NOT_YET_DUE: Final = Reason.NOT_YET_DUE


class Outcome(NamedTuple):
    """What the rule says of one instance: a number for the status, and what a reader needs to understand it."""

    rank: int
    due_at: int | None
    reason: Reason
    proof: tuple[Recorded, ...] = ()
    fields: tuple[str, ...] = ()
    seconds: int | None = None


# The outcome of the instance that a record anchors at an instant.
Judgement = Callable[[View, int, Recorded], Outcome]


def deeds(selections: Selections, wanted: Sequence[Deed]) -> tuple[tuple[str, ...], tuple[Matching, ...]]:
    """Part what may be done into fields of the anchor record itself and selections of other records."""
    own = tuple(deed.field for deed in wanted if isinstance(deed, OwnField))
    return own, tuple(selections.matching(deed) for deed in wanted if not isinstance(deed, OwnField))


def ending(selections: Selections, until: Sequence[Deed], ages: frozenset[str] | None) -> Callable[[View, int, Recorded], int | None]:
    """Give the function that finds when a duty ended: by an `until`, or by an age class that no longer fits. The closing is apart.

    Reading: what is earlier than the start cannot end a duty that had not begun.
    """
    own, others = deeds(selections, until)

    def end(view: View, start: int, anchor: Recorded) -> int | None:
        ends = [at for field in own if (at := anchor.values.get(field)) is not None and at >= start]
        for matching in others:
            ends += [pair[0] for pair in matching(view, anchor) if pair[0] >= start][:1]
        if ages is not None:
            ends += [since for since, age in view.ages if since > start and age not in ages][:1]
        return min(ends, default=None)

    return end


def earlier(first: int | None, second: int | None) -> int | None:
    """Return the earlier of two instants, either of which may not have come."""
    if first is None or second is None:
        return second if first is None else first
    return min(first, second)
