"""Sorting findings into runs without holding them all: each run is first gathered in a file of its own, then sorted and joined."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias

import numpy as np

from app.services.columns.layout import FINDINGS, LAST, NO_DAY, Array
from app.standards.rules import Scope

_MOST_HELD = 2_000_000
_LOCAL, _DAY = 7 * 3600, 86_400
_ROW = np.dtype(list(FINDINGS.items()))

Page: TypeAlias = "tuple[tuple[Any, ...], ...]"


class Runs:
    """The findings of all runs while they are gathered; when the block ends well they stand sorted in the target: `kept` tells where."""

    def __init__(self, target: Path, subjects: Mapping[Scope, tuple[int, int]]) -> None:
        self.read = 0
        self.kept: list[list[str | int]] = []
        self._target, self._parts, self._subjects = target, target / "parts", subjects
        self._numbers: dict[tuple[str, str], int] = {}
        self._held: dict[int, list[Array]] = {}
        self._waiting = 0

    def add(self, subjects: Array, page: Page) -> None:
        """Take a page of findings: standards, statuses, beginnings, ends and due times stand in its columns 1 to 5.

        A finding whose subject no register has is left out, as every cut by a register leaves it out.
        """
        _, standards, statuses, starts, ends, due = page
        rows = np.empty(len(subjects), _ROW)
        rows["subject"], rows["starts"] = subjects, np.clip(np.array(starts, np.int64), 0, LAST)
        rows["ends"] = np.clip(np.array(ends, np.int64), 0, LAST)
        rows["due"] = [NO_DAY if at is None else (at + _LOCAL) // _DAY for at in due]
        for name in dict.fromkeys(zip(standards, statuses, strict=True)):
            self._numbers.setdefault(name, len(self._numbers))
        of = np.array([self._numbers[name] for name in zip(standards, statuses, strict=True)])
        of[subjects == LAST] = -1
        order = np.argsort(of, kind="stable")
        numbers, first = np.unique(of[order], return_index=True)
        for number, part in zip(numbers, np.split(rows[order], first[1:]), strict=True):
            self._held.setdefault(int(number), []).append(part)
        self._held.pop(-1, None)
        self.read += len(rows)
        self._waiting += len(rows)
        if self._waiting > _MOST_HELD:
            self._put_down()

    def __enter__(self) -> Self:
        self._parts.mkdir()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._put_down()
            self._join()
        shutil.rmtree(self._parts)

    def _put_down(self) -> None:
        for number, parts in self._held.items():
            with (self._parts / str(number)).open("ab") as file:
                for part in parts:
                    part.tofile(file)
        self._held, self._waiting = {}, 0

    def _join(self) -> None:
        """Write the columns run by run; one run is held at a time."""
        total = sum(file.stat().st_size for file in self._parts.iterdir()) // _ROW.itemsize
        columns = {n: np.lib.format.open_memmap(self._target / f"{n}.npy", mode="w+", dtype=k, shape=(total,)) for n, k in FINDINGS.items()}
        done = 0
        for (standard, status), number in sorted(self._numbers.items()):
            file = self._parts / str(number)
            rows = np.fromfile(file, _ROW) if file.exists() else np.empty(0, _ROW)
            for scope, (first, last) in self._subjects.items():
                own = rows[(rows["subject"] >= first) & (rows["subject"] < last)]
                if not len(own):
                    continue
                own = own[np.lexsort((own["subject"], own["ends"]))]
                for name, column in columns.items():
                    column[done : done + len(own)] = own[name]
                self.kept.append([scope.value, standard, status, done, len(own), int(own["starts"].max())])
                done += len(own)
            file.unlink(missing_ok=True)
        for column in columns.values():
            column.flush()
