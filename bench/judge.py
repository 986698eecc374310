"""Judging one case: the engine, which reads the standards as data, against the same standards written by hand."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from app.records.registry import shape
from app.standards.duties import Finding
from app.standards.facts import Entry, Facts, fold
from app.standards.judge import Judge
from app.standards.rulebook import load
from app.standards.rules import Scope
from bench import handwritten
from bench.figures import Figure, side_by_side
from bench.handwritten.case import NAMES, Answer
from tests.oracle import generate, simulate
from tests.oracle.facts import Entry as Told

SCENARIOS = Path(__file__).resolve().parents[1] / "tests" / "scenarios"
HOUR, SEEDS = 3600, range(9000, 9030)


class Judged(NamedTuple):
    """The folded facts of a case at an instant."""

    facts: Facts
    as_of: int


def run(*, quick: bool) -> list[Figure]:
    """Judge each case of the scenarios and of random timelines, at several instants of its life, both ways, and compare."""
    known = shape()
    judge = Judge(load("kh-2009", known), known)
    documents = [simulate.read(path) for path in sorted(SCENARIOS.glob("*.yaml"))]
    documents += [generate.timeline(seed) for seed in (SEEDS[:3] if quick else SEEDS)]
    cases = [judged for document in documents if not document.get("settings") for judged in _cases(simulate.replayed(document).entries)]
    for case in cases:
        _must_agree(judge.findings(Scope.CASE, case.facts, case.as_of), handwritten.judge(case.facts.records, case.as_of))

    def engine() -> None:
        for facts, as_of in cases:
            judge.findings(Scope.CASE, facts, as_of)

    def by_hand() -> None:
        for facts, as_of in cases:
            handwritten.judge(facts.records, as_of)

    pair = side_by_side(engine, by_hand, rounds=3 if quick else 41)
    ours, theirs = (f"{seconds / len(cases) * 1e6:.0f} us a case" for seconds in pair[:2])
    told = (
        f"{len(handwritten.STANDARDS)} standards of a case with status and due time, over {len(cases)} states of cases from the scenarios "
        f"and random timelines, on all of which both agree: engine {ours}, by hand {theirs}"
    )
    return [Figure("judge", pair.ratio, 3.0, "lower", told)]


def _cases(entries: Sequence[Told]) -> Iterator[Judged]:
    """The case of a timeline after each third of its entries and a month after the last."""
    subject = next((e.subject for e in entries if e.subject[0] == "case"), None)
    told = [
        Entry(e.record, e.record_id, e.makes, e.occurred_at, e.recorded_at, e.facts)
        for e in entries
        if e.subject == subject or e.record == "training"
    ]
    begun = next((e.recorded_at for e in entries if e.subject == subject), 0)
    instants = [e.recorded_at for e in told if e.recorded_at >= begun]
    for as_of in {*instants[:: max(len(instants) // 3, 1)], *(i + 30 * 24 * HOUR for i in instants[-1:])}:
        yield Judged(fold(told, shape(), as_of), as_of)


def _must_agree(findings: Mapping[str, Finding], by_hand: Mapping[str, Answer]) -> None:
    assert {s.upper() for s in findings} == set(by_hand), set(by_hand) ^ {s.upper() for s in findings}
    for standard, finding in findings.items():
        status, due_at = by_hand[standard.upper()]
        assert NAMES[status] == finding.status, (standard, NAMES[status], finding)
        assert finding.status not in ("pending", "overdue") or due_at == finding.due_at, (standard, due_at, finding)
