"""One report on its way: where it stands, its breaches with their answers, the next move, and what stands in its way."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from app.access import GRANTS, Permission, Role
from app.console import inner, labels
from app.console.answers import Page, Redirect
from app.console.asking import Asked
from app.console.door import PageFunction, Pages
from app.console.marking import _
from app.console.told import tell
from app.errors import FourEyesRequired, PreconditionFailed, Refused
from app.models.reports import Report
from app.reports.mou import Document
from app.services import compliance, directory, report_answers, report_cycle, report_files, reports
from app.services.instants import iso
from app.standards.rules import Standard
from app.vocabulary.organisations import ObligationKind
from app.vocabulary.reports import AnswerState, Decision, ReportState, ReportStep
from app.work import Work

pages = Pages()
tell("report_submitted", _("The report is submitted. The ministry can read it now; nothing in it can be changed until it is returned."))
tell("report_withdrawn", _("The draft is withdrawn. The ministry never learns of it."))
tell("report_returned", _("The report is returned. The organisation answers again what was returned, and nothing else."))
tell("report_completed", _("The report is completed and frozen. The corrective plan was made of its answers."))

# The steps of the way, with what each is called.
_WAY = (
    (ReportState.DRAFTED, _("The organisation answers")),
    (ReportState.SUBMITTED, _("The ministry reviews")),
    (ReportState.RETURNED, _("The organisation answers again")),
    (ReportState.FROZEN, _("Completed and frozen")),
)
_MOVED = _("Somebody changed this report since you looked. This is how it stands now; look again, then decide.")
_FOUR_EYES = _("You made or submitted this report yourself, so somebody else of the ministry must complete it.")
_NOT_NOW: Mapping[str, str] = {
    ReportStep.SUBMIT: _("The report cannot be submitted as it stands now."),
    ReportStep.WITHDRAW: _("Only a draft can be withdrawn: this report has been seen by the ministry already, or was withdrawn before."),
    ReportStep.RETURN: _("The report cannot be returned: every answer must be decided first, and at least one returned."),
    ReportStep.COMPLETE: _("The report cannot be completed: every answer must be accepted first."),
}


@pages.get("/reports/{report_id}", Permission.REPORT_READ)
def report(work: Work, asked: Asked) -> Page:
    """Show where a report stands, each breach, and what can be done next."""
    return _shown(work, asked, None, None)


def _shown(work: Work, asked: Asked, move: ReportStep | None, refused: Refused | None) -> Page:
    report_id = asked.ids["report_id"]
    row = reports.found(work, report_id)
    answers, content = report_answers.of(work, report_id), reports.shown_content(work, row)
    role = work.actor.role
    shown = [report_answers.shown(role, row, answer, content) for answer in answers]
    cycle = reports.cycle(work, row, answers)
    context = {
        "inner": inner.places(work, asked),
        "report": about(work, row),
        "cycle": cycle,
        "way": _way(asked.language, row, cycle),
        "groups": _groups(work, asked.language, shown, content),
        "hides": content["hidden_below"] is not None,
        "progress": _progress(role, row, shown),
        "next_item": next_item(work, cycle["waiting_for"]),
        "proof": report_files.proof_of(work, report_id) if row.state == ReportState.FROZEN else None,
        "decides": role is Role.MOSAVY_OFFICER and row.state == ReportState.SUBMITTED,
        "may_plan": Permission.PLAN_READ in GRANTS[role],
        "problem": _problem(asked.language, move, refused) if refused else None,
        "missing": [_named(work, asked.language, report_id, item) for item in cycle["waiting_for"]] if refused else [],
    }
    return Page("reports/cycle.html", context)


def about(work: Work, row: Report) -> dict[str, Any]:
    """Return what a page says of a report around its contents."""
    names = directory.organisation_names(work, {row.organisation_id})
    return {
        "id": str(row.id),
        "organisation": names.get(row.organisation_id, ""),
        "period": {"from": row.period_from, "to": row.period_to},
        "made_at": iso(row.made_at),
        "state": row.state,
        "revision": row.revision,
    }


def next_item(work: Work, waiting: Sequence[str]) -> str | None:
    """Return the item that is to be answered or decided next: in the order of the catalogue, duties of the agreement last."""
    order = {name: number for number, name in enumerate(compliance.every_standard(work))}
    return min(waiting, key=lambda item: (order.get(item, len(order)), item), default=None)


def called(language: str, standard: Standard | None, item: str) -> str:
    """Return what an item asks for in one sentence: a standard, or a duty of the agreement."""
    if item in set(ObligationKind):
        return labels.code(language, ObligationKind, item)
    return "" if standard is None else standard.text.get(language) or standard.text["en"]


def _named(work: Work, language: str, report_id: UUID, item: str) -> dict[str, str]:
    standard = compliance.every_standard(work).get(item)
    return {
        "href": f"/reports/{report_id}/answers/{item}",
        "text": f"{item if standard else ''} {called(language, standard, item)}".strip(),
    }


def _way(language: str, row: Report, cycle: Document) -> list[dict[str, Any]]:
    """The steps of the cycle with those that are done; being returned is a step only where it happened."""
    been = {move["state"] for move in cycle["history"]} | {row.state}
    steps = [(state, words) for state, words in _WAY if state != ReportState.RETURNED or state in been]
    if row.state in (ReportState.WITHDRAWN, ReportState.KEPT):
        return []
    states = [state for state, _words in steps]
    here = states.index(ReportState(row.state))
    # A report that was returned and submitted again is back with the ministry: answering again is done.
    again = row.state == ReportState.SUBMITTED and ReportState.RETURNED in been
    done = {state for number, state in enumerate(states) if number < here or row.state == ReportState.FROZEN}
    done |= {ReportState.RETURNED} if again else set()
    return [{"words": labels.text(language, words), "here": state == row.state, "done": state in done} for state, words in steps]


def _progress(role: Role, row: Report, shown: Sequence[Document]) -> dict[str, int]:
    """How many breaches are answered, and how many of the answers decided."""
    states = [answer["state"] for answer in shown]
    answered = sum(state != AnswerState.OPEN for state in states)
    if row.state == ReportState.RETURNED:
        answered = sum(state != AnswerState.RETURNED for state in states)
    decided = sum(state in (AnswerState.ACCEPTED, AnswerState.RETURNED) for state in states)
    return {"all": len(states), "answered": answered, "decided": decided, "accepted": states.count(AnswerState.ACCEPTED)}


def _groups(work: Work, language: str, shown: Sequence[Document], content: Document) -> list[dict[str, Any]]:
    """The breaches by right, in the order of the catalogue; duties of the agreement last."""
    standards = compliance.every_standard(work)
    rights = {right.key: right.label for catalogue in work.books.catalogues.values() for right in catalogue.rights}
    order = {name: number for number, name in enumerate(standards)}
    groups: dict[str, list[Document]] = {}
    for answer in sorted(shown, key=lambda a: (order.get(a["item"], len(order)), a["item"])):
        standard = standards.get(answer["item"])
        heading = rights[standard.right].get(language, "") if standard else labels.text(language, _("Duties under the agreement"))
        words = called(language, standard, answer["item"])
        groups.setdefault(heading, []).append(answer | {"words": words, "is_standard": standard is not None})
    return [{"heading": heading, "answers": answers} for heading, answers in groups.items()]


def _problem(language: str, move: ReportStep | None, refused: Refused) -> list[str]:
    if isinstance(refused, PreconditionFailed):
        return [labels.text(language, _MOVED)]
    if isinstance(refused, FourEyesRequired):
        return [labels.text(language, _FOUR_EYES)]
    said = _NOT_NOW.get(move) if move else None
    return [labels.text(language, said or _MOVED)]


def seen(asked: Asked) -> str:
    """Return the revision that was on the page when somebody decided, as an If-Match."""
    return f'"{asked.typed("_seen") or 0}"'


def _move(step: ReportStep, told: str) -> PageFunction:
    """Return the function of a page that takes one step with a report."""
    does = {
        ReportStep.SUBMIT: report_cycle.submit,
        ReportStep.WITHDRAW: report_cycle.withdraw,
        ReportStep.RETURN: report_cycle.give_back,
        ReportStep.COMPLETE: report_cycle.complete,
    }[step]

    def move(work: Work, asked: Asked) -> Redirect:
        does(work, asked.ids["report_id"], if_match=seen(asked))
        return Redirect(f"/reports/{asked.ids['report_id']}", told=told)

    move.__name__ = f"{step}_report"
    return move


def _declare(path: str, permission: Permission, step: ReportStep, told: str) -> None:
    def again(work: Work, asked: Asked, refused: Refused | None) -> Page:
        return _shown(work, asked, step, refused)

    pages.post(f"/reports/{{report_id}}/{path}", permission, again=again)(_move(step, told))


_declare("submission", Permission.REPORT_ANSWER, ReportStep.SUBMIT, "report_submitted")
_declare("withdrawal", Permission.REPORT_ANSWER, ReportStep.WITHDRAW, "report_withdrawn")
_declare("return", Permission.REPORT_REVIEW, ReportStep.RETURN, "report_returned")
_declare("completion", Permission.REPORT_REVIEW, ReportStep.COMPLETE, "report_completed")
tell("all_accepted", _("Every answer that was waiting is accepted."))


def _accept_again(work: Work, asked: Asked, refused: Refused | None) -> Page:
    return _shown(work, asked, ReportStep.DECIDE, refused)


@pages.post("/reports/{report_id}/acceptance", Permission.REPORT_REVIEW, again=_accept_again)
def accept_the_rest(work: Work, asked: Asked) -> Redirect:
    """Accept every answer that is not decided yet, as a minor fault each; what was returned stays returned."""
    report_id = asked.ids["report_id"]
    row = reports.found(work, report_id)
    if seen(asked) != f'"{row.revision}"':
        raise PreconditionFailed("Somebody changed it since you looked; look again, then decide.")
    for answer in report_answers.of(work, report_id):
        if answer.state == AnswerState.ANSWERED:
            report_cycle.decide(work, report_id, answer.item, Decision.ACCEPTED)
    return Redirect(f"/reports/{report_id}", told="all_accepted")
