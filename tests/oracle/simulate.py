"""Run a scenario file against the oracle, without any server: `python -m tests.oracle.simulate [FILE ...]`."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.oracle.facts import Entry, Subject, instant, local, written
from tests.oracle.oracle import findings
from tests.oracle.refusals import Refusal, refusal, step_at
from tests.oracle.world import Catalogue

HERE = Path(__file__).parent
SCENARIOS = HERE.parent / "scenarios"
CATALOGUE: Catalogue = json.loads((HERE / "catalogue.json").read_text())
ACTS: dict[str, Any] = json.loads((HERE / "acts.json").read_text())
Document = dict[str, Any]
Difference = tuple[str, str, str]


class PlainLoader(yaml.SafeLoader):
    """YAML in which times and dates stay text."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parsed(text: str) -> Document:
    """The text of a scenario file."""
    document: Document = yaml.load(text, PlainLoader)  # noqa: S506 - a SafeLoader without timestamps
    return document


def read(path: Path) -> Document:
    """One scenario file."""
    return parsed(path.read_text())


class Replay:
    """The ledger a scenario makes, and what each act was answered with."""

    def __init__(self, document: Document) -> None:
        """Start a fresh world with the settings of the scenario."""
        self.settings: dict[str, str] = document.get("settings") or {}
        self.case_id = "the case"
        self.entries: list[Entry] = []
        self.answers: list[Refusal | None] = []
        self.with_access: set[str] = set()

    def perform(self, line: dict[str, Any]) -> Refusal | None:
        """Accept or refuse one act."""
        act = ACTS[line["do"]]
        if line["do"] == "open_case":
            self.case_id = line.get("as", self.case_id)
        entry = self.entry(line, act)
        if entry.occurred_at > entry.recorded_at:
            raise ValueError(f"act {len(self.answers) + 1} lies in the future")
        answer = refusal(CATALOGUE, self.entries, entry, self.settings)
        self.answers.append(answer)
        if answer is None:
            self.entries.append(entry)
            if entry.subject[0] == "case":
                self.first_access(str(line.get("who", line["by"])), entry.recorded_at)
        return answer

    def first_access(self, user: str, at: int) -> None:
        """Note the first time that a person touches the case."""
        if user not in self.with_access:
            self.with_access.add(user)
            facts = {"user_id": user, "first_case_access_at": written(at)}
            self.entries.append(
                Entry(("staff", user), "access", f"access of {user}", makes=True, act="", occurred_at=at, recorded_at=at, facts=facts)
            )

    def entry(self, line: dict[str, Any], act: dict[str, Any]) -> Entry:
        """The line of the ledger that the act would make."""
        at = instant(line["at"])
        body = {name: value for name, value in (line.get("with") or {}).items() if value is not None}
        path_ids = [name for name in re.findall(r"{(\w+)}", act["route"]) if name != "case_id"]
        in_path = line.get("of") or next((body[name] for name in path_ids if name in body), None)
        record_id = str(line.get("as") or f"act {len(self.answers) + 1}")
        if line["do"] == "open_case":
            record_id = self.case_id
        if not act["new"]:
            record_id = str(in_path)
            body = {name: value for name, value in body.items() if name not in path_ids}
        elif path_ids:
            body[path_ids[0]] = in_path
        facts = (act.get("sets") or {}) | derived(body) | dict.fromkeys(act.get("actor", []), str(line.get("who", line["by"])))
        moment = act["moment"]
        if moment != "recorded_at":
            facts.setdefault(moment, local(at).date().isoformat() if moment.endswith("_on") else written(at))
        if act["record"] == "disclosure":
            facts.setdefault("override", False)
        occurred_at = at if moment == "recorded_at" else instant(facts[moment])
        subject = self.subject(act, record_id, facts)
        return Entry(subject, act["record"], record_id, act["new"], line["do"], occurred_at, at, facts)

    def subject(self, act: dict[str, Any], record_id: str, facts: dict[str, Any]) -> Subject:
        """Whose facts these are."""
        if act["case"] or act["record"] in ("waiver", "referral"):
            return "case", self.case_id
        if act["record"] in ("training", "undertaking"):
            return "staff", facts["user_id"]
        if act["record"] == "shelter":
            return "shelter", record_id
        if not act["new"]:
            return next((e.subject for e in self.entries if (e.record, e.record_id) == (act["record"], record_id)), ("organisation", ""))
        if act["record"] in ("shelter_condition", "inspection", "complaint") and "shelter_id" in facts:
            return "shelter", facts["shelter_id"]
        return "organisation", ""

    def findings(self, subject: Subject, as_of: int, known_at: int) -> dict[str, tuple[str, int | None]]:
        """What the oracle finds."""
        return findings(CATALOGUE, subject, self.entries, as_of, known_at, self.settings)


def derived(body: dict[str, Any]) -> dict[str, Any]:
    """The body with the totals and lowest scores of its score maps; relatives' help does not count among the lowest."""
    body = dict(body)
    if client := body.get("client_scores"):
        body |= {"client_domains_scored": len(client), "client_total": sum(client.values()), "client_lowest": min(client.values())}
    if family := body.get("family_scores"):
        lowest = min((score for domain, score in family.items() if domain != "relatives_help"), default=None)
        body |= {"family_total": sum(family.values())} | ({} if lowest is None else {"family_lowest": lowest})
    return body


def replayed(document: Document) -> Replay:
    """Perform every act of the document, in file order."""
    replay = Replay(document)
    for line in document["acts"]:
        replay.perform(line)
    return replay


def act_differences(document: Document, replay: Replay) -> Iterator[Difference]:
    """Acts that were answered otherwise than the document says."""
    for number, (line, answer) in enumerate(zip(document["acts"], replay.answers, strict=True), 1):
        refused, because = answer or (None, [])
        if refused != line.get("refused"):
            yield f"act {number} {line['do']}", str(line.get("refused")), f"{refused} {because}"
        elif "because" in line and sorted(line["because"]) != because:
            yield f"act {number} {line['do']}", str(sorted(line["because"])), str(because)


def expected_findings(expected: dict[str, Any], case_id: str) -> Iterator[tuple[Subject, dict[str, Any]]]:
    """The findings of one `expect`, by subject."""
    yield ("case", case_id), expected.get("findings") or {}
    for scope in ("shelter", "staff"):
        for name, wanted in (expected.get(scope) or {}).items():
            yield (scope, name), wanted


def differences(document: Document, replay: Replay) -> Iterator[Difference]:
    """Place, expected, actual: everything in which the oracle and the document differ."""
    yield from act_differences(document, replay)
    for expected in document.get("expect") or []:
        as_of = instant(expected["as_of"])
        known_at = instant(expected.get("known_at", expected["as_of"]))
        place = f"{expected['as_of']} known {expected['known_at']}" if "known_at" in expected else str(expected["as_of"])
        step = step_at(replay.entries, as_of, known_at)
        if expected.get("step", step) != step:
            yield f"{place} step", expected["step"], step
        for subject, wanted in expected_findings(expected, replay.case_id):
            actual = replay.findings(subject, as_of, known_at) if wanted else {}
            for standard_id, want in wanted.items():
                status, due_at = actual[standard_id]
                want_status, want_due = (want["status"], want.get("due_at")) if isinstance(want, dict) else (want, None)
                if status != want_status or (want_due is not None and instant(want_due) != due_at):
                    found = f"{status} {written(due_at) if due_at is not None else ''}"
                    yield f"{place} {subject[1]} {standard_id}", f"{want_status} {want_due or ''}", found


def main(paths: list[Path]) -> int:
    """Print a table of the differences; the exit code says whether there are any."""
    total = 0
    for path in paths:
        document = read(path)
        found = list(differences(document, replayed(document)))
        total += len(found)
        sys.stdout.write(f"{path.stem}: {len(found)} differences\n")
        for place, wanted, actual in found:
            sys.stdout.write(f"    {place:<60} expected {wanted:<32} actual {actual}\n")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]] or sorted(SCENARIOS.glob("*.yaml"))))
