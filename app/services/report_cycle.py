"""The way of a compliance report: the organisation answers each breach, the ministry accepts or returns, until all is settled and frozen.

`reports.make` begins it. Every function here takes the report's id, locks the organisation and the report, refuses what the table of
`report_cycle_steps` does not have, and writes the step down in the audit log. `if_match` is the ETag that the decision was made on.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from app.errors import Conflict, FieldError, FourEyesRequired, Invalid, UnknownReference
from app.models.registers import Organisation, User
from app.models.reports import Report, ReportAnswer, ReportMove
from app.services import audit, report_answers, report_cycle_freezing, report_cycle_steps, reports
from app.services.instants import local_day
from app.services.leaving import ReportMoved
from app.standards.facts import JsonValue
from app.vocabulary.organisations import Severity
from app.vocabulary.reports import AnswerState, Cause, Decision, DecisionReason, Remedy, ReportState, ReportStep, Responsible
from app.work import Work

_ANSWER, _DECIDE = "answer_breach", "decide_answer"


class Said(NamedTuple):
    """An answer to a breach. `words` are the sealed narrative: None takes them back, KEEP leaves what was said before."""

    cause: Cause
    remedy: Remedy
    due_on: date
    responsible: Responsible | None = None
    responsible_id: UUID | None = None
    evidence_digest: str | None = None
    words: str | None = None


# Stands for the words that are there already.
KEEP = "\x00keep"


class Standing(NamedTuple):
    """A report with its organisation and its answers, all locked."""

    report: Report
    organisation: Organisation
    answers: Sequence[ReportAnswer]


def standing(work: Work, report_id: UUID) -> Standing:
    """Return a report that the actor may know of, locked for a change. Raises NotFound."""
    # What this unit of work has done to the report already must not be read over.
    work.session.flush()
    organisation = reports.organisation_of(work, report_id)
    report = reports.found(work, report_id, lock=True)
    return Standing(report, organisation, report_answers.of(work, report_id, lock=True))


def answer(work: Work, report_id: UUID, item: str, said: Said, *, if_match: str | None = "*") -> ReportAnswer:
    """Answer one breach, or answer it otherwise while it is open.

    Raises NotFound, Conflict, Invalid, UnknownReference, PreconditionRequired (the first answer needs no If-Match) or PreconditionFailed.
    """
    report, organisation, answers = standing(work, report_id)
    row = report_answers.one(answers, item)
    if row.revision or if_match is not None:
        report_cycle_steps.require_match(row.revision, if_match)
    report_cycle_steps.require(work.actor.role, report, ReportStep.ANSWER, answers)
    if not report_cycle_steps.open_fields(report, row, frozenset({work.actor.role})):
        still = [a.item for a in answers if report_cycle_steps.open_fields(report, a, frozenset({work.actor.role}))]
        raise Conflict(f"The report is {report.state}: this answer was accepted and is locked. Open are: {', '.join(still)}.")
    held = row.said_entry if said.words == KEEP else None
    _check(work, said, has_words=bool(held or (said.words and said.words != KEEP)))
    words = {report_answers.NARRATIVE: said.words} if said.words and said.words != KEEP else {}
    facts = _facts(work, said)
    entry = report_answers.write(work, organisation, row, _ANSWER, facts, words)
    row.said, row.said_entry, row.state = facts, entry if words else held, AnswerState.ANSWERED
    report.revision += 1
    return row


def submit(work: Work, report_id: UUID, *, if_match: str | None = "*") -> Report:
    """Hand the report to the ministry, which can read it from now on, its words for a time. Raises Conflict while an item is open."""
    report, organisation, answers = _ready(work, report_id, ReportStep.SUBMIT, if_match)
    for row in answers:
        row.submitted, row.submitted_entry = dict(row.said), row.said_entry
    report.submitted_by = work.actor.user_id
    report_answers.lend_key(work, report)
    return _moved(work, Standing(report, organisation, answers), ReportStep.SUBMIT, ReportState.SUBMITTED)


def withdraw(work: Work, report_id: UUID, *, if_match: str | None = "*") -> Report:
    """Take a draft back for good; the ministry never learns of it, and another one may be made for the period."""
    return _moved(work, _ready(work, report_id, ReportStep.WITHDRAW, if_match), ReportStep.WITHDRAW, ReportState.WITHDRAWN)


def decide(
    work: Work,
    report_id: UUID,
    item: str,
    decision: Decision,
    *,
    reason: DecisionReason = DecisionReason.SUFFICIENT,
    severity: Severity = Severity.MINOR,
    note: str | None = None,
    if_match: str | None = "*",
) -> ReportAnswer:
    """Accept or return one answer, with a code and sealed words; until the report is returned or completed it may be decided otherwise.

    Takes no key unless there is a note. `severity` is that of the corrective action which follows from an accepted answer.
    """
    report, organisation, answers = standing(work, report_id)
    row = report_answers.one(answers, item)
    report_cycle_steps.require_match(row.revision, if_match)
    report_cycle_steps.require(work.actor.role, report, ReportStep.DECIDE, answers)
    if (decision is Decision.ACCEPTED) != (reason is DecisionReason.SUFFICIENT):
        raise Invalid("Decision and reason disagree.", [FieldError("reason", "is sufficient for what is accepted, and only for that")])
    facts = report_answers.decided(work, decision=decision, reason=reason, severity=severity)
    entry = report_answers.write(work, organisation, row, _DECIDE, facts, {report_answers.NOTE: note} if note else {})
    row.decision, row.decision_entry = facts, entry if note else None
    row.state = AnswerState.ACCEPTED if decision is Decision.ACCEPTED else AnswerState.RETURNED
    _moved(work, Standing(report, organisation, answers), ReportStep.DECIDE, ReportState.SUBMITTED, item=item, code=reason)
    return row


def give_back(work: Work, report_id: UUID, *, if_match: str | None = "*") -> Report:
    """Return the report to the organisation: what was returned is open again, what was accepted stays. All must be decided."""
    return _moved(work, _ready(work, report_id, ReportStep.RETURN, if_match), ReportStep.RETURN, ReportState.RETURNED)


def complete(work: Work, report_id: UUID, *, if_match: str | None = "*") -> Report:
    """Settle a report all of whose answers are accepted, make the corrective plan of them, and freeze it for ever.

    Raises Conflict before all is accepted, FourEyesRequired for whoever made or submitted it.
    """
    ready = _ready(work, report_id, ReportStep.COMPLETE, if_match)
    if work.actor.user_id in (ready.report.made_by, ready.report.submitted_by):
        raise FourEyesRequired("Whoever made or submitted a report cannot complete it.")
    # The row of a frozen report never changes again, so it is written once, with all that belongs to it.
    _noted(work, ready, ReportStep.COMPLETE, ReportState.FROZEN)
    report_cycle_freezing.freeze(work, ready.report, ready.organisation, ready.answers)
    return ready.report


def _ready(work: Work, report_id: UUID, step: ReportStep, if_match: str | None) -> Standing:
    found = standing(work, report_id)
    report_cycle_steps.require_match(found.report.revision, if_match)
    report_cycle_steps.require(work.actor.role, found.report, step, found.answers)
    return found


def _moved(work: Work, what: Standing, step: ReportStep, state: ReportState, *, item: str | None = None, code: str | None = None) -> Report:
    """Bring a report to its next state, and write that down beside it and in the audit log."""
    what.report.state = state
    what.report.revision += 1
    _noted(work, what, step, state, item=item, code=code)
    return what.report


def _noted(work: Work, what: Standing, step: ReportStep, state: ReportState, *, item: str | None = None, code: str | None = None) -> None:
    report = what.report
    last = work.session.scalar(select(func.max(ReportMove.number)).where(ReportMove.report_id == report.id)) or 0
    actor = work.actor
    work.session.add(
        ReportMove(
            report_id=report.id,
            number=last + 1,
            move=step,
            at=work.now,
            by=actor.user_id,
            role=actor.role,
            state=state,
            item=item,
            code=code,
        )
    )
    audit.record(work, what.organisation, ReportMoved(str(report.id), step, state, item or "", code or ""))
    work.session.flush()


def _facts(work: Work, said: Said) -> dict[str, JsonValue]:
    """The codes of an answer as JSON values; whoever is named by id answers by the role."""
    role = said.responsible
    if said.responsible_id is not None:
        found = work.session.execute(select(User.organisation_id, User.role).where(User.id == said.responsible_id)).one_or_none()
        if found is None or found.organisation_id != work.actor.organisation_id or found.role not in {r.value for r in Responsible}:
            raise UnknownReference("A reference leads nowhere.", [FieldError("responsible_id", "names nobody of your organisation")])
        role = Responsible(found.role)
    facts: dict[str, JsonValue] = {"cause": said.cause, "remedy": said.remedy, "due_on": said.due_on.isoformat(), "responsible": role}
    if said.responsible_id is not None:
        facts["responsible_id"] = str(said.responsible_id)
    if said.evidence_digest is not None:
        facts["evidence_digest"] = said.evidence_digest
    return facts


def _check(work: Work, said: Said, *, has_words: bool) -> None:
    wrong: Mapping[str, tuple[bool, str]] = {
        "due_on": (said.due_on < local_day(work.now), "must not lie before today"),
        "responsible": ((said.responsible is None) == (said.responsible_id is None), "give either a role or the id of somebody"),
        "narrative": (Cause.OTHER in (said.cause, said.remedy) and not has_words, "is needed where the code is other"),
    }
    if errors := [FieldError(name, message) for name, (bad, message) in wrong.items() if bad]:
        raise Invalid(f"{len(errors)} field(s) are not right.", errors)
