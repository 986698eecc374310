"""The forms of the acts, made from their declarations: one page to fill in and one to send for each of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.access import Permission
from app.console import addresses
from app.console.answers import Page, Redirect
from app.console.asking import Asked, inside
from app.console.door import AgainFunction, PageFunction, Pages
from app.console.forms import mistakes, showing
from app.console.forms.fields import askings
from app.console.forms.reading import Wrong, body_from, typed
from app.errors import Invalid, NotPermitted, Refused, StepBlocked
from app.models.registers import Case
from app.records.base import Act, placeholders
from app.records.registry import ACTS
from app.services import acts, subjects
from app.services.scope import Subject
from app.work import Work

pages = Pages()
MORE = "_more"  # the button that asks for another item of a list


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
        sent = bool(asked.form)
        wrong = wrong_of(refused, act, asked) if refused else []
        shown = typed(asked.form, fields) if sent else showing.now_typed(work, act) | dict(asked.query)
        if MORE in asked.form:
            shown["items_shown"] = str(_items_shown(asked) + 1)
        context = showing.context_of(
            work, asked, act, subject_id=subject.id if subject else None, typed=shown, wrong=wrong, filled=sent
        )
        return Page("forms/form.html", context | around(act, subject, asked, refused))

    return form


def _sending(act: Act) -> PageFunction:
    def send(work: Work, asked: Asked) -> Page | Redirect:
        if MORE in asked.form:
            return _form(act)(work, asked, None)
        read = body_from(act, askings(act), asked.form)
        if read.body is None:
            raise Unread(read.wrong)
        # An act that changes a record was decided on what stood in it; one that adds a record goes beside whatever else was recorded.
        seen = None if act.makes and act.name not in _DECIDING else asked.typed("_revision")
        done = acts.perform(work, act, asked.ids, read.body, if_match=f'"{seen}"' if seen else None)
        return Redirect(_after(act, asked, done.subject), told=act.name)

    return send


# These add a record, but decide on the whole case as it was seen.
_DECIDING = frozenset({"change_step", "close_case"})


class Unread(Invalid):
    """A form that could not be read as a body: where and how."""

    def __init__(self, wrong: list[Wrong]) -> None:
        """Keep what is wrong."""
        super().__init__("The form is not complete.")
        self.wrong = wrong


def wrong_of(refused: Refused, act: Act, asked: Asked) -> list[Wrong]:
    """Return what is wrong with the fields, as far as a refusal is about fields."""
    if isinstance(refused, Unread):
        return refused.wrong
    if isinstance(refused, Invalid) and refused.errors:
        return mistakes.from_refusal(refused.errors)
    if isinstance(refused, Invalid) and act.moment != "recorded_at":
        return [Wrong(act.moment, "refused", refused.detail)]
    return []


def subject_of(work: Work, act: Act, ids: Mapping[str, UUID]) -> Subject | None:
    """Return whom an act is about, if its address names somebody. Raises NotFound where the actor may not know of it."""
    names = placeholders(act.path)
    return subjects.named(work, names[0], ids[names[0]]) if names else None


def around(act: Act, subject: Subject | None, asked: Asked, refused: Refused | None) -> dict[str, Any]:
    """Return what stands around the fields: the case, where to go back to, and what holds the act up if it was refused."""
    case = subject.row if subject is not None and isinstance(subject.row, Case) else None
    return {
        "case": case,
        "revision": subject.row.revision if subject is not None else "",
        "back": addresses.case(case.id) if case else inside(asked.query.get("next") or asked.typed("next")),
        "next": asked.query.get("next") or asked.typed("next"),
        "refused": refused if refused is not None and not isinstance(refused, Invalid) else None,
        "blocking": refused.findings if isinstance(refused, StepBlocked) else (),
        "draft": f"{act.name}:{next(iter(asked.ids.values()), '')}",
    }


def _after(act: Act, asked: Asked, subject: Subject) -> str:
    if asked.typed("next"):
        return inside(asked.typed("next"))
    if isinstance(subject.row, Case):
        return addresses.case(subject.id)
    return {"shelter": f"/shelters/{subject.id}", "user": f"/administration/people/{subject.id}"}.get(subject.kind, "/organisation")


def _items_shown(asked: Asked) -> int:
    numbers = [int(part) for key in asked.form for part in key.split(".")[1:2] if part.isdigit()]
    return max(numbers, default=2) + 1


for _act in ACTS.values():
    _declare(_act)
