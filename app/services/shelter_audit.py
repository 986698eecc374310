"""How shelters keep the standards of any catalogue, across organisations: replayed from the ledger, so for any day and any catalogue.

There are few shelters beside the cases, so judging each of them again when asked costs less than keeping findings under every catalogue
that somebody may ask for. Stored findings, and the counts over them, are those of the catalogue of new cases. Opens no key.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.access import Role
from app.models.registers import Shelter
from app.reports.figures import Figures
from app.reports.hiding import hide_small
from app.reports.suppression import THRESHOLD
from app.services import binding, findings, ledger, standards
from app.services.compliance import HIDDEN_FROM
from app.services.instants import iso, local_day
from app.services.scope import Subject
from app.standards.duties import Finding
from app.standards.oscal import named
from app.standards.rules import Catalogue, Scope, Standard, Status
from app.work import Work


class ShelterCut(StrEnum):
    """What the figures can be cut by, besides the catalogue."""

    RIGHT = "right"
    STANDARD = "standard"
    ORGANISATION = "organisation"
    PROVINCE = "province"
    SHELTER = "shelter"


class Judged(NamedTuple):
    """What one shelter came to under one catalogue."""

    shelter: Shelter
    catalogue: Catalogue
    findings: Sequence[Finding]


_KEYS: dict[ShelterCut, Callable[[Shelter, Standard], str]] = {
    ShelterCut.RIGHT: lambda _, standard: standard.right,
    ShelterCut.STANDARD: lambda _, standard: standard.id,
    ShelterCut.ORGANISATION: lambda shelter, _: str(shelter.organisation_id),
    ShelterCut.PROVINCE: lambda shelter, _: shelter.province,
    ShelterCut.SHELTER: lambda shelter, _: str(shelter.id),
}


def summary(work: Work, *, catalogues: Sequence[str], by: ShelterCut, as_of: int | None, known_at: int | None) -> dict[str, Any]:
    """Count the findings of the shelters one may count, under the catalogues asked for, else each under those that bind it.

    Raises Invalid for an unknown catalogue.
    """
    chosen = standards.each_once(work.books, catalogues)
    at = work.now if as_of is None else as_of
    known = at if known_at is None else known_at
    judged = judge(work, _in_reach(work), catalogues=chosen, at=at, known_at=known)
    return {
        "as_of": iso(at),
        "known_at": iso(known),
        "by": by.value,
        "hidden_below": THRESHOLD if work.actor.role in HIDDEN_FROM else None,
        "groups": _groups(work, judged, by, at),
    }


def of_organisation(work: Work, organisation_id: UUID, catalogues: Sequence[str], at: int) -> list[dict[str, Any]]:
    """Count the findings of one organisation's shelters by standard."""
    return _groups(work, judge(work, _of(work, organisation_id), catalogues=catalogues, at=at, known_at=at), ShelterCut.STANDARD, at)


def judge(work: Work, shelters: Iterable[Shelter], *, catalogues: Sequence[str], at: int, known_at: int) -> Iterator[Judged]:
    """Judge each shelter that was known under the catalogues asked for, else under those that bind it. Raises UnknownCatalogue."""
    bound: dict[UUID, Sequence[str]] = {}
    for shelter in shelters:
        subject = Subject("shelter", shelter)
        facts = findings.facts_of(work, subject, ledger.held(work, shelter.id), as_of=at, known_at=known_at)
        if not facts.records.get("shelter"):
            continue
        if not catalogues and shelter.organisation_id not in bound:
            bound[shelter.organisation_id] = binding.names(work, subject, as_of=at, known_at=known_at).loaded
        for name in catalogues or bound[shelter.organisation_id]:
            book = findings.judge_for(work, subject, catalogue=name, known_at=known_at)
            yield Judged(shelter, book.catalogue, list(book.findings(Scope.SHELTER, facts, at).values()))


def _of(work: Work, organisation_id: UUID) -> Sequence[Shelter]:
    return work.session.scalars(select(Shelter).where(Shelter.organisation_id == organisation_id).order_by(Shelter.id)).all()


def _in_reach(work: Work) -> Sequence[Shelter]:
    """The shelters of the country for the auditor, else those of one's organisation."""
    if work.actor.role is not Role.MOSAVY_AUDITOR:
        return _of(work, work.actor.organisation_id)
    return work.session.scalars(select(Shelter).order_by(Shelter.id)).all()


def _groups(work: Work, judged: Iterable[Judged], by: ShelterCut, at: int) -> list[dict[str, Any]]:
    """The figures by catalogue and cut: standards and rights in the order of their catalogue, all else by its name."""
    groups: dict[tuple[str, str], Figures] = {}
    for one in judged:
        _count(one, by, at, groups)
    # Every shelter is judged by the same standards in the same order, so the groups of a catalogue came in it.
    keys = sorted(groups, key=itemgetter(0)) if by in (ShelterCut.RIGHT, ShelterCut.STANDARD) else sorted(groups)
    rows = [groups[key].shown() for key in keys]
    if work.actor.role in HIDDEN_FROM:
        rows = hide_small(rows, THRESHOLD)
    return [{"catalogue": catalogue, by.value: key} | row for (catalogue, key), row in zip(keys, rows, strict=True)]


def _count(judged: Judged, by: ShelterCut, at: int, groups: dict[tuple[str, str], Figures]) -> None:
    counted = set()
    for finding in judged.findings:
        key = named(judged.catalogue), _KEYS[by](judged.shelter, judged.catalogue.by_id[finding.standard])
        figures = groups.setdefault(key, Figures())
        figures.slots += 1
        counted.add(key)
        if finding.status is Status.NOT_APPLICABLE:
            continue
        timed = finding.due_at is not None
        late = (local_day(at) - local_day(finding.due_at)).days if finding.due_at is not None and finding.status is Status.OVERDUE else None
        figures.add(finding.status, 1, days_overdue=late, of_a_limit=int(timed and finding.status is Status.UNMET))
    for key in counted:
        groups[key].subjects += 1
