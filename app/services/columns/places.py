"""Whose findings a cut asks about, in which place of its dimensions each of them stands, and at which of its instants."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from app.services.columns.layout import Array, Columns
from app.services.counting import Cut, Dimension, Place, wanted
from app.standards.rules import Scope

MOST_CODES = 1 << 22


class Layer(NamedTuple):
    """For every subject the number of a place, and from which of the instants on and before which it is asked about there.

    A subject whose place changes between the instants stands in several layers. The number beyond the last place, or no instants: it is
    not asked about. `always` tells that all others are asked about at every instant.
    """

    codes: Array
    since: Array
    until: Array
    always: bool


class _Stay(NamedTuple):
    """For every subject a shelter, and from which of the instants on and before which it stays there."""

    shelters: Array
    since: Array
    until: Array


class Places:
    """The places of all subjects in cuts that differ by instant and period. `left_out` are the rows of those that somebody else counts."""

    def __init__(self, columns: Columns, cuts: Sequence[Cut], dimensions: Sequence[Dimension], *, now: int, left_out: Array) -> None:
        self._columns, self._cuts, self._dimensions, self._now = columns, cuts, tuple(dimensions), now
        self._left_out = left_out

    @property
    def layers(self) -> list[Layer]:
        """Where everybody stands; in the first layer are all."""
        return self._numbered[0]

    @property
    def places(self) -> list[Place]:
        """The places by their numbers."""
        return self._numbered[1]

    @cached_property
    def keep(self) -> Array:
        """Who is asked about at some instant, of all subjects."""
        keep = np.zeros(len(self._columns["organisation"]), bool)
        for layer in self.layers:
            keep |= (layer.codes < len(self.places)) & (layer.until > layer.since)
        return keep

    @cached_property
    def keeps_all(self) -> bool:
        """Whether nobody has to be told from anybody: then runs are counted by their length."""
        return not self._dimensions and self.layers[0].always and bool(self.keep.all())

    @cached_property
    def _numbered(self) -> tuple[list[Layer], list[Place]]:
        names = [self._columns.codes(d.value) for d in self._dimensions]
        stays = self._stays()
        keeps = [self._fit(shelters) for shelters, _, _ in stays]
        combined, values = self._combined([shelters for shelters, _, _ in stays], [len(words) for words in names])
        used = np.zeros(len(values), bool)
        for codes, keep in zip(combined, keeps, strict=True):
            used[codes[keep]] = True
        there = np.flatnonzero(used)
        numbers = np.full(len(values), len(there), np.int64)
        numbers[there] = np.arange(len(there))
        layers = []
        for codes, keep, (_, since, until) in zip(combined, keeps, stays, strict=True):
            codes = np.where(keep, numbers[codes], len(there))
            layers.append(Layer(codes, since, until, not since.any() and bool((until == len(self._cuts)).all())))
        return layers, [self._place(int(values[number]), names) for number in there]

    def _combined(self, shelters: Sequence[Array], sizes: Sequence[int]) -> tuple[list[Array], Array]:
        """Return for each layer the index of every subject's place among the values, and the values: numbers made of the codes."""
        combined, size = [np.zeros(len(layer), np.int64) for layer in shelters], 1
        for dimension, words in zip(self._dimensions, sizes, strict=True):
            for layer, of in zip(combined, shelters, strict=True):
                layer *= words
                layer += of if dimension is Dimension.SHELTER else self._columns[dimension.value]
            size *= words
        if size <= MOST_CODES:
            return combined, np.arange(size)
        values, indexes = np.unique(np.concatenate(combined), return_inverse=True)
        return np.split(indexes, len(combined)), values

    def _fit(self, shelters: Array) -> Array:
        """Return who is where the cuts ask."""
        keep = np.ones(len(shelters), bool)
        keep[self._left_out] = False
        for dimension, value in wanted(self._cuts[0]).items():
            names = self._columns.codes(dimension.value)
            column = shelters if dimension is Dimension.SHELTER else self._columns[dimension.value]
            keep &= column == names.index(str(value)) if str(value) in names else False
        return keep

    def _place(self, value: int, names: Sequence[Sequence[str | None]]) -> Place:
        place: list[str | None] = []
        for words in reversed(names):
            value, number = divmod(value, len(words))
            place.append(words[number])
        return tuple(reversed(place))

    # --- instants ---------------------------------------------------------------------------------------------------

    def _stays(self) -> list[_Stay]:
        """Return layers of the shelter of everybody, from which instant on, and before which."""
        first, last = self._active()
        if Dimension.SHELTER not in (*self._dimensions, *wanted(self._cuts[0])):
            return [_Stay(self._columns["shelter"], first, last)]
        before = self._shelters(self._cuts[0].at)
        layers = [_Stay(before, np.zeros_like(first), np.full_like(last, len(self._cuts)))]
        number = np.zeros_like(first)
        for at, cut in enumerate(self._cuts[1:], 1):
            shelters = self._shelters(cut.at)
            moved = np.flatnonzero(before != shelters)
            number[moved] += 1
            for layer in np.unique(number[moved]).tolist():
                those = moved[number[moved] == layer]
                if layer == len(layers):
                    layers.append(_Stay(np.zeros_like(before), np.zeros_like(first), np.zeros_like(last)))
                layers[layer - 1].until[those] = at
                layers[layer].shelters[those], layers[layer].since[those], layers[layer].until[those] = shelters[those], at, len(self._cuts)
            before = shelters
        for _, since, until in layers:
            np.minimum(until, last, out=until)
            np.minimum(np.maximum(since, first, out=since), until, out=since)
        return layers

    def _active(self) -> tuple[Array, Array]:
        """Return from which instant on everybody is asked about and before which: of cases those at which they were active."""
        since = np.zeros(len(self._columns["organisation"]), np.uint8)
        until = np.full(len(since), len(self._cuts), np.uint8)
        periods = [cut.period for cut in self._cuts if cut.period is not None]
        if periods:
            cases = self._columns.rows_of(Scope.CASE)
            firsts, lasts = np.array(periods).T
            until[cases] = np.searchsorted(firsts, self._columns["closed_at"][cases], side="right")
            since[cases] = np.searchsorted(lasts, self._columns["registered_at"][cases])
            np.minimum(since, until, out=since)
        return since, until

    def _shelters(self, at: int) -> Array:
        """Where everybody stays now, or stayed at a past instant, as it is known now: of several stays the one that began last."""
        columns = self._columns
        if at >= self._now:
            return columns["shelter"]
        shelters = np.array(columns["shelter"])
        shelters[columns.rows_of(Scope.CASE)] = 0
        there = (columns["stay_from"] <= at) & (columns["stay_until"] > at)
        shelters[columns["stay_case"][there]] = columns["stay_shelter"][there]
        return shelters
