"""Moving a case on: the one thing the standards may hold back."""

from collections.abc import Sequence

from app.errors import PlanRequired, Shown, StepBlocked, StepOutOfOrder
from app.models.registers import Case
from app.services import findings
from app.services.instants import iso_or_none
from app.services.scope import Subject
from app.services.situations import Situation
from app.standards import steps
from app.standards.duties import Finding
from app.standards.facts import Entry
from app.standards.rules import Catalogue, Scope
from app.standards.steps import Step
from app.work import Work


def guard_change(work: Work, situation: Situation) -> None:
    """Refuse a step change that is out of order, that has no plan where one is due, or that an open gate holds."""
    current, target = _step(situation), Step(str(situation.fact.facts["to_step"]))
    if current is Step.CLOSED:
        raise StepOutOfOrder("The case is closed; if the person returns, open a new case that names this one as its previous case.")
    if not steps.allowed(current, target):
        raise StepOutOfOrder(f"A case in step {current} cannot move to {target}, only to: {_moves(current)}; POST .../closure closes it.")
    if target is Step.FOLLOW_UP and not any(e.record == "reintegration_plan" for e in situation.before):
        raise PlanRequired("Draft a reintegration plan first: follow-up is the decision to return.")
    _guard_gates(work, situation, target)


def _moves(current: Step) -> str:
    return ", ".join(step for step in Step if step is not Step.CLOSED and steps.allowed(current, step)) or "no other step"


def guard_closure(work: Work, situation: Situation) -> None:
    """Refuse to close a closed case, or one whose gates are open."""
    if _step(situation) is Step.CLOSED:
        raise StepOutOfOrder("The case is closed already.")
    _guard_gates(work, situation, Step.CLOSED, reason=str(situation.fact.facts.get("reason")))


def shown(catalogue: Catalogue, finding: Finding) -> Shown:
    """Return a finding as people see it in a refusal."""
    standard = catalogue.by_id[finding.standard]
    return Shown(
        standard.id,
        finding.status.value,
        iso_or_none(finding.due_at),
        dict(standard.text),
        dict(standard.next),
        list(standard.sources),
        standard.tag,
        standard.grade,
    )


def open_gates(work: Work, subject: Subject, entries: Sequence[Entry], target: Step, *, reason: str | None = None) -> list[Shown]:
    """Return what holds a case up on its way to a step, as its entries stand; `reason` is that of a closure."""
    if not isinstance(subject.row, Case):
        raise TypeError("a step belongs to a case")
    judge = findings.judge_for(work, subject)
    facts = findings.facts_of(work, subject, entries, as_of=work.now, known_at=work.now)
    judged = judge.findings(Scope.CASE, facts, work.now)
    blocking = steps.open_gates(judge, judged, Step(subject.row.step), target, reason=reason)
    return [shown(judge.catalogue, finding) for finding in blocking]


def _guard_gates(work: Work, situation: Situation, target: Step, *, reason: str | None = None) -> None:
    if blocking := open_gates(work, situation.subject, situation.after, target, reason=reason):
        raise StepBlocked(blocking)


def _step(situation: Situation) -> Step:
    row = situation.subject.row
    if not isinstance(row, Case):
        raise TypeError("a step belongs to a case")
    return Step(row.step)
