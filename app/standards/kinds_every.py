"""Every: from a start on, the gap to the next event is never longer than the limit."""

from collections.abc import Callable

from app.standards.facts import Recorded
from app.standards.instants import due_after, full_after
from app.standards.kinds import MET, NOT_YET_DUE, OVERDUE, PENDING, UNMET, Judgement, Outcome, Reason, earlier, ending
from app.standards.rules import Duration, Every
from app.standards.selecting import Selections, View

DueOf = Callable[[int], int]


def judgement(rule: Every, limit: Duration, selections: Selections, ages: frozenset[str] | None) -> Judgement:
    """Judge the gaps of the rhythm that one start begins.

    Reading: what happens after the end of the duty neither breaks nor completes it, and an end in the same second as the closing goes
    before it.
    """
    events_of, end_of = selections.matching(rule.event), ending(selections, rule.until, ages)
    due_from = _due_from(rule, limit)
    full_of = full_after(rule.lasting) if rule.lasting is not None else None

    def judge(view: View, start: int, anchor: Recorded) -> Outcome:
        due_of, end = due_from(start), end_of(view, start, anchor)
        stop = earlier(end, view.closed_at)
        full = full_of(start) if full_of is not None else None
        due = due_of(start)
        for at, event in events_of(view, anchor):
            if at < start:
                continue
            if stop is not None and at > stop:
                break
            if at > due:
                return Outcome(UNMET, due, Reason.GAP_TOO_LONG, (event,), seconds=at - due)
            if full is not None and at >= full:
                return Outcome(MET, None, Reason.COMPLETED, (event,))
            due = due_of(at)
        return _running_gap(view.as_of, due, stop, cut_short=full is not None and end != stop)

    return judge


def _running_gap(as_of: int, due: int, end: int | None, *, cut_short: bool) -> Outcome:
    if end is None:
        return Outcome(PENDING, due, NOT_YET_DUE) if as_of <= due else Outcome(OVERDUE, due, Reason.PAST_DUE)
    if end > due:
        return Outcome(UNMET, due, Reason.ENDED_UNDONE)
    if cut_short:
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
