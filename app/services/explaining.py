"""Findings as people see them: status, why, what proves it, what to do next, and where the standard comes from."""

from collections.abc import Mapping
from typing import Any

from app.errors import FieldError, Invalid
from app.models.registers import Case
from app.services import findings, ledger
from app.services.instants import iso, iso_or_none, local_day
from app.services.scope import Subject
from app.standards.duties import Finding
from app.standards.facts import Facts
from app.standards.judge import Instance, Judge
from app.standards.rulebook import UnknownCatalogue
from app.standards.rules import Status
from app.standards.steps import step_at
from app.work import Work

_NO_NEXT = frozenset({Status.MET, Status.NOT_APPLICABLE, Status.WAIVED})


def of(work: Work, subject: Subject, *, as_of: int | None, known_at: int | None, catalogue: str | None) -> dict[str, Any]:
    """Judge a subject as of an instant as known at an instant, and explain each finding; a past day is replayed from the ledger.

    Raises Invalid for an unknown catalogue.
    """
    at = work.now if as_of is None else as_of
    known = at if known_at is None else known_at
    try:
        judge, facts, judged = findings.at(work, subject, as_of=at, known_at=known, catalogue=catalogue)
    except UnknownCatalogue:
        raise Invalid("No such catalogue.", [FieldError("catalogue", "is not loaded")]) from None
    answer: dict[str, Any] = {
        "subject": {"kind": subject.kind, "id": str(subject.id)},
        "catalogue": {"id": judge.catalogue.id, "version": judge.catalogue.version},
        "as_of": iso(at),
        "known_at": iso(known),
        "findings": [_shown(judge, finding, facts, at) for finding in judged.values()],
    }
    if isinstance(subject.row, Case):
        answer["step"] = step_at(ledger.held(work, subject.id), at, known).value
    return answer


def _shown(judge: Judge, finding: Finding, facts: Facts, at: int) -> dict[str, Any]:
    standard = judge.catalogue.by_id[finding.standard]
    told = reasons(judge, standard.id, facts, at)
    return {
        "standard": standard.id,
        "right": standard.right,
        "step": standard.step,
        "level": standard.level,
        "gate": standard.gate,
        "waivable": standard.waivable,
        "status": finding.status.value,
        "due_at": iso_or_none(finding.due_at),
        "done_late": finding.done_late,
        "text": dict(standard.text),
        "next": None if finding.status in _NO_NEXT else dict(standard.next),
        "reasons": told,
        "waivers": _waivers(facts, standard.id) if finding.status is Status.WAIVED else [],
        "proof": sorted({record_id for reason in told for record_id in reason["proof"]}),
        "limit": {"duration": standard.limit_text, "basis": standard.limit_basis, "setting": standard.setting},
        "sources": list(standard.sources),
        "provenance": standard.tag,
        "grade": standard.grade,
    }


def reasons(judge: Judge, standard_id: str, facts: Facts, at: int) -> list[Mapping[str, Any]]:
    """Return why a standard stands as it does: one reason for each of its instances."""
    return [_reason(instance) for instance in judge.instances(standard_id, facts, at)]


def _reason(instance: Instance) -> Mapping[str, Any]:
    return {
        "record_id": instance.record_id,
        "status": instance.status.value,
        "due_at": iso_or_none(instance.due_at),
        "reason": instance.reason.value,
        "fields": list(instance.fields),
        "seconds": instance.seconds,
        "proof": list(instance.proof or filter(None, [instance.record_id])),
    }


def _waivers(facts: Facts, standard_id: str) -> list[Mapping[str, Any]]:
    """The waivers that were approved for a standard: by which record, for which reason, until when."""
    wanted = (standard_id, "approved")
    approved = [w for w in facts.records.get("waiver", ()) if (w.values.get("standard_id"), w.values.get("decision")) == wanted]
    return [
        {
            "record_id": waiver.id,
            "reason_code": waiver.values.get("reason_code"),
            "requested_by": waiver.values.get("requested_by"),
            "decided_by": waiver.values.get("decided_by"),
            "decided_at": iso_or_none(waiver.values.get("decided_at")),
            "expires_on": None if (end := waiver.values.get("expires_on")) is None else local_day(end).isoformat(),
        }
        for waiver in approved
    ]
