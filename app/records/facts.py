"""From a validated body to what the ledger keeps: plain facts as JSON values, sealed values as text or bytes."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from pydantic import BaseModel, JsonValue

from app.records.base import Act
from app.records.bodies import Body
from app.shape import FieldKind

PHNOM_PENH = timezone(timedelta(hours=7))  # No summer time, now or in any year of a case.
_NOTHING: Mapping[str, UUID] = MappingProxyType({})


class Facts(NamedTuple):
    """What one entry of the ledger holds."""

    plain: dict[str, JsonValue]
    sealed: dict[str, str | bytes]


def split(act: Act, body: Body, *, now: int, ids: Mapping[str, UUID] = _NOTHING) -> Facts:
    """Tell the plain facts of an act from its sealed values.

    `ids` are those the path names and the actor's; the act takes what its record declares. A moment that was left out is `now` (seconds
    since 1970 UTC), or its day in Phnom Penh. Fields that were left out or null are in neither part: not recorded is never false.
    """
    sent = body.sent()
    fields = act.record.fields
    stated = {name: ids[name] for name in (*act.from_path, *act.actor)} | dict(act.sets)
    silent = {name: fields[name].left_out for name in act.body if fields[name].left_out is not None}
    facts = _moment(act, now) | silent | sent | (dict(act.derive(sent)) if act.derive else {}) | stated
    return Facts(
        plain={name: to_json(value) for name, value in facts.items() if not fields[name].sealed},
        sealed={name: sealed_form(value) for name, value in facts.items() if fields[name].sealed},
    )


def occurred_at(act: Act, plain: Mapping[str, JsonValue], now: int) -> int:
    """When the act happened, in seconds since 1970 UTC; a date counts from the first second of its day in Phnom Penh."""
    if act.moment == "recorded_at":
        return now
    written = str(plain[act.moment])
    if act.record.fields[act.moment].kind is FieldKind.DATE:
        return int(datetime.combine(date.fromisoformat(written), datetime.min.time(), PHNOM_PENH).timestamp())
    return int(datetime.fromisoformat(written).timestamp())


def to_json(value: object) -> JsonValue:
    """The one written form of a plain fact: UTC to the second, days as they are, ids and codes as text.

    >>> to_json(datetime(2025, 6, 9, 15, 0, tzinfo=PHNOM_PENH))
    '2025-06-09T08:00:00Z'
    """
    match value:
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case bool() | int() | float() | None:
            return value
        case str() | date() | UUID():
            return str(value)
        case list():
            return [to_json(item) for item in value]
        case dict():
            return {str(key): to_json(item) for key, item in value.items()}
        case BaseModel():
            return to_json({name: item for name, item in value if item is not None})
        case _:
            raise TypeError(f"no written form for a {type(value).__name__}")


def _moment(act: Act, now: int) -> dict[str, object]:
    if act.moment == "recorded_at":
        return {}
    here = datetime.fromtimestamp(now, PHNOM_PENH)
    return {act.moment: here.date() if act.record.fields[act.moment].kind is FieldKind.DATE else here}


def sealed_form(value: object) -> str | bytes:
    """Return the form in which a value is sealed: text and bytes as they are, all else as compact JSON."""
    if isinstance(value, bytes):
        return value
    written = to_json(value)
    return written if isinstance(written, str) else json.dumps(written, ensure_ascii=False, separators=(",", ":"))
