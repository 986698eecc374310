"""An invented example of every act's body, made from the types of its fields."""

from pydantic import JsonValue

from app.records.base import Act, RecordField
from app.records.values import AgeKey, ClientCode, Codes, Country, File, Items, Language, Latitude, Longitude, StandardCode, VillageCode
from app.shape import FieldKind

_BY_KIND: dict[FieldKind, JsonValue] = {
    FieldKind.TIMESTAMP: "2025-06-09T15:00:00+07:00",
    FieldKind.DATE: "2025-06-09",
    FieldKind.YES_NO: True,
    FieldKind.COUNT: 12,
    FieldKind.SCORE: 3,
    FieldKind.AMOUNT: 12500.0,
    FieldKind.TEXT: "Invented text",
    FieldKind.ID: "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    FieldKind.DIGEST: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
_BY_TYPE: tuple[tuple[object, JsonValue], ...] = (
    (Longitude, 103.2),
    (Latitude, 13.1),
    (VillageCode, "12010101"),
    (ClientCode, "12010101-0001"),
    (AgeKey, "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"),
    (Country, "KH"),
    (Language, "khm"),
    (Codes[Country], ["KH"]),
    (Codes[Language], ["khm"]),
    (StandardCode, "R1-03"),
    (File, "SW52ZW50ZWQgZmlsZQ=="),
    (Items, [{"domain": "education", "goal": "Invented goal", "due_on": "2025-09-01"}]),
)


def example_of(act: Act) -> dict[str, JsonValue]:
    """A body that the act accepts, with all its fields.

    What follows from other fields is left out, so that the example cannot contradict itself.
    """
    fields = {name: example_value(act.record.fields[name]) for name in act.body}
    derived = act.derive(fields) if act.derive else {}
    return {name: value for name, value in fields.items() if name not in derived}


def example_value(field: RecordField) -> JsonValue:
    """A value that the field accepts."""
    for known, value in _BY_TYPE:
        if field.annotation == known:
            return value
    if field.kind is FieldKind.CODE:
        return field.codes[0]
    if field.kind is FieldKind.CODES:
        return list(field.codes[:1])
    if field.kind is FieldKind.SCORES:
        return dict.fromkeys(field.codes, 3)
    return _BY_KIND[field.kind]
