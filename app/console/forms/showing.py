"""A form as its template needs it: parts with questions, what they may be answered with, what was typed and what is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from app.console import labels, moments
from app.console.asking import Asked
from app.console.forms import answering, mistakes, proofs, shapes
from app.console.forms.fields import Asking, Widget, askings
from app.console.forms.parts import Part
from app.console.forms.reading import Wrong
from app.models.registers import Case
from app.records.base import Act
from app.services.scope import Subject
from app.standards.books import Books
from app.work import Work

MOST_ITEMS = 60  # rows of a plan on one page
_FEW_SEALED = 3  # of more it is said once what sealed means


class Group(NamedTuple):
    """A part of a form: its questions, those that follow a certain answer apart."""

    heading: str
    intro: str
    fields: Sequence[Asking]
    folded: bool
    names: Sequence[str]


class Proof(NamedTuple):
    """A standard that an answer proves; `text` only where it is named for the first time."""

    id: str
    text: str


def context_of(
    work: Work,
    asked: Asked,
    act: Act,
    *,
    subject: Subject | None,
    typed: Mapping[str, Any],
    wrong: Sequence[Wrong] = (),
    filled: bool = False,
) -> dict[str, Any]:
    """Return what forms/form.html shows of an act."""
    language, fields = asked.language, {field.name: field for field in askings(act)}
    listed = [field for field in fields.values() if answering.listed(field)]
    lists = {field.name: answering.answers(work, language, field, subject, act=act.name) for field in listed}
    case = subject.row if subject is not None else None
    catalogue = case.catalogue if isinstance(case, Case) else work.books.default
    order = {name: at for at, name in enumerate(name for part in shapes.of(act) for name in part.names)}
    return (
        _questions(language, act, fields)
        | _mended(language, fields, sorted(wrong, key=lambda w: order.get(w.field, -1)))
        | {
            "choices": lists,
            "proofs": _proofs(work.books, catalogue, language, act) if isinstance(case, Case) else {},
            "typed": typed,
            "filled": filled or bool(wrong),
        }
    )


def blank_context(books: Books, language: str, act: Act) -> dict[str, Any]:
    """Return the same for a form that is filled in without a line: nobody and nothing is listed, and nothing is typed yet."""
    fields = {field.name: field for field in askings(act)}
    lists = {field.name: answering.fixed(language, field) for field in fields.values() if answering.listed(field)}
    return (
        _questions(language, act, fields)
        | _mended(language, fields, ())
        | {"choices": lists, "proofs": _proofs(books, books.default, language, act), "typed": {}, "filled": False}
    )


def now_typed(work: Work, act: Act) -> dict[str, Any]:
    """Return what a new form holds: the act is done now and by whoever is at work, which is right more often than not."""
    shown: dict[str, Any] = {}
    if "interviewer_id" in act.body:
        shown["interviewer_id"] = str(work.actor.user_id)
    if act.moment == "recorded_at":
        return shown
    first = next(field for field in askings(act) if field.name == act.moment)
    if first.widget is Widget.MOMENT:
        return shown | {f"{first.name}.day": moments.typed_day(work.now), f"{first.name}.time": moments.typed_time(work.now)}
    return shown | {first.name: moments.typed_day(work.now)}


def _questions(language: str, act: Act, fields: Mapping[str, Asking]) -> dict[str, Any]:
    reveals = shapes.reveals(act)
    followers = {name for reveal in reveals for name in reveal.names}
    return {
        "act": act,
        "groups": [_group(language, part, fields, followers) for part in shapes.of(act)],
        "reveals": {reveal.question: (reveal.answer, [fields[name] for name in reveal.names]) for reveal in reveals},
        "many_sealed": sum(field.sealed for field in fields.values()) > _FEW_SEALED,
        "has_files": any(field.widget is Widget.FILE for field in fields.values()),
    }


def _group(language: str, part: Part, fields: Mapping[str, Asking], followers: set[str]) -> Group:
    return Group(
        labels.text(language, part.heading) if part.heading else "",
        labels.text(language, part.intro) if part.intro else "",
        [fields[name] for name in part.names if name not in followers],
        part.folded,
        part.names,
    )


def _mended(language: str, fields: Mapping[str, Asking], wrong: Sequence[Wrong]) -> dict[str, Any]:
    """What is wrong: for the summary, for each question, and for each input of a question that has several."""
    said = [(w, mistakes.said(language, fields.get(w.field), w)) for w in wrong]
    return {
        "wrong": {w.field: text for w, text in reversed(said)},
        "wrong_parts": {w.part: text for w, text in said if w.part},
        "mistakes": [{"text": _with_label(language, fields.get(w.field), text), "href": f"#{_input(fields, w)}"} for w, text in said],
    }


def _with_label(language: str, field: Asking | None, text: str) -> str:
    """The question with what is wrong: in a summary of several mistakes the sentence alone does not say which one."""
    return f"{labels.field(language, field.record, field.name)} – {text}" if field is not None else text


def _input(fields: Mapping[str, Asking], wrong: Wrong) -> str:
    """The id of the input that a mistake leads to."""
    field = fields.get(wrong.field)
    if wrong.part or field is None:
        return wrong.part or "the-form"
    match field.widget:
        case Widget.MOMENT:
            return f"{field.name}.day"
        case Widget.SCORES:
            return f"{field.name}.{field.codes[0]}-1"
        case Widget.ITEMS:
            return f"{field.name}.0.domain"
    return field.name


def _proofs(books: Books, catalogue: str, language: str, act: Act) -> dict[str, Sequence[Proof]]:
    """The standards behind each question, in the order in which the form asks; the text of each is given once."""
    by_field = proofs.of_act(books, catalogue, act)
    told: set[str] = set()
    shown: dict[str, Sequence[Proof]] = {}
    for name in (name for part in shapes.of(act) for name in part.names):
        standards = by_field.get(name, ())
        # One sentence for a question is enough; the book has the others.
        spoken = next((s.id for s in standards if s.id not in told), "")
        found = [Proof(s.id, s.text.get(language, s.text["en"]) if s.id == spoken else "") for s in standards]
        found.sort(key=lambda proof: not proof.text)
        told.add(spoken)
        if found:
            shown[name] = found
    return shown
