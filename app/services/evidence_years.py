"""The figures of one ended year for every indicator: counted once, kept as bytes, and the same in every pack.

What statistics publish is taken from their frozen releases and counted nowhere else. Nothing here uses a key of anybody's data.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from app.errors import Conflict
from app.models.evidence import EvidenceYear
from app.models.registers import Case
from app.models.statistics import StatisticsRelease
from app.reports.evidence import figures, pack
from app.reports.evidence.catalogue import Indicator, indicators
from app.reports.evidence.figures import Release, Series
from app.reports.suppression import THRESHOLD
from app.services import audit, scope
from app.services import evidence_counting as counting
from app.services.events import EvidenceYearFrozen
from app.services.instants import iso
from app.services.periods import Period
from app.vocabulary.evidence import CountedFrom
from app.work import Work


def of(work: Work, year: int) -> dict[str, Any]:
    """Return a year as a pack holds it; an ended one is counted and kept if no pack asked for it before.

    Raises Conflict where the statistics of the year or of a quarter are not frozen yet: its figures are taken from them.
    """
    period = Period(date(year, 1, 1), date(year, 12, 31))
    kept = work.session.get(EvidenceYear, year)
    if kept is not None:
        return {"year": year, "state": pack.COUNTED, "digest": kept.digest.hex(), **json.loads(kept.content)}
    if period.instants[1] >= work.now:
        return {"year": year, "state": pack.NOT_ENDED}
    if work.session.scalar(select(Case.id).where(Case.registered_at <= period.instants[1]).limit(1)) is None:
        return {"year": year, "state": pack.NOTHING_RECORDED}
    return _freeze(work, year, period)


def _freeze(work: Work, year: int, period: Period) -> dict[str, Any]:
    releases = _releases(work, year)
    content = {
        "format": pack.YEAR_FORMAT,
        "year": year,
        "frozen_at": iso(work.now),
        "hidden_below": THRESHOLD,
        "releases": {name: release["digest"] for name, release in releases.items()},
        "catalogues": {name: book.version for name, book in work.books.catalogues.items() if "@" not in name},
        "indicators": _series(work, period, releases),
    }
    digest = pack.digest(content)
    work.session.add(EvidenceYear(year=year, frozen_at=work.now, digest=bytes.fromhex(digest), content=pack.canonical(content)))
    head = scope.organisation(work, work.actor.organisation_id, lock=True)
    audit.record(work, head, EvidenceYearFrozen(year, digest))
    return {"state": pack.COUNTED, "digest": digest, **content}


def _releases(work: Work, year: int) -> dict[str, Release]:
    wanted = [str(year), *(f"{year}-Q{quarter}" for quarter in (1, 2, 3, 4))]
    query = select(StatisticsRelease.period, StatisticsRelease.document).where(StatisticsRelease.period.in_(wanted))
    found = {period: json.loads(document) for period, document in work.session.execute(query)}
    if missing := [period for period in wanted if period not in found]:
        raise Conflict(f"The statistics of {', '.join(missing)} are not frozen yet; the auditor freezes them first.")
    return {period: found[period] for period in wanted}


def _series(work: Work, period: Period, releases: Mapping[str, Release]) -> dict[str, Series]:
    year = period.first.year
    findings = _findings(work, period)
    quarters = [release for name, release in releases.items() if "-Q" in name]

    def of_one(indicator: Indicator) -> Series:
        match indicator.counted.source:
            case CountedFrom.YEAR_RELEASE:
                return figures.of_year_release(indicator, releases[str(year)])
            case CountedFrom.RIGHTS:
                return figures.of_rights(releases[str(year)])
            case CountedFrom.QUARTER_RELEASES:
                return figures.of_quarters(indicator, quarters)
            case CountedFrom.FINDING:
                return findings[str(indicator.counted.standard)]
            case CountedFrom.COMPLAINTS:
                return counting.complaints(work, period, str(indicator.counted.standard))
            case CountedFrom.AGREEMENTS:
                return counting.agreements(work, period)
            case CountedFrom.REPORTS:
                return counting.reports(work, period)

    return {name: of_one(indicator) for name, indicator in indicators().items()}


def _findings(work: Work, period: Period) -> dict[str, Series]:
    standards = [str(one.counted.standard) for one in indicators().values() if one.counted.source is CountedFrom.FINDING]
    return counting.of_shelters(work, period, standards) | counting.of_cases(work, period, standards)
