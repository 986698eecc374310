"""What a question may be answered with, the likeliest first, and what each answer is called."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple
from uuid import UUID

import pycountry

from app.console import labels, moments
from app.console.forms.fields import Asking, Widget
from app.console.marking import _
from app.models.registers import Case
from app.services import choices
from app.services.scope import Subject
from app.standards.rules import Standard
from app.standards.steps import Step, allowed
from app.vocabulary.care import ClientDomain, FamilyDomain
from app.vocabulary.places import COUNTRIES, LANGUAGES
from app.work import Work

# What the register has no entry for and forms name most (data dictionary, recipient).
_USUAL_RECIPIENTS = {
    "dosavy": _("DoSAVY, the ministry's office in the province"),
    "mosavy": _("MoSAVY, the ministry"),
    "osavy": _("OSAVY, the ministry's office in the district"),
    "police": _("Police"),
    "court": _("Court"),
    "embassy": _("Embassy or consulate"),
}
# Named first in their lists: the countries and languages that cases here are about.
_NEAR = ("KH", "VN", "TH", "LA", "CN", "MY", "ID", "MM", "PH")
_SPOKEN = ("khm", "vie", "tha", "lao", "zho", "eng", "cja", "jra", "kdt", "tpu", "cmo", "brb", "krv", "sti", "kxm")
# Whoever sends a form that was filled in without a line, when nobody could be listed.
MYSELF = "me"
_MYSELF = _("I myself, who send this form")
_PEOPLE = ("user_id", "interviewer_id")
_LONGEST = 110  # letters of a standard in a list


class Answer(NamedTuple):
    """One answer of a list."""

    value: str
    text: str


def listed(field: Asking) -> bool:
    """Say whether a field's answers are a list that its declaration does not hold."""
    return field.names_something or field.kind_of_code is not None or field.name == "to_step"


def answers(work: Work, language: str, field: Asking, subject: Subject | None, *, act: str) -> Sequence[Answer]:
    """Return what a field of a list may be answered with."""
    row = subject.row if subject is not None else None
    if field.name == "to_step" and isinstance(row, Case):
        moves = [code for code in field.codes if allowed(Step(row.step), Step(code))]
        return [Answer(code, label(language, field, code)) for code in moves]
    if field.enum == "standard":
        return _standards(work, language, row if isinstance(row, Case) else None, waivable=act == "request_waiver")
    if field.enum == "catalogue":
        return [Answer(name, book.title.get(language, book.title["en"])) for name, book in work.books.catalogues.items() if "@" not in name]
    if not field.names_something:
        return fixed(language, field)
    found = named(work, language, field.name, subject_id=subject.id if subject is not None else None)
    return [*fixed(language, field), *found] if field.enum == "recipient" else found


def fixed(language: str, field: Asking) -> Sequence[Answer]:
    """Return the answers of a list that are the same for everybody, and need nothing but this program."""
    if field.enum == "country":
        return _countries(language)
    if field.enum == "language":
        return _languages(language)
    if field.enum == "recipient":
        return [Answer(code, labels.text(language, name)) for code, name in _USUAL_RECIPIENTS.items()]
    return [Answer(MYSELF, labels.text(language, _MYSELF))] if field.name in _PEOPLE else ()


def named(work: Work, language: str, name: str, *, subject_id: UUID | None) -> Sequence[Answer]:
    """Return the records, people, shelters or organisations that a field may name."""
    return [_choice(language, choice) for choice in choices.of(work, name, subject_id=subject_id)]


def label(language: str, field: Asking, code: str) -> str:
    """Return what a code of a field means."""
    if field.enum == "Province":
        return labels.province(language, code)
    if field.enum == "country":
        return labels.country(language, code)
    if field.enum == "language":
        return labels.language_name(language, code)
    if field.widget in (Widget.ITEMS, Widget.SCORES):
        return labels.code(language, ClientDomain if code in set(ClientDomain) else FamilyDomain, code)
    return labels.code(language, field.enum or "", code)


def _standards(work: Work, language: str, case: Case | None, *, waivable: bool) -> Sequence[Answer]:
    """The standards of the case's catalogue, or for a shelter or an organisation those of every catalogue, each once."""
    names = [case.catalogue] if case is not None else [work.books.default, *work.books.catalogues]
    found: dict[str, Standard] = {}
    for name in names:
        for standard in work.books.catalogue(name).standards:
            if standard.waivable or not waivable:
                found.setdefault(standard.id, standard)
    return [Answer(s.id, f"{s.id} {_short(s.text.get(language, s.text['en']))}") for s in found.values()]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _choice(language: str, choice: choices.Choice) -> Answer:
    if choice.at is not None:
        return Answer(choice.id, f"{labels.record(language, choice.kind)}, {moments.moment(language, choice.at)}")
    return Answer(choice.id, f"{choice.name} ({labels.role(language, choice.kind)})" if choice.kind else choice.name)


@cache
def _countries(language: str) -> Sequence[Answer]:
    return _named_first(_NEAR, COUNTRIES, lambda code: labels.country(language, code))


@cache
def _languages(language: str) -> Sequence[Answer]:
    """The languages that have a name of their own in dictionaries; of the eight thousand others those that are spoken here."""
    named = frozenset(code for code in LANGUAGES if labels.has_name(code) and _is_spoken(code))
    return _named_first(_SPOKEN, named.union(_SPOKEN), lambda code: labels.language_name(language, code))


def _is_spoken(code: str) -> bool:
    """Whether somebody speaks it today: neither ancient nor made up, and no family of languages."""
    known = pycountry.languages.get(alpha_3=code)
    return getattr(known, "type", None) == "L"


def _named_first(first: Sequence[str], codes: frozenset[str], name: Callable[[str], str]) -> Sequence[Answer]:
    near = [Answer(code, name(code)) for code in first if code in codes]
    rest = sorted((Answer(code, name(code)) for code in codes.difference(first)), key=lambda answer: answer.text)
    return near + rest
