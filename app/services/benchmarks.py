"""Benchmarks: how far a target is, how it went month by month, and what would move the rate most."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from app.access import Role
from app.errors import FieldError, Invalid, NotFound, NotPermitted
from app.models.targets import Target
from app.reports import gap_effort
from app.reports.figures import JUDGED, Figures, Shown
from app.reports.hiding import hide_small
from app.reports.suppression import THRESHOLD
from app.services import compliance, targets
from app.services.columns import source
from app.services.compliance import By
from app.services.counting import Cut
from app.services.instants import first_second, iso, local_day
from app.services.periods import Period
from app.services.settled_days import settled
from app.standards.rules import Scope, Standard, Status
from app.work import Work

# The auditor sees the country as it is, the ministry's officer with small counts hidden; everybody else only the own organisation.
_NATIONAL = frozenset({Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR})
_HIDDEN_FROM = compliance.HIDDEN_FROM | {Role.MOSAVY_OFFICER}
_MENDABLE = (Status.OVERDUE, Status.UNKNOWN)


class Place(NamedTuple):
    """Whose cases: an organisation's, a province's, or the country's."""

    organisation_id: UUID | None = None
    province: str | None = None


def of_year(work: Work, year: int) -> dict[str, Any]:
    """Return the actor's targets of a year with where each stands, as of the end of the year or now while it runs.

    Raises Invalid for a year that has not begun.
    """
    period = _year(work, year)
    found = [_standing(work, target, period) for target in targets.of_year(work, year)]
    return {"year": year, "as_of": iso(period.end(_now(work))), "hidden_below": _hidden_below(work), "targets": found}


def levers(work: Work, place: Place) -> dict[str, Any]:
    """Say for each standard by how much the share met of all standards would rise if what can still be done were done, most first.

    Raises NotFound for another organisation, NotPermitted for a narrower question than small counts allow.
    """
    cut = _allowed(work, Cut(at=_now(work), scope=Scope.CASE, organisation_id=place.organisation_id, province=place.province))
    by_standard = {str(key[0]): figures for key, figures in _grouped(work, cut, [By.STANDARD], None).items()}
    whole = sum(_judged(figures) for figures in by_standard.values())
    met = sum(figures.count(Status.MET) for figures in by_standard.values())
    standards = compliance.every_standard(work)
    names = [name for name, figures in by_standard.items() if any(figures.count(s) for s in _MENDABLE)]
    rows = [_lever(standards[name], by_standard[name], whole) for name in names]
    share = round(met / whole, 4) if whole else None
    if _hidden_below(work):
        # What is hidden of a standard would follow from how much it moves the rate, or from the same standard in all other places.
        shown = hide_small([by_standard[name].shown() for name in names], THRESHOLD)
        told = {name for name, seen in zip(names, shown, strict=True) if _whole(seen)} & _told_beside(work, cut, names)
        rows = [row for row in rows if row["standard"] in told]
        ((_, share),) = _shares(work, _grouped(work, cut, [], None)) or [("", None)]
    ranked = sorted(rows, key=lambda row: (-row["gain"], row["standard"]))
    return {"as_of": iso(cut.at), "share_met": share, "minutes_basis": "proposed", "hidden_below": _hidden_below(work), "levers": ranked}


def _told_beside(work: Work, cut: Cut, names: Sequence[str]) -> frozenset[str]:
    """Return the standards whose counts in one place can be shown beside those of the country and of every other place."""
    if work.actor.role not in _NATIONAL or (cut.organisation_id is None and cut.province is None):
        return frozenset(names)
    by, here = (By.PROVINCE, cut.province) if cut.organisation_id is None else (By.ORGANISATION, str(cut.organisation_id))
    groups = _grouped(work, Cut(at=cut.at, scope=cut.scope, standards=frozenset(names)), [by, By.STANDARD], None)
    told = set()
    for name in names:
        column = {str(key[0]): figures.shown() for key, figures in groups.items() if key[1] == name}
        seen = dict(zip(column, hide_small(list(column.values()), THRESHOLD), strict=True))
        if str(here) in seen and _whole(seen[str(here)]):
            told.add(name)
    return frozenset(told)


def _whole(row: Shown) -> bool:
    return all(row[status.value] is not None for status in JUDGED)


def _standing(work: Work, target: Target, period: Period) -> dict[str, Any]:
    """Where a target stands, and the share month by month."""
    place = Cut(at=period.end(_now(work)), scope=Scope.CASE, organisation_id=target.organisation_id, province=target.province)
    cut = place if work.actor.role in _NATIONAL or target.organisation_id else None
    if cut is None:
        # A target of the country or a province: an organisation is told the target, and where it stands itself.
        cut = Cut(at=place.at, scope=Scope.CASE, organisation_id=work.actor.organisation_id)
    standards = _standards(work, target)
    cut = Cut(at=cut.at, scope=cut.scope, organisation_id=cut.organisation_id, province=cut.province, standards=standards)
    (now,) = _shares(work, _grouped(work, cut, [], period)) or [("", None)]
    months = _shares(work, _grouped(work, cut, [By.MONTH], period))
    wanted = target.share / targets.WHOLE
    return targets.item(target) | {
        "actual": now[1],
        "gap": None if now[1] is None else round(wanted - now[1], 4),
        "reached": None if now[1] is None else now[1] >= wanted,
        "of": "own cases" if cut.organisation_id and not target.organisation_id else "target",
        "trend": [{"month": month, "share_met": share} for month, share in months],
    }


def _standards(work: Work, target: Target) -> frozenset[str] | None:
    if target.standard:
        return frozenset({target.standard})
    if target.right:
        return frozenset(s.id for s in compliance.every_standard(work).values() if s.right == target.right)
    return None


def _shares(work: Work, groups: Mapping[compliance.Key, Figures]) -> list[tuple[str, float | None]]:
    """The share met of each group; none that rests on few cases where small counts are hidden."""
    keys = sorted(groups, key=str)
    rows = [groups[key].shown() for key in keys]
    if _hidden_below(work):
        rows = hide_small(rows, THRESHOLD)
    return [(str(key[0]) if key else "", _share(row["share_met"])) for key, row in zip(keys, rows, strict=True)]


def _share(value: float | int | None) -> float | None:
    return None if value is None else float(value)


def _lever(standard: Standard, figures: Figures, whole: int) -> dict[str, Any]:
    """One standard: what can still be done, what that moves, and what it takes."""
    to_do = sum(figures.count(status) for status in _MENDABLE)
    minutes = to_do * gap_effort.minutes_for(standard)
    return {
        "standard": standard.id,
        "right": standard.right,
        "step": standard.step,
        "text": dict(standard.text),
        "next": dict(standard.next),
        "sources": list(standard.sources),
        "provenance": standard.tag,
        "grade": standard.grade,
        "to_do": to_do,
        "gain": round(to_do / whole, 4),
        "minutes": minutes,
    }


def _judged(figures: Figures) -> int:
    return sum(figures.count(status) for status in JUDGED)


def _grouped(work: Work, cut: Cut, by: Sequence[By], period: Period | None) -> Mapping[compliance.Key, Figures]:
    counted_from = source.of(work, organisation_id=cut.organisation_id)
    return compliance.grouped(work, cut, by, period=period, counted_from=counted_from, until=_now(work))


def _now(work: Work) -> int:
    """Now, or for whom small counts are hidden the end of the last month: two neighbouring days would tell what each hides."""
    return settled(work.now) if _hidden_below(work) else work.now


def _allowed(work: Work, cut: Cut) -> Cut:
    if _hidden_below(work) and cut.organisation_id is not None and cut.province is not None:
        raise NotPermitted("Counts with small numbers hidden can be narrowed one way at a time.")
    if work.actor.role in _NATIONAL:
        return cut
    if cut.organisation_id not in (None, work.actor.organisation_id):
        raise NotFound
    if cut.province is not None:
        raise NotPermitted("The country by province is for the ministry.")
    return Cut(at=cut.at, scope=cut.scope, organisation_id=work.actor.organisation_id)


def _hidden_below(work: Work) -> int | None:
    return THRESHOLD if work.actor.role in _HIDDEN_FROM else None


def _year(work: Work, year: int) -> Period:
    if first_second(date(year, 1, 1)) > work.now:
        raise Invalid("The year has not begun.", [FieldError("year", "must not lie after this year")])
    return Period(date(year, 1, 1), min(date(year, 12, 31), local_day(work.now)))
