"""What stands at each of some instants, by place: every finding is counted once, where it begins to stand and where it ends.

A stretch [since, until) of the numbers of instants stands for "from this instant on, before that one". It adds one where it begins and
takes one away where it ends, so the sums up to an instant are what stood there, however many instants are asked about.
"""

from typing import Self, TypeAlias

import numpy as np

from app.services.columns.layout import NO_DAY, Array
from app.services.columns.places import MOST_CODES

# The number of an instant for each finding of a block, or one for all of them.
Instants: TypeAlias = "Array | int"

NO_FIRST = np.iinfo(np.int32).max
_DAYS = 1 << 32


def stretches(codes: Array, since: Instants, until: Instants, *, places: int, instants: int) -> Array:
    """Count stretches by code: row by row the change at each instant, and in a last column what ends after all of them."""
    wide = instants + 1
    if isinstance(since, int) and isinstance(until, int):
        change = np.zeros((places, wide), np.int64)
        change[:, since] = np.bincount(codes, minlength=places)
        change[:, until] -= change[:, since]
        return change
    change = np.bincount(codes * wide + since, minlength=places * wide).reshape(places, wide)
    if isinstance(until, int):
        change[:, until] -= change.sum(axis=1)
    else:
        change -= np.bincount(codes * wide + until, minlength=places * wide).reshape(places, wide)
    return change


class Standing:
    """How many stand, how many of the unmet broke a limit, and when the overdue were due, by place and instant.

    There is one place more than are asked about, for whoever is not.
    """

    def __init__(self, places: int, instants: int) -> None:
        self.places, self.instants = places, instants
        self.number, self.of_a_limit = np.zeros((2, places + 1, instants + 1), np.int64)
        self.first_due = np.full((instants, places + 1), NO_FIRST, np.int32)
        self._days: list[tuple[Array, Array, Array]] = []

    def merge(self, other: Self) -> None:
        """Add what stands of another standard."""
        self.number += other.number
        self.of_a_limit += other.of_a_limit
        np.minimum(self.first_due, other.first_due, out=self.first_due)
        self._days += other._days

    def add_all(self, number: int, until: int) -> None:
        """Add so many that stand from the first instant on, where there is one place only."""
        self.number[0, 0] += number
        self.number[0, until] -= number

    def add(self, codes: Array, since: Instants, until: Instants) -> None:
        """Add a block."""
        self.number += stretches(codes, since, until, places=self.places + 1, instants=self.instants)

    def add_limits(self, codes: Array, since: Instants, until: Instants) -> None:
        """Add unmet findings that broke a limit."""
        self.of_a_limit += stretches(codes, since, until, places=self.places + 1, instants=self.instants)

    def add_first_due(self, codes: Array, since: Instants, until: Instants, due: Array) -> None:
        """Keep of overdue findings the earliest due day."""
        for at, first in enumerate(self.first_due):
            there = np.broadcast_to((since <= at) & (until > at), len(due))
            np.minimum.at(first, codes[there], due[there])

    def add_days(self, codes: Array, since: Instants, until: Instants, due: Array) -> None:
        """Count overdue findings by their due day."""
        asked = codes < self.places
        for at, sign in ((since, 1), (until, -1)):
            # What ends after all of the instants takes nothing away from any of them.
            counted = asked & (at < self.instants)
            if not counted.any():
                continue
            cells = codes * (self.instants + 1) + at
            cells, days, numbers = _by_day(cells[counted], due[counted])
            self._days.append((cells, days, sign * numbers))

    def due_days(self) -> tuple[Array, Array, Array]:
        """Return places, due days, and how many overdue findings of each pair stand at each instant."""
        if not self._days:
            return np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, self.instants), np.int64)
        cells, days, numbers = (np.concatenate(parts) for parts in zip(*self._days, strict=True))
        places, at = np.divmod(cells, self.instants + 1)
        pairs, of = np.unique(places * _DAYS + (days - NO_DAY), return_inverse=True)
        counts = np.zeros((len(pairs), self.instants + 1), np.int64)
        np.add.at(counts, (of, at), numbers)
        return pairs // _DAYS, pairs % _DAYS + NO_DAY, counts.cumsum(axis=1)[:, :-1]


def _by_day(cells: Array, due: Array) -> tuple[Array, Array, Array]:
    """Count pairs of a cell and a day: return cells, days and how many."""
    if not len(due):
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64)
    first, days = int(due.min()), int(due.max()) - int(due.min()) + 1
    keys = cells * days + (due - first)
    if (int(cells.max()) + 1) * days <= MOST_CODES:
        counts = np.bincount(keys)
        values = np.flatnonzero(counts)
        numbers = counts[values]
    else:
        values, numbers = np.unique(keys, return_counts=True)
    return values // days, first + values % days, numbers
