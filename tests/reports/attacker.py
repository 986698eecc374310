"""Somebody who tries to work out what a publication hides: equations and bounds of his own, nothing of the protector's.

He knows every shown count, all sums, the threshold and the rules. `told` is what he may know besides: which hidden counts are small.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import highspy
import numpy as np

# Cells with a factor each; together they are zero.
Equation = Mapping[str, int]
_ENDLESS = 10_000_000


class Broken(NamedTuple):
    """A hidden count, and between what values it must lie."""

    cell: str
    least: int
    most: int


class Attacker:
    """Knows `seen` (None is hidden), the equations and the bounds each hidden cell is believed to keep."""

    def __init__(self, seen: Mapping[str, int | None], equations: Iterable[Equation], bounds: Mapping[str, tuple[int, int]]) -> None:
        self._column = {cell: n for n, cell in enumerate(c for c, value in seen.items() if value is None)}
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the library has no types for it
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        for cell in self._column:
            self._solver.addVar(*(float(bound) for bound in bounds[cell]))
        for equation in equations:
            shown = sum(factor * value for cell, factor in equation.items() if (value := seen[cell]) is not None)
            unknown = {self._column[cell]: float(factor) for cell, factor in equation.items() if seen[cell] is None}
            at, factors = np.array(list(unknown), dtype=np.int32), np.array(list(unknown.values()))
            self._solver.addRow(float(-shown), float(-shown), len(unknown), at, factors)

    def bounds_of(self, cell: str) -> tuple[int, int]:
        """Return the least and the most whole number the cell can be."""
        return self._extreme(cell, 1), self._extreme(cell, -1)

    def _extreme(self, cell: str, sign: int) -> int:
        column = self._column[cell]
        self._solver.changeColCost(column, float(sign))
        found = self._solve()
        if any(abs(value - round(value)) > 1e-6 for value in found):
            self._kind(highspy.HighsVarType.kInteger)
            found = self._solve()
            self._kind(highspy.HighsVarType.kContinuous)
        self._solver.changeColCost(column, 0.0)
        return round(found[column])

    def _solve(self) -> Sequence[float]:
        self._solver.run()
        assert self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal, "the true table fits all that is seen"
        return list(self._solver.getSolution().col_value)

    def _kind(self, kind: Any) -> None:
        for column in self._column.values():
            self._solver.changeColIntegrality(column, kind)


def broken(
    seen: Mapping[str, int | None],
    truth: Mapping[str, int],
    equations: Sequence[Equation],
    *,
    k: int,
    least_told: int,
    least_read: int,
    unpublished: Collection[str] = (),
) -> list[Broken]:
    """Return the hidden counts that either reading narrows too much, and those it pins to one value. The truth gives only the labels."""
    hidden = [cell for cell, value in seen.items() if value is None]
    small = [cell for cell in hidden if 0 < truth[cell] < k and cell not in unpublished]
    anything = dict.fromkeys(unpublished, (0, _ENDLESS))
    labelled = {cell: (1, k - 1) if cell in small else (k, _ENDLESS) if truth[cell] else (0, _ENDLESS) for cell in hidden} | anything
    told = Attacker(seen, equations, labelled)
    found = [Broken(cell, *told.bounds_of(cell)) for cell in small]
    out = [one for one in found if one.most - one.least + 1 < least_told]
    reader = Attacker(seen, equations, {cell: (1 if truth[cell] else 0, _ENDLESS) for cell in hidden} | anything)
    for one in (Broken(cell, *reader.bounds_of(cell)) for cell in hidden if cell not in unpublished):
        wanted = least_read if one.cell in small else 2
        if one.most - one.least + 1 < wanted and truth[one.cell]:
            out.append(one)
    return out


def cube(sides: Mapping[str, Sequence[str]]) -> list[Equation]:
    """Return all sums of a table of any number of dimensions with all its margins; a cell is named by `name`."""
    equations: list[Equation] = []
    for axis in sides:
        others = {side: [*values, None] for side, values in sides.items() if side != axis}
        for place in product(*others.values()):
            at = dict(zip(others, place, strict=True))
            equations.append({name(at | {axis: value}): 1 for value in sides[axis]} | {name(at | {axis: None}): -1})
    return equations


def name(at: Mapping[str, str | None]) -> str:
    """Name a cell by where it stands; a side it is summed over is left out."""
    return " ".join(f"{side}:{value}" for side, value in sorted(at.items()) if value is not None)
