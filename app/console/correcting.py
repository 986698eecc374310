"""The form that corrects a record: the fields as they stand, and what was changed in them. A sealed field left empty stays as it is."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from starlette.datastructures import FormData

from app.console.asking import Asked
from app.console.forms import answering, mistakes
from app.console.forms.fields import Asking, Widget, asking
from app.console.forms.reading import Wrong, typed, typed_facts, value_of
from app.errors import FieldError, Invalid, Refused
from app.records.registry import RECORDS, making_acts
from app.services.scope import Subject
from app.work import Work

REASON = "reason"
_SHORTEST, _LONGEST = 3, 2_000  # letters of a reason
_UNREADABLE = "unreadable"


class Changes(NamedTuple):
    """What a form of correction came to: the new values by field (None: taken back), the reason, and what is wrong."""

    values: dict[str, Any]
    reason: str
    wrong: list[Wrong]


def fields_of(record: str, names: Sequence[str]) -> list[Asking]:
    """Return the fields of a record that a form can ask for again; a file is not one of them."""
    needed = {name for act in making_acts(record) for name in (act.moment, *act.needs)}
    declared = RECORDS[record].fields
    asked = [asking(record, declared[name], required=name in needed and not declared[name].sealed) for name in names]
    return [field for field in asked if field.widget is not Widget.FILE]


def changes_of(record: str, item: Mapping[str, Any], names: Sequence[str], form: FormData) -> Changes:
    """Read what was changed against what stands in the record."""
    fields = fields_of(record, names)
    before, sent = typed_facts(item["facts"], fields), typed(form, fields)
    values: dict[str, Any] = {}
    wrong = []
    for field in fields:
        if not field.sealed and _told(before, field) == _told(sent, field):
            continue
        value, mistake = value_of(field, form)
        if mistake is not None:
            wrong.append(mistake)
        elif value is None and field.required:
            wrong.append(Wrong(field.name, "missing"))
        elif value is not None or not field.sealed:
            values[field.name] = value
    given = form.get(REASON)
    reason = given.strip()[:_LONGEST] if isinstance(given, str) else ""
    if len(reason) < _SHORTEST:
        wrong.append(Wrong(REASON, "missing"))
    elif not values and not wrong:
        wrong.append(Wrong("", "nothing"))
    return Changes(values, reason, wrong)


def _told(shown: Mapping[str, Any], field: Asking) -> dict[str, Any]:
    """What stands in the inputs of a field; nothing for those that are empty."""
    return {name: value for name, value in shown.items() if value and (name == field.name or name.startswith(f"{field.name}."))}


def field_errors(changes: Changes) -> list[FieldError]:
    """Return what is wrong as a refusal carries it."""
    return [FieldError(f"fields.{wrong.field}" if wrong.field else "", f"{_UNREADABLE}:{wrong.kind}") for wrong in changes.wrong]


def context_of(
    work: Work, asked: Asked, subject: Subject, item: Mapping[str, Any], names: Sequence[str], refused: Refused | None
) -> dict[str, Any]:
    """Return what the form shows: the fields as they stand or as they were typed, and what is wrong."""
    fields = fields_of(item["record"], names)
    by_name = {field.name: field for field in fields}
    wrong = {name: mistakes.said(asked.language, by_name.get(name), one) for name, one in _wrong(item["record"], refused).items()}
    return {
        "fields": fields,
        "typed": typed(asked.form, fields) if asked.form else typed_facts(item["facts"], fields),
        "wrong": wrong,
        "nothing": "" in wrong,
        "refused": refused if refused is not None and not isinstance(refused, Invalid) else None,
        "choices": {
            field.name: answering.answers(work, asked.language, field, subject, act="") for field in fields if answering.listed(field)
        },
        "sealed_there": item["sealed"],
    }


def _wrong(record: str, refused: Refused | None) -> dict[str, Wrong]:
    """What a refusal says of the fields, by field; under no name where nothing was changed."""
    if not isinstance(refused, Invalid):
        return {}
    if not refused.errors:
        # Only a moment is refused as a whole: one in the future.
        moment = making_acts(record)[0].moment
        return {moment: Wrong(moment, "refused", refused.detail)}
    found = {}
    for error in refused.errors:
        name = error.field.removeprefix("fields").removeprefix(".")
        unread = error.message.removeprefix(f"{_UNREADABLE}:")
        found[name] = Wrong(name, unread) if unread != error.message else Wrong(name, "refused", error.message)
    return found
