"""Freezing: one snapshot of a completed report, its digest in the audit log, signed together with the place of that entry."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.ids import new_id
from app.models.registers import Organisation
from app.models.reports import Report, ReportAnswer, ReportMove
from app.records.registry import ACTS
from app.reports import snapshot
from app.reports.mou import Document
from app.services import acts, audit, ledger, report_answers
from app.services.instants import first_second, iso, local_day
from app.services.leaving import ReportFrozen
from app.services.scope import Subject
from app.services.situations import Situation
from app.standards.facts import Entry as Fact
from app.vocabulary.organisations import ObligationKind
from app.vocabulary.reports import PlanState, ReportState
from app.work import Work

# What a corrective action names for its standard where a duty of the agreement was missed; `duty` says which.
AGREEMENT = "MOU"
_SHOWN = ("item", "state", "severity", "cause", "remedy", "responsible", "raised_on", "due_on")


def freeze(work: Work, report: Report, organisation: Organisation, answers: Sequence[ReportAnswer]) -> None:
    """Raise the corrective actions that follow, and keep the snapshot, its digest, its signature and its place in the audit log."""
    before = ledger.held(work, organisation.id)
    plan = [_raise(work, report, organisation, answer, before) for answer in answers]
    told = [report_answers.frozen(answer) for answer in answers]
    document = snapshot.build(report.content, answers=told, plan=plan, history=history(work, report.id))
    digest = snapshot.digest(document)
    entry = audit.record(work, organisation, ReportFrozen(str(report.id), digest))
    message = snapshot.statement(digest, chain=str(entry.chain_id), position=entry.position, entry_hash=entry.hash.hex())
    report.state, report.frozen_at, report.revision = ReportState.FROZEN, work.now, report.revision + 1
    report.snapshot, report.snapshot_digest, report.signature = document, digest, work.vault.sign_export(message)
    report.audit_chain, report.audit_position, report.audit_hash = entry.chain_id, entry.position, entry.hash


def history(work: Work, report_id: UUID) -> list[Document]:
    """Return what was done with a report, in order: by which role, never by whom."""
    moves = select(ReportMove).where(ReportMove.report_id == report_id).order_by(ReportMove.number)
    return [
        {"number": m.number, "at": iso(m.at), "move": m.move, "role": m.role, "state": m.state, "item": m.item, "code": m.code}
        for m in work.session.scalars(moves)
    ]


def _raise(work: Work, report: Report, organisation: Organisation, answer: ReportAnswer, before: list[Fact]) -> Document:
    """Raise the corrective action of an accepted answer. It has no words of its own: those of the answer stay under the report's key.

    `before` are the entries of the organisation; the new one is added.
    """
    said, today = answer.submitted, local_day(work.now)
    duty = answer.item in set(ObligationKind)
    facts = {
        "standard_id": AGREEMENT if duty else answer.item,
        "duty": answer.item if duty else None,
        "raised_on": today.isoformat(),
        "due_on": said["due_on"],
        "severity": answer.decision["severity"],
        "responsible": said["responsible"],
        "cause": said["cause"],
        "remedy": said["remedy"],
        "report_id": str(report.id),
    }
    plain = {name: value for name, value in facts.items() if value is not None}
    fact = Fact("corrective_action", str(new_id()), makes=True, occurred_at=first_second(today), recorded_at=work.now, facts=plain)
    subject = Subject("organisation", organisation)
    acts.write(work, Situation(ACTS["raise_corrective_action"], subject, UUID(fact.record_id), before, fact, {}))
    before.append(fact)
    shown = plain | {"item": answer.item, "state": PlanState.OPEN.value}
    return {name: shown[name] for name in _SHOWN}
