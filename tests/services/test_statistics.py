"""Statistics: counted from what was recorded, frozen, and the same bytes for ever."""

import doctest
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from app.access import Role
from app.errors import Invalid, NotFound
from app.models.audit import AuditEntry
from app.models.statistics import StatisticsRelease
from app.reports.statistics_release import digest, statement
from app.services import corrections, scope, settled_days, statistics
from app.services.scope import Subject
from app.work import House, unit_of_work
from tests.builders import DAY, Clock, Town, a_case, do

AFTER = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp())  # the year 2025 and its last quarter have ended


@pytest.fixture
def cases(house: House, town: Town) -> list[UUID]:
    """Twenty-six cases of adults, one of a child: the clock stands in June 2025."""
    worker = town.person(Role.SOCIAL_WORKER)
    made = [
        a_case(house, worker, sex="feminine" if n % 2 else "masculine", province="KH-2", types_of_exploitation=["ForcedLabour"])
        for n in range(26)
    ]
    for case in made:
        do(house, worker.actor, "record_age", {"case_id": case}, age_class="adult", basis="own_statement", determined_at=None)
    return [*made, a_case(house, worker, sex="feminine", province="KH-1", types_of_exploitation=["ForcedLabour", "forced_criminality"])]


def frozen(house: House, town: Town, period: str = "2025") -> StatisticsRelease:
    with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor) as work:
        return statistics.freeze(work, period).release


def document(release: StatisticsRelease) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(release.document)
    return loaded


def table(release: StatisticsRelease, name: str) -> dict[str, Any]:
    return next(t for t in document(release)["tables"] if t["id"] == name)


def test_new_cases_are_counted_and_the_child_is_not_seen(house: House, town: Town, cases: list[UUID], clock: Clock) -> None:
    clock.now = AFTER
    made = frozen(house, town)
    by_sex = table(made, "new_by_sex")
    shown = {count for line in (by_sex["counts"] or {}).values() for count in line.values()}
    assert not shown & set(range(1, 11))
    assert (by_sex["counts"] or {"total": {"total": None}})["total"]["total"] in (27, None)
    assert "forced_criminality" in document(made)["extensions"]
    assert by_sex["title"]["km"]
    assert by_sex["source"] == "case.sex"


def test_counts_are_those_of_the_ledger(house: House, town: Town, clock: Clock) -> None:
    """Of twelve adults each: nothing is small, so all is shown."""
    worker = town.person(Role.SOCIAL_WORKER)
    for n in range(24):
        case = a_case(house, worker, sex="feminine" if n < 12 else "masculine", province="KH-2", types_of_exploitation=["ForcedLabour"])
        do(house, worker.actor, "record_age", {"case_id": case}, age_class="adult", basis="own_statement", determined_at=None)
        do(house, worker.actor, "offer_service", {"case_id": case}, type="counselling", offered_at=None)
        do(house, worker.actor, "offer_service", {"case_id": case}, type="counselling", offered_at=None)
    clock.now = AFTER
    year, quarter = frozen(house, town), frozen(house, town, "2025-Q2")
    assert table(year, "new_by_sex")["counts"]["feminine"] == {"child": 0, "adult": 12, "total": 12}
    assert table(year, "new_by_province")["counts"]["KH-2"] == {"child": 0, "adult": 24, "total": 24}
    assert table(year, "new_by_exploitation")["counts"]["ForcedLabour"]["adult"] == 24
    assert table(quarter, "services_offered")["counts"]["counselling"] == {"child": 0, "adult": 24, "total": 24}
    profiles = table(year, "ctdc_profiles")["profiles"]
    assert [(p["gender"], p["majorityStatus"], p["isForcedLabour"], p["cases"]) for p in profiles] == [
        ("Female", "Adult", 1, 12),
        ("Male", "Adult", 1, 12),
    ]
    assert all(p["citizenship"] is None for p in profiles)
    kept = table(year, "standards_kept")["counts"]
    assert all(sum(line.values()) == 2 * 24 for line in kept.values() if line and None not in line.values())


def test_a_correction_before_the_freezing_counts_and_one_after_it_changes_nothing(house: House, town: Town, clock: Clock) -> None:
    worker, supervisor = town.person(Role.SOCIAL_WORKER), town.person(Role.SUPERVISOR)
    made = [a_case(house, worker, sex="feminine", types_of_exploitation=["ForcedLabour"]) for _ in range(30)]
    for case in made:
        do(house, worker.actor, "record_age", {"case_id": case}, age_class="adult", basis="own_statement", determined_at=None)
    offered = [do(house, worker.actor, "offer_service", {"case_id": c}, type="counselling", offered_at=None).record_id for c in made]
    correct: Callable[[UUID, str, UUID, dict[str, Any]], object] = lambda case, record, record_id, fields: _correct(  # noqa: E731
        house, supervisor.actor, case, record, record_id, fields
    )
    for case in made[:15]:
        correct(case, "case", case, {"types_of_exploitation": ["SexualExploitation"], "reported_by": "police"})
    for case, service in list(zip(made, offered, strict=True))[:12]:
        correct(case, "service", service, {"type": "legal_aid"})
    clock.now = AFTER
    services = table(frozen(house, town, "2025-Q2"), "services_offered")["counts"]
    assert (services["counselling"]["adult"], services["legal_aid"]["adult"], services["total"]["adult"]) == (18, 12, 30)
    first = frozen(house, town)
    types = table(first, "new_by_exploitation")["counts"]
    assert (types["ForcedLabour"]["adult"], types["SexualExploitation"]["adult"]) == (15, 15)
    assert table(first, "new_by_reporter")["counts"]["police"]["adult"] in (15, 30)
    for case in made[15:]:
        correct(case, "case", case, {"types_of_exploitation": ["OrganRemoval"]})
    clock.advance(DAY)
    again = frozen(house, town)
    assert (again.id, again.document, again.table, again.profiles) == (first.id, first.document, first.table, first.profiles)


def _correct(house: House, actor: Any, case: UUID, record: str, record_id: UUID, fields: dict[str, Any]) -> object:
    with unit_of_work(house, actor) as work:
        subject = Subject("case", scope.case(work, case, lock=True))
        return corrections.correct(work, subject, record, record_id, fields, "Invented reason")


def test_cases_recorded_too_late_are_in_no_release_but_in_the_notes_of_the_next(
    house: House, town: Town, cases: list[UUID], clock: Clock
) -> None:
    clock.now = AFTER
    first = frozen(house, town, "2025-Q3")
    clock.advance(DAY)
    worker = town.person(Role.SOCIAL_WORKER)
    for _ in range(12):
        a_case(house, worker, registered_at="2025-08-01T09:00:00+07:00", first_contact_at="2025-08-01T09:00:00+07:00")
    next_ = frozen(house, town, "2025-Q4")
    assert document(first)["notes"]["release_before"] is None
    assert document(next_)["notes"] == {"release_before": "2025-Q3", "cases_recorded_too_late_for_it": 12}


@pytest.mark.parametrize("period", ["2026", "2026-Q1", "2027", "2025-Q5", "last year"])
def test_what_is_no_ended_period_is_refused(house: House, town: Town, clock: Clock, period: str) -> None:
    clock.now = AFTER
    with pytest.raises(Invalid):
        frozen(house, town, period)


def test_a_period_ends_with_its_last_local_day(house: House, town: Town, clock: Clock) -> None:
    clock.now = int(datetime.fromisoformat("2025-06-30T23:59:59+07:00").timestamp())
    with pytest.raises(Invalid, match="not ended"):
        frozen(house, town, "2025-Q2")
    clock.advance(1)
    assert frozen(house, town, "2025-Q2").period == "2025-Q2"


def test_the_signature_and_the_log_are_over_what_was_published(house: House, town: Town, clock: Clock) -> None:
    clock.now = AFTER
    made = frozen(house, town)
    content = document(made)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(content.pop("public_key")))
    signature, said = bytes.fromhex(content.pop("signature")), content.pop("digest")
    assert digest(content) == said == made.digest.hex()
    key.verify(signature, statement(said))
    with house.reading.connect() as connection:
        (logged,) = connection.execute(select(AuditEntry.details).where(AuditEntry.event == "StatisticsFrozen")).scalars()
    assert logged == {"release_id": str(made.id), "period": "2025", "digest": said}


def test_freezing_and_reading_use_no_key(house: House, town: Town, cases: list[UUID], clock: Clock) -> None:
    clock.now = AFTER
    used = house.vault.keys_used
    made = frozen(house, town)
    with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor, writes=False) as work:
        assert statistics.read(work, made.id).document == made.document
    assert house.vault.keys_used == used


def test_there_is_no_other_release(house: House, town: Town) -> None:
    with unit_of_work(house, town.person(Role.REPORTING_OFFICER).actor, writes=False) as work, pytest.raises(NotFound):
        statistics.read(work, UUID(int=1))


def test_whoever_sees_no_small_counts_counts_as_of_the_ends_of_months() -> None:
    assert doctest.testmod(settled_days).failed == 0
    now = int(datetime(2026, 3, 15, tzinfo=UTC).timestamp())
    settled_days.require_whole_months(date(2026, 1, 1), date(2026, 2, 28), now)
    for first, last in (
        (date(2026, 1, 1), date(2026, 2, 27)),
        (date(2026, 1, 2), date(2026, 1, 31)),
        (date(2026, 3, 1), date(2026, 3, 31)),
    ):
        with pytest.raises(Invalid, match="whole months"):
            settled_days.require_whole_months(first, last, now)
