"""Small counts hidden, so that a table about many tells nothing about one."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

Cell: TypeAlias = "tuple[str, str]"  # row, column

# Counts from 1 to 10 are hidden, as CTDC does; proposed.
THRESHOLD = 11


def suppress(counts: Mapping[Cell, int], threshold: int, *, hide: Collection[Cell] = ()) -> dict[Cell, int | None]:
    """Replace every count from 1 to `threshold` - 1 by None, and more cells per row and column so that none can be subtracted back.

    What is hidden in a row or column adds up to `threshold` at least, as far as there is anything else to hide. Zero stays zero, unless
    it is among the cells to `hide` in any case.
    Raises ValueError if `threshold` is below 3.

    >>> suppress({("a", "x"): 1, ("a", "y"): 9, ("a", "z"): 40}, threshold=5)
    {('a', 'x'): None, ('a', 'y'): None, ('a', 'z'): 40}
    >>> suppress({("a", "x"): 3, ("a", "y"): 12, ("b", "x"): 20, ("b", "y"): 30}, threshold=5)
    {('a', 'x'): None, ('a', 'y'): None, ('b', 'x'): None, ('b', 'y'): None}
    >>> suppress({("a", "x"): 0, ("a", "y"): 12}, threshold=5)
    {('a', 'x'): 0, ('a', 'y'): 12}
    """
    if threshold < 3:
        raise ValueError("a threshold below 3 hides nobody")
    hidden = {cell for cell, count in counts.items() if 0 < count < threshold} | set(hide)
    lines = [[cell for cell in counts if cell[place] == name] for place in (0, 1) for name in dict.fromkeys(c[place] for c in counts)]
    # Hiding a cell for its row may open its column, so go on until nothing changes.
    while more := {cell for line in lines for cell in _also(line, counts, hidden, threshold)}:
        hidden |= more
    return {cell: None if cell in hidden else count for cell, count in counts.items()}


def _also(line: Iterable[Cell], counts: Mapping[Cell, int], hidden: set[Cell], threshold: int) -> list[Cell]:
    """Name the cell to hide next in a line whose hidden cells could be worked out from its total, if there is one left."""
    inside = [cell for cell in line if cell in hidden]
    if not inside or (len(inside) > 1 and sum(counts[cell] for cell in inside) >= threshold):
        return []
    left = [cell for cell in line if cell not in hidden and counts[cell]]
    return [min(left, key=lambda cell: counts[cell])] if left else []
