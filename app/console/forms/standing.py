"""What stands in a record already, in words: shown above the questions of an act that goes on with it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from app.console import labels, moments
from app.console.forms import answering
from app.console.forms.fields import Asking, Widget, asking
from app.records.base import Act, Fill, placeholders
from app.records.registry import RECORDS
from app.services import reading
from app.services.scope import Subject
from app.work import Work


class Fact(NamedTuple):
    """One thing that was recorded: the question and its answer. A sealed answer is not opened here."""

    label: str
    text: str
    sealed: bool = False


class Standing(NamedTuple):
    """The record that an act goes on with; `done_at` is when the act was done before, if it was."""

    facts: Sequence[Fact]
    done_at: str | None


def of_act(work: Work, language: str, act: Act, subject: Subject | None, ids: Mapping[str, UUID]) -> Standing | None:
    """Return what is known of the record that an act goes on with; nothing for an act that makes one. Raises NotFound."""
    if act.makes or subject is None:
        return None
    record = reading.one(work, subject, act.record.record_name, ids[placeholders(act.path)[-1]])
    names = {name: _name_of(work, language, name, subject) for name in record["facts"]}
    facts = in_words(language, act.record.record_name, record["facts"], record["sealed"], names)
    return Standing(facts, record["facts"].get(act.moment))


def in_words(
    language: str, record: str, facts: Mapping[str, Any], sealed: Sequence[str] = (), names: Mapping[str, Mapping[str, str]] | None = None
) -> Sequence[Fact]:
    """Return the recorded facts of a record in the order of its declaration. `names` says what the ids of a field are called."""
    found: list[Fact] = []
    for name, field in RECORDS[record].fields.items():
        if name in sealed:
            found.append(Fact(labels.field(language, record, name), "", sealed=True))
        elif (value := facts.get(name)) is not None and field.fill is not Fill.SYSTEM:
            text = said(language, asking(record, field, required=False), value, (names or {}).get(name, {}))
            if text:
                found.append(Fact(labels.field(language, record, name), text))
    return found


def said(language: str, field: Asking, value: Any, names: Mapping[str, str] | None = None) -> str:
    """Return a recorded answer in words; nothing for an id that has no name here and for a fingerprint."""
    if field.enum in ("country", "language", "standard", "catalogue") and not isinstance(value, list):
        return _coded(language, field, str(value))
    match field.widget:
        case Widget.YES_NO:
            return labels.yes_no(language, value)
        case Widget.MOMENT:
            return moments.moment(language, value)
        case Widget.DAY:
            return moments.day(language, value)
        case Widget.NUMBER:
            return moments.number(language, value)
        case Widget.CHECKBOXES | Widget.SEVERAL:
            return ", ".join(_coded(language, field, str(code)) for code in value)
        case Widget.SCORES:
            return "; ".join(f"{answering.label(language, field, code)} {score}" for code, score in value.items())
    if field.names_something:
        return (names or {}).get(str(value), labels.code(language, "Recipient", str(value)) if field.enum == "recipient" else "")
    return answering.label(language, field, str(value)) if field.codes else _plain(field, str(value))


def _coded(language: str, field: Asking, code: str) -> str:
    if field.enum == "country":
        return labels.country(language, code)
    if field.enum == "language":
        return labels.language_name(language, code)
    return code if field.enum in ("standard", "catalogue") else answering.label(language, field, code)


def _plain(field: Asking, value: str) -> str:
    """Text as it is; a digest says nothing to a reader."""
    return "" if field.name.endswith("_digest") else value


def _name_of(work: Work, language: str, name: str, subject: Subject) -> Mapping[str, str]:
    if not name.endswith("_id") and name != "recipient":
        return {}
    return {answer.value: answer.text for answer in answering.named(work, language, name, subject_id=subject.id)}
