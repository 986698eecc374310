"""Answers to the breaches of a report: codes in clear, words sealed under a key of the report and opened with an entry in the log."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.access import Role
from app.crypto.errors import MissingKey
from app.errors import NotFound, NotPermitted
from app.models.ledger import SealedValue
from app.models.registers import Organisation, User
from app.models.reports import Report, ReportAnswer
from app.reports.mou import Document
from app.services import acts, audit, ledger, report_cycle_breaches, report_cycle_steps
from app.services.instants import iso
from app.services.leaving import ReportWordsOpened
from app.services.scope import Subject
from app.standards.facts import Entry as Fact
from app.standards.facts import JsonValue
from app.vocabulary.reports import AnswerState, ReportState
from app.work import Work

# What an answer is called in the organisation's ledger. No act declares it: it is written by the cycle only.
RECORD = "report_answer"
NARRATIVE, NOTE = "narrative", "note"
# How long after a submission the ministry can open the words: half a year, proposed.
READABLE_SECONDS = 183 * 86_400
_SENT_WORDS = frozenset({ReportState.SUBMITTED, ReportState.RETURNED, ReportState.FROZEN})


class Words(NamedTuple):
    """The sealed words about one breach, opened; None where nothing was said."""

    narrative: str | None
    note: str | None


def of(work: Work, report_id: UUID, *, lock: bool = False) -> Sequence[ReportAnswer]:
    """Return the answers of a report in the order of their items."""
    query = select(ReportAnswer).where(ReportAnswer.report_id == report_id).order_by(ReportAnswer.item)
    return work.session.scalars(query.with_for_update() if lock else query).all()


def one(answers: Sequence[ReportAnswer], item: str) -> ReportAnswer:
    """Return the answer to an item. Raises NotFound where the report has no such breach."""
    found = next((answer for answer in answers if answer.item == item), None)
    if found is None:
        raise NotFound
    return found


def write(
    work: Work, organisation: Organisation, answer: ReportAnswer, act: str, said: Mapping[str, JsonValue], words: Mapping[str, str]
) -> UUID:
    """Write down in the organisation's ledger what was said or decided, its words sealed under the key of the report; return the entry.

    The seal is bound to the organisation, the report, the answer, the entry and the field. Raises NotPermitted without a key.
    """
    facts = {"report_id": str(answer.report_id), "item": answer.item, **said}
    fact = Fact(RECORD, str(answer.id), makes=answer.revision == 0, occurred_at=work.now, recorded_at=work.now, facts=facts)
    entry, _ = ledger.append(work, Subject("organisation", organisation), act, fact, {})
    ciphertexts: Mapping[str, bytes] = {}
    if words:
        ciphertexts = _sealed(work, answer, entry.id, words)
        work.session.add_all(
            SealedValue(entry_id=entry.id, field=field, owner_id=answer.report_id, ciphertext=ciphertext)
            for field, ciphertext in ciphertexts.items()
        )
    audit.record(work, organisation, acts.performed(entry, ciphertexts))
    answer.revision += 1
    return entry.id


def lend_key(work: Work, report: Report) -> None:
    """Let the ministry open the words of a submitted report for READABLE_SECONDS."""
    officers = select(User.organisation_id).where(User.role == Role.MOSAVY_OFFICER.value, User.active.is_(True)).distinct()
    for ministry in work.session.scalars(officers.where(User.organisation_id != report.organisation_id)):
        until = work.now + READABLE_SECONDS
        work.vault.rewrap_for(ministry, report.id, organisation=report.organisation_id, expires_at=until, now=work.now)


def open_words(work: Work, organisation: Organisation, report: Report, item: str, purpose: str) -> Words:
    """Open what was said about one breach; the log says so before it leaves. The ministry opens what was last submitted.

    Raises NotFound, or NotPermitted for whoever holds no key, no key any more, or should never use one.
    """
    answer = one(of(work, report.id), item)
    ours = work.actor.role in report_cycle_steps.ORGANISATION
    if not ours and (work.actor.role is not Role.MOSAVY_OFFICER or report.state not in _SENT_WORDS):
        raise NotPermitted("Your role reads codes only.")
    audit.record(work, organisation, ReportWordsOpened(str(report.id), item, (NARRATIVE, NOTE), purpose))
    work.session.flush()
    said = answer.said_entry if ours else answer.submitted_entry
    return Words(_opened(work, answer, said, NARRATIVE), _opened(work, answer, answer.decision_entry, NOTE))


def shown(role: Role, report: Report, answer: ReportAnswer, content: Document) -> Document:
    """Return an answer as its reader may see it: codes, and of words only whether there are any."""
    ours = role in report_cycle_steps.ORGANISATION
    said, entry = (answer.said, answer.said_entry) if ours else (answer.submitted, answer.submitted_entry)
    # What is answered again has not been sent yet: the ministry still sees that it returned it.
    state = (
        AnswerState.RETURNED if not ours and report.state == ReportState.RETURNED and answer.state != AnswerState.ACCEPTED else answer.state
    )
    return {
        "item": answer.item,
        "text": report_cycle_breaches.text(content, answer.item),
        "found": report_cycle_breaches.figures(content, answer),
        "state": state,
        "revision": answer.revision,
        "answer": dict(said) or None,
        "decision": dict(answer.decision) or None,
        "sealed": [name for name, held in ((NARRATIVE, entry), (NOTE, answer.decision_entry)) if held],
        "open_fields": list(report_cycle_steps.open_fields(report, answer, frozenset({role}))),
    }


def frozen(answer: ReportAnswer) -> Document:
    """Return an answer as a snapshot holds it: codes and days. Whoever is responsible is told by role, never by id."""
    said, decision = answer.submitted, answer.decision
    return {
        "item": answer.item,
        "state": answer.state,
        "cause": said["cause"],
        "remedy": said["remedy"],
        "due_on": said["due_on"],
        "responsible": said["responsible"],
        "evidence_digest": said.get("evidence_digest"),
        "missed_on": ", ".join(answer.found.get("missed_on", ())) or None,
        "reason": decision["reason"],
        "severity": decision["severity"],
        "decided_at": decision["decided_at"],
    }


def decided(work: Work, *, decision: str, reason: str, severity: str) -> Document:
    """Return a decision as it is kept."""
    return {"decision": decision, "reason": reason, "severity": severity, "decided_at": iso(work.now)}


def _sealed(work: Work, answer: ReportAnswer, entry: UUID, words: Mapping[str, str]) -> Mapping[str, bytes]:
    try:
        return work.vault.seal(
            work.actor.organisation_id, answer.report_id, record=str(answer.id), entry=entry, values=words, now=work.now
        ).values
    except MissingKey:
        raise NotPermitted("Your organisation holds no key to this report, or none any more.") from None


def _opened(work: Work, answer: ReportAnswer, entry: UUID | None, field: str) -> str | None:
    value = work.session.get(SealedValue, (entry, field)) if entry else None
    if value is None:
        return None
    try:
        plain = work.vault.open(
            work.actor.organisation_id,
            answer.report_id,
            record=str(answer.id),
            entry=value.entry_id,
            field=field,
            sealed=value.ciphertext,
            now=work.now,
        )
    except MissingKey:
        raise NotPermitted("Your organisation holds no key to this report, or none any more.") from None
    return plain if isinstance(plain, str) else plain.decode()
