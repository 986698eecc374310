"""A report is the sum of the replays of its cases, its figures fixed with their digest, and in the audit log before it leaves."""

from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.access import Role
from app.errors import Invalid, NotFound
from app.models.audit import AuditEntry
from app.models.registers import Case
from app.models.reports import Report
from app.services import findings, report_cycle, reports
from app.services.instants import local_day
from app.services.periods import Period
from app.services.reports import Made
from app.services.scope import Subject
from app.standards.rules import Status
from app.work import House, unit_of_work
from tests.builders import DAY, START, Clock, Person, Town, a_case, do

PERIOD = Period(local_day(START), local_day(START + 2 * DAY))
COUNTS = [status.value for status in Status]


def make(house: House, person: Person, town: Town, period: Period = PERIOD) -> Made:
    with unit_of_work(house, person.actor) as work:
        return reports.make(work, town.own, period)


@pytest.fixture
def cases(house: House, town: Town, clock: Clock) -> list[UUID]:
    """Four invented cases, one of another organisation and one after the period; a waiver; a shelter with an observation."""
    worker, supervisor, admin = (town.person(role) for role in (Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.ORGANISATION_ADMIN))
    shelter = do(house, admin.actor, "register_shelter", opened_on="2024-01-01", province="KH-2", code="SH-1").record_id
    do(house, admin.actor, "record_shelter_condition", {"shelter_id": shelter}, observed_on="2025-06-01", shelter_id=None, occupancy=4)
    officer = town.person(Role.MOSAVY_OFFICER)
    do(house, officer.actor, "record_inspection", {"shelter_id": shelter}, inspected_on=PERIOD.first.isoformat(), shelter_id=None)
    days: dict[str, Any] = {"signed_on": "2025-01-01", "starts_on": "2025-01-01", "ends_on": "2025-12-31"}
    do(house, admin.actor, "sign_mou", organisation_id=str(town.own), ministry_id=None, **days)
    made = [a_case(house, worker, sex="feminine") for _ in range(2)]
    a_case(house, town.person(Role.SOCIAL_WORKER, town.other))
    waiver = do(house, worker.actor, "request_waiver", {"case_id": made[0]}, standard_id="R1-04a", requested_at=None, expires_on=None)
    decided = {"decision": "approved", "decided_at": None, "expires_on": None}
    do(house, supervisor.actor, "decide_waiver", {"waiver_id": waiver.record_id}, **decided)
    clock.advance(2 * DAY)
    do(house, worker.actor, "record_risk_assessment", {"case_id": made[1]}, assessed_at=None)
    clock.advance(DAY)
    a_case(house, worker)
    clock.advance(DAY)
    return made


def test_its_figures_are_the_sum_of_replays_at_its_instant(house: House, town: Town, cases: list[UUID]) -> None:
    report = make(house, town.person(Role.ORGANISATION_ADMIN), town).content
    at = PERIOD.end(house.clock())
    replayed: dict[str, Counter[str]] = {}
    with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor, writes=False) as work:
        for case_id in cases:
            subject = Subject("case", work.session.get_one(Case, case_id))
            for standard, finding in findings.at(work, subject, as_of=at, known_at=at)[2].items():
                replayed.setdefault(standard, Counter())[finding.status.value] += 1
    assert {row["standard"]: Counter({name: row[name] for name in COUNTS if row[name]}) for row in report["standards"]} == replayed
    whole = sum(replayed.values(), Counter())
    assert {name: report["total"][name] for name in COUNTS} == {name: whole[name] for name in COUNTS}
    assert sum(right["met"] for right in report["rights"]) == whole["met"]
    judged = sum(whole[name] for name in ("met", "unmet", "overdue", "unknown", "waived"))
    assert report["total"]["share_met"] == round(whole["met"] / judged, 4)


def test_it_says_what_it_is_about(house: House, town: Town, cases: list[UUID]) -> None:
    report = make(house, town.person(Role.ORGANISATION_ADMIN), town).content
    assert report["cases"] == {
        "total": 2,
        "by_step": {"interview": 2},
        "by_age_class": {"uncertain": 2},
        "by_sex": {"feminine": 2},
    }
    (waiver,) = report["waivers"]["listed"]
    assert waiver.keys() == {"standard", "reason_code", "decided_at", "expires_on"}
    (shelter,) = report["shelters"]
    assert (shelter["code"], shelter["condition"]["occupancy"], len(shelter["inspections"])) == ("SH-1", 4, 1)
    assert {finding["standard"] for finding in shelter["findings"]} >= {"R4-04"}
    assert [mou["starts_on"] for mou in report["mous"]] == ["2025-01-01"]
    assert all(row["sources"] and row["provenance"] and row["grade"] for row in report["standards"])
    assert "2009" in report["note"]["en"]
    assert report["definitions"].keys() >= set(report["total"])


def test_its_figures_are_fixed_whatever_is_recorded_later(house: House, town: Town, cases: list[UUID]) -> None:
    admin = town.person(Role.ORGANISATION_ADMIN)
    made = make(house, admin, town)
    do(house, town.person(Role.SOCIAL_WORKER).actor, "record_risk_assessment", {"case_id": cases[0]}, assessed_at=None)
    with unit_of_work(house, admin.actor) as work:
        again = reports.read(work, UUID(made.content["id"]), format_="json")
    assert (again.content, again.digest) == (made.content, made.digest)
    with unit_of_work(house, admin.actor, writes=False) as work:
        kept = work.session.get_one(Report, UUID(made.content["id"]))
        assert reports.digest_of(kept.content) == kept.digest.hex() == made.digest


def test_the_same_period_reported_later_has_the_same_figures(house: House, town: Town, cases: list[UUID]) -> None:
    def figures(report: dict[str, Any]) -> dict[str, Any]:
        return {name: report[name] for name in ("as_of", "total", "rights", "standards", "staff", "cases", "waivers", "shelters")}

    admin = town.person(Role.ORGANISATION_ADMIN)
    first = make(house, admin, town)
    with unit_of_work(house, admin.actor) as work:
        report_cycle.withdraw(work, UUID(first.content["id"]))
    do(house, town.person(Role.SOCIAL_WORKER).actor, "record_risk_assessment", {"case_id": cases[0]}, assessed_at=None)
    assert figures(make(house, admin, town).content) == figures(first.content)


def test_making_and_reading_stand_in_the_audit_log(house: House, town: Town, cases: list[UUID]) -> None:
    auditor = town.person(Role.MOSAVY_AUDITOR)
    made = make(house, auditor, town)
    with unit_of_work(house, auditor.actor) as work:
        reports.read(work, UUID(made.content["id"]), format_="csv")
    with unit_of_work(house, auditor.actor, writes=False) as work:
        query = select(AuditEntry).where(AuditEntry.chain_id == town.own).order_by(AuditEntry.position.desc()).limit(2)
        read, written = work.session.scalars(query)
    assert (written.event, written.details["digest"]) == ("ReportMade", made.digest)
    assert (read.event, read.details["format"]) == ("ReportRead", "csv")


def test_a_reporting_officer_reads_the_same_report_with_small_counts_hidden(house: House, town: Town, cases: list[UUID]) -> None:
    made = make(house, town.person(Role.ORGANISATION_ADMIN), town)
    with unit_of_work(house, town.person(Role.REPORTING_OFFICER).actor) as work:
        shown = reports.read(work, UUID(made.content["id"]), format_="json")
    assert shown.content["hidden_below"] == 11
    assert shown.content["cases"]["total"] is None
    assert shown.content["waivers"]["listed"] is None
    assert {row[name] for row in shown.content["standards"] for name in COUNTS} == {None}
    assert shown.content["shelters"][0]["condition"]["occupancy"] is None
    assert shown.digest == reports.digest_of(shown.content) != made.digest


def test_another_organisations_report_is_absent(house: House, town: Town, cases: list[UUID]) -> None:
    stranger = town.person(Role.REPORTING_OFFICER, town.other)
    with pytest.raises(NotFound):
        make(house, stranger, town)
    made = make(house, town.person(Role.ORGANISATION_ADMIN), town)
    with pytest.raises(NotFound), unit_of_work(house, stranger.actor) as work:
        reports.read(work, UUID(made.content["id"]), format_="json")


def test_a_period_that_has_not_begun_is_refused(house: House, town: Town) -> None:
    day = local_day(START + 30 * DAY)
    with pytest.raises(Invalid):
        make(house, town.person(Role.ORGANISATION_ADMIN), town, Period(day, day))


def test_a_report_opens_no_key(house: House, town: Town, cases: list[UUID]) -> None:
    before = house.vault.keys_used
    make(house, town.person(Role.MOSAVY_AUDITOR), town)
    assert house.vault.keys_used == before
