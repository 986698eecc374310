"""Within: for each start, one of the deeds must happen no later than start + limit."""

from collections.abc import Callable

from app.standards.facts import Recorded
from app.standards.instants import due_after
from app.standards.kinds import (
    DONE_IN_TIME,
    DONE_LATE,
    DROPPED,
    MET,
    NOT_YET_DUE,
    OVERDUE,
    PENDING,
    UNMET,
    Judgement,
    Outcome,
    Reason,
    deeds,
    earlier,
    ending,
)
from app.standards.rules import Deed, Duration, Within
from app.standards.selecting import Pair, Selections, View

_LAPSED = Outcome(DROPPED, None, Reason.LAPSED)


def judgement(rule: Within, limit: Duration, selections: Selections, ages: frozenset[str] | None) -> Judgement:
    """Judge the deeds that answer one start.

    Reading: a deed after an `until` or a change of age answers a duty that is no longer there; one that follows the closing within the
    limit still counts (semantics, 3.4), one that follows it later does not.
    """
    due_of, end_of = due_after(limit), ending(selections, rule.until, ages)
    first_deed = _first_deed(rule.done, rule.after, selections)

    def judge(view: View, start: int, anchor: Recorded) -> Outcome:
        due, end = due_of(start), end_of(view, start, anchor)
        deed = first_deed(view, anchor)
        if deed is not None and end is not None and deed[0] > end:
            deed = None
        if deed is not None and deed[0] <= due:
            return Outcome(MET, due, DONE_IN_TIME, (deed[1],))
        end = earlier(end, view.closed_at)
        if end is not None and end <= due:
            return _LAPSED
        if deed is not None and (end is None or deed[0] <= end):
            return Outcome(UNMET, due, DONE_LATE, (deed[1],), seconds=deed[0] - due)
        if end is not None:
            return Outcome(UNMET, due, Reason.ENDED_UNDONE)
        return Outcome(PENDING, due, NOT_YET_DUE) if view.as_of <= due else Outcome(OVERDUE, due, Reason.PAST_DUE)

    return judge


def _first_deed(done: tuple[Deed, ...], after: str | None, selections: Selections) -> Callable[[View, Recorded], Pair | None]:
    """Give the function that finds the earliest deed that counts.

    Reading: where the field `after` names was not recorded, it holds nothing back.
    """
    own, others = deeds(selections, done)

    def first_deed(view: View, anchor: Recorded) -> Pair | None:
        floor = anchor.values.get(after) if after is not None else None
        first: Pair | None = None
        for field in own:
            at = anchor.values.get(field)
            if at is not None and (floor is None or at >= floor) and (first is None or at < first[0]):
                first = at, anchor
        for matching in others:
            for pair in matching(view, anchor):
                if floor is None or pair[0] >= floor:
                    if first is None or pair[0] < first[0]:
                        first = pair
                    break
        return first

    return first_deed
