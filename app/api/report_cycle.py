"""The way of a compliance report: answering, submitting, reviewing, completing. Every change says which revision it was decided on."""

from uuid import UUID

from fastapi import Request

from app.access import Permission
from app.api.door import Answer, Routes
from app.models.reports import Report, ReportAnswer
from app.schemas.reports import AnswerDecision, BreachAnswer, WordsOpening
from app.services import report_answers, report_cycle, report_cycle_steps, reports
from app.services.report_cycle import KEEP, Said
from app.work import Work

routes = Routes("reports")
_SEEN = ("not_found",)
_MOVE = (*_SEEN, "conflict", "precondition_required", "precondition_failed")
_POSTED = (*_MOVE, "idempotency_key_reused")


@routes.add("GET", "/reports/{report_id}/answers", Permission.REPORT_READ, refusals=_SEEN)
def list_report_answers(work: Work, *, report_id: UUID) -> Answer:
    """List every breach of a report with what was found, what was answered and decided, and which fields are open to the reader."""
    report = reports.found(work, report_id)
    answers = report_answers.of(work, report_id)
    content = reports.shown_content(work, report)
    items = [report_answers.shown(work.actor.role, report, answer, content) for answer in answers]
    return Answer({"cycle": reports.cycle(work, report, answers), "items": items}, etag=report_cycle_steps.etag(report.revision))


@routes.add("GET", "/reports/{report_id}/answers/{item}", Permission.REPORT_READ, refusals=_SEEN)
def read_report_answer(work: Work, *, report_id: UUID, item: str) -> Answer:
    """Read one breach and its answer; of sealed words only whether there are any."""
    report = reports.found(work, report_id)
    return _answer(work, report, report_answers.one(report_answers.of(work, report_id), item))


@routes.add(
    "PUT",
    "/reports/{report_id}/answers/{item}",
    Permission.REPORT_ANSWER,
    refusals=(*_MOVE, "unknown_reference"),
)
def answer_breach(work: Work, request: Request, *, report_id: UUID, item: str, body: BreachAnswer) -> Answer:
    """Answer one breach while the report is drafted, or again where the answer was returned."""
    words = body.narrative if "narrative" in body.model_fields_set else KEEP
    said = Said(body.cause, body.remedy, body.due_on, body.responsible, body.responsible_id, body.evidence_digest, words)
    row = report_cycle.answer(work, report_id, item, said, if_match=request.headers.get("if-match"))
    return _answer(work, reports.found(work, report_id), row)


@routes.add("POST", "/reports/{report_id}/answers/{item}/openings", Permission.REPORT_WORDS, refusals=_SEEN)
def open_report_answer(work: Work, *, report_id: UUID, item: str, body: WordsOpening) -> dict[str, object]:
    """Open the sealed words about one breach, for a purpose; the log says so before the answer leaves."""
    organisation = reports.organisation_of(work, report_id)
    words = report_answers.open_words(work, organisation, reports.found(work, report_id), item, body.purpose)
    return {"item": item, "fields": words._asdict()}


@routes.add(
    "POST",
    "/reports/{report_id}/answers/{item}/decisions",
    Permission.REPORT_REVIEW,
    status=201,
    repeatable=True,
    refusals=_POSTED,
)
def decide_answer(work: Work, request: Request, *, report_id: UUID, item: str, body: AnswerDecision) -> Answer:
    """Accept or return one answer of a submitted report, with the reason's code."""
    row = report_cycle.decide(
        work,
        report_id,
        item,
        body.decision,
        reason=body.reason,
        severity=body.severity,
        note=body.note,
        if_match=request.headers.get("if-match"),
    )
    return _answer(work, reports.found(work, report_id), row, status=201)


@routes.add("POST", "/reports/{report_id}/submission", Permission.REPORT_ANSWER, status=201, repeatable=True, refusals=_POSTED)
def submit_report(work: Work, request: Request, *, report_id: UUID) -> Answer:
    """Hand the report to the ministry; from then on its fields are locked."""
    return _moved(work, report_cycle.submit(work, report_id, if_match=request.headers.get("if-match")))


@routes.add("POST", "/reports/{report_id}/withdrawal", Permission.REPORT_ANSWER, status=201, repeatable=True, refusals=_POSTED)
def withdraw_report(work: Work, request: Request, *, report_id: UUID) -> Answer:
    """Take a draft back before the ministry has seen it."""
    return _moved(work, report_cycle.withdraw(work, report_id, if_match=request.headers.get("if-match")))


@routes.add("POST", "/reports/{report_id}/return", Permission.REPORT_REVIEW, status=201, repeatable=True, refusals=_POSTED)
def return_report(work: Work, request: Request, *, report_id: UUID) -> Answer:
    """Return the report to its organisation: only the answers that were returned are open again."""
    return _moved(work, report_cycle.give_back(work, report_id, if_match=request.headers.get("if-match")))


@routes.add(
    "POST",
    "/reports/{report_id}/completion",
    Permission.REPORT_REVIEW,
    status=201,
    repeatable=True,
    refusals=(*_POSTED, "four_eyes_required"),
)
def complete_report(work: Work, request: Request, *, report_id: UUID) -> Answer:
    """Complete a report all of whose answers are accepted: it is frozen for ever, and the corrective plan is made of them."""
    return _moved(work, report_cycle.complete(work, report_id, if_match=request.headers.get("if-match")))


def _answer(work: Work, report: Report, row: ReportAnswer, *, status: int = 200) -> Answer:
    value = report_answers.shown(work.actor.role, report, row, reports.shown_content(work, report))
    return Answer(value, status, etag=report_cycle_steps.etag(row.revision))


def _moved(work: Work, report: Report) -> Answer:
    value = {"id": str(report.id), "cycle": reports.cycle(work, report, report_answers.of(work, report.id))}
    return Answer(value, 201, etag=report_cycle_steps.etag(report.revision))
