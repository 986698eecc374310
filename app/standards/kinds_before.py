"""Before: each event needs one of the needs to have happened not later than it, to be in force then and to pass its tests."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from app.shape import FieldKind, Shape
from app.standards.asking import fields_that_fail, surely
from app.standards.facts import Recorded
from app.standards.instants import DAY, due_after, full_after
from app.standards.kinds import ALL_TRUE, MET, UNKNOWN, UNMET, Judgement, Outcome, Reason
from app.standards.rules import Before, Duration, LimitAs, Need
from app.standards.selecting import Matching, Pair, Selections, View

_EXCUSED = Outcome(MET, None, Reason.EXCUSED)
_NO_NEED = Outcome(UNKNOWN, None, Reason.NO_NEED_RECORDED)

Weigh = Callable[[int, Pair], Outcome]
Weighed = tuple[Matching, bool, Weigh]


class Compiled(NamedTuple):
    """A rule of this kind: judges an event; without any, says whether a need is fulfilled now, and when that may turn."""

    judge: Judgement
    ready: Callable[[View], Outcome | None]
    turns: Callable[[View], Iterator[int]]


def compiled(rule: Before, limit: Duration | None, selections: Selections, shape: Shape) -> Compiled:
    """Compile the rule."""
    needs = tuple((selections.matching(need.selector, need.covers), need.latest, _weigh(need, limit, shape)) for need in rule.needs)
    excused = surely(rule.unless) if rule.unless else None

    def judge(view: View, at: int, event: Recorded) -> Outcome:
        if excused is not None and excused(event.values):
            return _EXCUSED
        return _best(needs, view, at, event)

    def ready(view: View) -> Outcome | None:
        best = _best(needs, view, view.as_of, None)
        return best._replace(reason=Reason.READY) if best.rank == MET else None

    return Compiled(judge, ready, _turns(rule, limit, selections, shape))


def _turns(rule: Before, limit: Duration | None, selections: Selections, shape: Shape) -> Callable[[View], Iterator[int]]:
    """Give the function that lists the instants at which a need begins or ceases to be fulfilled by the mere passing of time."""
    needs = tuple((selections.matching(need.selector), _ends(need, shape), *_bounds(need, limit)) for need in rule.needs)

    def turns(view: View) -> Iterator[int]:
        for matching, ends, due, full in needs:
            for at, record in matching(view, None):
                yield at
                yield from (record.values[field] + lasting for field, lasting in ends if field in record.values)
                if due is not None:
                    yield due(at) + 1
                if full is not None:
                    yield full(at)

    return turns


def _best(needs: tuple[Weighed, ...], view: View, at: int, event: Recorded | None) -> Outcome:
    """Reading: one that fits is enough; else one that might fit, if more were recorded, leaves it unknown; else none is known to fit."""
    best = _NO_NEED
    for matching, latest, weigh in needs:
        candidates = matching(view, event)
        for candidate in _newest(candidates, at) if latest else candidates:
            outcome = weigh(at, candidate)
            if outcome.rank == MET:
                return outcome
            if best is _NO_NEED or (outcome.rank == UNKNOWN and best.rank == UNMET):
                best = outcome
    return best


def _newest(candidates: Sequence[Pair], at: int) -> Sequence[Pair]:
    """Reading: only the newest not later than the event counts; where all are later, they are known to be later."""
    for pair in reversed(candidates):
        if pair[0] <= at:
            return (pair,)
    return candidates


def _weigh(need: Need, limit: Duration | None, shape: Shape) -> Weigh:
    """Give the function that weighs one candidate against the instant of an event."""
    ends = _ends(need, shape)
    due, full = _bounds(need, limit)
    passes, answer = surely(need.tests), fields_that_fail(need.tests)

    def weigh(event_at: int, candidate: Pair) -> Outcome:
        at, record = candidate
        proof, values = (record,), record.values
        if at > event_at:
            return Outcome(UNMET, None, Reason.NEED_LATER, proof)
        for field, lasting in ends:
            # A time ends at its second, which is no longer covered; a date lasts to its last second.
            if field in values and event_at >= values[field] + lasting:
                return Outcome(UNMET, None, Reason.NEED_ENDED, proof, (field,))
        if due is not None and event_at > due(at):
            return Outcome(UNMET, None, Reason.NEED_TOO_OLD, proof)
        if full is not None and event_at < full(at):
            return Outcome(UNMET, None, Reason.NEED_TOO_FRESH, proof)
        if passes(values):
            return Outcome(MET, None, ALL_TRUE, proof)
        said, fields = answer(values)
        if said is False:
            return Outcome(UNMET, None, Reason.TEST_FALSE, proof, fields)
        return Outcome(UNKNOWN, None, Reason.NOT_RECORDED, proof, fields)

    return weigh


def _ends(need: Need, shape: Shape) -> tuple[tuple[str, int], ...]:
    """Give the fields that end a need, each with how long after its instant it still lasts."""
    fields = shape.get(need.selector.record, {})
    return tuple((field, DAY if field in fields and fields[field].kind is FieldKind.DATE else 0) for field in need.until)


def _bounds(need: Need, limit: Duration | None) -> tuple[Callable[[int], int] | None, Callable[[int], int] | None]:
    """Give the last second at which a need is young enough, and the first at which it is old enough."""
    if limit is None or need.limit_as is None:
        return None, None
    return (due_after(limit), None) if need.limit_as is LimitAs.MAX_AGE else (None, full_after(limit))
