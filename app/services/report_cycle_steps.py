"""What may be done with a report, by whom, in which state: one table, and the refusals that name the state and what is possible."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.access import Role
from app.errors import Conflict, NotPermitted, PreconditionFailed, PreconditionRequired
from app.models.reports import Report, ReportAnswer
from app.vocabulary.reports import AnswerState, ReportState, ReportStep

ORGANISATION = frozenset({Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER})
MINISTRY = frozenset({Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR})
# Nobody of the ministry learns of a report in any other state: an organisation that is not sure yet has shown nothing.
SHOWN_TO_MINISTRY = frozenset({ReportState.SUBMITTED, ReportState.RETURNED, ReportState.FROZEN, ReportState.KEPT})
# Reports of these states do not stand in the way of another one for the same period.
NOT_LIVING = frozenset({ReportState.WITHDRAWN, ReportState.KEPT})

ANSWER_FIELDS = ("cause", "remedy", "due_on", "responsible", "responsible_id", "evidence_digest", "narrative")
DECISION_FIELDS = ("decision", "reason", "severity", "note")


class _Rule(NamedTuple):
    states: frozenset[ReportState]
    roles: frozenset[Role]


_OPEN = frozenset({ReportState.DRAFTED, ReportState.RETURNED})
_REVIEWED = _Rule(frozenset({ReportState.SUBMITTED}), frozenset({Role.MOSAVY_OFFICER}))
RULES: Mapping[ReportStep, _Rule] = {
    ReportStep.ANSWER: _Rule(_OPEN, ORGANISATION),
    ReportStep.SUBMIT: _Rule(_OPEN, ORGANISATION),
    ReportStep.WITHDRAW: _Rule(frozenset({ReportState.DRAFTED}), ORGANISATION),
    ReportStep.DECIDE: _REVIEWED,
    ReportStep.RETURN: _REVIEWED,
    ReportStep.COMPLETE: _REVIEWED,
}
_BLANK = {ReportState.SUBMITTED: frozenset({AnswerState.ANSWERED})}
_UNANSWERED = frozenset({AnswerState.OPEN, AnswerState.RETURNED})


def require(role: Role, report: Report, step: ReportStep, answers: Sequence[ReportAnswer]) -> None:
    """Refuse a step that the role does not take or that is not possible now. Raises NotPermitted or Conflict."""
    if role not in RULES[step].roles:
        raise NotPermitted("Your role does not do this.")
    if step in possible(report, answers):
        return
    could = sorted(str(step) for step in possible(report, answers)) or ["nothing more"]
    waiting = waiting_for(report, answers)
    why = f" {len(waiting)} item(s) are waiting: {', '.join(waiting)}." if waiting and report.state in RULES[step].states else ""
    raise Conflict(f"The report is {report.state}: {step} is not possible.{why} Possible are: {', '.join(could)}.")


def require_match(revision: int, if_match: str | None) -> None:
    """Refuse a change that was not decided on the newest revision. Raises PreconditionRequired or PreconditionFailed."""
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the ETag you have seen.")
    if if_match.strip() not in ("*", etag(revision)):
        raise PreconditionFailed("Somebody changed it since you looked; look again, then decide.")


def etag(revision: int) -> str:
    """Return the ETag of a report or of an answer: how often it was changed."""
    return f'"{revision}"'


def possible(report: Report, answers: Sequence[ReportAnswer]) -> frozenset[ReportStep]:
    """Return the steps that anybody may take now."""
    states = {answer.state for answer in answers}
    blocked = {
        ReportStep.ANSWER: not any(open_fields(report, answer, ORGANISATION) for answer in answers),
        ReportStep.SUBMIT: bool(waiting_for(report, answers)),
        ReportStep.DECIDE: not answers,
        ReportStep.RETURN: bool(waiting_for(report, answers)) or AnswerState.RETURNED not in states,
        ReportStep.COMPLETE: bool(states - {AnswerState.ACCEPTED}),
    }
    return frozenset(step for step, rule in RULES.items() if report.state in rule.states and not blocked.get(step))


def next_moves(role: Role, report: Report, answers: Sequence[ReportAnswer]) -> list[str]:
    """Return the steps that somebody of the role may take now."""
    return sorted(step for step in possible(report, answers) if role in RULES[step].roles)


def open_fields(report: Report, answer: ReportAnswer, roles: frozenset[Role]) -> tuple[str, ...]:
    """Return the fields of an answer that whoever has one of the roles may write now."""
    if roles & ORGANISATION and report.state in _OPEN and answer.state != AnswerState.ACCEPTED:
        return ANSWER_FIELDS
    if roles & _REVIEWED.roles and report.state in _REVIEWED.states:
        return DECISION_FIELDS
    return ()


def waiting_for(report: Report, answers: Sequence[ReportAnswer]) -> list[str]:
    """Return the items that hold the report where it is: not answered yet, or while it is reviewed not decided yet."""
    if report.state not in (*_OPEN, *_BLANK):
        return []
    wanted = _BLANK.get(ReportState(report.state), _UNANSWERED)
    return sorted(answer.item for answer in answers if answer.state in wanted)
