"""Opening what is sealed: asked for by name, with a reason and a fresh one-time code; shown in the answer of that form and nowhere else.

Nothing of it is in an address or a title, no page is led to that would show it again, and nothing may be kept (`no-store`).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, get_args

from app.access import Permission
from app.console import addresses, labels, refusals
from app.console.answers import Page
from app.console.asking import Asked
from app.console.door import Pages
from app.console.forms import standing
from app.console.forms.fields import Widget, asking
from app.console.marking import _
from app.console.records import of_case
from app.errors import FieldError, Invalid, Refused, SignInFailed, TooManyAttempts
from app.models.registers import Case
from app.records.base import RecordField
from app.records.registry import ACTS, RECORDS
from app.schemas.cases import Opening
from app.services import identities, reading, scope
from app.services.scope import Subject
from app.shape import FieldKind
from app.work import Work

pages = Pages()
PURPOSES: Sequence[str] = get_args(Opening.model_fields["purpose"].annotation)
_OPEN = "/cases/{case_id}/records/{record}/{record_id}/open"
_PERSON = "person"
# What one usually wants to know when one asks who it is.
_USUAL = frozenset({"name_km", "name_latin"})
_LANGUAGES = {"name_km": "km", "name_latin": "en"}
# Sealed as they are; everything else as JSON.
_AS_WRITTEN = frozenset({FieldKind.TEXT, FieldKind.CODE, FieldKind.DATE, FieldKind.TIMESTAMP, FieldKind.ID, FieldKind.DIGEST})


class Opened(NamedTuple):
    """One opened field: its question, what stood there, and the language it is written in where the field says so."""

    label: str
    text: str
    language: str | None


@pages.get("/cases/{case_id}/identity", Permission.IDENTITY_OPEN, opens_case=True)
def identity(work: Work, asked: Asked) -> Page:
    """Show the way to the name behind a case: nothing is opened yet."""
    case = scope.case(work, asked.ids["case_id"])
    held = reading.records(work, Subject("case", case), _PERSON, cursor=None, limit=200).items
    if not held:
        register = addresses.form(ACTS["register_person"], {"case_id": case.id})
        return Page("cases/no_identity.html", {"case": case, "register": register, "back": addresses.case(case.id)})
    return Page("cases/open.html", _context(case, held[-1], addresses.case(case.id)))


def _form(work: Work, asked: Asked, refused: Refused | None) -> Page:
    subject, record = of_case(work, asked)
    item = reading.one(work, subject, record, asked.ids["record_id"])
    context = _context(_case(subject), item, addresses.record(subject.id, record, item["id"]))
    if asked.form:
        context |= {"chosen": set(asked.form.getlist("fields")), "purpose": asked.typed("purpose")}
    mistakes = _mistakes(refused)
    if refused is not None and not mistakes:
        return refusals.page(refused)
    return Page("cases/open.html", context | {"mistakes": mistakes})


@pages.get(_OPEN, Permission.IDENTITY_OPEN, opens_case=True)
def opening_form(work: Work, asked: Asked) -> Page:
    """Ask which sealed fields of a record to open, and what for."""
    return _form(work, asked, None)


@pages.post(_OPEN, Permission.IDENTITY_OPEN, again=_form, second_factor=True)
def open_record(work: Work, asked: Asked) -> Page:
    """Open the fields, and show them in this answer only; the log says so before they are shown."""
    subject, record = of_case(work, asked)
    record_id, purpose = asked.ids["record_id"], asked.typed("purpose")
    fields = list(dict.fromkeys(str(name) for name in asked.form.getlist("fields")))
    if not fields or purpose not in PURPOSES:
        wrong = [FieldError("fields", "is empty")] if not fields else []
        raise Invalid("Not all was chosen.", [*wrong, *([FieldError("purpose", "is empty")] if purpose not in PURPOSES else [])])
    case = _case(Subject("case", scope.case(work, subject.id, lock=True)))
    values = identities.open_fields(work, Subject("case", case), record, record_id, fields, purpose)
    context = {
        "case": case,
        "record": record,
        "purpose": purpose,
        "opened": _in_words(asked.language, record, fields, values),
        "hide": addresses.case(case.id) if record == _PERSON else addresses.record(case.id, record, record_id),
        "again": addresses.record(case.id, record, record_id) + "/open",
    }
    return Page("cases/opened.html", context)


def _case(subject: Subject) -> Case:
    assert isinstance(subject.row, Case)  # noqa: S101  # `of_case` makes no other.
    return subject.row


def _context(case: Case, item: Mapping[str, Any], back: str) -> dict[str, Any]:
    record = item["record"]
    names = [name for name in RECORDS[record].fields if name in item["sealed"]]
    return {
        "case": case,
        "record": record,
        "names": names,
        "chosen": _USUAL & set(names) or set(names if len(names) == 1 else ()),
        "purposes": PURPOSES,
        "purpose": "",
        "action": addresses.record(case.id, record, item["id"]) + "/open",
        "back": back,
        "mistakes": {},
    }


def _mistakes(refused: Refused | None) -> dict[str, str]:
    """What is wrong, by field of the form."""
    if isinstance(refused, SignInFailed):
        return {"totp": _("The code was wrong or used already. Wait for the next one.")}
    if isinstance(refused, TooManyAttempts):
        return {"totp": _("Too many tries. Wait a little, then try again.")}
    if not isinstance(refused, Invalid):
        return {}
    said = {"fields": _("Choose what to open"), "purpose": _("Say what it is needed for")}
    return {error.field: said[error.field] for error in refused.errors if error.field in said}


def _in_words(language: str, record: str, asked_for: Sequence[str], values: Mapping[str, str]) -> list[Opened]:
    declared = RECORDS[record].fields
    found = []
    for name in declared:
        if name in asked_for:
            text = _said(language, record, declared[name], values[name]) if name in values else ""
            found.append(Opened(labels.field(language, record, name), text, _LANGUAGES.get(name)))
    return found


def _said(language: str, record: str, field: RecordField, value: str) -> str:
    asked = asking(record, field, required=False)
    if asked.widget is Widget.FILE:
        return labels.text(language, _("A file. It is opened where it was recorded."))
    told = value if field.kind in _AS_WRITTEN else json.loads(value)
    if isinstance(told, list) and told and isinstance(told[0], dict):
        return "\n".join(" – ".join(str(part) for part in item.values() if part) for item in told)
    if field.name == "village_code":
        return labels.place(language, value)
    return standing.said(language, asked, told)
