"""The figures of an indicator in one year, as lines: what statistics published before, as published, and what was counted for it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from app.reports.evidence.catalogue import Indicator
from app.reports.evidence.shares import Group, Share
from app.reports.statistics import STANDARDS_KEPT
from app.reports.statistics_tables import TOTAL

Line: TypeAlias = dict[str, Any]
Series: TypeAlias = dict[str, Any]
Release: TypeAlias = Mapping[str, Any]
_NOT_PROTECTED = {
    "en": "Withheld: its small numbers cannot be protected by hiding others.",
    "km": "មិនបង្ហាញ៖ ចំនួនតូចៗមិនអាចការពារដោយលាក់ចំនួនផ្សេងបានទេ។",
}
_SAME_PEOPLE = {
    "en": "Withheld: too few of the people had been registered before this year; the year's statistics are about nearly the same people.",
    "km": "មិនបង្ហាញ៖ មានមនុស្សតិចពេកដែលបានចុះបញ្ជីមុនឆ្នាំនេះ ដូច្នេះស្ថិតិប្រចាំឆ្នាំគឺអំពីមនុស្សស្ទើរតែដូចគ្នា។",
}
NOT_PROTECTED, SAME_PEOPLE = "not_protected", "same_people"
REASONS: Mapping[str, Mapping[str, str]] = {NOT_PROTECTED: _NOT_PROTECTED, SAME_PEOPLE: _SAME_PEOPLE}


def of_year_release(indicator: Indicator, release: Release) -> Series:
    """Return a table of the year's statistics as it was published, its totals among it."""
    table = _table(release, str(indicator.counted.table))
    if table["counts"] is None:
        return withheld(NOT_PROTECTED)
    row_is, column_is, period = table["row"]["name"], table["column"]["name"], release["period"]["name"]
    return counted(
        line(period, {row_is: row, column_is: column}, number, extension=row in release["extensions"])
        for row, numbers in table["counts"].items()
        for column, number in numbers.items()
    )


def of_rights(release: Release) -> Series:
    """Return for each right how many of the judged cases had all its standards met, from the year's statistics."""
    lines = []
    for right, numbers in _table(release, STANDARDS_KEPT.id)["counts"].items():
        if numbers is not None:
            met, broken = numbers["all_met"], numbers["one_not_met"]
            judged = None if None in (met, broken) else met + broken
            lines.append(share(release["period"]["name"], {"right": right}, met, judged))
    return counted(lines) if lines else withheld(NOT_PROTECTED)


def of_quarters(indicator: Indicator, releases: Iterable[Release]) -> Series:
    """Return a row of a table of each quarter; a row that is not the total stands over the total. Quarters are never added up."""
    lines = [one for release in releases for one in _of_quarter(indicator, release)]
    return counted(lines) if lines else withheld(NOT_PROTECTED)


def _of_quarter(indicator: Indicator, release: Release) -> Iterator[Line]:
    table, row, period = _table(release, str(indicator.counted.table)), str(indicator.counted.row), release["period"]["name"]
    for column, number in (table["counts"] or {}).get(row, {}).items():
        group = {table["column"]["name"]: column}
        yield line(period, group, number) if row == TOTAL else share(period, group, number, table["counts"][TOTAL][column])


def of_findings(year: int, shares: Mapping[Group, Share]) -> Series:
    """Return the shares of a standard by age and sex, as far as they are protected."""
    lines = [share(str(year), {dimension: name}, one.kept, one.judged) for (dimension, name), one in shares.items()]
    return counted(lines) if lines else withheld(NOT_PROTECTED)


def line(period: str, group: Mapping[str, str], numerator: int | None, *, extension: bool = False) -> Line:
    """Return a count; None is hidden."""
    return {"period": period, "group": dict(group), "numerator": numerator, "hidden": numerator is None} | (
        {"extension": True} if extension else {}
    )


def share(period: str, group: Mapping[str, str], numerator: int | None, denominator: int | None) -> Line:
    """Return a count over another, and the share in four places where both are shown and there is anybody."""
    shown = numerator is not None and denominator is not None
    found = f"{numerator / denominator:.4f}" if numerator is not None and denominator else None
    return line(period, group, numerator) | {"denominator": denominator, "share": found, "hidden": not shown}


def counted(lines: Iterable[Line]) -> Series:
    """Return the figures of a year that were counted."""
    return {"state": "counted", "lines": list(lines)}


def withheld(reason: str) -> Series:
    """Return that there are figures which are not shown, and why."""
    return {"state": "withheld", "reason": reason, "lines": []}


def _table(release: Release, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(table for table in release["tables"] if table["id"] == name)
    return found
