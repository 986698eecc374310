"""What a table could be instead of what it is: the room that shown counts and known sums leave to hidden ones.

A linear program over whole tables. Each count may move up or down within what an attacker would believe of it; the sums must hold. Moving
a shown count has a price, moving a hidden one has none, so the cheapest other table names what to hide next.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.reports.bounds import Sum

# Far less than any price: what is free moves as far as it goes, what costs stays.
_NUDGE = 1e-3
_WHOLE = 1e-6


class Room:
    """Other tables than the true one that meet the same sums. `belief` holds the least and the most of each count that may move at all.

    `low` and `high` are the least and the most that any table found so far has in a cell.
    """

    def __init__(
        self, values: Mapping[str, int], sums: Sequence[Sum], belief: Mapping[str, tuple[int, int]], price: Mapping[str, float]
    ) -> None:
        self.low, self.high = dict(values), dict(values)
        self._values = values
        self._cells = [cell for cell in values if cell in belief]
        self._place = {cell: 2 * n for n, cell in enumerate(self._cells)}
        self._reach = {cell: (max(0, belief[cell][1] - values[cell]), max(0, values[cell] - belief[cell][0])) for cell in self._cells}
        self._price = {cell: price.get(cell, 0.0) for cell in self._cells}
        self._program = self._build(sums)

    def free(self, cells: Iterable[str]) -> None:
        """Take the price off cells that are hidden from now on."""
        for cell in cells:
            if cell in self._place:
                self._price[cell] = 0.0
                self._cost(cell, 0.0, 0.0)

    def stretch(self, cell: str) -> None:
        """Move a hidden cell down and up as far as it goes without hiding more; `low` and `high` tell."""
        for up, down in ((_NUDGE, -_NUDGE), (-_NUDGE, _NUDGE)):
            self._cost(cell, up, down)
            self._solve()
        self._cost(cell, 0.0, 0.0)

    def move(self, cell: str, target: int) -> set[str] | None:
        """Return the cells that change in the cheapest table in which `cell` is `target`; None if there is no such table."""
        if self.low[cell] <= target <= self.high[cell]:
            return set()
        by = target - self._values[cell]
        at, (most_up, most_down) = self._place[cell], self._reach[cell]
        if not -most_down <= by <= most_up:
            return None
        self._program.changeColBounds(at, max(by, 0), max(by, 0))
        self._program.changeColBounds(at + 1, max(-by, 0), max(-by, 0))
        changed = self._solve()
        self._program.changeColBounds(at, 0, most_up)
        self._program.changeColBounds(at + 1, 0, most_down)
        return changed

    def witness(self, table: Mapping[str, int]) -> None:
        """Take note of a table that somebody else found."""
        for cell, value in table.items():
            self.low[cell], self.high[cell] = min(self.low[cell], value), max(self.high[cell], value)

    def _solve(self) -> set[str] | None:
        program = self._program
        program.run()
        found = self._found()
        if found is not None and any(abs(value - round(value)) > _WHOLE for value in found):
            found = self._solve_in_whole_numbers()
        if found is None:
            return None
        moved = {cell: round(found[at]) - round(found[at + 1]) for cell, at in self._place.items()}
        changed = {cell for cell, by in moved.items() if by}
        self.witness({cell: self._values[cell] + moved[cell] for cell in changed})
        return changed

    def _solve_in_whole_numbers(self) -> list[float] | None:
        import highspy
        import numpy

        program, number = self._program, 2 * len(self._cells)
        every = numpy.arange(number, dtype=numpy.int32)
        program.changeColsIntegrality(number, every, numpy.full(number, int(highspy.HighsVarType.kInteger), dtype=numpy.uint8))
        program.run()
        found = self._found()
        program.changeColsIntegrality(number, every, numpy.full(number, int(highspy.HighsVarType.kContinuous), dtype=numpy.uint8))
        return found

    def _found(self) -> list[float] | None:
        import highspy

        if self._program.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return list(self._program.getSolution().col_value)

    def _cost(self, cell: str, up: float, down: float) -> None:
        at = self._place[cell]
        self._program.changeColCost(at, up)
        self._program.changeColCost(at + 1, down)

    def _build(self, sums: Sequence[Sum]) -> Any:
        """Put the program together: a column for every way up and every way down, a row for every sum."""
        # Loaded here, for they cost a third of a second and most requests hide nothing.
        import highspy
        import numpy

        program = highspy.Highs()  # type: ignore[no-untyped-call]  # the library has no types for it
        for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off"), ("mip_rel_gap", 0.0)):
            program.setOptionValue(option, value)
        most = numpy.array([bound for cell in self._cells for bound in self._reach[cell]], dtype=float)
        prices = numpy.array([self._price[cell] for cell in self._cells for _ in "ud"], dtype=float)
        none = numpy.array([], dtype=numpy.int32)
        program.addCols(len(most), prices, numpy.zeros(len(most)), most, 0, none, none, numpy.array([], dtype=float))
        for one in sums:
            places, signs = [], []
            for cell, sign in ((one.total, -1.0), *((part, 1.0) for part in one.parts)):
                if cell in self._place:
                    places += [self._place[cell], self._place[cell] + 1]
                    signs += [sign, -sign]
            program.addRow(0.0, 0.0, len(places), numpy.array(places, dtype=numpy.int32), numpy.array(signs))
        return program
