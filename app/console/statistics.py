"""Statistics that are safe to publish: which tables there are, the frozen releases to read and keep, and freezing for the auditor."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from app.access import GRANTS, Permission
from app.console import labels, statistics_words
from app.console.answers import Bytes, Page, Redirect
from app.console.asking import Asked
from app.console.audit_tables import Names
from app.console.door import Pages
from app.console.marking import _
from app.console.told import tell
from app.errors import Invalid, NotFound, Refused
from app.services import statistics
from app.services.instants import local_day
from app.work import Work

pages = Pages()
_PAGE = 50
_PERIODS_BACK = 3  # years whose periods are offered for freezing
_TOTAL = "total"
_HERE = "/statistics"
tell("statistics_frozen", _("Frozen. These figures will never be counted again."))
tell("statistics_kept", _("This period was frozen before; these are its figures."))


@pages.get(_HERE, Permission.STATISTICS_READ)
def read_statistics(work: Work, asked: Asked) -> Page:
    """Show the releases, the tables there are, and for the auditor what can be frozen."""
    return _list(work, asked, None)


def _list(work: Work, asked: Asked, refused: Refused | None) -> Page:
    found = statistics.listed(work, cursor=asked.query.get("cursor") or None, limit=_PAGE)
    may_freeze = Permission.STATISTICS_FREEZE in GRANTS[work.actor.role]
    frozen = {item["period"] for item in found.items}
    context = {
        "releases": found.items,
        "period_label": partial(period_label, asked.language),
        "more": f"{_HERE}?cursor={found.next_cursor}" if found.next_cursor else None,
        "catalogue": statistics.catalogue(),
        "periods": [period for period in _ended(local_day(work.now)) if period not in frozen] if may_freeze else [],
        "may_freeze": may_freeze,
        "wrong": refused is not None,
        "granted": GRANTS[work.actor.role],
    }
    return Page("statistics/list.html", context)


@pages.post("/statistics/releases", Permission.STATISTICS_FREEZE, again=_list)
def freeze_statistics(work: Work, asked: Asked) -> Redirect:
    """Freeze the statistics of an ended period."""
    period = asked.typed("period")
    if not period:
        raise Invalid("No period was chosen.")
    kept = statistics.freeze(work, period)
    return Redirect(f"/statistics/releases/{kept.release.id}", told="statistics_frozen" if kept.made else "statistics_kept")


@pages.get("/statistics/releases/{release_id}", Permission.STATISTICS_READ)
def read_release(work: Work, asked: Asked) -> Page:
    """Show a release as it was published; what is hidden says so."""
    kept = statistics.read(work, asked.ids["release_id"])
    document = json.loads(kept.document)
    rights = Names(work, asked.language).rights
    tables = [_table(table, asked.language, rights) for table in document["tables"]]
    told = {"release": statistics.item(kept), "document": document, "tables": tables, "has_profiles": kept.profiles is not None}
    return Page("statistics/release.html", told | {"period_label": partial(period_label, asked.language)})


@pages.get("/statistics/releases/{release_id}/tables.csv", Permission.STATISTICS_READ)
def keep_release_table(work: Work, asked: Asked) -> Bytes:
    """Hand out all tables of a release as one file."""
    kept = statistics.read(work, asked.ids["release_id"])
    return Bytes(kept.table, "text/csv; charset=utf-8", f"statistics-{kept.period}.csv")


@pages.get("/statistics/releases/{release_id}/profiles.csv", Permission.STATISTICS_READ)
def keep_release_profiles(work: Work, asked: Asked) -> Bytes:
    """Hand out the profiles of a year's release; a quarter has none."""
    kept = statistics.read(work, asked.ids["release_id"])
    if kept.profiles is None:
        raise NotFound
    return Bytes(kept.profiles, "text/csv; charset=utf-8", f"statistics-{kept.period}-profiles.csv")


@pages.get("/statistics/releases/{release_id}/release.json", Permission.STATISTICS_READ)
def keep_release(work: Work, asked: Asked) -> Bytes:
    """Hand out a release as it was signed, always the same bytes."""
    kept = statistics.read(work, asked.ids["release_id"])
    return Bytes(kept.document, "application/json", f"statistics-{kept.period}.json")


def _ended(today: date) -> Iterator[str]:
    """The quarters and years that have ended, newest first."""
    for year in range(today.year, today.year - _PERIODS_BACK - 1, -1):
        if year < today.year:
            yield str(year)
        yield from (f"{year}-Q{quarter}" for quarter in (4, 3, 2, 1) if date(year + quarter // 4, 3 * quarter % 12 + 1, 1) <= today)


def _table(table: Mapping[str, Any], language: str, rights: Mapping[str, str]) -> dict[str, Any]:
    """Return a published table with its words; rows of nothing but zeros are left out, which the page says."""
    counts: Mapping[str, Mapping[str, int | None] | None] = table.get("counts") or {}
    row_name, column = table["row"]["name"], table["column"]
    columns = [*(column["values"] if column else ()), _TOTAL]
    if row_name == "right":
        columns.remove(_TOTAL)
    lines = [
        (
            statistics_words.value(language, row_name, row, rights=rights),
            None if figures is None else [figures.get(name) for name in columns],
            row == _TOTAL,
        )
        for row, figures in counts.items()
        if row == _TOTAL or figures is None or any(number != 0 for number in figures.values())
    ]
    return {
        "id": table["id"],
        "title": table["title"],
        "population": table["population"],
        "several": table["several_rows_for_one_person"],
        "row": statistics_words.heading(language, row_name),
        "columns": [statistics_words.value(language, column["name"] if column else "", name, rights=rights) for name in columns],
        "lines": lines,
        "withheld": table.get("withheld"),
        "profiles": len(table["profiles"]) if "profiles" in table else None,
        "left_out": len(counts) - len(lines),
    }


def period_label(language: str, period: str) -> str:
    """Return a period as it is read: a year, or a quarter of one.

    >>> period_label("en", "2026-Q3"), period_label("en", "2026")
    ('Quarter 3 of 2026', '2026')
    """
    year, _dash, quarter = period.partition("-Q")
    return labels.text(language, _("Quarter %(quarter)s of %(year)s")) % {"quarter": quarter, "year": year} if quarter else year
