"""From what was typed to the body of an act, and back: what was typed stays as it was typed until it is right."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from app.console import moments
from app.console.forms.fields import Asking, Widget
from app.records.base import Act
from app.records.bodies import Body, body_model

NOT_KNOWN = ""  # an answer to a yes/no question that leaves the field out: unknown is never "no"
_ITEM = ("domain", "goal", "action", "responsible", "due_on", "done_on")


class Wrong(NamedTuple):
    """Where an answer is wrong and how: the field, the kind of mistake (see forms/mistakes.py) and what is expected, never the input."""

    field: str
    kind: str
    message: str = ""


class Read(NamedTuple):
    """What a form came to: a body, or what is wrong."""

    body: Body | None
    wrong: list[Wrong]


def body_from(act: Act, fields: Iterable[Asking], form: FormData) -> Read:
    """Read a form as the body of an act."""
    given: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for field in fields:
        try:
            value = _value(field, form)
        except _Unfinished as unfinished:
            wrong.append(Wrong(field.name, unfinished.kind))
            continue
        if value is not None:
            given[field.name] = value
        elif field.required:
            wrong.append(Wrong(field.name, "missing"))
    named = {w.field for w in wrong}
    try:
        body = body_model(act).model_validate(given)
    except ValidationError as error:
        # What is missing was said above, of the field that was left half done too.
        wrong += [w for w in _wrong(error) if w.field not in named]
        body = None
    order = {field.name: at for at, field in enumerate(fields)}
    return Read(None, sorted(wrong, key=lambda w: order.get(w.field, -1))) if wrong else Read(body, [])


def _wrong(error: ValidationError) -> list[Wrong]:
    found: dict[str, Wrong] = {}
    for one in error.errors(include_input=False, include_url=False):
        name = str(one["loc"][0]) if one["loc"] else ""
        found.setdefault(name, Wrong(name, one["type"], one["msg"]))
    return list(found.values())


class _Unfinished(Exception):
    """An answer of several parts of which some are missing."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def _value(field: Asking, form: FormData) -> Any:
    """Return the raw value of a field as the API would be sent it, or None where nothing was answered."""
    match field.widget:
        case Widget.YES_NO:
            return {"yes": True, "no": False}.get(_text(form, field.name))
        case Widget.CHECKBOXES:
            return [str(code) for code in form.getlist(field.name) if code] or None
        case Widget.MOMENT:
            return _moment(form, field.name)
        case Widget.NUMBER:
            return _number(_text(form, field.name), whole=field.whole)
        case Widget.FILE:
            return _file(form.get(field.name))
        case Widget.SCORES:
            return _scores(field, form)
        case Widget.ITEMS:
            return _items(form, field.name)
    return _text(form, field.name) or None


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    # Browsers send line breaks as CR LF.
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def _moment(form: FormData, name: str) -> str | None:
    """A day and a time in Phnom Penh. A day alone is not guessed into a moment."""
    day, time = _text(form, f"{name}.day"), _text(form, f"{name}.time")
    if not day and not time:
        return None
    if not day or not time:
        raise _Unfinished("half_a_moment")
    return f"{day}T{time if time.count(':') > 1 else time + ':00'}+07:00"


def _number(text: str, *, whole: bool) -> int | float | str | None:
    """A number; what is none goes on as text, so that it is refused with its reason."""
    text = text.replace(" ", "").replace(",", "").translate(_DIGITS)
    if not text:
        return None
    if re.fullmatch(r"-?\d+", text):
        return int(text) if whole else float(text)
    return float(text) if not whole and re.fullmatch(r"-?\d+\.\d+", text) else text


# Khmer digits count like the others.
_DIGITS = {ord("០") + value: str(value) for value in range(10)}


def _file(value: object) -> bytes | None:
    if not isinstance(value, UploadFile) or not value.filename:
        return None
    return value.file.read()


def _scores(field: Asking, form: FormData) -> dict[str, Any] | None:
    """A map of domains to scores; a domain that nobody scored is not in it."""
    given = {code: _text(form, f"{field.name}.{code}") for code in field.codes}
    return {code: _number(score, whole=True) for code, score in given.items() if score} or None


def _items(form: FormData, name: str) -> list[dict[str, str]] | None:
    """The items of a plan, by their numbers; one in which nothing was written is none."""
    found = []
    for number in sorted({int(m[1]) for key in form if (m := re.fullmatch(rf"{re.escape(name)}\.(\d{{1,3}})\.\w+", key))}):
        item = {part: _text(form, f"{name}.{number}.{part}") for part in _ITEM}
        if any(item.values()):
            found.append({part: value for part, value in item.items() if value})
    return found or None


def typed(form: FormData, fields: Iterable[Asking]) -> dict[str, Any]:
    """Return what was typed, by the names of the form's inputs, so that the form can show it again. Files have to be chosen again."""
    shown: dict[str, Any] = {name: value for name, value in form.items() if isinstance(value, str)}
    for field in fields:
        if field.widget is Widget.CHECKBOXES:
            shown[field.name] = [str(code) for code in form.getlist(field.name)]
    return shown


def typed_facts(facts: Mapping[str, Any], fields: Iterable[Asking]) -> dict[str, Any]:
    """Return recorded facts as the form's inputs would hold them."""
    shown: dict[str, Any] = {}
    for field in fields:
        value = facts.get(field.name)
        if value is None:
            continue
        if field.widget is Widget.MOMENT:
            shown[f"{field.name}.day"], shown[f"{field.name}.time"] = moments.typed_day(moments.local(value)), moments.typed_time(value)
        elif field.widget is Widget.YES_NO:
            shown[field.name] = "yes" if value else "no"
        elif field.widget is Widget.SCORES:
            shown |= {f"{field.name}.{code}": str(score) for code, score in value.items()}
        else:
            shown[field.name] = value if isinstance(value, list) else str(value)
    return shown
