"""From what was typed to the body of an act, and back: what was typed stays as it was typed until it is right."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from app.console import moments
from app.console.forms import shapes
from app.console.forms.fields import Asking, Widget
from app.records.base import Act
from app.records.bodies import Body, body_model

NOT_KNOWN = ""  # an answer to a yes/no question that leaves the field out: unknown is never "no"
_ITEM = ("domain", "goal", "action", "responsible", "due_on", "done_on")


class Wrong(NamedTuple):
    """Where an answer is wrong and how: the field, the kind of mistake (see forms/mistakes.py) and what is expected, never the input.

    `part` is the id of the input of a field that has several, where it is known.
    """

    field: str
    kind: str
    message: str = ""
    part: str = ""


class Read(NamedTuple):
    """What a form came to: a body, or what is wrong."""

    body: Body | None
    wrong: list[Wrong]


def body_from(act: Act, fields: Sequence[Asking], form: FormData) -> Read:
    """Read a form as the body of an act. A question that hung on another's answer is not read where that answer was a different one."""
    given: dict[str, Any] = {}
    wrong: list[Wrong] = []
    unasked = _unasked(act, form)
    for field in fields:
        if field.name in unasked:
            continue
        try:
            value = _value(field, form)
        except _Unfinished as unfinished:
            wrong.append(Wrong(field.name, unfinished.kind, part=f"{field.name}.{unfinished.part}"))
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
        wrong += [w for w in _wrong(error, form) if w.field not in named]
        body = None
    order = {field.name: at for at, field in enumerate(fields)}
    return Read(None, sorted(wrong, key=lambda w: order.get(w.field, -1))) if wrong else Read(body, [])


def _unasked(act: Act, form: FormData) -> frozenset[str]:
    """The questions that were out of sight when the form was sent: they may hold what was ticked before the answer was changed."""
    hidden = (r.names for r in shapes.reveals(act) if (said := _text(form, r.question)) and said != r.answer)
    return frozenset(name for names in hidden for name in names)


def _wrong(error: ValidationError, form: FormData) -> list[Wrong]:
    found: dict[tuple[str, str], Wrong] = {}
    for one in error.errors(include_input=False, include_url=False):
        where = one["loc"]
        name = str(where[0]) if where else ""
        part = _part(name, where[1:], form)
        found.setdefault((name, part), Wrong(name, one["type"], one["msg"], part))
    return list(found.values())


def _part(name: str, where: tuple[int | str, ...], form: FormData) -> str:
    """The id of the input that a mistake inside a field is about: of an item of a plan, by the number it has in the form."""
    if len(where) > 1 and isinstance(where[0], int):
        return f"{name}.{_numbers(form, name)[where[0]]}.{where[1]}"
    return f"{name}.{where[0]}-1" if where and f"{name}.{where[0]}" in form else ""


class _Unfinished(Exception):
    """An answer of several parts of which some are missing."""

    def __init__(self, kind: str, part: str) -> None:
        """Keep the kind of mistake and the part that is missing."""
        self.kind, self.part = kind, part


def value_of(field: Asking, form: FormData) -> tuple[Any, Wrong | None]:
    """Return the raw value of one field as the API would be sent it, or what is wrong with it; None for no answer."""
    try:
        return _value(field, form), None
    except _Unfinished as unfinished:
        return None, Wrong(field.name, unfinished.kind, part=f"{field.name}.{unfinished.part}")


def _value(field: Asking, form: FormData) -> Any:
    """Return the raw value of a field as the API would be sent it, or None where nothing was answered."""
    match field.widget:
        case Widget.YES_NO:
            return {"yes": True, "no": False}.get(_text(form, field.name))
        case Widget.CHECKBOXES | Widget.SEVERAL:
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
        raise _Unfinished("half_a_moment", "time" if day else "day")
    return f"{day}T{time if time.count(':') > 1 else time + ':00'}+07:00"


def _number(text: str, *, whole: bool) -> int | float | str | None:
    """A number; what is none goes on as text, so that it is refused with its reason."""
    text = text.replace(" ", "").replace("\u00a0", "").translate(_DIGITS)
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    if not text:
        return None
    # A comma that does not part thousands may stand for a point: nobody guesses. Longer than any number that is asked for is none.
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", text):
        return text
    if "." not in text:
        return int(text) if whole else float(text)
    return text if whole else float(text)


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


def _numbers(form: FormData, name: str) -> list[int]:
    """The numbers of the items in which something was written."""
    parts = (re.fullmatch(rf"{re.escape(name)}\.([0-9]{{1,3}})\.({'|'.join(_ITEM)})", key) for key in form)
    return sorted({int(part[1]) for part in parts if part and _text(form, part[0])})


def _items(form: FormData, name: str) -> list[dict[str, str]] | None:
    """The items of a plan, by their numbers; one in which nothing was written is none."""
    found = []
    for number in _numbers(form, name):
        item = {part: _text(form, f"{name}.{number}.{part}") for part in _ITEM}
        found.append({part: value for part, value in item.items() if value})
    return found or None


def typed(form: FormData, fields: Iterable[Asking]) -> dict[str, Any]:
    """Return what was typed, by the names of the form's inputs, so that the form can show it again. Files have to be chosen again."""
    shown: dict[str, Any] = {name: value for name, value in form.items() if isinstance(value, str)}
    for field in fields:
        if field.widget in (Widget.CHECKBOXES, Widget.SEVERAL):
            shown[field.name] = [str(code) for code in form.getlist(field.name)]
    return shown


def typed_facts(facts: Mapping[str, Any], fields: Iterable[Asking]) -> dict[str, Any]:
    """Return recorded facts as the form's inputs would hold them; a file cannot be put into a form again."""
    shown: dict[str, Any] = {}
    for field in fields:
        value = facts.get(field.name)
        if value is not None and field.widget is not Widget.FILE:
            shown |= _typed_fact(field, value)
    return shown


def _typed_fact(field: Asking, value: Any) -> dict[str, Any]:
    name = field.name
    match field.widget:
        case Widget.MOMENT:
            at = moments.local(value)
            return {f"{name}.day": moments.typed_day(at), f"{name}.time": at.strftime("%H:%M:%S" if at.second else "%H:%M")}
        case Widget.YES_NO:
            return {name: "yes" if value else "no"}
        case Widget.SCORES:
            return {f"{name}.{code}": str(score) for code, score in value.items()}
        case Widget.ITEMS:
            return {f"{name}.{number}.{part}": str(said) for number, item in enumerate(value) for part, said in item.items()}
        case Widget.CHECKBOXES | Widget.SEVERAL:
            return {name: [str(code) for code in value]}
    return {name: str(value)}
