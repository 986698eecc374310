"""Assessing a case, a shelter or an organisation under several catalogues at once, for people and as OSCAL."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from app.errors import NotFound
from app.models.registers import Shelter
from app.reports.figures import COUNTS, Figures
from app.services import binding, compliance, corrective_register, explaining, findings, ledger, scope, shelter_audit, standards
from app.services.compliance import By, Wanted
from app.services.counting import Cut
from app.services.instants import iso
from app.services.scope import Subject
from app.services.settled_days import settled
from app.standards import oscal, oscal_plan, oscal_results
from app.standards.oscal_plan import Action
from app.standards.oscal_results import Assessed, Observed, Total
from app.standards.rules import Scope, Status
from app.work import Work

_MARKS = ("severity", "responsible", "raised_on", "done_on", "looked_again_on", "second_look")


def of(work: Work, subject: Subject, *, catalogues: Sequence[str], as_of: int | None, known_at: int | None) -> dict[str, Any]:
    """Judge a subject under each catalogue, side by side; without any named, under those that bind it. Raises Invalid."""
    at = work.now if as_of is None else as_of
    known = at if known_at is None else known_at
    bound = binding.names(work, subject, as_of=at, known_at=known)
    return {
        "subject": {"kind": subject.kind, "id": str(subject.id)},
        "as_of": iso(at),
        "known_at": iso(known),
        "binding": list(bound.loaded),
        "binding_not_loaded": list(bound.missing),
        "assessments": [
            _one(work, subject, name, at, known, bound.loaded) for name in standards.each_once(work.books, catalogues or bound.loaded)
        ],
    }


def as_oscal(work: Work, subject: Subject, *, catalogues: Sequence[str], as_of: int | None, known_at: int | None) -> oscal.Document:
    """Return the same judgement as OSCAL assessment results. Raises Invalid."""
    at = work.now if as_of is None else as_of
    known = at if known_at is None else known_at
    bound = binding.names(work, subject, as_of=at, known_at=known)
    limits = findings.profile_of(work, subject.organisation_id, known)
    assessed = [_assessed(work, subject, name, at, known, limits) for name in standards.each_once(work.books, catalogues or bound.loaded)]
    whom = oscal_results.Subject(subject.kind, str(subject.id), frozenset({findings.SCOPES[subject.kind]}))
    return oscal_results.assessment_results(whom, assessed, as_of=at, known_at=known)


def organisation_as_oscal(work: Work, organisation_id: UUID, *, as_of: int | None) -> oscal.Document:
    """Return what all cases, shelters and staff of an organisation come to, standard by standard, as OSCAL. Raises NotFound.

    The figures under the catalogue of new cases are those of the compliance summary; under any other that binds the organisation they are
    about its shelters. Small ones are hidden from whoever may not see them.
    """
    organisation = scope.organisation(work, organisation_id)
    at = work.now if as_of is None else as_of
    if work.actor.role in compliance.HIDDEN_FROM:
        at = settled(at)
    default = work.books.catalogue(work.books.default)
    told = compliance.summary(work, Cut(at=at, organisation_id=organisation.id), Wanted(), [By.STANDARD], period=None)
    bound = binding.names(work, Subject("organisation", organisation), as_of=at, known_at=at).loaded
    further = {name: shelter_audit.of_organisation(work, organisation.id, [name], at) for name in bound if name != work.books.default}
    limits = findings.profile_of(work, organisation.id, at)
    assessed = [Assessed(default, _totals(row for row in told["groups"] if row["standard"] in default.by_id), limits)]
    assessed += [Assessed(work.books.catalogue(name), _totals(rows), limits) for name, rows in further.items()]
    whom = oscal_results.Subject("organisation", str(organisation.id), frozenset(Scope))
    return oscal_results.assessment_results(whom, assessed, as_of=at, known_at=at)


def plan_as_oscal(work: Work, shelter: Shelter) -> oscal.Document:
    """Return what must be put right in a shelter as an OSCAL plan of action and milestones. Raises NotFound where there is nothing."""
    rows = corrective_register.rows(shelter, ledger.held(work, shelter.id))
    if not rows:
        raise NotFound
    actions = [
        Action(str(action_id), str(row["item"]), str(row["state"]), str(row["due_on"]), {m: str(row[m]) for m in _MARKS if row[m]})
        for action_id, row in sorted(rows.items())
    ]
    return oscal_plan.plan("shelter", str(shelter.id), actions, written_at=work.now)


def _totals(rows: Iterable[Mapping[str, Any]]) -> list[Total]:
    return [Total(row["standard"], {status: row[status.value] for status in COUNTS}) for row in rows]


def _one(work: Work, subject: Subject, name: str, at: int, known: int, bound: Sequence[str]) -> dict[str, Any]:
    told = explaining.of(work, subject, as_of=at, known_at=known, catalogue=name)
    binds = {oscal.named(work.books.catalogue(own)) for own in bound}
    book = work.books.catalogue(name)
    return {
        "catalogue": told["catalogue"] | {"title": dict(book.title), "translation_status": dict(standards.translations(book))},
        "binding": oscal.named(book) in binds,
        "counts": _counts(told["findings"]),
        "findings": told["findings"],
    }


def _counts(shown: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """How many findings have each status, and the share met."""
    figures = Figures(subjects=1, slots=len(shown))
    for finding in shown:
        if finding["status"] != Status.NOT_APPLICABLE:
            figures.add(Status(finding["status"]), 1)
    told = figures.shown()
    return {"standards": len(shown)} | {name: told[name] for name in (*(s.value for s in COUNTS), "share_met")}


def _assessed(work: Work, subject: Subject, name: str, at: int, known: int, limits: Mapping[str, object]) -> Assessed:
    judge, facts, judged = findings.at(work, subject, as_of=at, known_at=known, catalogue=name)
    running = judge.timeline(findings.SCOPES[subject.kind], facts, at)
    seen = []
    for standard, finding in judged.items():
        told = explaining.reasons(judge, standard, facts, at)
        proof = sorted({record_id for reason in told for record_id in reason["proof"]})
        seen.append(Observed(finding, tuple(proof), tuple(sorted({reason["reason"] for reason in told})), running[standard][0].end))
    settings = {standard.setting for standard in judge.catalogue.standards}
    return Assessed(judge.catalogue, seen, {setting: value for setting, value in limits.items() if setting in settings})
