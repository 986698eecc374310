"""Every: from a start on, the gap to the next event is never longer than the limit."""

from collections.abc import Callable

from app.standards.facts import Recorded
from app.standards.instants import due_after, full_after
from app.standards.kinds import MET, NOT_YET_DUE, OVERDUE, PENDING, UNMET, Ending, Judgement, Outcome, Reason, ending
from app.standards.rules import Duration, Every
from app.standards.selecting import Selections, View

DueOf = Callable[[int], int]


def judgement(rule: Every, limit: Duration, selections: Selections, ages: frozenset[str] | None) -> Judgement:
    """Judge the gaps of the rhythm that one start begins.

    Reading: an event later than the end of the duty is no breach where the duty had ended before the gap was due; one that follows
    a closing before the running due time still counts.
    """
    events_of, end_of = selections.matching(rule.event), ending(selections, rule.until, ages)
    due_from = _due_from(rule, limit)
    full_of = full_after(rule.lasting) if rule.lasting is not None else None

    def judge(view: View, start: int, anchor: Recorded) -> Outcome:
        due_of, end = due_from(start), end_of(view, start, anchor)
        full = full_of(start) if full_of is not None else None
        due = due_of(start)
        for at, event in events_of(view, anchor):
            if at < start:
                continue
            if at > due:
                if end is not None and end.at <= due:
                    break
                return Outcome(UNMET, due, Reason.GAP_TOO_LONG, (event,), seconds=at - due)
            if full is not None and at >= full:
                return Outcome(MET, None, Reason.COMPLETED, (event,))
            due = due_of(at)
        return _running_gap(view.as_of, due, end, full)

    return judge


def _running_gap(as_of: int, due: int, end: Ending | None, full: int | None) -> Outcome:
    if end is None:
        return Outcome(PENDING, due, NOT_YET_DUE) if as_of <= due else Outcome(OVERDUE, due, Reason.PAST_DUE)
    if end.at > due:
        return Outcome(UNMET, due, Reason.ENDED_UNDONE)
    if end.by_closing and full is not None:
        return Outcome(UNMET, due, Reason.CLOSED_TOO_EARLY)
    return Outcome(MET, None, Reason.ENDED_IN_ORDER)


def _due_from(rule: Every, limit: Duration) -> Callable[[int], DueOf]:
    """Give the function from a start to the function from the beginning of a gap to its due time."""
    usual = due_after(limit)
    phases = tuple((full_after(phase.before), due_after(phase.limit)) for phase in rule.phases)
    if not phases:
        return lambda start: usual

    def due_from(start: int) -> DueOf:
        points = [(point(start), due_of) for point, due_of in phases]

        def due(gap: int) -> int:
            # Reading: the first phase whose point is later than the beginning of the gap gives the limit.
            return next((due_of for point, due_of in points if gap < point), usual)(gap)

        return due

    return due_from
