"""A case as it stands now, judged once: the rights as counts, what is due, and what holds it in its step."""

from collections.abc import Mapping
from typing import NamedTuple

from app.errors import Shown
from app.models.registers import Case
from app.services import agenda, findings, steps
from app.services.agenda import Due
from app.services.scope import Subject
from app.standards import steps as ways
from app.standards.duties import Finding
from app.standards.facts import Facts
from app.standards.judge import Judge
from app.standards.rules import Scope, Status
from app.standards.steps import Step
from app.work import Work

# From the best to the worst: the order of a picture, whose last colour is the right's own.
ORDER = (Status.NOT_APPLICABLE, Status.MET, Status.WAIVED, Status.PENDING, Status.UNKNOWN, Status.OVERDUE, Status.UNMET)


class CaseNow(NamedTuple):
    """A case with the judgement of this moment."""

    case: Case
    judge: Judge
    facts: Facts
    found: Mapping[str, Finding]


class RightShown(NamedTuple):
    """One right: how many of its standards have which status, the worst of them, and how many deeds came late but came."""

    key: str
    number: int
    label: Mapping[str, str]
    counts: Mapping[str, int]
    worst: str
    done_late: int


class Gate(NamedTuple):
    """The way to the next step: which one, what blocks it, and whether a reintegration plan has to come first."""

    target: Step
    blocking: tuple[Shown, ...]
    plan_first: bool

    @property
    def is_free(self) -> bool:
        """Whether nothing holds the case back."""
        return not self.blocking and not self.plan_first


def of(work: Work, case: Case) -> CaseNow:
    """Judge a case now."""
    return CaseNow(case, *findings.at(work, Subject("case", case), as_of=work.now, known_at=work.now))


def due(work: Work, now: CaseNow) -> list[Due]:
    """Return what is due in the case, the most pressing first."""
    return agenda.among(work, now.case, now.found)


def rights(now: CaseNow) -> list[RightShown]:
    """Return every right of the catalogue that has a standard for cases, in its order."""
    shown = []
    for right in now.judge.catalogue.rights:
        own = [
            now.found[standard.id]
            for standard in now.judge.catalogue.standards
            if standard.right == right.key and standard.scope is Scope.CASE
        ]
        counts = {status.value: sum(finding.status is status for finding in own) for status in ORDER}
        worst = max((finding.status for finding in own), key=ORDER.index, default=Status.NOT_APPLICABLE)
        late = sum(finding.done_late for finding in own)
        shown.append(RightShown(right.key, right.number, right.label, counts, worst.value, late))
    return shown


def gate(now: CaseNow) -> Gate | None:
    """Return the way to the next step; None for a closed case."""
    current = Step(now.case.step)
    if current is Step.CLOSED:
        return None
    target = ways.ORDER[ways.ORDER.index(current) + 1]
    blocking = ways.open_gates(now.judge, now.found, current, target)
    plan_first = target is Step.FOLLOW_UP and not now.facts.records.get("reintegration_plan")
    return Gate(target, tuple(steps.shown(now.judge.catalogue, finding) for finding in blocking), plan_first)
