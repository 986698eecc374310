"""Entries of the ledger folded into records as they stood at an instant, as known at an instant."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from app.shape import FieldKind, FieldShape, Shape
from app.standards.instants import parse_date, parse_timestamp

JsonValue: TypeAlias = "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
# What a field holds was checked when it was recorded, and a rule asks for it by name: its type is known only when it is asked.
Values = Mapping[str, Any]


class Entry(NamedTuple):
    """One act of the ledger. Times in `facts` are ISO texts; the moment field of the act is among them."""

    record: str
    record_id: str
    makes: bool
    occurred_at: int
    recorded_at: int
    facts: Mapping[str, JsonValue]


class Recorded(NamedTuple):
    """One record as it stood. Every time in `values` is an instant, a date being the first second of its day."""

    id: str
    moment: int  # when the act that made it happened
    recorded_at: int  # when that act was written down
    sequence: int  # its place in the order of acceptance
    values: Values


class Facts(NamedTuple):
    """Records by kind; within a kind in the order of recording, then of acceptance."""

    records: Mapping[str, Sequence[Recorded]]


def fold(entries: Iterable[Entry], shape: Shape, as_of: int, known_at: int | None = None) -> Facts:
    """Fold the entries, given in order of acceptance, that count at `as_of` as far as they were recorded at `known_at`.

    Reading: an entry counts if it happened and was recorded by then; a record is there as soon as one of its entries counts.
    Reading: of one field the entry recorded last counts, also where it says null: that takes the value back.
    """
    known_at = as_of if known_at is None else known_at
    counting = [(number, entry) for number, entry in enumerate(entries) if entry.occurred_at <= as_of and entry.recorded_at <= known_at]
    counting.sort(key=lambda pair: pair[1].recorded_at)
    merged: dict[tuple[str, str], dict[str, JsonValue]] = {}
    made: dict[tuple[str, str], tuple[int, Entry]] = {}
    for pair in counting:
        entry = pair[1]
        key = entry[:2]
        values = merged.get(key)
        if values is None:
            # Reading: until the act that made a record counts, its first act that does stands for it.
            merged[key] = dict(entry.facts)
            made[key] = pair
        else:
            values.update(entry.facts)
            if entry.makes:
                made[key] = pair
    records: dict[str, list[Recorded]] = {}
    for key, values in merged.items():
        kind, record_id = key
        number, entry = made[key]
        fields = shape.get(kind, {})
        records.setdefault(kind, []).append(
            Recorded(record_id, entry.occurred_at, entry.recorded_at, number, _as_instants(record_id, values, fields))
        )
    for same_kind in records.values():
        if len(same_kind) > 1:
            same_kind.sort(key=attrgetter("recorded_at", "sequence"))
    return Facts(records)


def _as_instants(record_id: str, values: Mapping[str, JsonValue], fields: Mapping[str, FieldShape]) -> Values:
    """Leave out what is null, turn texts of times into instants, add the record's own id."""
    known: dict[str, JsonValue] = {"id": record_id}
    for name, value in values.items():
        if isinstance(value, str) and name in fields:
            kind = fields[name].kind
            if kind is FieldKind.TIMESTAMP:
                known[name] = parse_timestamp(value)
            elif kind is FieldKind.DATE:
                known[name] = parse_date(value)
            else:
                known[name] = value
        elif value is not None:
            known[name] = value
    return known
