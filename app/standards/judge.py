"""The judgement: facts in, findings out. Pure: no clock, no database, nothing that is not in the arguments."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.shape import Shape
from app.standards.duties import Compiler, Duty, Finding, Settings, worst
from app.standards.facts import Entry, Facts, fold
from app.standards.kinds import DROPPED, MET, STATUSES, Outcome, Reason
from app.standards.rules import Catalogue, Scope, Status
from app.standards.selecting import View


class Segment(NamedTuple):
    """A finding as it stands from `start` to before `end`; the last one has no end."""

    start: int
    end: int | None
    status: Status
    due_at: int | None
    done_late: bool


class Instance(NamedTuple):
    """One instance of a standard: the record that anchors it, its status, what proves it, and why.

    Without an anchor it stands for all there is not. `seconds` is by how much a deed was late or a limit has passed.
    """

    record_id: str | None
    status: Status
    due_at: int | None
    proof: tuple[str, ...]
    reason: Reason
    fields: tuple[str, ...]
    seconds: int | None


class Judge:
    """A catalogue compiled for one organisation's settings. Build it once, judge many; it keeps nothing between judgements."""

    def __init__(self, catalogue: Catalogue, shape: Shape, settings: Settings | None = None) -> None:
        """Compile every standard of the catalogue."""
        compiler = Compiler(catalogue, shape, settings or {})
        self.catalogue = catalogue
        self._duties = {standard.id: compiler.duty(standard) for standard in catalogue.standards}
        self._conditions, self._condition_names = compiler.conditions, compiler.condition_names
        self._selections = len(compiler.selections)
        self._by_scope = {scope: [d for d in self._duties.values() if d.standard.scope is scope] for scope in Scope}

    def findings(self, scope: Scope, facts: Facts, as_of: int) -> dict[str, Finding]:
        """Judge every standard of the scope, in the order of the catalogue."""
        view = View(facts, as_of, self._selections)
        holding = [asked(view) for asked in self._conditions]
        return {duty.id: _finding(duty, view, holding) for duty in self._by_scope[scope]}

    def instances(self, standard_id: str, facts: Facts, as_of: int) -> tuple[Instance, ...]:
        """Explain one standard by its instances, before any waiver."""
        view, duty = View(facts, as_of, self._selections), self._duties[standard_id]
        for place in duty.conditions:
            if not self._conditions[place](view):
                outcome = Outcome(DROPPED, None, Reason.CONDITION, fields=(self._condition_names[place],))
                return (_instance(None, outcome, as_of),)
        anchors: list[str | None] = [record.id for _, record in duty.anchors(view)]
        return tuple(_instance(anchor, o, as_of) for anchor, o in zip(anchors or [None], duty.outcomes(view), strict=True))

    def timeline(self, scope: Scope, facts: Facts, now: int, *, touched: str | None = None) -> dict[str, tuple[Segment, ...]]:
        """Tell how each finding goes on from `now` if nothing more is recorded; with `touched` only of standards that read that record.

        The facts must all have happened and been recorded by `now`. Equal to judging at every later second.
        """
        view = View(facts, now, self._selections)
        holding = [asked(view) for asked in self._conditions]
        duties = (duty for duty in self._by_scope[scope] if touched is None or touched in duty.reads)
        return {duty.id: tuple(_segments(duty, view, holding, now)) for duty in duties}


def findings(
    catalogue: Catalogue,
    scope: Scope,
    entries: Iterable[Entry],
    as_of: int,
    known_at: int | None = None,
    *,
    shape: Shape,
    settings: Mapping[str, str] | None = None,
) -> dict[str, Finding]:
    """Judge one subject from its entries: the whole judgement as one pure function."""
    return Judge(catalogue, shape, settings).findings(scope, fold(entries, shape, as_of, known_at), as_of)


def _instance(record_id: str | None, outcome: Outcome, as_of: int) -> Instance:
    rank, due_at, reason, proof, fields, seconds = outcome
    if reason is Reason.PAST_DUE and due_at is not None:
        seconds = as_of - due_at
    return Instance(record_id, STATUSES[rank], due_at, tuple(record.id for record in proof), reason, fields, seconds)


def _finding(duty: Duty, view: View, holding: list[bool]) -> Finding:
    for place in duty.conditions:
        if not holding[place]:
            return duty.plain[DROPPED]
    return _weighed(duty, view, duty.outcomes(view))


def _weighed(duty: Duty, view: View, outcomes: Sequence[Outcome]) -> Finding:
    rank, due_at, done_late = worst(outcomes)
    if rank > MET and view.waivers and duty.standard.waivable and view.is_waived(duty.id):
        return Finding(duty.id, Status.WAIVED, due_at, done_late=False)
    if due_at is None:
        return duty.plain[rank]
    return Finding(duty.id, STATUSES[rank], due_at, done_late)


def _segments(duty: Duty, view: View, holding: list[bool], now: int) -> Iterator[Segment]:
    for place in duty.conditions:
        if not holding[place]:
            yield Segment(now, None, *duty.plain[DROPPED][1:])
            return
    view.as_of = now
    outcomes = duty.outcomes(view)
    start, finding = now, _weighed(duty, view, outcomes)
    for instant in sorted({at for at in duty.turning_instants(view, outcomes) if at > now}):
        view.as_of = instant
        then = _weighed(duty, view, duty.outcomes(view))
        if then != finding:
            yield Segment(start, instant, *finding[1:])
            start, finding = instant, then
    yield Segment(start, None, *finding[1:])
