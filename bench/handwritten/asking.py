"""The four ways to ask of the hand-written standards, and what holds when there is nothing to ask."""

# ruff: noqa: FBT001  # A yes or no here is which age is meant, not a switch.

from collections.abc import Callable, Sequence

from app.standards.facts import Recorded
from bench.handwritten.case import DAY, MET, NA, NOT_APPLICABLE, OVERDUE, PENDING, UNKNOWN, UNMET, Answer, Case, Timed, Values, earlier


def _nothing(case: Case, none: int, child: bool | None, *, ends: bool) -> Answer:
    """What holds when there is no record of the kind."""
    if child is not None and case.is_child_at(case.as_of) is not child:
        return NA
    return NA if ends and case.closed_at is not None else (none, None)


def holds(case: Case, records: Sequence[Recorded], test: Callable[[Values], bool | None], none: int, child: bool | None = None) -> Answer:
    """Each record must pass the test."""
    if not records:
        return _nothing(case, none, child, ends=none == PENDING)
    worst = NOT_APPLICABLE
    for record in records:
        if child is None or case.is_child_at(record.moment) is child:
            said = test(record.values)
            worst = max(worst, MET if said else UNKNOWN if said is None else UNMET)
    return worst, None


def within(
    case: Case,
    starts: Timed,
    limit: Callable[[int], int],
    done: Callable[[Recorded], int | None],
    none: int,
    end: Callable[[int, Recorded], int | None] | None = None,
    child: bool | None = None,
) -> Answer:
    """For each start the deed must be done within the limit."""
    if not starts:
        return _nothing(case, none, child, ends=none == PENDING)
    worst, worst_due = NOT_APPLICABLE, None
    for start, record in starts:
        if child is not None and case.is_child_at(start) is not child:
            continue
        due = limit(start)
        ended = end(start, record) if end is not None else None
        if child is not None:
            ended = earlier(ended, case.other_age_after(start, child))
        status = _done(case, due, done(record), ended)
        if status > worst:
            worst, worst_due = status, due
        elif status == worst and worst_due is not None and due < worst_due:
            worst_due = due
    return worst, worst_due


def _done(case: Case, due: int, deed: int | None, ended: int | None) -> int:
    if deed is not None and ended is not None and deed > ended:
        deed = None
    if deed is not None and deed <= due:
        return MET
    stop = earlier(ended, case.closed_at)
    if stop is not None and stop <= due:
        return NOT_APPLICABLE
    if stop is not None or deed is not None:
        return UNMET
    return PENDING if case.as_of <= due else OVERDUE


def every(
    case: Case, starts: Timed, events: Callable[[Recorded], Timed], limit: Callable[[int, int], int], none: int,
    end: Callable[[int, Recorded], int | None], full: Callable[[int], int] | None = None,
) -> Answer:  # fmt: skip
    """From each start on no gap to the next event is longer than the limit."""
    if not starts:
        return _nothing(case, none, None, ends=none == PENDING)
    answers = [_rhythm(case, start, events(record), limit, end(start, record), full) for start, record in starts]
    worst = max(status for status, _ in answers)
    return worst, min((due for status, due in answers if status == worst and due is not None), default=None)


def _rhythm(
    case: Case, start: int, events: Timed, limit: Callable[[int, int], int], ended: int | None, full: Callable[[int], int] | None
) -> Answer:
    stop, due = earlier(ended, case.closed_at), limit(start, start)
    for at, _ in events:
        if at < start:
            continue
        if stop is not None and at > stop:
            break
        if at > due:
            return UNMET, due
        if full is not None and at >= full(start):
            return MET, None
        due = limit(start, at)
    if stop is None:
        return (PENDING if case.as_of <= due else OVERDUE), due
    return (UNMET, due) if stop > due or (full is not None and ended != stop) else (MET, None)


def before(case: Case, events: Timed, judged: Callable[[int, Recorded | None], int], none: int, child: bool | None = None) -> Answer:
    """Each event needs what `judged` asks for; without an event it may be there already."""
    if not events:
        if child is not None and case.is_child_at(case.as_of) is not child:
            return NA
        return (MET, None) if judged(case.as_of, None) == MET else _nothing(case, none, None, ends=True)
    fitting = [judged(at, r) for at, r in events if child is None or case.is_child_at(at) is child]
    return max(fitting, default=NOT_APPLICABLE), None


def need(
    at: int,
    candidates: Timed,
    passes: Callable[[Values], bool | None],
    ended: Callable[[Values], bool] | None = None,
    *,
    latest: bool = False,
) -> int:
    """Weigh what must have been there at an instant: one that fits, else one that might, else what is known not to fit."""
    if latest:
        candidates = [pair for pair in candidates if pair[0] <= at][-1:] or candidates
    found: int | None = None
    for time, record in candidates:
        if time > at or (ended is not None and ended(record.values)):
            status = UNMET
        else:
            said = passes(record.values)
            if said:
                return MET
            status = UNKNOWN if said is None else UNMET
        if found is None or (status == UNKNOWN and found == UNMET):
            found = status
    return UNKNOWN if found is None else found


def over(values: Values, field: str, at: int) -> bool:
    """Whether a time that ends something has come."""
    return field in values and at >= values[field]


def over_day(values: Values, field: str, at: int) -> bool:
    """Whether a date to the end of which something lasts has gone by."""
    return field in values and at >= values[field] + DAY
