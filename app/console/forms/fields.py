"""From a declared field to what a person fills in. Nothing here knows a particular record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin

from annotated_types import MaxLen
from pydantic import StringConstraints

from app.records.base import Act, RecordField
from app.records.mous import CatalogueCode
from app.records.values import Codes, Country, IdOrCode, Language, StandardCode
from app.shape import FieldKind
from app.vocabulary.care import ClientDomain, FamilyDomain

_FEW = 8  # so many codes are shown as radio buttons; more of them as a list to choose from
_SHORT = 400  # characters a text of one line may have


class Widget(StrEnum):
    """What a field is asked with; also the name of its macro in forms/field.html."""

    YES_NO = "yes_no"
    RADIOS = "radios"
    SELECT = "select"
    CHECKBOXES = "checkboxes"
    SEVERAL = "several"  # some of a long list: a few boxes to choose from, each of which may stay empty
    MOMENT = "moment"
    DAY = "day"
    NUMBER = "number"
    LINE = "line"
    TEXT = "text"
    FILE = "file"
    SCORES = "scores"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Asking:
    """One field of a form: how it is asked, and what may be answered."""

    record: str
    name: str
    widget: Widget
    required: bool
    sealed: bool
    enum: str | None  # the class whose codes are the answers
    codes: tuple[str, ...]
    names_something: bool  # the answers are records, people, shelters or organisations; see services/choices.py
    whole: bool  # of a number
    most: int | None  # characters

    @property
    def kind_of_code(self) -> str | None:
        """Return what its codes are called by where no class of ours does: country, language, standard, catalogue or recipient."""
        return self.enum if self.enum in {name for _hint, name in _NAMED} else None


def askings(act: Act) -> list[Asking]:
    """Return the fields of an act's form: first when it happened, then its body in the order of the declaration."""
    names = act.body if act.moment == "recorded_at" else (act.moment, *act.body)
    return [asking(act.record.record_name, act.record.fields[name], required=name in act.needs) for name in names]


def asking(record: str, field: RecordField, *, required: bool) -> Asking:
    """Return how one field is asked."""
    enum = _enum(field.annotation)
    most = _most(field.annotation)
    return Asking(
        record=record,
        name=field.name,
        widget=_widget(field, most),
        required=required,
        sealed=field.sealed,
        enum=_special(field) or (enum.__name__ if enum else None),
        codes=_codes(field, enum),
        names_something=field.kind is FieldKind.ID,
        whole=field.kind is not FieldKind.AMOUNT,
        most=most,
    )


# What a kind of field is asked with, where nothing else about it matters.
_BY_KIND: Mapping[FieldKind, Widget] = {
    FieldKind.YES_NO: Widget.YES_NO,
    FieldKind.TIMESTAMP: Widget.MOMENT,
    FieldKind.DATE: Widget.DAY,
    FieldKind.COUNT: Widget.NUMBER,
    FieldKind.SCORE: Widget.NUMBER,
    FieldKind.AMOUNT: Widget.NUMBER,
    FieldKind.ID: Widget.SELECT,
    FieldKind.BYTES: Widget.FILE,
    FieldKind.DIGEST: Widget.LINE,
    FieldKind.SCORES: Widget.SCORES,
    FieldKind.LIST: Widget.ITEMS,
}


def _widget(field: RecordField, most: int | None) -> Widget:
    if field.kind is FieldKind.CODE:
        return Widget.RADIOS if 0 < len(field.codes) <= _FEW else Widget.SELECT
    if field.kind is FieldKind.CODES:
        return Widget.SEVERAL if _special(field) in ("country", "language") else Widget.CHECKBOXES
    return _BY_KIND.get(field.kind) or (Widget.LINE if most is not None and most <= _SHORT else Widget.TEXT)


def _codes(field: RecordField, enum: type[StrEnum] | None) -> tuple[str, ...]:
    if field.kind is FieldKind.LIST:
        return tuple(str(code) for domains in (ClientDomain, FamilyDomain) for code in domains)
    return tuple(str(code) for code in enum) if enum else field.codes


# What a type is called where no class of ours has its codes.
_NAMED: tuple[tuple[object, str], ...] = (
    (Country, "country"),
    (Codes[Country], "country"),
    (Language, "language"),
    (Codes[Language], "language"),
    (StandardCode, "standard"),
    (Codes[CatalogueCode], "catalogue"),
    (IdOrCode, "recipient"),
)


def _special(field: RecordField) -> str | None:
    return next((name for hint, name in _NAMED if field.annotation == hint), None)


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    for part in get_args(hint):
        yield from _parts(part)


def _enum(hint: Any) -> type[StrEnum] | None:
    """The class whose members a field may hold, wherever it stands in the type."""
    return next((part for part in _parts(hint) if isinstance(part, type) and issubclass(part, StrEnum)), None)


def _most(hint: Any) -> int | None:
    """The most characters that a text may have; one that follows a pattern is short."""
    for part in (*_parts(hint), *(get_args(hint)[1:] if get_origin(hint) is Annotated else ())):
        if isinstance(part, StringConstraints | MaxLen) and part.max_length is not None:
            return part.max_length
        if isinstance(part, StringConstraints) and part.pattern is not None:
            return _SHORT
    return None
