"""A form as its template needs it: groups of fields, what they may be answered with, what was typed and what is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from app.console import labels, moments
from app.console.asking import Asked
from app.console.forms import mistakes, shapes
from app.console.forms.fields import Asking, Widget, askings
from app.console.forms.reading import Wrong
from app.records.base import Act
from app.records.values import COUNTRIES, LANGUAGES
from app.services import choices
from app.vocabulary.care import ClientDomain, FamilyDomain
from app.work import Work

# What the register has no entry for and forms name most (data dictionary, recipient).
_USUAL_RECIPIENTS = ("dosavy", "mosavy", "osavy", "police", "court", "embassy")
# Named first in their lists: the countries and languages that cases here are about.
_NEAR = ("KH", "VN", "TH", "LA", "CN", "MY", "ID", "MM", "PH")
_SPOKEN = ("khm", "vie", "tha", "lao", "zho", "eng", "cja", "kxm")


class Answer(NamedTuple):
    """One answer of a list."""

    value: str
    text: str


class Group(NamedTuple):
    """Fields that belong together."""

    heading: str
    intro: str
    fields: Sequence[Asking]
    folded: bool


def context_of(
    work: Work,
    asked: Asked,
    act: Act,
    *,
    subject_id: UUID | None,
    typed: Mapping[str, Any],
    wrong: Sequence[Wrong] = (),
    filled: bool = False,
) -> dict[str, Any]:
    """Return what forms/form.html shows of an act."""
    fields = {field.name: field for field in askings(act)}
    said = {w.field: mistakes.said(asked.language, fields.get(w.field), w) for w in wrong}
    return {
        "act": act,
        "groups": [_group(asked.language, group, fields) for group in shapes.of(act)],
        "choices": {name: answers(work, asked.language, field, subject_id=subject_id) for name, field in fields.items() if _listed(field)},
        "typed": typed,
        "wrong": said,
        "mistakes": [{"text": text, "href": f"#{_first_input(fields.get(name), name)}"} for name, text in said.items()],
        "filled": filled or bool(wrong),
        "has_files": any(field.widget is Widget.FILE for field in fields.values()),
    }


def now_typed(work: Work, act: Act) -> dict[str, Any]:
    """Return what a new form holds: the moment of the act is now, which is right more often than not and can be changed."""
    if act.moment == "recorded_at":
        return {}
    first = next(field for field in askings(act) if field.name == act.moment)
    if first.widget is Widget.MOMENT:
        return {f"{first.name}.day": moments.typed_day(work.now), f"{first.name}.time": moments.typed_time(work.now)}
    return {first.name: moments.typed_day(work.now)}


def _group(language: str, group: shapes.Shaped, fields: Mapping[str, Asking]) -> Group:
    return Group(
        labels.text(language, group.heading) if group.heading else "",
        labels.text(language, group.intro) if group.intro else "",
        [fields[name] for name in group.names],
        group.folded,
    )


def _listed(field: Asking) -> bool:
    return field.names_something or field.kind_of_code is not None


def answers(work: Work, language: str, field: Asking, *, subject_id: UUID | None) -> list[Answer]:
    """Return what a field of a list may be answered with, the likeliest first."""
    if field.enum == "country":
        return _named_first(_NEAR, COUNTRIES, lambda code: labels.country(language, code))
    if field.enum == "language":
        return _named_first(_SPOKEN, LANGUAGES, lambda code: labels.language_name(language, code))
    if field.enum == "standard":
        catalogue = work.books.catalogue(work.books.default)
        return [Answer(s.id, f"{s.id} {s.text.get(language, '')}"[:120]) for s in catalogue.standards]
    found = [_choice(language, choice) for choice in choices.of(work, field.name, subject_id=subject_id)]
    if field.enum == "recipient":
        found = [Answer(code, labels.code(language, "Recipient", code)) for code in _USUAL_RECIPIENTS] + found
    return found


def _choice(language: str, choice: choices.Choice) -> Answer:
    if choice.at is not None:
        return Answer(choice.id, f"{labels.record(language, choice.kind)}, {moments.moment(language, choice.at)}")
    return Answer(choice.id, f"{choice.name} ({labels.role(language, choice.kind)})" if choice.kind else choice.name)


def _named_first(first: Sequence[str], codes: frozenset[str], name: Any) -> list[Answer]:
    near = [Answer(code, name(code)) for code in first if code in codes]
    rest = sorted((Answer(code, name(code)) for code in codes.difference(first)), key=lambda answer: answer.text)
    return near + rest


def _first_input(field: Asking | None, name: str) -> str:
    """The id of the input that an error leads to."""
    return f"{name}.day" if field is not None and field.widget is Widget.MOMENT else name


def answer_label(language: str, field: Asking, code: str) -> str:
    """Return what a code of a field means."""
    if field.enum == "Province":
        return labels.province(language, code)
    if field.widget in (Widget.ITEMS, Widget.SCORES):
        return labels.code(language, ClientDomain if code in set(ClientDomain) else FamilyDomain, code)
    return labels.code(language, field.enum or "", code)
