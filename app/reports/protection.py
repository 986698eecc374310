"""Which counts of linked tables to hide, so that nobody works out the small ones.

The attacker knows every count that is shown, every sum, the threshold, these rules and this algorithm. Two readings of him are held off:

- *told*: he has been told which of the hidden counts are small (1 to threshold - 1); the others he knows to be at least the threshold.
  Every small count still can be any of `level` values at least, half of all it could be if nothing were known.
- *reading*: he sees only that counts are hidden, and that zero is shown. Every small count still can be any of threshold - 1 values.

Nothing hidden has one possible value only. Bounds are shown by whole tables, not by fractions of them: each bound is the figure of another
table that fits all that is published.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import log2
from typing import NamedTuple

from app.reports.bounds import Sum
from app.reports.room import Room

# More than any table of ours holds, and few enough that a linear program stays exact.
_MANY = 1_000_000


class Pattern(NamedTuple):
    """What to hide, and the cells that stay weak even if all that may be hidden is: what they stand in must not be published."""

    hidden: frozenset[str]
    weak: frozenset[str]


@dataclass(frozen=True, slots=True)
class Linked:
    """Counts by name and what adds up to what. All tables that are published of the same people belong into one.

    `known` stands elsewhere and cannot be hidden. `silent` is published nowhere and needs no protection of its own. `hide` is hidden in
    any case, zero too.
    """

    values: Mapping[str, int]
    sums: Sequence[Sum]
    known: Collection[str] = field(default_factory=frozenset)
    silent: Collection[str] = field(default_factory=frozenset)
    hide: Collection[str] = field(default_factory=frozenset)


def level(threshold: int) -> int:
    """Return how many values a small count must leave open even to who was told that it is one: half of 1 to `threshold` - 1.

    >>> level(11), level(5)
    (5, 2)
    """
    return (threshold - 1) // 2


def protect(linked: Linked, threshold: int) -> Pattern:
    """Return what to hide in linked tables. Always the same for the same counts.

    >>> counts = {"all": 40, "a": 3, "b": 17, "c": 20}
    >>> sorted(protect(Linked(counts, [Sum("all", ("a", "b", "c"))], known={"all"}), 11).hidden)
    ['a', 'b']
    >>> sorted(protect(Linked({"all": 23, "a": 3, "b": 0, "c": 20}, [Sum("all", ("a", "b", "c"))]), 11).hidden)
    ['a', 'c']
    """
    found = [_Search(part, threshold).pattern() for part in _apart(linked)]
    return Pattern(frozenset(chain(*(p.hidden for p in found))), frozenset(chain(*(p.weak for p in found))))


def _apart(linked: Linked) -> Iterable[Linked]:
    """Split what shares no sum: the smaller a program, the quicker it is solved."""
    group = {cell: cell for cell in linked.values}

    def root(cell: str) -> str:
        while group[cell] != cell:
            group[cell] = group[group[cell]]
            cell = group[cell]
        return cell

    for one in linked.sums:
        for part in one.parts:
            group[root(part)] = root(one.total)
    cells: dict[str, dict[str, int]] = {}
    sums: dict[str, list[Sum]] = {}
    for cell, value in linked.values.items():
        cells.setdefault(root(cell), {})[cell] = value
    for one in linked.sums:
        sums.setdefault(root(one.total), []).append(one)
    for name, values in cells.items():
        yield Linked(values, sums.get(name, []), linked.known, linked.silent, linked.hide)


class _Search:
    """The search for a pattern that holds, over tables that hang together."""

    def __init__(self, linked: Linked, threshold: int) -> None:
        values = linked.values
        self._linked, self._threshold = linked, threshold
        open_ = [cell for cell in values if cell not in linked.known and cell not in linked.silent]
        self._small = [cell for cell in open_ if 0 < values[cell] < threshold]
        self._ordered = [cell for cell in open_ if cell in linked.hide and cell not in self._small]
        self._hidden = {*self._small, *self._ordered}

    def pattern(self) -> Pattern:
        """Hide until both readings hold."""
        if not self._hidden:
            return Pattern(frozenset(), frozenset())
        prices = self._prices()
        self._told = Room(self._linked.values, self._linked.sums, self._belief(told=True), prices)
        self._reading = Room(self._linked.values, self._linked.sums, self._belief(told=False), prices)
        k = self._threshold
        weak = {cell for cell in self._small if not self._leaves_open(self._told, cell, wide=level(k), top=k - 1)}
        for cell in self._small:
            for seen in (self._told.low[cell], self._told.high[cell]):
                self._reading.witness({cell: seen})
            if cell not in weak and not self._leaves_open(self._reading, cell, wide=k - 1, top=_MANY):
                weak.add(cell)
        weak |= {cell for cell in self._ordered if not self._moves(cell)}
        return Pattern(frozenset(self._hidden), frozenset(weak))

    def _leaves_open(self, room: Room, cell: str, *, wide: int, top: int) -> bool:
        """Give a small count as many values in a row as asked for, none above `top`, by hiding what around it costs least."""
        value = self._linked.values[cell]
        if room.high[cell] - room.low[cell] + 1 < wide:
            room.stretch(cell)
        if room.high[cell] - room.low[cell] + 1 >= wide:
            return True
        starts = range(max(1, value - wide + 1), min(value, top - wide + 1) + 1)
        return any(self._reach(room, cell, (start, start + wide - 1)) for start in sorted(starts, key=lambda s: abs(s - value + wide // 2)))

    def _moves(self, cell: str) -> bool:
        """Give what is hidden by order a second value; a zero stays without one where there is no room, for it is nobody."""
        room, value = self._reading, self._linked.values[cell]
        if room.low[cell] < room.high[cell] or self._told.low[cell] < self._told.high[cell]:
            return True
        return any(self._reach(room, cell, (target,)) for target in (value - 1, value + 1)) or not value

    def _reach(self, room: Room, cell: str, targets: Iterable[int]) -> bool:
        """Hide what it takes for a cell to be each of the targets; nothing if one is out of reach."""
        changed: set[str] = set()
        for target in targets:
            moved = room.move(cell, target)
            if moved is None:
                return False
            changed |= moved
        more = changed - self._hidden - set(self._linked.silent)
        self._hidden |= more
        self._told.free(more)
        self._reading.free(more)
        return True

    def _belief(self, *, told: bool) -> dict[str, tuple[int, int]]:
        """What is believed of each count that is hidden, or would be if it were; what stays as it is has no place here."""
        linked, k, belief = self._linked, self._threshold, dict[str, tuple[int, int]]()
        for cell, value in linked.values.items():
            if cell in linked.silent or (cell in linked.hide and not value):
                belief[cell] = (0, _MANY)
            elif cell in linked.known or not value:
                continue
            elif told:
                belief[cell] = (1, k - 1) if value < k else (k, _MANY)
            else:
                belief[cell] = (0 if cell in linked.hide else 1, _MANY)
        return belief

    def _prices(self) -> dict[str, float]:
        """What is lost by hiding a count: more with its size, and for a total as much as for all that it adds up."""
        covers = dict.fromkeys(self._linked.values, 1)
        for one in sorted(self._linked.sums, key=lambda s: len(s.parts)):
            covers[one.total] = max(covers[one.total], sum(covers[part] for part in one.parts))
        free = self._hidden | set(self._linked.silent)
        return {cell: 0.0 if cell in free else covers[cell] * log2(2 + value) for cell, value in self._linked.values.items()}
