"""One standard compiled: what anchors its instances, how each is judged, and what holds when there is none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.shape import Shape
from app.standards import kinds_before, kinds_every, kinds_holds, kinds_within
from app.standards.asking import surely
from app.standards.duration import parse_duration
from app.standards.kinds import DONE_LATE, DROPPED, OVERDUE, PENDING, STATUSES, UNMET, Judgement, Outcome, Reason
from app.standards.rules import Before, Catalogue, Condition, ConditionForm, Duration, Every, Holds, Selector, Standard, Status
from app.standards.selecting import Selection, Selections, View

Settings = Mapping[str, str | Duration]
Asked = Callable[[View], bool]

_OTHER_AGE = Outcome(DROPPED, None, Reason.OTHER_AGE)
_CLOSED = Outcome(DROPPED, None, Reason.CLOSED)


class Finding(NamedTuple):
    """What a judgement says of one standard.

    `done_late`: a `within` standard that is unmet only because every breach of it was a deed after its due time.
    """

    standard: str
    status: Status
    due_at: int | None
    done_late: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """A compiled standard. `conditions` are places in the list of conditions that a judgement asks once."""

    id: str
    standard: Standard
    plain: tuple[Finding, ...]  # the findings without a due time, by the number of the status: most are of these
    conditions: tuple[int, ...]
    ages: frozenset[str] | None
    anchors: Selection
    judge: Judgement
    none: Outcome
    reads: frozenset[str]  # the records it is judged by; an entry on any other leaves it as it is
    ends_with_closing: bool  # whether the closing of the case makes it not applicable where nothing was recorded
    ready: Callable[[View], Outcome | None] | None = None
    turns: Callable[[View], Iterator[int]] | None = None

    def outcomes(self, view: View) -> Sequence[Outcome]:
        """Judge the instances, one for each anchor; without any anchor there is one that stands for what is not there."""
        anchors = self.anchors(view)
        if not anchors:
            return (self._nothing(view),)
        judge, ages = self.judge, self.ages
        if ages is None:
            return [judge(view, at, record) for at, record in anchors]
        return [judge(view, at, record) if view.age_at(at) in ages else _OTHER_AGE for at, record in anchors]

    def _nothing(self, view: View) -> Outcome:
        """Reading: with no instance the age as of now decides; then readiness; then a closed case owes nothing more."""
        if self.ages is not None and view.age_at(view.as_of) not in self.ages:
            return _OTHER_AGE
        if self.ready is not None and (ready := self.ready(view)) is not None:
            return ready
        return _CLOSED if self.ends_with_closing and view.closed_at is not None else self.none

    def turning_instants(self, view: View, outcomes: Sequence[Outcome]) -> Iterator[int]:
        """List instants at which the status may turn by the mere passing of time; every one at which it does is among them."""
        yield from (o.due_at + 1 for o in outcomes if o.rank == PENDING and o.due_at is not None)
        if not self.anchors(view):
            if self.ages is not None:
                yield from (since for since, _ in view.ages)
            if self.turns is not None:
                yield from self.turns(view)
        for period in view.waivers.get(self.standard.id, ()):
            yield from period


def worst(outcomes: Sequence[Outcome]) -> tuple[int, int | None, bool]:
    """Give the rank that wins, its earliest due time, and whether it is unmet only because every breach was a deed done late."""
    if len(outcomes) == 1:
        rank, due_at, reason, _proof, _fields, _seconds = outcomes[0]
        return rank, due_at, reason is DONE_LATE
    rank, due_at, done_late = DROPPED, None, True
    for outcome in outcomes:
        if outcome.rank >= OVERDUE and outcome.reason is not DONE_LATE:
            done_late = False
        if outcome.rank > rank:
            rank, due_at = outcome.rank, outcome.due_at
        elif outcome.rank == rank and outcome.due_at is not None and (due_at is None or outcome.due_at < due_at):
            due_at = outcome.due_at
    return rank, due_at, done_late and rank == UNMET


class Compiler:
    """Compiles the standards of a catalogue, so that they share selections and conditions."""

    def __init__(self, catalogue: Catalogue, shape: Shape, settings: Settings) -> None:
        """Take what all standards share."""
        self.selections = Selections()
        self._catalogue, self._shape, self._settings = catalogue, shape, settings
        named = [c for c in catalogue.conditions.values() if c.form is not ConditionForm.AGE]
        self.conditions: tuple[Asked, ...] = tuple(_condition(c, self.selections) for c in named)
        self.condition_names = tuple(condition.name for condition in named)

    def duty(self, standard: Standard) -> Duty:
        """Compile one standard."""
        asked = [self._catalogue.conditions[name] for name in standard.applies]
        fitting = [frozenset(c.ages) for c in asked if c.form is ConditionForm.AGE]
        ages = frozenset.intersection(*fitting) if fitting else None
        places = tuple(self.condition_names.index(c.name) for c in asked if c.form is not ConditionForm.AGE)
        rule, limit, ready, turns = standard.rule, self._limit(standard), None, None
        if isinstance(rule, Holds):
            anchors = self.selections.moments(rule.each, rule.where, rule.pick)
            judge = kinds_holds.judgement(rule.tests)
        elif isinstance(rule, Before):
            anchors = self.selections.times(rule.event)
            judge, ready, turns = kinds_before.compiled(rule, limit, self.selections, self._shape)
        elif limit is None:
            raise ValueError(f"{standard.id}: a clock needs a limit")
        else:
            anchors = self.selections.times(rule.start)
            judge = (
                kinds_every.judgement(rule, limit, self.selections, ages)
                if isinstance(rule, Every)
                else kinds_within.judgement(rule, limit, self.selections, ages)
            )
        none = Outcome(STATUSES.index(rule.none) if rule.none is not Status.NOT_APPLICABLE else DROPPED, None, Reason.NOTHING_YET)
        # Reading: after the closing what was still to come no longer comes; of a `before` only readiness is left.
        ends_with_closing = rule.none is Status.PENDING or isinstance(rule, Before)
        plain = tuple(Finding(standard.id, status, due_at=None, done_late=False) for status in STATUSES)
        reads = records_read(standard, self._catalogue)
        return Duty(standard.id, standard, plain, places, ages, anchors, judge, none, reads, ends_with_closing, ready, turns)

    def _limit(self, standard: Standard) -> Duration | None:
        """Give the limit that holds: a proposed one may be replaced by the organisation's setting."""
        setting = self._settings.get(standard.setting) if standard.setting and standard.limit_basis == "proposed" else None
        if setting is None:
            return standard.limit
        return setting if isinstance(setting, Duration) else parse_duration(setting)


def records_read(standard: Standard, catalogue: Catalogue) -> frozenset[str]:
    """List the kinds of records that a standard is judged by: those of its rule and its conditions, and what ends or waives any."""
    rule = standard.rule
    asked = [catalogue.conditions[name] for name in standard.applies]
    told = {"closure", "waiver"} | {condition.record for condition in asked if condition.record}
    if any(condition.form is ConditionForm.AGE for condition in asked):
        told.add("age_determination")
    if isinstance(rule, Holds):
        return frozenset({*told, *rule.each})
    if isinstance(rule, Before):
        return frozenset({*told, rule.event.record, *(need.selector.record for need in rule.needs)})
    deeds = (*rule.until, *((rule.event,) if isinstance(rule, Every) else rule.done))
    return frozenset({*told, rule.start.record, *(deed.record for deed in deeds if isinstance(deed, Selector))})


def _condition(condition: Condition, selections: Selections) -> Asked:
    """Compile a condition; `where` chooses the records, `tests` are asked of the newest.

    Reading: `any` and `latest` hold only if surely true; `latest_not` holds unless the newest surely fits, so without any record too.
    """
    found = selections.moments((condition.record or "",), condition.where)
    fits = surely(condition.tests)
    if condition.form is ConditionForm.ANY:
        return lambda view: any(fits(record.values) for _, record in found(view)) if condition.tests else bool(found(view))
    if condition.form is ConditionForm.LATEST:
        return lambda view: bool(pairs := found(view)) and fits(pairs[-1][1].values)
    return lambda view: not (pairs := found(view)) or not fits(pairs[-1][1].values)
