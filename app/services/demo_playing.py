"""Playing stories: every act in the order of its time, in units of work whose clock stands at that time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush
from itertools import count
from uuid import UUID

from app.errors import StepBlocked
from app.records.base import Act, placeholders
from app.records.bodies import body_model
from app.records.registry import ACTS
from app.services import acts, audit, corrections, scope, subjects
from app.services.demo_people import TEXTS
from app.services.demo_tales import DAY, MINUTE, Held, Named, Provider, Step
from app.services.events import ActRefused
from app.services.instants import iso, local_day
from app.shape import FieldKind
from app.work import House, Work, unit_of_work

Progress = Callable[[int, int], None]
# What somebody did about one case within these seconds is written down together, at the end of the day.
_SITTING = 9 * 3600
_ALONE = frozenset({"change_step", "close_case", "correct"})


def play(
    house: House, stories: Iterable[Iterable[Step]], providers: Iterable[Provider], *, until: int, progress: Progress | None = None
) -> None:
    """Play what was written down before an instant; the rest has not happened yet. `progress` is told acts done and acts in all."""
    homes, order, done = {provider.id: provider for provider in providers}, count(), 0
    queue = [(sitting[-1].at, next(order), sitting) for story in stories for sitting in _sittings(story) if sitting[-1].at < until]
    total = sum(len(sitting) for *_, sitting in queue)
    heapify(queue)
    while queue:
        now, _, sitting = heappop(queue)
        try:
            with unit_of_work(house, sitting[0].by, now=now) as work:
                for step in sitting:
                    _write_down(work, step)
        except StepBlocked as blocked:
            (step,) = sitting
            gates = [shown.standard for shown in blocked.findings]
            _note_refusal(house, step, gates)
            more = [later for later in _waivers(step, gates, homes[step.by.organisation_id]) if later.at < until]
            total += len(more)
            for later in more:
                heappush(queue, (later.at, next(order), [later]))
        done += len(sitting)
        if progress:
            progress(done, total)


def do(work: Work, act: Act, ids: Mapping[str, UUID], body: Mapping[str, object]) -> UUID:
    """Perform an act and return its record; words that the body leaves out are invented."""
    fields = act.record.fields
    invented = {
        name: TEXTS[name][work.now // MINUTE % len(TEXTS[name])]
        for name in act.body
        if name in TEXTS and fields[name].sealed and fields[name].kind is FieldKind.TEXT
    }
    return acts.perform(work, act, ids, body_model(act).model_validate(invented | dict(body))).record_id


def _sittings(story: Iterable[Step]) -> Iterator[list[Step]]:
    """Put a story into the order of its time, and together what one person did on one day without another in between."""
    sitting: list[Step] = []
    for step in sorted(story, key=lambda s: s.at):
        alone = step.act in _ALONE or (sitting and sitting[0].act in _ALONE)
        if sitting and (alone or step.by != sitting[0].by or step.names is not sitting[0].names or step.at > sitting[0].at + _SITTING):
            yield sitting
            sitting = []
        sitting.append(step)
    if sitting:
        yield sitting


def _write_down(work: Work, step: Step) -> None:
    """Do what one step says and remember the record it made under its name."""
    if step.act == "correct":
        _correct(work, step)
        return
    act = ACTS[step.act]
    record = act.record.record_name
    body = {name: str(step.names[value]) if isinstance(value, Named) else value for name, value in step.body.items()}
    if act.moment in act.record.fields and act.record.fields[act.moment].kind is FieldKind.TIMESTAMP:
        body[act.moment] = iso(step.at if step.happened is None else step.happened)
    names = list(placeholders(act.path))
    keys = [name.removesuffix("_id") for name in names]
    if not act.makes:
        keys[-1] = step.of or record
    made = do(work, act, {name: step.names[key] for name, key in zip(names, keys, strict=True)}, body)
    if act.makes:
        step.names[record] = made
        step.names[step.keep or record] = made


def _correct(work: Work, step: Step) -> None:
    record_id = step.names[step.of]
    record = next(name for name, known in step.names.items() if known == record_id and name != step.of)
    subject = subjects.find_record(work, record, record_id, lock=True)
    corrections.correct(work, subject, record, record_id, step.body, "កែកំហុស។ A slip of the pen. (invented)")


def _note_refusal(house: House, step: Step, gates: list[str]) -> None:
    with unit_of_work(house, step.by, now=step.at) as work:
        audit.record(work, scope.case(work, step.names["case"], lock=True), ActRefused(step.act, StepBlocked.code, tuple(gates)))


def _waivers(step: Step, gates: list[str], home: Provider) -> Iterator[Step]:
    """What people do about a blocked step: ask for a waiver of each open gate, decide, and try again the same afternoon."""
    if step.held is Held.STAY:
        return
    for number, gate in enumerate(gates):
        asked = step.at + (10 + number) * MINUTE
        yield from _waiver(step, gate, asked, home, "approved" if step.held is Held.WAIVE else "refused")
        if step.held is Held.REFUSED_FIRST:
            yield from _waiver(step, gate, asked + 2 * DAY, home, "approved")
    again = step.at + 5 * 60 * MINUTE + (2 * DAY if step.held is Held.REFUSED_FIRST else 0)
    yield step._replace(at=again, held=Held.STAY)


def _waiver(step: Step, gate: str, asked: int, home: Provider, decision: str) -> Iterator[Step]:
    name = f"waiver {gate} {decision}"
    request: dict[str, object] = {"standard_id": gate, "reason_code": "not_possible"}
    decided: dict[str, object] = {"decision": decision}
    if decision == "approved":
        decided["expires_on"] = local_day(asked + 90 * DAY).isoformat()
    yield Step(asked, home.worker, "request_waiver", request, step.names, keep=name)
    by = home.second if decision == "approved" else home.supervisor
    yield Step(asked + 180 * MINUTE, by, "decide_waiver", decided, step.names, of=name)
