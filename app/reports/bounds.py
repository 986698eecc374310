"""What hidden counts can be, seen from the shown ones: sums that must hold, and the bounds that follow from them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

Bounds: TypeAlias = "dict[str, tuple[int, int]]"
# More than any count: rfc8785 writes no integer beyond it.
MOST = 2**53


class Sum(NamedTuple):
    """The parts, by name, add up to the total, which is a name too."""

    total: str
    parts: tuple[str, ...]


class Contradiction(NamedTuple):
    """A sum that cannot hold: what the total is at least and at most, and what its parts come to at least and at most."""

    sum: Sum
    says: tuple[int, int]
    follows: tuple[int, int]


def contradictions(values: Mapping[str, int | None], sums: Iterable[Sum]) -> list[Contradiction]:
    """Return the sums that the shown values break; a hidden value (None) may be anything.

    >>> [c.follows for c in contradictions({"all": 9, "a": 4, "b": 4}, [Sum("all", ("a", "b"))])]
    [(8, 8)]
    >>> contradictions({"all": 9, "a": 4, "b": None}, [Sum("all", ("a", "b"))])
    []
    """
    bounds = _begin(values)
    return [Contradiction(one, bounds[one.total], _of(one, bounds)) for one in sums if not _meets(bounds[one.total], _of(one, bounds))]


def given_away(values: Mapping[str, int | None], sums: Sequence[Sum]) -> dict[str, int]:
    """Return the hidden values that can be worked out from the shown ones, with what they come to.

    >>> given_away({"all": 9, "a": 4, "b": None}, [Sum("all", ("a", "b"))])
    {'b': 5}
    """
    bounds = _begin(values)
    reading: dict[str, list[Sum]] = {}
    for one in sums:
        for name in (one.total, *one.parts):
            reading.setdefault(name, []).append(one)
    waiting = dict.fromkeys(sums)
    while waiting:
        one = next(iter(waiting))
        del waiting[one]
        for name in _tighten(one, bounds):
            waiting |= dict.fromkeys(reading[name])
    return {name: bounds[name][0] for name, value in values.items() if value is None and bounds[name][0] == bounds[name][1]}


def _begin(values: Mapping[str, int | None]) -> Bounds:
    return {name: (0, MOST) if value is None else (value, value) for name, value in values.items()}


def _of(one: Sum, bounds: Bounds) -> tuple[int, int]:
    least, most = zip(*[bounds[name] for name in one.parts], strict=True) if one.parts else ((), ())
    return sum(least), min(sum(most), MOST)


def _meets(left: tuple[int, int], right: tuple[int, int]) -> bool:
    return left[0] <= right[1] and right[0] <= left[1]


def _tighten(one: Sum, bounds: Bounds) -> list[str]:
    """Narrow the bounds of a sum's total and parts by each other; name those that moved. What contradicts itself is left as it is."""
    least, most = (sum(bounds[name][side] for name in one.parts) for side in (0, 1))
    total = bounds[one.total]
    narrowed = {one.total: (max(total[0], least), min(total[1], most))}
    for name in one.parts:
        low, high = bounds[name]
        narrowed[name] = (max(low, total[0] - (most - high)), min(high, total[1] - (least - low)))
    moved = [name for name, (low, high) in narrowed.items() if low <= high and (low, high) != bounds[name]]
    bounds.update({name: narrowed[name] for name in moved})
    return moved
