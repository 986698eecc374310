"""Instants, local days and limits.

An instant is an int: whole seconds since 1970 UTC. A day is one of Asia/Phnom_Penh, which is UTC+7 all year round.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import MAXYEAR, UTC, date, datetime
from functools import lru_cache

from app.standards.rules import Duration

HOUR = 3_600
DAY = 86_400
_EAST = 7 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def parse_timestamp(text: str) -> int:
    """Read an aware ISO 8601 time; parts of a second are cut off.

    >>> parse_timestamp("1970-01-01T07:00:01.9+07:00")
    1
    """
    since = datetime.fromisoformat(text) - _EPOCH
    return since.days * DAY + since.seconds


def parse_date(text: str) -> int:
    """Read an ISO 8601 date as the first second of that local day.

    >>> parse_date("1970-01-02")
    61200
    """
    return (date.fromisoformat(text).toordinal() - _EPOCH_ORDINAL) * DAY - _EAST


def local_day(instant: int) -> int:
    """Count the local days since 1 January 1970."""
    return (instant + _EAST) // DAY


def due_after(limit: Duration) -> Callable[[int], int]:
    """Give the function from a start to its due time: the last second that is in time.

    >>> due_after(Duration(days=0))(parse_timestamp("2025-01-06T08:40:00+07:00")) == parse_date("2025-01-07") - 1
    True
    """
    if limit.hours is not None:
        return _exactly(limit.hours)
    first = full_after(Duration(months=limit.months, days=limit.days + 1))
    return lambda start: first(start) - 1


def full_after(limit: Duration) -> Callable[[int], int]:
    """Give the function from a start to the first second at which it is as old as the limit asks.

    >>> full_after(Duration(days=7))(parse_timestamp("2025-04-03T16:00:00+07:00")) == parse_date("2025-04-10")
    True
    """
    if limit.hours is not None:
        return _exactly(limit.hours)
    months, days = limit.months, limit.days
    if months:
        return lambda start: (_months_later(local_day(start), months) + days) * DAY - _EAST
    # Most limits are days, and every judgement asks for some thirty of them.
    return lambda start: ((start + _EAST) // DAY + days) * DAY - _EAST


def _exactly(hours: int) -> Callable[[int], int]:
    seconds = hours * HOUR
    return lambda start: start + seconds


@lru_cache(maxsize=4096)
def _months_later(day: int, months: int) -> int:
    """Move a local day by whole months; a month that has no such day gives its last one."""
    start = date.fromordinal(day + _EPOCH_ORDINAL)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > MAXYEAR:
        # A mistyped year must not keep the rest of a case from being judged.
        return date.max.toordinal() - _EPOCH_ORDINAL
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).toordinal() - _EPOCH_ORDINAL
