"""One breach of a report: what was found, what the organisation answers, what the ministry decides, and the words that are sealed."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from starlette.datastructures import UploadFile

from app.access import GRANTS, Permission, Role
from app.console import labels, report_cycle
from app.console.answers import Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.console.report_cycle import seen
from app.console.told import tell
from app.errors import FieldError, Invalid, PreconditionFailed, Refused
from app.services import compliance, report_answers, reports
from app.services import report_cycle as way
from app.services.report_answers import Words
from app.services.report_cycle import KEEP, Said
from app.vocabulary.organisations import Severity
from app.vocabulary.reports import Cause, Decision, DecisionReason, Remedy, ReportState, Responsible
from app.work import Work

pages = Pages()
tell("answer_kept", _("The answer is kept. This is the next one."))
tell("answers_done", _("The answer is kept. Everything is answered now."))
tell("decision_kept", _("The decision is kept."))
Code = TypeVar("Code", bound=StrEnum)

_WRONG: Mapping[str, str] = {
    "cause": _("Choose why it happened"),
    "remedy": _("Choose what will put it right"),
    "due_on": _("Give a day that is today or later"),
    "responsible": _("Choose who sees to it"),
    "narrative": _("Say it in words too, because you chose “other”"),
    "decision": _("Choose whether to accept or to return the answer"),
    "reason": _("Choose why the answer is returned"),
    "severity": _("Choose how grave the fault is"),
    "note": _("This text is too long"),
}
_OFF = {
    "conflict": _("This answer is locked as the report stands now. Look at the report to see who is to act."),
    "precondition_failed": _("Somebody changed this answer since you looked. This is how it stands now; look again, then decide."),
    "not_permitted": _("Your organisation holds no key to these words, or none any more."),
}
_LONGEST = 10_000


@pages.get("/reports/{report_id}/answers/{item}", Permission.REPORT_READ)
def breach(work: Work, asked: Asked) -> Page:
    """Show one breach with what was answered and decided; the fields that are open can be filled in."""
    return _shown(work, asked, None)


def _shown(work: Work, asked: Asked, refused: Refused | None, words: Words | None = None) -> Page:
    report_id, item, role = asked.ids["report_id"], asked.words["item"], work.actor.role
    row = reports.found(work, report_id)
    answers, content = report_answers.of(work, report_id), reports.shown_content(work, row)
    answer = report_answers.one(answers, item)
    shown = report_answers.shown(role, row, answer, content)
    standard = compliance.every_standard(work).get(item)
    wrong = _wrong(asked.language, refused)
    context = {
        "report": report_cycle.about(work, row),
        "answer": shown,
        "standard": standard,
        "words": report_cycle.called(asked.language, standard, item),
        "hides": content["hidden_below"] is not None,
        "kind": _kind(role, shown),
        "typed": dict(asked.form) if "_seen" in asked.form else _as_typed(shown),
        "wrong": wrong,
        "mistakes": [{"text": text, "href": f"#{name}"} for name, text in wrong.items()],
        "off": _off(asked.language, refused),
        "opened": words,
        "may_open": Permission.REPORT_WORDS in GRANTS[role] and bool(shown["sealed"]),
        "codes": {"cause": list(Cause), "remedy": list(Remedy), "responsible": list(Responsible), "severity": list(Severity)},
        "reasons": [reason for reason in DecisionReason if reason is not DecisionReason.SUFFICIENT],
        "counted": _counted(asked, answers, item),
        "filled": "_seen" in asked.form,
    }
    return Page("reports/breach.html", context)


def _kind(role: Role, shown: Mapping[str, Any]) -> str:
    """What the page asks for: an answer, a decision, or nothing."""
    if not shown["open_fields"]:
        return "read"
    return "decide" if role is Role.MOSAVY_OFFICER else "answer"


def _as_typed(shown: Mapping[str, Any]) -> dict[str, Any]:
    answer, decision = shown["answer"] or {}, shown["decision"] or {}
    return {name: answer.get(name) or "" for name in ("cause", "remedy", "due_on", "responsible", "evidence_digest")} | decision


def _counted(asked: Asked, answers: Sequence[Any], item: str) -> dict[str, int]:
    return {"number": [a.item for a in answers].index(item) + 1, "all": len(answers)}


def _wrong(language: str, refused: Refused | None) -> dict[str, str]:
    """Say what is wrong with each field, so that one can mend it."""
    errors = refused.errors if isinstance(refused, Invalid) else ()
    return {error.field: labels.text(language, _WRONG[error.field]) for error in errors if error.field in _WRONG}


def _off(language: str, refused: Refused | None) -> str | None:
    """Say why nothing can be done with the answer just now, where that is not about a field."""
    if refused is None or _wrong(language, refused):
        return None
    kind = "precondition_failed" if isinstance(refused, PreconditionFailed) else refused.code
    return labels.text(language, _OFF.get(kind, _OFF["conflict"]))


@pages.post("/reports/{report_id}/answers/{item}", Permission.REPORT_ANSWER, again=_shown)
def answer_breach(work: Work, asked: Asked) -> Redirect:
    """Keep an answer, and lead to the next that is missing."""
    report_id, item = asked.ids["report_id"], asked.words["item"]
    said = _said(asked)
    way.answer(work, report_id, item, said, if_match=seen(asked))
    return _onward(work, asked, "answer_kept", "answers_done")


def _said(asked: Asked) -> Said:
    """Read an answer. Raises Invalid, naming every field that is missing."""
    cause, remedy, responsible = _code(Cause, asked, "cause"), _code(Remedy, asked, "remedy"), _code(Responsible, asked, "responsible")
    due_on = None
    with suppress(ValueError):
        due_on = date.fromisoformat(asked.typed("due_on"))
    words = asked.typed("narrative")
    missing = [
        name for name, there in (("cause", cause), ("remedy", remedy), ("due_on", due_on), ("responsible", responsible)) if there is None
    ]
    if len(words) > _LONGEST:
        missing.append("narrative")
    if missing or cause is None or remedy is None or due_on is None or responsible is None:
        raise Invalid("The answer is not complete.", [FieldError(name, "is missing") for name in missing])
    kept = None if asked.typed("take_back") else KEEP
    return Said(cause, remedy, due_on, responsible, None, _evidence(asked), words or kept)


def _evidence(asked: Asked) -> str | None:
    """The fingerprint of the document that was chosen, which itself is not kept; else the one that stood there."""
    file = asked.form.get("evidence")
    if isinstance(file, UploadFile) and file.size:
        return hashlib.sha256(file.file.read()).hexdigest()
    # It stands in the form between two answers, and in plain in the record: nothing but a fingerprint gets there.
    digest = asked.typed("evidence_digest")
    return digest if re.fullmatch("[0-9a-f]{64}", digest) else None


def _code(codes: type[Code], asked: Asked, name: str) -> Code | None:
    with suppress(ValueError):
        return codes(asked.typed(name))
    return None


def _onward(work: Work, asked: Asked, told: str, done: str) -> Redirect:
    """Lead to the next item that waits, else back to the report."""
    report_id = asked.ids["report_id"]
    cycle = reports.cycle(work, reports.found(work, report_id), report_answers.of(work, report_id))
    following = report_cycle.next_item(work, cycle["waiting_for"])
    if asked.typed("back") == "report" or following is None:
        item = asked.words["item"]
        return Redirect(f"/reports/{report_id}#item-{item}" if following else f"/reports/{report_id}", told=told if following else done)
    return Redirect(f"/reports/{report_id}/answers/{following}", told=told)


@pages.post("/reports/{report_id}/answers/{item}/decision", Permission.REPORT_REVIEW, again=_shown)
def decide_answer(work: Work, asked: Asked) -> Redirect:
    """Accept or return one answer, and lead to the next that waits."""
    report_id, item = asked.ids["report_id"], asked.words["item"]
    decision, note = _code(Decision, asked, "decision"), asked.typed("note")
    reason = DecisionReason.SUFFICIENT if decision is Decision.ACCEPTED else _code(DecisionReason, asked, "reason")
    severity = _code(Severity, asked, "severity") or Severity.MINOR
    missing = [name for name, there in (("decision", decision), ("reason", reason)) if there is None]
    if decision is None:
        missing = ["decision"]
    if decision is Decision.RETURNED and reason is DecisionReason.SUFFICIENT:
        missing = ["reason"]
    if len(note) > _LONGEST:
        missing.append("note")
    if missing or decision is None or reason is None:
        raise Invalid("The decision is not complete.", [FieldError(name, "is missing") for name in missing])
    way.decide(work, report_id, item, decision, reason=reason, severity=severity, note=note or None, if_match=seen(asked))
    return _onward(work, asked, "decision_kept", "decision_kept")


@pages.post("/reports/{report_id}/answers/{item}/words", Permission.REPORT_WORDS, again=_shown)
def open_words(work: Work, asked: Asked) -> Page:
    """Open the sealed words about a breach and show them on this page only; the log says so before they leave."""
    report_id, item = asked.ids["report_id"], asked.words["item"]
    organisation = reports.organisation_of(work, report_id)
    row = reports.found(work, report_id)
    words = report_answers.open_words(work, organisation, row, item, _purpose(work.actor.role, row.state))
    return _shown(work, asked, None, words)


def _purpose(role: Role, state: str) -> str:
    """What the words are opened for: it follows from who opens them and where the report stands."""
    if role is not Role.MOSAVY_OFFICER:
        return "answering"
    return "second_look" if state == ReportState.FROZEN else "review"
