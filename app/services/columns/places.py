"""Whose findings a cut asks about, and in which place of its dimensions each of them stands."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from app.services.columns.layout import Array, Columns
from app.services.counting import Cut, Dimension, Place, wanted
from app.standards.rules import Scope

MOST_CODES = 1 << 22


class Places:
    """The places of all subjects of the columns in a cut. `left_out` are the rows of those that somebody else counts."""

    def __init__(self, columns: Columns, cut: Cut, dimensions: Sequence[Dimension], *, now: int, left_out: Array) -> None:
        self._columns, self._cut, self._dimensions, self._now = columns, cut, tuple(dimensions), now
        self._left_out = left_out

    @cached_property
    def keep(self) -> Array:
        """Who is asked about, of all subjects."""
        columns, cut = self._columns, self._cut
        keep = np.ones(len(columns["organisation"]), bool)
        keep[self._left_out] = False
        for dimension, value in wanted(cut).items():
            names = columns.codes(dimension.value)
            keep &= self._column(dimension) == names.index(str(value)) if str(value) in names else False
        if cut.period is not None:
            cases, (first, last) = columns.rows_of(Scope.CASE), cut.period
            keep[cases] &= (columns["registered_at"][cases] <= last) & (columns["closed_at"][cases] >= first)
        return keep

    @cached_property
    def keeps_all(self) -> bool:
        """Whether nobody has to be told from anybody: then runs are counted by their length."""
        return not self._dimensions and bool(self.keep.all())

    @cached_property
    def numbered(self) -> tuple[Array, list[Place]]:
        """The number of each subject's place, and the places."""
        names = [self._columns.codes(d.value) for d in self._dimensions]
        combined, size = np.zeros(len(self.keep), np.int64), 1
        for dimension, words in zip(self._dimensions, names, strict=True):
            combined = combined * len(words) + self._column(dimension)
            size *= len(words)
        if size > MOST_CODES:
            values, combined = np.unique(combined, return_inverse=True)
        else:
            values = np.arange(size)
        there = np.flatnonzero(np.bincount(combined[self.keep], minlength=len(values)))
        numbers = np.full(len(values), len(there), np.int64)
        numbers[there] = np.arange(len(there))
        codes = numbers[combined]
        codes[~self.keep] = len(there)
        return codes, [self._place(int(values[number]), names) for number in there]

    def _place(self, value: int, names: Sequence[Sequence[str | None]]) -> Place:
        place: list[str | None] = []
        for words in reversed(names):
            value, number = divmod(value, len(words))
            place.append(words[number])
        return tuple(reversed(place))

    def _column(self, dimension: Dimension) -> Array:
        if dimension is Dimension.SHELTER and self._cut.at < self._now:
            return self._shelters
        return self._columns[dimension.value]

    @cached_property
    def _shelters(self) -> Array:
        """Where everybody stayed at the instant, as it is known now: of several stays the one that began last."""
        columns, at = self._columns, self._cut.at
        shelters = np.array(columns["shelter"])
        shelters[columns.rows_of(Scope.CASE)] = 0
        there = (columns["stay_from"] <= at) & (columns["stay_until"] > at)
        shelters[columns["stay_case"][there]] = columns["stay_shelter"][there]
        return shelters
