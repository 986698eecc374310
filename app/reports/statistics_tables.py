"""Counted tables made safe to publish: all tables of one release are protected together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.reports.bounds import Sum
from app.reports.protection import Linked, protect

TOTAL = "total"
WITHHELD = "The small counts of this table cannot be protected by hiding others, so none of it is published."


@dataclass(frozen=True, slots=True)
class Counted:
    """A table as it was counted. Tables of one population share their totals, and so whatever can be worked out from them.

    `counts` holds (row, column) -> people; absent is zero. Columns are always classes that exclude each other. Rows are too, unless
    `people` is given: then a person may be in several rows, and it tells how many there are in each column. Without columns the table is
    a list under the column `TOTAL`.
    """

    id: str
    population: str
    row: str
    rows: Sequence[str]
    counts: Mapping[tuple[str, str], int]
    column: str | None = None
    columns: Sequence[str] = ()
    people: Mapping[str, int] | None = None


class Published(NamedTuple):
    """A table as it may be seen: row -> column -> count, None where hidden, with totals; or why it is not shown at all."""

    cells: Mapping[str, Mapping[str, int | None]] | None
    withheld: str | None


class _System(NamedTuple):
    values: dict[str, int]
    sums: dict[Sum, None]
    silent: set[str]


def publish(tables: Sequence[Counted], threshold: int) -> dict[str, Published]:
    """Return every table with its small counts hidden, and others so that nobody works them out, whichever tables are read together.

    A table that cannot be protected is withheld, and the others are looked at again without it.
    """
    kept = list(tables)
    while True:
        system = _system(kept)
        pattern = protect(Linked(system.values, list(system.sums), silent=system.silent), threshold)
        if not pattern.weak:
            break
        kept = [table for table in kept if not pattern.weak.intersection(_cells(table))]
    shown = {table.id: Published(_shown(table, system.values, pattern.hidden), None) for table in kept}
    return {table.id: shown.get(table.id, Published(None, WITHHELD)) for table in tables}


def cell_of(table: Counted, row: str | None, column: str | None) -> str:
    """Return the name of a count: whom it is about, whichever table it stands in. None for a total over all."""
    about = {table.row: row, table.column: column} if table.column else {table.row: row}
    return " ".join([table.population, *(f"{name}={value}" for name, value in sorted(about.items(), key=str) if value is not None)])


def _system(tables: Sequence[Counted]) -> _System:
    system = _System({}, {}, set())
    for table in tables:
        _add(system, table)
    return system


def _add(system: _System, table: Counted) -> None:
    columns: tuple[str | None, ...] = tuple(table.columns) or (None,)
    for column in columns:
        parts = tuple(cell_of(table, row, column) for row in table.rows)
        counts = [table.counts.get((row, column or TOTAL), 0) for row in table.rows]
        system.values.update(zip(parts, counts, strict=True))
        whole = cell_of(table, None, column)
        if table.people is None:
            system.values[whole] = sum(counts)
            system.sums[Sum(whole, parts)] = None
        else:
            system.values[whole] = table.people.get(column or TOTAL, 0)
            _add_answers(system, whole, parts)
    if table.columns:
        for row in (*table.rows, None):
            parts = tuple(cell_of(table, row, column) for column in columns)
            whole = cell_of(table, row, None)
            system.values[whole] = sum(system.values[part] for part in parts)
            system.sums[Sum(whole, parts)] = None


def _add_answers(system: _System, people: str, answers: Sequence[str]) -> None:
    """Say of several answers to one question: nobody is in a row twice, and everybody is in one at least."""
    given, more = f"{people} answers", f"{people} further answers"
    system.values[given] = sum(system.values[answer] for answer in answers)
    system.values[more] = system.values[given] - system.values[people]
    system.sums.update({Sum(given, tuple(answers)): None, Sum(given, (people, more)): None})
    system.silent.update((given, more))
    for answer in answers:
        rest = f"{answer} without"
        system.values[rest] = system.values[people] - system.values[answer]
        system.sums[Sum(people, (answer, rest))] = None
        system.silent.add(rest)


def _cells(table: Counted) -> set[str]:
    columns = (*table.columns, None) if table.columns else (None,)
    return {cell_of(table, row, column) for row in (*table.rows, None) for column in columns}


def _shown(table: Counted, values: Mapping[str, int], hidden: frozenset[str]) -> dict[str, dict[str, int | None]]:
    columns = (*table.columns, None) if table.columns else (None,)

    def shown(row: str | None, column: str | None) -> int | None:
        cell = cell_of(table, row, column)
        return None if cell in hidden else values[cell]

    return {row or TOTAL: {column or TOTAL: shown(row, column) for column in columns} for row in (*table.rows, None)}
