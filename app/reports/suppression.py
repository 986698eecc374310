"""Small counts hidden, so that a table about many tells nothing about one."""

from collections.abc import Collection, Mapping
from typing import TypeAlias

from app.reports.bounds import Sum
from app.reports.protection import Linked, protect

Cell: TypeAlias = "tuple[str, str]"  # row, column

# Counts from 1 to 10 are hidden, as CTDC does; proposed.
THRESHOLD = 11


def suppress(counts: Mapping[Cell, int], threshold: int, *, hide: Collection[Cell] = ()) -> dict[Cell, int | None]:
    """Replace every count from 1 to `threshold` - 1 by None, and more cells until none of them can be worked out from what is shown.

    What `app.reports.protection` promises holds against whoever knows all totals of rows and columns too, as far as these would be shown
    by this function themselves. Zero stays zero, unless it is among the cells to `hide` in any case. A table that nothing protects is
    hidden whole, its zeros too. Raises ValueError if `threshold` is below 3.

    >>> suppress({("a", "x"): 1, ("a", "y"): 9, ("a", "z"): 40}, threshold=5)
    {('a', 'x'): None, ('a', 'y'): None, ('a', 'z'): 40}
    >>> suppress({("a", "x"): 3, ("a", "y"): 12, ("b", "x"): 20, ("b", "y"): 30}, threshold=5)
    {('a', 'x'): None, ('a', 'y'): None, ('b', 'x'): None, ('b', 'y'): None}
    >>> suppress({("a", "x"): 0, ("a", "y"): 12}, threshold=5)
    {('a', 'x'): 0, ('a', 'y'): 12}
    """
    if threshold < 3:
        raise ValueError("a threshold below 3 hides nobody")
    if not hide and not any(0 < count < threshold for count in counts.values()):
        return dict(counts)
    linked = _with_totals(counts, threshold, frozenset(hide))
    pattern = protect(linked, threshold)
    if pattern.weak:
        return dict.fromkeys(counts)
    return {cell: None if _inner(cell) in pattern.hidden else count for cell, count in counts.items()}


def _inner(cell: Cell) -> str:
    return f"cell {cell[0]}\x1f{cell[1]}"


def _with_totals(counts: Mapping[Cell, int], threshold: int, hide: frozenset[Cell]) -> Linked:
    """The table with its totals: what whoever publishes them shows of them is known, the rest is hidden and must stay so."""
    values = {_inner(cell): count for cell, count in counts.items()}
    sums: list[Sum] = []
    known: set[str] = set()
    silent: set[str] = set()
    ordered = {_inner(cell) for cell in hide}
    whole = sum(counts.values())
    for axis, place in (("row", 0), ("column", 1)):
        lines = {name: [cell for cell in counts if cell[place] == name] for name in dict.fromkeys(cell[place] for cell in counts)}
        if len(lines) == len(counts) > 1:
            continue  # Each line is one cell: its total is the cell itself, which nobody adds up.
        totals = {("", name): sum(counts[cell] for cell in line) for name, line in lines.items()}
        gone = [("", name) for name, line in lines.items() if hide.issuperset(line)]
        shown = suppress(totals, threshold, hide=gone) if len(lines) > 1 else dict[Cell, int | None](totals)
        for (_, name), total in totals.items():
            key = f"{axis} {name}"
            values[key] = total
            sums.append(Sum(key, tuple(_inner(cell) for cell in lines[name])))
            if len(lines) == 1:
                (silent if 0 < total < threshold or gone else known).add(key)
            elif shown["", name] is not None:
                known.add(key)
            else:
                ordered.add(key)
        if len(lines) > 1:
            values["all"] = whole
            sums.append(Sum("all", tuple(f"{axis} {name}" for name in lines)))
            (silent if 0 < whole < threshold else known).add("all")
    return Linked(values, sums, known, silent, ordered)
