"""ISO 8601 durations as limits use them: one number and one unit."""

import re

from app.standards.rules import Duration

_FORM = re.compile(r"P(?:T(?P<hours>\d{1,6})H|(?P<number>\d{1,6})(?P<unit>[DWMY]))", re.ASCII)
_CENTURY = Duration(hours=876_600, months=1_200, days=36_525)  # beyond it calendars run out, and no duty lasts as long


def parse_duration(text: str) -> Duration:
    """Turn PTnH, PnD, PnW, PnM or PnY into a duration; anything else, combinations too, is a ValueError."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(
            f'"{text}" is not a duration: write PTnH (hours), PnD (days), PnW (weeks), PnM (months) or PnY (years), one unit only'
        )
    if match["hours"]:
        found = Duration(hours=int(match["hours"]))
    else:
        number = int(match["number"])
        months = {"M": number, "Y": number * 12}.get(match["unit"], 0)
        days = {"D": number, "W": number * 7}.get(match["unit"], 0)
        found = Duration(months=months, days=days)
    if (found.hours or 0) > (_CENTURY.hours or 0) or found.months > _CENTURY.months or found.days > _CENTURY.days:
        raise ValueError(f'"{text}" is longer than a hundred years')
    return found


def spoken(text: str) -> str:
    """Say a duration in plain words: "24 hours", "1 day", "the same day"."""
    limit = parse_duration(text)
    if limit.hours is None and not limit.months and not limit.days:
        return "the same day"
    match = _FORM.fullmatch(text)
    unit = {"D": "day", "W": "week", "M": "month", "Y": "year"}.get(text[-1], "hour")
    number = int((match["hours"] or match["number"]) if match else 0)
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
