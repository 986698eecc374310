"""Playing a story of the demonstration in memory: the same acts, bodies and guards, without a database."""

from random import Random
from uuid import UUID

from app.records.base import Act, placeholders
from app.records.registry import ACTS
from app.services.demo_tales import DAY, MINUTE, Named, Step
from app.services.instants import iso, local_day
from app.services.nation.living import Life, fact_of
from app.services.registers import placement_rows
from app.shape import FieldKind
from app.standards import steps
from app.standards.facts import Entry as Fact
from app.standards.judge import Judge
from app.work import Actor

# What stands for a case, its number and its province; its records are counted from the last on.
CASE, CASE_NUMBER, PROVINCE, RECORDS = UUID(int=0x20), UUID(int=0x21), UUID(int=0x22), 0x1000
# So many open gates are waived where somebody asks; where more are open, the case stays in its step.
_MOST_WAIVERS = 3
_WAIVED = 0.7


class Stage:
    """Where one story is played: who is known by which name, and what is due to be tried again."""

    def __init__(self, life: Life, judge: Judge, *, rng: Random, second: Actor, until: int) -> None:
        """Play into `life` up to an instant; `second` is the supervisor who decides what another asked for."""
        self._life, self._judge, self._rng, self._second, self._until = life, judge, rng, second, until
        self._records = 0

    def play(self, step: Step) -> None:
        """Do what a step says, if the service would let it be done; the next of two that meet is written down a minute later."""
        act, last = ACTS[step.act], self._life.last
        if step.at <= last:
            step = step._replace(at=last + MINUTE, happened=step.at if step.happened is None else step.happened)
        named = {str(value) for value in step.body.values() if isinstance(value, Named)}
        if not act.makes:
            named.add(step.of or act.record.record_name)
        if step.at > self._until or not named <= step.names.keys():
            return  # It has not happened yet, or what it is about was forgotten.
        fact = self._fact(act, step)
        gates = self._refusals(act, fact)
        if gates:
            step = step._replace(at=step.at + 300 * MINUTE)
            self._ask_to_go_on(step, gates)
            fact = self._fact(act, step)
            gates = self._refusals(act, fact) if step.at <= self._until else gates
        if gates == ():
            self._write(act, step, fact)

    def _ask_to_go_on(self, step: Step, gates: tuple[str, ...]) -> None:
        """Ask for a waiver of each open gate where there are few, and have them decided before the act is tried again."""
        if len(gates) > _MOST_WAIVERS or step.at > self._until or self._rng.random() >= _WAIVED:
            return
        for number, gate in enumerate(gates, -300):
            request: dict[str, object] = {"standard_id": gate, "reason_code": "not_possible"}
            asked = Step(step.at + number * MINUTE, step.by, "request_waiver", request, step.names, keep=gate)
            self._write(ACTS[asked.act], asked, self._fact(ACTS[asked.act], asked))
        for number, gate in enumerate(gates, -120):
            body: dict[str, object] = {"decision": "approved", "expires_on": local_day(step.at + 90 * DAY).isoformat()}
            decided = Step(step.at + number * MINUTE, self._second, "decide_waiver", body, step.names, of=gate)
            if self._judge.catalogue.by_id[gate].waivable:
                self._write(ACTS[decided.act], decided, self._fact(ACTS[decided.act], decided))

    def _write(self, act: Act, step: Step, fact: Fact) -> None:
        if act.makes:
            step.names[fact.record] = step.names[step.keep or fact.record] = UUID(fact.record_id)
            self._records += act.name != "open_case"
        self._life.write(act.name, step.by.user_id, fact)

    def _fact(self, act: Act, step: Step) -> Fact:
        body = {name: str(step.names[value]) if isinstance(value, Named) else value for name, value in step.body.items()}
        moment = act.record.fields.get(act.moment)
        if moment is not None and moment.kind is FieldKind.TIMESTAMP:
            body[act.moment] = iso(step.at if step.happened is None else step.happened)
        record = UUID(int=RECORDS + self._records) if act.makes else step.names[step.of or act.record.record_name]
        names = placeholders(act.path)
        ids = {name: CASE for name in names if name == "case_id"}
        fact = fact_of(act, step.by.user_id, step.at, record_id=str(CASE if act.name == "open_case" else record), body=body, ids=ids)
        if act.name == "open_case":
            return fact._replace(facts=dict(fact.facts) | {"case_number": str(CASE_NUMBER), "province": str(PROVINCE), "step": "interview"})
        return fact

    def _refusals(self, act: Act, fact: Fact) -> tuple[str, ...] | None:
        """Return the gates that hold an act, or None where it is refused for another reason."""
        entries = self._life.entries
        if act.name == "admit_to_placement":
            return None if any(stay["left_at"] is None for stay in placement_rows(entries).values()) else ()
        if act.name not in ("change_step", "close_case"):
            return ()
        current = steps.step_at(entries, fact.recorded_at)
        target = steps.Step(str(fact.facts.get("to_step", "closed")))
        planless = target is steps.Step.FOLLOW_UP and not any(e.record == "reintegration_plan" for e in entries)
        if planless or not steps.allowed(current, target):
            return None
        reason = str(fact.facts.get("reason")) if act.name == "close_case" else None
        held = steps.open_gates(self._judge, self._life.findings_with(fact), current, target, reason=reason)
        return tuple(finding.standard for finding in held)
