"""Findings in OSCAL: assessment-results model, JSON. Random ids only: no name, no pseudonym, no text of a record.

OSCAL knows two conclusions, satisfied and not-satisfied, and we know seven statuses. `met` is satisfied; `unmet`, `overdue`, `unknown` and
`waived` are not, as in the share met. `pending` and `not_applicable` conclude nothing, so they are observations without a finding. The
status itself stands at every observation and finding as a property of our namespace.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.standards.duties import Finding
from app.standards.oscal import Document, Json, ident, metadata, named, objective_id, prop, timestamp
from app.standards.rules import Catalogue, Scope, Standard, Status

_REASONS: Mapping[Status, str] = {Status.MET: "pass", Status.UNMET: "fail", Status.OVERDUE: "fail"}
_CONCLUSIVE = frozenset({Status.MET, Status.UNMET, Status.OVERDUE, Status.UNKNOWN, Status.WAIVED})
_PLAN = (
    "There is no separate plan: every standard of a catalogue is judged at every change, by the rule that stands in the catalogue as the "
    "assessment objective."
)


class Observed(NamedTuple):
    """What was judged of one standard: with the records that prove it, why, and when the status turns by the mere passing of time."""

    finding: Finding
    proof: tuple[str, ...]
    reasons: tuple[str, ...]
    turns_at: int | None


class Total(NamedTuple):
    """How many findings of one standard have each status, over all that an organisation answers for."""

    standard: str
    counts: Mapping[Status, int | None]  # None where the number is hidden for being small


class Assessed(NamedTuple):
    """The judgement under one catalogue: of one subject, or in totals."""

    catalogue: Catalogue
    findings: Sequence[Observed] | Sequence[Total]
    limits: Mapping[str, object]  # the organisation's own, by setting


class Subject(NamedTuple):
    """Whom the results are about."""

    kind: str  # case, shelter, user or organisation
    id: str
    scopes: frozenset[Scope]


def assessment_results(subject: Subject, assessed: Sequence[Assessed], *, as_of: int, known_at: int) -> Document:
    """Return what was judged of a subject, one result for each catalogue: as of an instant, as known at an instant."""
    asked = (subject.kind, subject.id, as_of, known_at, *(named(one.catalogue) for one in assessed))
    plan = ident("plan", *(named(one.catalogue) for one in assessed))
    return {
        "assessment-results": {
            "uuid": ident("assessment-results", *asked),
            "metadata": metadata(
                f"Minimum standards: {subject.kind} {subject.id}",
                timestamp(known_at),
                known_at,
                [prop("as-of", timestamp(as_of)), prop("known-at", timestamp(known_at))],
                remarks="Judged by the rules of the catalogues named; provenance and grade of every standard stand there.",
            ),
            "import-ap": {"href": f"#{plan}"},
            "results": [_result(subject, one, as_of, known_at) for one in assessed],
            "back-matter": {"resources": [{"uuid": plan, "title": "Standing assessment", "description": _PLAN}]},
        }
    }


def _result(subject: Subject, one: Assessed, as_of: int, known_at: int) -> Document:
    catalogue, asked = one.catalogue, (subject.kind, subject.id, as_of, known_at, named(one.catalogue))
    reviewed = [standard for standard in catalogue.standards if standard.scope in subject.scopes]
    observations: list[Json] = []
    findings: list[Json] = []
    for judged in one.findings:
        standard = catalogue.by_id[judged.standard if isinstance(judged, Total) else judged.finding.standard]
        seen = _observation(subject, standard, judged, (*asked, standard.id), as_of)
        observations.append(seen)
        if conclusion := _conclusion(judged):
            findings.append(_finding(standard, judged, conclusion, (*asked, standard.id)))
    return {
        "uuid": ident("result", *asked),
        "title": catalogue.title["en"],
        "description": f"Every standard of {named(catalogue)} for this {subject.kind}.",
        "start": timestamp(as_of),
        "end": timestamp(as_of),
        "props": [
            prop("catalogue", catalogue.id),
            prop("catalogue-version", catalogue.version),
            *(prop("own-limit", value, class_=setting) for setting, value in sorted(one.limits.items())),
        ],
        "links": [{"href": f"/api/v1/catalogues/{named(catalogue)}/oscal", "rel": "reference"}],
        "reviewed-controls": {"control-selections": [_selection(catalogue, reviewed)]},
        **({"observations": observations} if observations else {}),
        **({"findings": findings} if findings else {}),
    }


def _selection(catalogue: Catalogue, reviewed: Sequence[Standard]) -> Document:
    """The standards that were judged; a catalogue that has none for this kind of subject says so by excluding all."""
    if reviewed:
        return {"include-controls": [{"control-id": standard.id} for standard in reviewed]}
    return {"include-all": {}, "exclude-controls": [{"control-id": standard.id} for standard in catalogue.standards]}


def _observation(subject: Subject, standard: Standard, judged: Observed | Total, asked: tuple[object, ...], as_of: int) -> Document:
    observation: Document = {
        "uuid": ident("observation", *asked),
        "title": standard.id,
        "description": _told(standard, judged),
        "props": _statuses(judged),
        "methods": ["EXAMINE"],
        "types": ["control-objective"],
        "subjects": [{"subject-uuid": subject.id, "type": subject.kind}],
        "collected": timestamp(as_of),
    }
    if isinstance(judged, Total):
        return observation
    if judged.proof:
        evidence = "A record of the ledger, opened only by those who may see it."
        observation["relevant-evidence"] = [{"href": f"urn:uuid:{record}", "description": evidence} for record in judged.proof]
    if judged.turns_at is not None:
        observation["expires"] = timestamp(judged.turns_at)
    return observation


def _finding(standard: Standard, judged: Observed | Total, conclusion: Document, asked: tuple[object, ...]) -> Document:
    return {
        "uuid": ident("finding", *asked),
        "title": standard.id,
        "description": _told(standard, judged),
        "props": [*_statuses(judged), prop("right", standard.right), prop("level", standard.level)],
        "target": {"type": "objective-id", "target-id": objective_id(standard.id), "status": conclusion},
        "related-observations": [{"observation-uuid": ident("observation", *asked)}],
    }


def _told(standard: Standard, judged: Observed | Total) -> str:
    if isinstance(judged, Total):
        counts = ", ".join(f"{number} {status.value}" for status, number in judged.counts.items() if number) or "no number to show"
        return f"{standard.text['en']} ({counts})"
    return f"{standard.text['en']} ({judged.finding.status.value})"


def _statuses(judged: Observed | Total) -> list[Json]:
    if isinstance(judged, Total):
        return [prop("count", "hidden" if number is None else number, class_=status.value) for status, number in judged.counts.items()]
    finding = judged.finding
    due = [] if finding.due_at is None else [prop("due-at", timestamp(finding.due_at))]
    late = [prop("done-late", finding.done_late)] if finding.done_late else []
    return [prop("status", finding.status.value), *due, *late, *(prop("reason", reason) for reason in judged.reasons)]


def _conclusion(judged: Observed | Total) -> Document | None:
    """Satisfied or not; nothing where nothing can be concluded or a number is hidden. Totals are satisfied if all judged are met."""
    if isinstance(judged, Total) and None in judged.counts.values():
        return None
    held = {s for s, number in judged.counts.items() if number} if isinstance(judged, Total) else {judged.finding.status}
    if not held & _CONCLUSIVE:
        return None
    breached = [status for status in (Status.UNMET, Status.OVERDUE, Status.UNKNOWN, Status.WAIVED) if status in held]
    if not breached:
        return {"state": "satisfied", "reason": "pass"}
    return {"state": "not-satisfied", "reason": _REASONS.get(breached[0], "other")}
