"""The periods of statistics: years and quarters of the calendar, which share no day with their like."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from app.reports.statistics_kinds import Rhythm

_WRITTEN = re.compile(r"(20\d\d)(?:-Q([1-4]))?")


class StatisticsPeriod(NamedTuple):
    """A year or a quarter, from its first local day to its last."""

    name: str
    rhythm: Rhythm
    first: date
    last: date


def parse(text: str) -> StatisticsPeriod:
    """Read a period. Raises ValueError.

    >>> parse("2026-Q3").first, parse("2026-Q3").last, parse("2026").last
    (datetime.date(2026, 7, 1), datetime.date(2026, 9, 30), datetime.date(2026, 12, 31))
    """
    written = _WRITTEN.fullmatch(text)
    if written is None:
        raise ValueError("write a year (2026) or a quarter (2026-Q3)")
    year = int(written[1])
    if written[2] is None:
        return StatisticsPeriod(text, Rhythm.YEAR, date(year, 1, 1), date(year, 12, 31))
    month = 3 * int(written[2]) - 2
    following = date(year + 1, 1, 1) if month == 10 else date(year, month + 3, 1)
    return StatisticsPeriod(text, Rhythm.QUARTER, date(year, month, 1), following - timedelta(days=1))
