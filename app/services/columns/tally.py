"""Counting over columns: the same counts as by SQL, as passes over arrays, in blocks, on every core.

Every subject gets the number of its place in the dimensions asked for, or one beyond the last if it is not asked about; then each run is
counted by that number. A block is all that is held at once, so memory does not grow with the country.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple, Self

import numpy as np

from app.services.columns.layout import LAST, NEVER, NO_DAY, Array, Columns, Run
from app.services.columns.places import Layer, Places
from app.services.columns.standing import NO_FIRST, Instants, Standing, stretches
from app.services.counting import Counted, Cut, Dimension, Present, scopes_of, tells_days
from app.standards.rules import Scope, Status

BLOCK = 1 << 18
_THREADS = min(os.cpu_count() or 1, 8)
_LOCAL, _DAY = 7 * 3600, 86_400
# The statuses of which more is told than their number.
_TIMED = (Status.UNMET, Status.OVERDUE)


class _Block(NamedTuple):
    """Findings: of whom, at which instant they begin to stand, before which they end, and the days they were due."""

    subjects: Array
    begins: Instants
    ends: int
    due: Array | None

    def only(self, which: Array) -> Self:
        """Return some of the findings."""
        begins = self.begins if isinstance(self.begins, int) else self.begins[which]
        return self._replace(subjects=self.subjects[which], begins=begins, due=None if self.due is None else self.due[which])

    def within(self, layer: Layer) -> tuple[Array, Instants, Instants]:
        """Return the places of the findings, and from when to when they stand there."""
        codes = np.take(layer.codes, self.subjects, mode="clip")
        if layer.always:
            return codes, self.begins if isinstance(self.begins, int) else np.minimum(self.begins, self.ends), self.ends
        until = np.minimum(np.take(layer.until, self.subjects, mode="clip"), self.ends)
        since = np.maximum(np.take(layer.since, self.subjects, mode="clip"), self.begins)
        return codes, np.minimum(since, until, out=since), until


class Tally:
    """Cuts of the columns that differ by their instants and periods only, earlier ones first: all are counted in one pass.

    `left_out` are the rows of subjects that somebody else counts.
    """

    def __init__(self, columns: Columns, cuts: Sequence[Cut], dimensions: Sequence[Dimension], *, now: int, left_out: Array) -> None:
        self._columns, self._cut, self._now = columns, cuts[0], now
        self._instants = [cut.at for cut in cuts]
        self._of = Places(columns, cuts, dimensions, now=now, left_out=left_out)
        self._daily = tells_days(cuts[0], dimensions)

    def findings(self, alike: Mapping[str, str] = MappingProxyType({})) -> list[list[Counted]]:
        """Count for each cut as `counting.count_findings` does; a standard in `alike` is counted as the one that stands there."""
        runs = sorted(self.runs(), key=lambda run: -run.number)
        _ = self._of.layers, self._of.keeps_all  # once, before the threads ask for them
        summed: dict[tuple[str, Status], Standing] = {}
        with ThreadPoolExecutor(_THREADS) as threads:
            for run, found in zip(runs, threads.map(self._count, runs), strict=True):
                key = alike.get(run.standard, run.standard), run.status
                if key in summed:
                    summed[key].merge(found)
                else:
                    summed[key] = found
        told: list[list[Counted]] = [[] for _ in self._instants]
        for (standard, status), found in summed.items():
            self._tell(told, standard, status, found)
        return told

    def subjects(self) -> list[list[Present]]:
        """Count for each cut as `counting.count_subjects` does."""
        places, catalogues = self._of.places, self._columns.codes("catalogue")
        # Who is there now is known now, whatever a clock said when it was recorded.
        known_by = np.array([at if at < self._now else NEVER - 1 for at in self._instants])
        told: list[list[Present]] = [[] for _ in self._instants]
        for scope in scopes_of(self._cut):
            rows, size = self._columns.rows_of(scope), (len(places) + 1) * len(catalogues)
            known = np.searchsorted(known_by, self._columns["known_since"][rows])
            changes = np.zeros((size, len(told) + 1), np.int64)
            for layer in self._of.layers:
                until = layer.until[rows]
                since = np.minimum(np.maximum(known, layer.since[rows]), until)
                codes = layer.codes[rows] * len(catalogues) + self._columns["catalogue"][rows]
                changes += stretches(codes, since, until, places=size, instants=len(told))
            counts = changes.cumsum(axis=1)[: len(places) * len(catalogues), :-1]
            for key, at in np.argwhere(counts).tolist():
                place, catalogue = divmod(key, len(catalogues))
                told[at].append(Present(scope, places[place], catalogues[catalogue], int(counts[key, at])))
        return told

    def runs(self) -> list[Run]:
        """Return the runs that are asked about."""
        cut, scopes = self._cut, scopes_of(self._cut)
        return [r for r in self._columns.runs if r.scope in scopes and (cut.standards is None or r.standard in cut.standards)]

    def blocks(self, run: Run) -> Iterator[tuple[slice, int]]:
        """Give the rows of a run block by block, and before which instant those of the block ended."""
        for until, (first, last) in enumerate(pairwise(self._bounds(run)), 1):
            for at in range(first, last, BLOCK):
                yield slice(at, min(at + BLOCK, last)), until

    def _bounds(self, run: Run) -> list[int]:
        """Return for each instant where the findings of a run begin that end after it, and where the run ends."""
        ends = self._columns["ends"][run.first : run.first + run.number]
        tails = np.searchsorted(ends, np.array(self._instants, ends.dtype), side="right")
        return [run.first + int(tail) for tail in tails] + [run.first + run.number]

    def _begin(self, run: Run, rows: slice) -> Instants:
        """Return at which instant rows of a run begin to stand; the number of instants is: after all of them."""
        if run.latest <= self._instants[0]:
            return 0
        starts = self._columns["starts"][rows]
        since = np.zeros(len(starts), np.uint8)
        for at in self._instants:
            since += starts > at
        return since

    def findings_a_case(self, statuses: Sequence[Status]) -> float:
        """Estimate how many findings a case has, over all cases of the country, that are asked about."""
        cases = self._columns.rows_of(Scope.CASE)
        standing = sum(run.first + run.number - self._bounds(run)[0] for run in self._of_cases(statuses))
        return standing * float(self._of.keep[cases].mean()) / max(cases.stop - cases.start, 1) if cases.stop else 0.0

    def first_cases(self, statuses: Sequence[Status], *, after: str | None, pairs: int) -> list[str]:
        """Return the hex of the cases that the next findings are about, in the order of their ids: enough of them for so many findings.

        The case of `after` itself is among them, for it may not be done.
        """
        ids, keep = self._columns["id"][self._columns.rows_of(Scope.CASE)], self._of.keep
        begin = 0 if after is None else int(np.searchsorted(ids, after.encode(), side="right"))

        def first(run: Run) -> Array:
            found = [np.empty(0, np.uint32)]
            for rows, _ in self.blocks(run):
                subjects = self._columns["subject"][rows]
                asked = keep[subjects] & (subjects >= begin) & (self._begin(run, rows) == 0)
                found.append(np.sort(subjects[asked])[:pairs])
            return np.sort(np.concatenate(found))[:pairs]

        with ThreadPoolExecutor(_THREADS) as threads:
            found = np.sort(np.concatenate([np.empty(0, np.uint32), *threads.map(first, self._of_cases(statuses))]))[:pairs]
        return [ids[row].decode() for row in np.unique(found)] + ([] if after is None else [after])

    def _of_cases(self, statuses: Sequence[Status]) -> list[Run]:
        return [r for r in self.runs() if r.scope is Scope.CASE and (not statuses or r.status in statuses)]

    # --- one run ----------------------------------------------------------------------------------------------------

    def _count(self, run: Run) -> Standing:
        found = Standing(len(self._of.places), len(self._instants))
        for rows, ends in self.blocks(run):
            begins = self._begin(run, rows)
            if self._of.keeps_all and run.status not in _TIMED and isinstance(begins, int):
                found.add_all(rows.stop - rows.start, ends)
                continue
            due = self._columns["due"][rows] if run.status in _TIMED else None
            block = _Block(self._columns["subject"][rows].astype(np.intp), begins, ends, due)
            for number, layer in enumerate(self._of.layers):
                self._add(found, block.only(np.take(layer.until, block.subjects) > 0) if number else block, layer, run.status)
        return found

    def _add(self, found: Standing, block: _Block, layer: Layer, status: Status) -> None:
        found.add(*block.within(layer))
        if block.due is None:
            return
        timed = block.due != NO_DAY
        due, of = block.due[timed], block.only(timed)
        if status is Status.UNMET:
            found.add_limits(*of.within(layer))
        elif self._daily:
            found.add_days(*of.within(layer), due)
        else:
            found.add_first_due(*of.within(layer), due)

    def _tell(self, told: list[list[Counted]], standard: str, status: Status, found: Standing) -> None:
        names = self._of.places
        number, of_a_limit = (changes.cumsum(axis=1)[:-1, :-1] for changes in (found.number, found.of_a_limit))
        places, days, counts = found.due_days()
        np.subtract.at(number, places, counts)
        for at, into in enumerate(told):
            today, those = (self._instants[at] + _LOCAL) // _DAY, np.flatnonzero(counts[:, at])
            for place, day, count in zip(places[those].tolist(), days[those].tolist(), counts[those, at].tolist(), strict=True):
                into.append(Counted(standard, names[place], status, today - day, count, 0))
            for place in np.flatnonzero(number[:, at]).tolist():
                first = int(found.first_due[at, place])
                late = None if first == NO_FIRST else today - first
                into.append(Counted(standard, names[place], status, late, int(number[place, at]), int(of_a_limit[place, at])))


def fits(cut: Cut) -> bool:
    """Whether the instants of a cut are such as columns hold."""
    return 0 <= cut.at < LAST
