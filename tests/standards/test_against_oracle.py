"""The engine against the independent second implementation of the semantics, on random timelines that nobody wrote."""

import json
from pathlib import Path

import pytest

from app.records.registry import shape
from app.standards.facts import Entry, fold
from app.standards.judge import Judge
from app.standards.rulebook import load
from app.standards.rules import Scope
from tests.oracle import generate, oracle, simulate
from tests.oracle.facts import Entry as Told
from tests.oracle.facts import instant

SHAPE = shape()
CATALOGUE = load("kh-2009", SHAPE)
SECOND = json.loads((Path(__file__).parents[1] / "oracle" / "catalogue.json").read_text())
SCOPES = {"case": Scope.CASE, "shelter": Scope.SHELTER, "staff": Scope.STAFF}


def said_of(entries: list[Told], subject: tuple[str, str]) -> list[Entry]:
    """The entries a subject is judged by; a case also reads the trainings of staff."""
    return [
        Entry(e.record, e.record_id, e.makes, e.occurred_at, e.recorded_at, e.facts)
        for e in entries
        if e.subject == subject or (subject[0] == "case" and e.record == "training")
    ]


@pytest.mark.parametrize("seed", range(7000, 7030))
def test_engine_and_oracle_agree_on_a_random_timeline(seed: int) -> None:
    document = generate.timeline(seed)
    settings = document.get("settings") or {}
    entries = simulate.replayed(document).entries
    judge = Judge(CATALOGUE, SHAPE, settings)
    asked = [(instant(e["as_of"]), instant(e.get("known_at", e["as_of"]))) for e in document["expect"]]
    asked += [(e.recorded_at, e.recorded_at) for e in entries[::4]]
    for as_of, known_at in asked:
        for subject in {e.subject for e in entries if e.subject[0] in SCOPES}:
            expected = oracle.findings(SECOND, subject, entries, as_of, known_at, settings)
            found = judge.findings(SCOPES[subject[0]], fold(said_of(entries, subject), SHAPE, as_of, known_at), as_of)
            assert {code: str(f.status) for code, f in found.items()} == {code: str(status) for code, (status, _) in expected.items()}
            due = {code: due_at for code, (status, due_at) in expected.items() if status in ("pending", "overdue")}
            assert {code: found[code].due_at for code in due} == due


@pytest.mark.parametrize("seed", range(8100, 8115))
def test_an_entry_leaves_every_standard_that_does_not_read_its_record_as_it_was(seed: int) -> None:
    judge = Judge(CATALOGUE, SHAPE)
    told = simulate.replayed(generate.timeline(seed)).entries
    case = next(e.subject for e in told if e.record == "case")
    entries = said_of(told, case)
    now = max(e.recorded_at for e in entries)
    stood = judge.timeline(Scope.CASE, fold([], SHAPE, now), now)
    for number, entry in enumerate(entries, 1):
        facts = fold(entries[:number], SHAPE, now)
        stood |= judge.timeline(Scope.CASE, facts, now, touched=entry.record)
        assert stood == judge.timeline(Scope.CASE, facts, now)
