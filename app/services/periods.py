"""Periods of local days, and the months they are made of."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from app.services.instants import first_second


class Period(NamedTuple):
    """The local days from the first to the last."""

    first: date
    last: date

    @property
    def instants(self) -> tuple[int, int]:
        """Its first and its last second."""
        return first_second(self.first), first_second(self.last + timedelta(days=1)) - 1

    def end(self, now: int) -> int:
        """Its last second, or now if it still runs."""
        return min(self.instants[1], now)


def months_of(period: Period, today: date) -> Iterator[Period]:
    """Return the months of a period, each as far as it lies in it; none that has not begun."""
    first = period.first
    while first <= min(period.last, today):
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        yield Period(first, min(following - timedelta(days=1), period.last))
        first = following
