"""What an organisation's compliance report is made of: figures from the stored findings, facts from registers and plain entries.

Everything is as it was known at one instant, the end of the period or now, so the same report made later has the same figures.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.models.findings import FindingRow
from app.models.ledger import Entry
from app.models.registers import Case, Mou, Organisation, Shelter
from app.reports.figures import Figures
from app.reports.mou import Document, Material
from app.services import compliance, counting, registers
from app.services.compliance import By
from app.services.counting import Cut
from app.services.instants import instant, iso, iso_or_none, local_day
from app.services.periods import Period
from app.standards.facts import Entry as Fact
from app.standards.rules import Scope
from app.work import Work

_CASE_RECORDS = ("case", "step_change", "closure", "age_determination", "placement")
_CONDITION = (
    *("observed_on", "security_24h", "meals_per_day", "land_area_m2", "staff_count", "staff_required"),
    *("capacity", "occupancy", "rooms_by_sex_and_age"),
)
_INSPECTION = ("inspected_on", "visit_number", "registration_valid", "mou_valid", "result")


def gather(work: Work, organisation: Organisation, report_id: UUID, period: Period) -> Material:
    """Return what the report is made of."""
    cut = Cut(at=period.end(work.now), organisation_id=organisation.id, scope=Scope.CASE, period=period.instants)
    by_standard = {str(key[0]): figures for key, figures in _figures(work, cut, [By.STANDARD]).items()}
    staff = {str(key[0]): f for key, f in _figures(work, replace(cut, scope=Scope.STAFF, period=None), [By.STANDARD]).items()}
    return Material(
        header=_header(work, organisation, report_id, period, cut.at),
        catalogue=work.books.catalogue(work.books.default),
        standards=list(compliance.every_standard(work).values()),
        total=next(iter(_figures(work, cut, []).values()), Figures()),
        rights={str(key[0]): figures for key, figures in _figures(work, cut, [By.RIGHT]).items()},
        by_standard=by_standard,
        staff=staff,
        cases=_cases(work, cut),
        shelters=_shelters(work, replace(cut, scope=Scope.SHELTER, period=None), period),
        waivers=_waivers(work, cut, period),
    )


def _figures(work: Work, cut: Cut, by: Sequence[By]) -> dict[compliance.Key, Figures]:
    return compliance.gather(work, [cut], [compliance.key_of(by)], ())


def _header(work: Work, organisation: Organisation, report_id: UUID, period: Period, at: int) -> dict[str, object]:
    first, last = period.first.isoformat(), period.last.isoformat()
    mous = (
        select(Mou)
        .where(Mou.organisation_id == organisation.id, Mou.starts_on <= last, Mou.ends_on >= first)
        .order_by(Mou.starts_on, Mou.id)
    )
    return {
        "id": str(report_id),
        "organisation": {
            "id": str(organisation.id),
            "name": organisation.name,
            "type": organisation.type,
            "province": organisation.province,
        },
        "mous": [
            {"number": m.number, "state": m.state, "rule_set": m.rule_set, "starts_on": m.starts_on, "ends_on": m.ends_on}
            for m in work.session.scalars(mous)
        ],
        "period": {"from": first, "to": last},
        "as_of": iso(at),
        "made_at": iso(work.now),
        "rule_profile": dict(organisation.rule_profile),
    }


def _told(work: Work, cut: Cut, kind: str, records: Iterable[str]) -> dict[UUID, list[Fact]]:
    """Return the plain entries of the organisation's subjects of a kind as they were known at the cut's instant, by subject."""
    query = select(Entry.subject_id, Entry.record, Entry.record_id, Entry.makes, Entry.occurred_at, Entry.recorded_at, Entry.facts)
    query = query.where(Entry.organisation_id == cut.organisation_id, Entry.record.in_(tuple(records)), Entry.subject_kind == kind)
    query = query.where(Entry.recorded_at <= cut.at).order_by(Entry.subject_id, Entry.position)
    found: dict[UUID, list[Fact]] = {}
    for subject_id, record, record_id, makes, occurred_at, recorded_at, facts in work.session.execute(query):
        found.setdefault(subject_id, []).append(Fact(record, str(record_id), makes, occurred_at, recorded_at, facts))
    return found


def _cases(work: Work, cut: Cut) -> dict[str, dict[str, int]]:
    """Count the report's cases by step, age class and sex as they stood."""
    where = (*counting.whom(cut, Scope.CASE, now=work.now), counting.known(cut, Scope.CASE, now=work.now))
    wanted = set(work.session.scalars(select(Case.id).where(*where)))
    counts: dict[str, Counter[str]] = {"step": Counter(), "age_class": Counter(), "sex": Counter()}
    for case_id, entries in _told(work, cut, "case", _CASE_RECORDS).items():
        if case_id in wanted:
            columns = registers.case_columns(entries)
            for name, counter in counts.items():
                counter[str(columns[name])] += 1
    return {name: dict(sorted(counter.items())) for name, counter in counts.items()}


def _waivers(work: Work, cut: Cut, period: Period) -> list[dict[str, object]]:
    """List the approved waivers that were in force on a day of the period: codes and days, never the case or its words."""
    waivers = [w for told in _told(work, cut, "case", ["waiver"]).values() for w in registers.fold_all(told).of("waiver").values()]
    first, last = period.first.isoformat(), local_day(cut.at).isoformat()
    listed: list[dict[str, object]] = []
    for waiver in waivers:
        if waiver.get("decision") != "approved":
            continue
        decided_at = instant(str(waiver["decided_at"]))
        expires_on = str(waiver.get("expires_on") or "9999-12-31")
        if local_day(decided_at).isoformat() <= last and expires_on >= first:
            listed.append(
                {
                    "standard": waiver["standard_id"],
                    "reason_code": waiver["reason_code"],
                    "decided_at": iso(decided_at),
                    "expires_on": waiver.get("expires_on"),
                }
            )
    return sorted(listed, key=lambda w: (str(w["standard"]), str(w["decided_at"]), str(w["expires_on"])))


def _shelters(work: Work, cut: Cut, period: Period) -> list[Document]:
    """Describe the organisation's shelters by code and province: newest observation, inspections in the period, findings."""
    where = (*counting.whom(cut, Scope.SHELTER, now=work.now), counting.known(cut, Scope.SHELTER, now=work.now))
    told = _told(work, cut, "shelter", ["shelter_condition", "inspection"])
    findings = _shelter_findings(work, cut)
    return [
        {
            "code": shelter.code,
            "province": shelter.province,
            "condition": _newest_condition(told.get(shelter.id, [])),
            "inspections": _inspections(told.get(shelter.id, []), period),
            "findings": findings.get(shelter.id, []),
        }
        for shelter in work.session.scalars(select(Shelter).where(*where).order_by(Shelter.code, Shelter.id))
    ]


def _newest_condition(told: Iterable[Fact]) -> dict[str, Any] | None:
    conditions = registers.fold_all(told).of("shelter_condition").values()
    newest = max(conditions, key=lambda c: str(c["observed_on"]), default=None)
    return None if newest is None else {name: newest.get(name) for name in _CONDITION}


def _inspections(told: Iterable[Fact], period: Period) -> list[dict[str, Any]]:
    inside = [
        {name: inspection.get(name) for name in _INSPECTION}
        for inspection in registers.fold_all(told).of("inspection").values()
        if period.first.isoformat() <= str(inspection["inspected_on"]) <= period.last.isoformat()
    ]
    return sorted(inside, key=lambda i: str(i["inspected_on"]))


def _shelter_findings(work: Work, cut: Cut) -> dict[UUID, list[dict[str, object]]]:
    f = FindingRow
    query = select(f.subject_id, f.standard, f.status, f.due_at).where(*counting.standing(cut)).order_by(f.standard)
    found: dict[UUID, list[dict[str, object]]] = {}
    for shelter_id, standard, status, due_at in work.session.execute(query):
        found.setdefault(shelter_id, []).append({"standard": standard, "status": status, "due_at": iso_or_none(due_at)})
    return found
