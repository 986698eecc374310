"""A release as a document and as tables: what was counted, what may be seen of it, and what its words mean."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import rfc8785

from app.reports import ctdc
from app.reports.protection import level
from app.reports.statistics import CTDC, EXTENSIONS, LIMITS, STANDARDS_KEPT, TABLES, of_rhythm
from app.reports.statistics_kinds import Table
from app.reports.statistics_periods import StatisticsPeriod
from app.reports.statistics_tables import TOTAL, Published
from app.reports.tables import Cell, to_csv

Document: TypeAlias = "dict[str, Any]"
FORMAT = "rumduol statistics 1"
HIDDEN, WITHHELD = "hidden", "withheld"
_COLUMNS = (
    *("period", "frozen_at", "table", "title_en", "title_km", "population_en", "population_km", "unit", "source"),
    *("row_is", "row", "column_is", "column", "count", "extension"),
)


def described(table: Table) -> Document:
    """Return what a table is, without a figure."""
    return {
        "id": table.id,
        "rhythm": table.rhythm.value,
        "title": dict(table.title),
        "population": dict(table.population),
        "unit": table.unit,
        "row": {"name": table.row.name, "values": list(table.row.values)},
        "column": None if table.column is None else {"name": table.column.name, "values": list(table.column.values)},
        "several_rows_for_one_person": table.several,
        "source": table.source,
    }


def build(
    period: StatisticsPeriod,
    published: Mapping[str, Published],
    profiles: ctdc.Profiles,
    *,
    threshold: int,
    header: Mapping[str, object],
) -> Document:
    """Return the release of a period; `header` says when it was frozen and what else belongs to it."""
    tables = [described(table) | _figures(table, published, profiles) for table in of_rhythm(period.rhythm)]
    return {
        "format": FORMAT,
        "period": {"name": period.name, "from": period.first.isoformat(), "to": period.last.isoformat()},
        **header,
        "hidden_below": threshold,
        "values_left_open": {"told_which_are_small": level(threshold), "reading": threshold - 1},
        "limits": [dict(text) for text in LIMITS],
        "extensions": list(EXTENSIONS),
        "tables": tables,
    }


def digest(document: Document) -> str:
    """Return the SHA-256 (hex) of a release in its canonical form (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(document)).hexdigest()


def statement(digest_: str) -> bytes:
    """Return what is signed of a release."""
    return f"{FORMAT}\n{digest_}\n".encode()


def to_table(document: Document) -> bytes:
    """Return all tables of a release as one CSV, a line for each count; the profiles have columns of their own (`to_profiles`)."""
    return to_csv(_COLUMNS, _lines(document))


def to_profiles(document: Document) -> bytes | None:
    """Return the case profiles of a release as CSV in CTDC's columns, or nothing where the period has none."""
    rows = next((table["profiles"] for table in document["tables"] if table["id"] == CTDC.id), None)
    return None if rows is None else to_csv((*ctdc.COLUMNS, ctdc.EXTENSION, "cases"), rows)


def _figures(table: Table, published: Mapping[str, Published], profiles: ctdc.Profiles) -> Document:
    if table is CTDC:
        return {
            "profiles": profiles.rows,
            "empty_throughout": profiles.dropped,
            "why_columns_are_empty": dict(ctdc.WHY_EMPTY),
            "attribution": ctdc.ATTRIBUTION,
        }
    if table in TABLES:
        one = published[table.id]
        return {"counts": one.cells, "withheld": one.withheld}
    kept = {name.removeprefix(f"{STANDARDS_KEPT.id} "): one for name, one in published.items() if name.startswith(f"{STANDARDS_KEPT.id} ")}
    return {
        "counts": {
            name: None if one.cells is None else {row: line[TOTAL] for row, line in one.cells.items()} for name, one in kept.items()
        },
        "withheld": next((one.withheld for one in kept.values() if one.withheld), None),
    }


def _lines(document: Document) -> Iterable[dict[str, Cell]]:
    for table in document["tables"]:
        about: dict[str, Cell] = {"period": document["period"]["name"], "frozen_at": document["frozen_at"], "table": table["id"]}
        about |= {f"{name}_{language}": table[name][language] for name in ("title", "population") for language in ("en", "km")}
        about |= {"unit": table["unit"], "source": table["source"], "row_is": table["row"]["name"]}
        about |= {"column_is": table["column"]["name"] if table["column"] else None}
        if table.get("counts", ...) is None:
            yield about | {"count": WITHHELD}
        for row, line in (table.get("counts") or {}).items():
            yield from _line(about | {"row": row, "extension": True if row in document["extensions"] else None}, line)


def _line(about: Mapping[str, Cell], line: Mapping[str, int | None] | None) -> Sequence[dict[str, Cell]]:
    if line is None:
        return [dict(about) | {"count": WITHHELD}]
    return [dict(about) | {"column": column, "count": HIDDEN if count is None else count} for column, count in line.items()]
