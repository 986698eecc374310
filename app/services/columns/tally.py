"""Counting over columns: the same counts as by SQL, as passes over arrays, in blocks, on every core.

Every subject gets the number of its place in the dimensions asked for, or one beyond the last if it is not asked about; then each run is
counted by that number. A block is all that is held at once, so memory does not grow with the country.
"""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import NamedTuple, Self

import numpy as np

from app.services.columns.layout import LAST, NEVER, NO_DAY, Array, Columns, Run
from app.services.columns.places import MOST_CODES, Places
from app.services.counting import Counted, Cut, Dimension, Present, scopes_of, tells_days
from app.standards.rules import Scope, Status

BLOCK = 1 << 19
_THREADS = min(os.cpu_count() or 1, 8)
_LOCAL, _DAY = 7 * 3600, 86_400
# The statuses of which more is told than their number.
_TIMED = (Status.UNMET, Status.OVERDUE)
_NO_FIRST = np.iinfo(np.int32).max


class _Standing(NamedTuple):
    """What stands at the instant, by place: how many, how many of the unmet broke a limit, and the due days of the overdue."""

    number: Array
    of_a_limit: Array
    first_due: Array
    due_days: Counter[tuple[int, int]]

    @classmethod
    def nothing(cls, places: int) -> Self:
        """Begin to count so many places, and one more for whoever is not asked about."""
        number, of_a_limit = np.zeros((2, places + 1), np.int64)
        return cls(number, of_a_limit, np.full(places + 1, _NO_FIRST, np.int32), Counter())

    def add(self, other: Self) -> None:
        """Add what stands of another standard."""
        self.number[:] += other.number
        self.of_a_limit[:] += other.of_a_limit
        np.minimum(self.first_due, other.first_due, out=self.first_due)
        self.due_days.update(other.due_days)


class Tally:
    """A cut of the columns. `left_out` are the rows of subjects that somebody else counts."""

    def __init__(self, columns: Columns, cut: Cut, dimensions: Sequence[Dimension], *, now: int, left_out: Array) -> None:
        self._columns, self._cut, self._now = columns, cut, now
        self._of = Places(columns, cut, dimensions, now=now, left_out=left_out)
        self._daily = tells_days(cut, dimensions)

    def findings(self, alike: Mapping[str, str] = MappingProxyType({})) -> list[Counted]:
        """Count as `counting.count_findings` does; a standard in `alike` is counted as the one that stands there."""
        runs = sorted(self.runs(), key=lambda run: -run.number)
        _ = self._of.numbered, self._of.keeps_all  # once, before the threads ask for them
        summed: dict[tuple[str, Status], _Standing] = {}
        with ThreadPoolExecutor(_THREADS) as threads:
            for run, found in zip(runs, threads.map(self._count, runs), strict=True):
                key = alike.get(run.standard, run.standard), run.status
                if key in summed:
                    summed[key].add(found)
                else:
                    summed[key] = found
        return [counted for (standard, status), found in summed.items() for counted in self._told(standard, status, found)]

    def subjects(self) -> list[Present]:
        """Count as `counting.count_subjects` does."""
        codes, places = self._of.numbered
        found = []
        for scope in scopes_of(self._cut):
            rows = self._columns.rows_of(scope)
            of, catalogues = codes[rows], self._columns.codes("catalogue")
            since = self._columns["known_since"][rows]
            there = since < NEVER if self._cut.at >= self._now else since <= self._cut.at
            keys = of[there] * len(catalogues) + self._columns["catalogue"][rows][there]
            counts = np.bincount(keys, minlength=(len(places) + 1) * len(catalogues))[: len(places) * len(catalogues)]
            for key in np.flatnonzero(counts):
                place, catalogue = divmod(int(key), len(catalogues))
                found.append(Present(scope, places[place], catalogues[catalogue], int(counts[key])))
        return found

    def runs(self) -> list[Run]:
        """Return the runs that are asked about."""
        cut, scopes = self._cut, scopes_of(self._cut)
        return [r for r in self._columns.runs if r.scope in scopes and (cut.standards is None or r.standard in cut.standards)]

    def blocks(self, run: Run) -> Iterator[tuple[slice, Array | None]]:
        """Give the rows of a run that have not ended at the instant, block by block, and which of them have begun; None if all have."""
        at = self._cut.at
        for first in range(self._tail(run), run.first + run.number, BLOCK):
            rows = slice(first, min(first + BLOCK, run.first + run.number))
            yield rows, self._columns["starts"][rows] <= at if run.latest > at else None

    def _tail(self, run: Run) -> int:
        """Return where the findings of a run begin that have not ended at the instant."""
        ends = self._columns["ends"][run.first : run.first + run.number]
        return run.first + int(np.searchsorted(ends, self._cut.at, side="right"))

    def codes(self, rows: slice, begun: Array | None) -> Array:
        """Return the numbers of the places of those rows that have begun."""
        codes = np.take(self._of.numbered[0], self._columns["subject"][rows], mode="clip")
        return codes if begun is None else codes[begun]

    def findings_a_case(self, statuses: Sequence[Status]) -> float:
        """Estimate how many findings a case has, over all cases of the country, that are asked about."""
        cases = self._columns.rows_of(Scope.CASE)
        standing = sum(run.first + run.number - self._tail(run) for run in self._of_cases(statuses))
        return standing * float(self._of.keep[cases].mean()) / max(cases.stop - cases.start, 1) if cases.stop else 0.0

    def first_cases(self, statuses: Sequence[Status], *, after: str | None, pairs: int) -> list[str]:
        """Return the hex of the cases that the next findings are about, in the order of their ids: enough of them for so many findings.

        The case of `after` itself is among them, for it may not be done.
        """
        ids, none = self._columns["id"][self._columns.rows_of(Scope.CASE)], len(self._of.numbered[1])
        begin = 0 if after is None else int(np.searchsorted(ids, after.encode(), side="right"))

        def first(run: Run) -> Array:
            found = [np.empty(0, np.uint32)]
            for rows, begun in self.blocks(run):
                subjects = self._columns["subject"][rows]
                fits = (self._of.numbered[0][subjects] < none) & (subjects >= begin)
                found.append(np.sort(subjects[fits if begun is None else fits & begun])[:pairs])
            return np.sort(np.concatenate(found))[:pairs]

        with ThreadPoolExecutor(_THREADS) as threads:
            found = np.sort(np.concatenate([np.empty(0, np.uint32), *threads.map(first, self._of_cases(statuses))]))[:pairs]
        return [ids[row].decode() for row in np.unique(found)] + ([] if after is None else [after])

    def _of_cases(self, statuses: Sequence[Status]) -> list[Run]:
        return [r for r in self.runs() if r.scope is Scope.CASE and (not statuses or r.status in statuses)]

    # --- one run ----------------------------------------------------------------------------------------------------

    def _count(self, run: Run) -> _Standing:
        found = _Standing.nothing(len(self._of.numbered[1]))
        for rows, begun in self.blocks(run):
            if self._of.keeps_all and run.status not in _TIMED:
                found.number[0] += rows.stop - rows.start if begun is None else int(np.count_nonzero(begun))
                continue
            codes = self.codes(rows, begun)
            found.number[:] += np.bincount(codes, minlength=len(found.number))
            if run.status in _TIMED:
                due = self._columns["due"][rows]
                self._add_due(run, found, codes, due if begun is None else due[begun])
        return found

    def _add_due(self, run: Run, found: _Standing, codes: Array, due: Array) -> None:
        timed = due != NO_DAY
        if run.status is Status.UNMET:
            found.of_a_limit[:] += np.bincount(codes[timed], minlength=len(found.number))
        elif self._daily:
            asked = timed & (codes < len(found.number) - 1)
            found.due_days.update(_by_day(codes[asked], due[asked]))
        else:
            np.minimum.at(found.first_due, codes[timed], due[timed])

    def _told(self, standard: str, status: Status, found: _Standing) -> Iterator[Counted]:
        places, today, left = self._of.numbered[1], (self._cut.at + _LOCAL) // _DAY, found.number
        for (place, day), number in found.due_days.items():
            left[place] -= number
            yield Counted(standard, places[place], status, today - day, number, 0)
        for at in np.flatnonzero(left[:-1]).tolist():
            first = int(found.first_due[at])
            days = None if first == _NO_FIRST else today - first
            yield Counted(standard, places[at], status, days, int(left[at]), int(found.of_a_limit[at]))


def _by_day(codes: Array, due: Array) -> dict[tuple[int, int], int]:
    """Count pairs of a place and a day."""
    if not len(due):
        return {}
    first, days = int(due.min()), int(due.max()) - int(due.min()) + 1
    keys = codes * days + (due - first)
    if (int(codes.max()) + 1) * days <= MOST_CODES:
        counts = np.bincount(keys)
        values = np.flatnonzero(counts)
        numbers = counts[values]
    else:
        values, numbers = np.unique(keys, return_counts=True)
    return {(int(key) // days, first + int(key) % days): int(number) for key, number in zip(values, numbers, strict=True)}


def fits(cut: Cut) -> bool:
    """Whether the instants of a cut are such as columns hold."""
    return 0 <= cut.at < LAST
