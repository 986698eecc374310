"""Days, times and numbers in the reader's language, as they are in Phnom Penh. Formats only; nothing is ever read back from them."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import partial
from typing import Any, Literal

from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_decimal, format_percent

from app.console import labels
from app.console.marking import _

LOCAL = timezone(timedelta(hours=7))  # Phnom Penh, which has known no other since 1975
_SAME_DAY = _("the same day")
_JUST_NOW, _MINUTE = _("just now"), 60
# Names as Babel knows them and how many hours it counts for each.
_UNITS: Mapping[str, tuple[Literal["hour", "day", "week", "month", "year"], int]] = {
    "H": ("hour", 1),
    "D": ("day", 24),
    "W": ("week", 168),
    "M": ("month", 720),
    "Y": ("year", 8_760),
}
_NEVER = 100_000  # a threshold that no limit passes, so that a larger unit is never taken instead
Told = int | str | date | datetime | None


def spoken(language: str) -> Mapping[str, Callable[..., str]]:
    """Return the functions of a template."""
    named: tuple[Callable[..., str], ...] = (day, moment, clock, month, span, number, percent, ago, length)
    return {function.__name__: partial(function, language) for function in named}


def local(value: int | str | datetime) -> datetime:
    """Return an instant, given in seconds or as ISO 8601, on the clock of Phnom Penh."""
    if isinstance(value, int):
        return datetime.fromtimestamp(value, LOCAL)
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(LOCAL)


def _date(value: int | str | date | datetime) -> date:
    if isinstance(value, str) and len(value) == len("2025-06-09"):
        return date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return local(value).date()


def day(language: str, value: Told) -> str:
    """Return a day, such as 9 Jun 2025; nothing for nothing."""
    if value is None or value == "":
        return ""
    return format_date(_date(value), "d MMM y", locale=language)


def month(language: str, value: Told) -> str:
    """Return a month with its year."""
    return "" if value is None else format_date(_date(value), "LLLL y", locale=language)


def clock(language: str, value: Told) -> str:
    """Return the time of day."""
    if value is None or not isinstance(value, int | str | datetime):
        return ""
    return format_time(local(value).time(), "HH:mm", locale=language)


def moment(language: str, value: Told) -> str:
    """Return a day with its time."""
    if value is None or not isinstance(value, int | str | datetime):
        return ""
    return format_datetime(local(value).replace(tzinfo=None), "d MMM y, HH:mm", locale=language)


def span(language: str, seconds: float) -> str:
    """Return how long something takes or took, in its largest unit."""
    return format_timedelta(timedelta(seconds=abs(seconds)), threshold=1.4, locale=language)


def ago(language: str, seconds: float) -> str:
    """Return how long ago something was, or how far off it is (negative)."""
    if abs(seconds) < _MINUTE:
        return labels.text(language, _JUST_NOW)
    return format_timedelta(timedelta(seconds=-seconds), add_direction=True, threshold=1.4, locale=language)


def number(language: str, value: float | None) -> str:
    """Return a number; a dash for none."""
    return "–" if value is None else format_decimal(value, locale=language)


def percent(language: str, value: float | None) -> str:
    """Return a share of one as a percentage; a dash for none."""
    return "–" if value is None else format_percent(value, "#,##0 %", locale=language)


def typed_day(value: Any) -> str:
    """Return a day as a date field of a form holds it."""
    return "" if value is None else _date(value).isoformat()


def typed_time(value: Any) -> str:
    """Return a time of day as a time field of a form holds it."""
    return "" if value is None else local(value).strftime("%H:%M")


def length(language: str, duration: str | None) -> str:
    """Return a limit such as PT24H or P14D in words; one of no length means the same day."""
    if not duration:
        return ""
    match = re.fullmatch(r"PT?(\d+)([HDWMY])", duration)
    if match is None:
        return duration
    if match[1] == "0":
        return labels.text(language, _SAME_DAY)
    name, hours = _UNITS[match[2]]
    # Not Babel's units, which have no Khmer for these.
    return format_timedelta(timedelta(hours=int(match[1]) * hours), granularity=name, threshold=_NEVER, locale=language)
