"""Facts as the oracle sees them: entries, the records they add up to at one instant, tests, and time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

PHNOM_PENH = timezone(timedelta(hours=7))
Subject = tuple[str, str]
Fields = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One line of the ledger; a list of entries stands in the order of acceptance."""

    subject: Subject
    record: str
    record_id: str
    makes: bool
    act: str
    occurred_at: int
    recorded_at: int
    facts: Fields


@dataclass
class Record:
    """All that is known of one record; `moment` is that of the act that made it."""

    kind: str
    id: str
    moment: int
    recorded_at: int
    order: int
    fields: Fields = field(default_factory=dict)
    set_by: dict[str, tuple[int, int]] = field(default_factory=dict)

    def age_of_making(self) -> tuple[int, int, int]:
        """Sort by moment, then recording, then acceptance."""
        return self.moment, self.recorded_at, self.order

    def age_of_field(self, name: str) -> tuple[int, int, int]:
        """Sort by the time in one field, then the recording and the acceptance of the entry that set it."""
        return instant(self.fields[name]), *self.set_by[name]


def is_date(text: str) -> bool:
    """A day has ten characters, 2025-06-09; an instant has more."""
    return len(text) == len("2025-06-09")


def instant(text: str) -> int:
    """Seconds since 1970; a date is the first second of its day, parts of a second are cut off."""
    if is_date(text):
        return first_second(date.fromisoformat(text))
    return int((datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1))


def local(at: int) -> datetime:
    """The instant on a clock in Phnom Penh."""
    return datetime.fromtimestamp(at, PHNOM_PENH)


def written(at: int) -> str:
    """The instant as the scenario files write it."""
    return local(at).isoformat()


def first_second(day: date) -> int:
    """00:00:00 of the day in Phnom Penh."""
    return int(datetime.combine(day, time(), PHNOM_PENH).timestamp())


def last_second(day: date) -> int:
    """23:59:59 of the day in Phnom Penh."""
    return first_second(day + timedelta(days=1)) - 1


def end_of(text: str) -> int:
    """The time as an end: a date lasts to its last second."""
    return last_second(date.fromisoformat(text)) if is_date(text) else instant(text)


def day_after(start: int, duration: str) -> date:
    """The local day that lies so far after the local day of the start."""
    day, number, unit = local(start).date(), int(duration[1:-1]), duration[-1]
    if unit in "DW":
        return day + timedelta(days=number * (7 if unit == "W" else 1))
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "Y" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def due(start: int, limit: str) -> int:
    """The last second that is in time."""
    if limit.startswith("PT"):
        return start + int(limit[2:-1]) * 3600
    return last_second(day_after(start, limit))


def full(start: int, limit: str) -> int:
    """The first second at which a minimum age is full."""
    if limit.startswith("PT"):
        return start + int(limit[2:-1]) * 3600
    return first_second(day_after(start, limit))


def records_at(entries: Iterable[Entry], as_of: int, known_at: int) -> list[Record]:
    """Fold the entries that count at the instant, each field from the entry recorded last."""
    numbered = [(entry, order) for order, entry in enumerate(entries)]
    counting = [(e, order) for e, order in numbered if e.occurred_at <= as_of and e.recorded_at <= known_at]
    records: dict[tuple[str, str], Record] = {}
    made: set[tuple[str, str]] = set()
    for entry, order in sorted(counting, key=lambda pair: (pair[0].recorded_at, pair[1])):
        key = entry.record, entry.record_id
        if key not in records:
            records[key] = Record(*key, entry.occurred_at, entry.recorded_at, order, {"id": entry.record_id})
        record = records[key]
        if entry.makes:
            record.moment, record.recorded_at, record.order = entry.occurred_at, entry.recorded_at, order
            made.add(key)
        elif key not in made and entry.occurred_at < record.moment:
            record.moment = entry.occurred_at
        for name, value in entry.facts.items():
            record.fields[name] = value
            record.set_by[name] = entry.recorded_at, order
    return list(records.values())


def test(fields: Fields, one: Sequence[Any]) -> bool | None:
    """True, false, or None for not recorded."""
    name, form, wanted = one
    value = fields.get(name)
    if value is None:
        return None
    if form == "present":
        return True
    if isinstance(wanted, dict):
        wanted = fields.get(wanted["field"])
        if wanted is None:
            return None
    if form in ("at_least", "at_most"):
        have, limit = (instant(v) if isinstance(v, str) else v for v in (value, wanted))
        return bool(have >= limit if form == "at_least" else have <= limit)
    if form == "is":
        return bool(value == wanted)
    return bool(value in wanted) if form == "in" else bool(value not in wanted)


def all_of(fields: Fields, tests: Sequence[Sequence[Any]]) -> bool | None:
    """False beats not recorded, and not recorded beats true."""
    results = [test(fields, one) for one in tests]
    if False in results:
        return False
    return None if None in results else True
