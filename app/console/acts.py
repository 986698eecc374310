"""The forms of the acts, made from their declarations: one page to fill in and one to send for each of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData

from app.access import Permission
from app.console import addresses, deeds, gates
from app.console.answers import Page, Redirect
from app.console.asking import Asked, inside
from app.console.door import AgainFunction, PageFunction, Pages
from app.console.forms import answering, mistakes, showing, standing
from app.console.forms.fields import Asking, askings
from app.console.forms.reading import Wrong, body_from, typed
from app.errors import Invalid, MomentInFuture, NotPermitted, PreconditionFailed, Refused, StepBlocked
from app.models.registers import Case
from app.records.base import Act, placeholders
from app.records.registry import ACTS
from app.services import acts, subjects
from app.services.scope import Subject
from app.work import Work

pages = Pages()
MORE = "_more"  # the button that asks for another item of a list
_ROWS = "items_shown"
# These add a record, but decide on the whole case as it was seen.
_DECIDING = frozenset({"change_step", "close_case"})


def _declare(act: Act) -> None:
    path = addresses.pattern(act)
    of_case = path.startswith("/cases/")
    form = _form(act)
    pages.get(path, Permission.ACT, opens_case=of_case)(_named(f"form_{act.name}", lambda work, asked: form(work, asked, None)))
    pages.post(path, Permission.ACT, again=form)(_named(f"do_{act.name}", _sending(act)))


def _named(name: str, function: PageFunction) -> PageFunction:
    function.__name__ = name
    return function


def _form(act: Act) -> AgainFunction:
    """Return the page of an act's form: blank, as it was sent with what is wrong, or brought back."""

    def form(work: Work, asked: Asked, refused: Refused | None) -> Page:
        if work.actor.role not in act.by:
            raise NotPermitted("Your role does not do this.")
        subject = subject_of(work, act, asked.ids)
        fields = askings(act)
        wrong = wrong_of(refused, act, fields) if refused else []
        shown = _shown(work, act, asked, fields)
        context = showing.context_of(work, asked, act, subject=subject, typed=shown, wrong=wrong, filled=bool(asked.form))
        around = _around(work, act, subject, asked, refused)
        return Page(_TEMPLATES.get(act.name, "forms/form.html"), context | around | _above(work, act, subject, asked))

    return form


# Forms with something of their own above the questions.
_TEMPLATES = {
    "record_interview": "forms/interview.html",
    "change_step": "forms/gated.html",
    "close_case": "forms/gated.html",
}


def _above(work: Work, act: Act, subject: Subject | None, asked: Asked) -> dict[str, Any]:
    """Return what a person should know before the questions: what stands, which gates are open, whether the person agreed to talk."""
    above: dict[str, Any] = {"standing": standing.of_act(work, asked.language, act, subject, asked.ids)}
    if subject is None or not isinstance(subject.row, Case):
        return above
    if act.name in _DECIDING:
        return above | gates.before(work, subject, act, back=asked.path)
    if act.name == "record_interview":
        return above | {"consent": gates.interview_consent(work, subject.row), "consent_form": gates.consent_form(subject.row, asked.path)}
    return above


def _shown(work: Work, act: Act, asked: Asked, fields: list[Asking]) -> dict[str, Any]:
    """Return what stands in the inputs."""
    if not asked.form:
        shown = showing.now_typed(work, act) | {name: value for name, value in asked.query.items() if name not in ("next", "told", "sent")}
        return shown | {_ROWS: _rows(asked.query.get(_ROWS, ""))}
    shown = typed(_as_sent(work, asked.form), fields)
    return shown | {_ROWS: _rows(str(_items_sent(asked.form) + (MORE in asked.form)))}


def _rows(wanted: str) -> int:
    return min(max(int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 0, 3), showing.MOST_ITEMS)


def _items_sent(form: FormData) -> int:
    numbers = [int(part) for key in form for part in key.split(".")[1:2] if part.isascii() and part.isdigit() and len(part) < 4]
    return max(numbers, default=2) + 1


def _as_sent(work: Work, form: FormData) -> FormData:
    """Put the sender where a form that was filled in without a line says so."""
    return FormData([(name, str(work.actor.user_id) if value == answering.MYSELF else value) for name, value in form.multi_items()])


def _sending(act: Act) -> PageFunction:
    def send(work: Work, asked: Asked) -> Page | Redirect:
        if work.actor.role not in act.by:
            raise NotPermitted("Your role does not do this.")
        if MORE in asked.form:
            return _form(act)(work, asked, None)
        read = body_from(act, askings(act), _as_sent(work, asked.form))
        if read.body is None:
            raise Unread(read.wrong)
        # An act that changes a record was decided on what stood in it; one that adds a record goes beside whatever else was recorded.
        seen = None if act.makes and act.name not in _DECIDING else asked.typed("_revision")
        done = acts.perform(work, act, asked.ids, read.body, if_match=f'"{seen}"' if seen else None)
        return Redirect(_after(work, asked, done.subject), told=act.name)

    return send


class Unread(Invalid):
    """A form that could not be read as a body: where and how."""

    def __init__(self, wrong: list[Wrong]) -> None:
        """Keep what is wrong."""
        super().__init__("The form is not complete.")
        self.wrong = wrong


def wrong_of(refused: Refused, act: Act, fields: list[Asking]) -> list[Wrong]:
    """Return what is wrong with the fields, as far as a refusal is about fields."""
    if isinstance(refused, Unread):
        return refused.wrong
    if isinstance(refused, Invalid) and refused.errors:
        return mistakes.from_refusal(refused.errors)
    if isinstance(refused, MomentInFuture):
        named = refused.detail.partition(" ")[0]
        return [Wrong(named if any(field.name == named for field in fields) else act.moment, "refused", refused.detail)]
    return []


def subject_of(work: Work, act: Act, ids: Mapping[str, UUID]) -> Subject | None:
    """Return whom an act is about, if its address names somebody. Raises NotFound where the actor may not know of it."""
    names = placeholders(act.path)
    return subjects.named(work, names[0], ids[names[0]]) if names else None


def _around(work: Work, act: Act, subject: Subject | None, asked: Asked, refused: Refused | None) -> dict[str, Any]:
    """Return what stands around the fields: the case, where to go back to, and what holds the act up if it was refused."""
    case = subject.row if subject is not None and isinstance(subject.row, Case) else None
    onward = asked.query.get("next") or asked.typed("next")
    blocking = refused.findings if isinstance(refused, StepBlocked) else ()
    return {
        "case": case,
        "revision": _revision(subject, asked, refused),
        "back": inside(onward) if onward else addresses.case(case.id) if case else "/",
        "next": onward,
        "refused": refused if refused is not None and not (isinstance(refused, Invalid) and wrong_of(refused, act, askings(act))) else None,
        "blocking": blocking,
        "following": deeds.of_case(work, case, [f.standard for f in blocking], back=asked.path) if case else {},
        "draft": f"{act.name}:{next(iter(asked.ids.values()), '')}",
    }


def _revision(subject: Subject | None, asked: Asked, refused: Refused | None) -> str:
    """The revision on which the form was filled in. Only after a conflict is it the newest: then the reader was told to look again."""
    if asked.form and not isinstance(refused, PreconditionFailed):
        return asked.typed("_revision")
    return str(subject.row.revision) if subject is not None else ""


def _after(work: Work, asked: Asked, subject: Subject) -> str:
    if asked.typed("next"):
        return inside(asked.typed("next"))
    if isinstance(subject.row, Case):
        return addresses.case(subject.id)
    if subject.id == work.actor.user_id:
        return "/account"
    return {"shelter": f"/shelters/{subject.id}", "user": f"/administration/people/{subject.id}"}.get(subject.kind, "/organisation")


for _act in ACTS.values():
    _declare(_act)
