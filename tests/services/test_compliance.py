"""Counts from the stored findings are the sums of what a replay of every case says."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from app.access import Role
from app.db import engine_for
from app.errors import Invalid, NotFound, NotPermitted
from app.models.registers import Case
from app.services import case_findings, compliance, explaining, findings, logbook
from app.services.compliance import By, Wanted
from app.services.counting import Cut
from app.services.instants import local_day
from app.services.periods import Period
from app.services.scope import Subject
from app.standards.rules import Scope, Status
from app.work import House, unit_of_work
from tests.builders import DAY, HOUR, START, Clock, Town, a_case, do

EVERYTHING = Wanted()
COUNTS = [status.value for status in Status]


def ask(
    house: House, town: Town, *by: By, role: Role = Role.MOSAVY_AUDITOR, wanted: Wanted = EVERYTHING, **narrower: Any
) -> dict[str, Any]:
    """Ask for a summary of cases, now if nothing else is said."""
    period: Period | None = narrower.pop("period", None)
    cut = replace(Cut(at=house.clock(), scope=Scope.CASE, period=period.instants if period else None), **narrower)
    with unit_of_work(house, town.person(role).actor, writes=False, engine=house.auditing) as work:
        return compliance.summary(work, cut, wanted, by, period=period)


def by_replay(house: House, town: Town, at: int, case_ids: list[UUID]) -> dict[str, Counter[str]]:
    """Judge every case again from its entries as of an instant, and count by standard."""
    counts: dict[str, Counter[str]] = {}
    with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor, writes=False) as work:
        for case_id in case_ids:
            subject = Subject("case", work.session.get_one(Case, case_id))
            for standard, finding in findings.at(work, subject, as_of=at, known_at=at)[2].items():
                counts.setdefault(standard, Counter())[finding.status.value] += 1
    return counts


@pytest.fixture
def cases(house: House, town: Town, clock: Clock) -> list[UUID]:
    """Seven invented cases, opened over a week and left at different points."""
    worker, supervisor, admin = (town.person(role) for role in (Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.ORGANISATION_ADMIN))
    shelter = do(house, admin.actor, "register_shelter", opened_on="2024-01-01", province="KH-2").record_id
    do(house, admin.actor, "record_shelter_condition", {"shelter_id": shelter}, observed_on="2025-06-01", shelter_id=None)
    made: list[UUID] = []
    for number in range(6):
        case_id = a_case(house, worker, sex="masculine" if number % 3 == 0 else "feminine", province="KH-2" if number % 2 else "KH-12")
        made.append(case_id)
        ids = {"case_id": case_id}
        if number > 1:
            do(house, worker.actor, "record_risk_assessment", ids, assessed_at=None)
        if number > 2:
            do(house, supervisor.actor, "request_waiver", ids, standard_id="R1-01", requested_at=None, expires_on=None)
        if number > 3:
            do(house, worker.actor, "admit_to_placement", ids, shelter_id=str(shelter), admitted_at=None)
        clock.advance(DAY)
    made.append(a_case(house, town.person(Role.SOCIAL_WORKER, town.other)))
    clock.advance(9 * DAY)
    return made


@pytest.mark.parametrize("days", [0, 3, 6, 15])
def test_counts_of_any_day_are_the_sum_of_replays(house: House, town: Town, cases: list[UUID], days: int) -> None:
    at = START + days * DAY + HOUR
    known = [case for n, case in enumerate(cases) if min(n, 6) * DAY <= days * DAY + HOUR]
    answer = ask(house, town, By.STANDARD, at=at)
    replayed = by_replay(house, town, at, known)
    assert {group["standard"]: Counter({name: group[name] for name in COUNTS if group[name]}) for group in answer["groups"]} == replayed


@pytest.mark.parametrize("by", [[By.RIGHT], [By.STEP], [By.ORGANISATION], [By.SHELTER], [By.PROVINCE], [By.RIGHT, By.PROVINCE, By.SHELTER]])
@pytest.mark.parametrize("at", [START + 5 * DAY + HOUR, START + 15 * DAY])
def test_every_cut_adds_up_to_the_whole(house: House, town: Town, cases: list[UUID], by: list[By], at: int) -> None:
    (whole,) = ask(house, town, at=at)["groups"]
    groups = ask(house, town, *by, at=at)["groups"]
    for name in (*COUNTS, "applicable", "unmet_of_a_limit"):
        assert sum(group[name] for group in groups) == whole[name]


def test_a_case_counts_where_the_person_stayed_on_that_day(house: House, town: Town, cases: list[UUID]) -> None:
    before = ask(house, town, By.SHELTER, at=START + 3 * DAY + HOUR)["groups"]
    after = ask(house, town, By.SHELTER)["groups"]
    assert [group["shelter"] for group in before] == [None]
    assert [group["subjects"] for group in after] == [2, 5]


def test_lateness_is_in_local_days(house: House, town: Town, cases: list[UUID]) -> None:
    (group,) = ask(house, town, By.STANDARD, wanted=Wanted(standards=("R1-04a",)), organisation_id=town.own)["groups"]
    # First contact an hour before the opening; 24 hours; two cases without a check, opened on the first and the second day.
    assert (group["overdue"], group["overdue_days_max"], group["overdue_days_median"]) == (2, 14, 13)


def test_each_month_stands_as_it_ended(house: House, town: Town, cases: list[UUID]) -> None:
    first = local_day(START)
    period = Period(first.replace(day=1), first.replace(month=7, day=31))
    answer = ask(house, town, By.MONTH, wanted=Wanted(standards=("R1-04a",)), period=period)
    assert [(g["month"], g["subjects"]) for g in answer["groups"]] == [("2025-06", 7), ("2025-07", 7)]


def test_a_period_keeps_the_cases_active_in_it(house: House, town: Town, cases: list[UUID]) -> None:
    day = local_day(START + 2 * DAY)
    (group,) = ask(house, town, period=Period(day, day), at=START + 3 * DAY - 1)["groups"]
    assert group["subjects"] == 3


def test_an_organisation_counts_its_own_cases_only(house: House, town: Town, cases: list[UUID]) -> None:
    (own,) = ask(house, town, role=Role.SUPERVISOR)["groups"]
    assert own["subjects"] == 6
    with pytest.raises(NotFound):
        ask(house, town, role=Role.SUPERVISOR, organisation_id=town.other)


def test_a_reporting_officer_sees_no_small_count_and_month_ends_only(house: House, town: Town, clock: Clock, cases: list[UUID]) -> None:
    clock.advance(30 * DAY)
    answer = ask(house, town, By.RIGHT, role=Role.REPORTING_OFFICER)
    assert (answer["hidden_below"], answer["as_of"]) == (11, "2025-06-30T23:59:59+07:00")
    assert {group[name] for group in answer["groups"] for name in COUNTS} == {None}
    with pytest.raises(NotPermitted):
        ask(house, town, role=Role.REPORTING_OFFICER, sex="feminine")
    with pytest.raises(NotPermitted):
        ask(house, town, By.RIGHT, By.PROVINCE, role=Role.REPORTING_OFFICER)


def test_what_no_catalogue_has_is_refused(house: House, town: Town) -> None:
    with pytest.raises(Invalid):
        ask(house, town, wanted=Wanted(standards=("R99-01",)))


def test_the_pages_behind_a_count_hold_as_many_findings(house: House, town: Town, cases: list[UUID]) -> None:
    (whole,) = ask(house, town)["groups"]
    items: list[dict[str, Any]] = []
    cursor, first = None, True
    with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor, writes=False) as work:
        while cursor or first:
            first = False
            found = case_findings.page(work, Cut(at=work.now), EVERYTHING, status=[Status.OVERDUE], cursor=cursor, limit=5)
            items, cursor = [*items, *found.items], found.next_cursor
    assert len(items) == whole["overdue"]
    assert len({(item["case_id"], item["standard"]) for item in items}) == len(items)


def test_an_audit_uses_no_key(house: House, town: Town, cases: list[UUID]) -> None:
    before = house.vault.keys_used
    audit_everything(house, town, cases)
    assert house.vault.keys_used == before


def audit_everything(house: House, town: Town, cases: list[UUID]) -> None:
    """Ask all an auditor can ask about the cases."""
    for by in By:
        period = Period(local_day(START), local_day(START + 15 * DAY))
        for at in (house.clock(), START + 5 * DAY):
            ask(house, town, by, at=at, scope=None, period=period)
    with unit_of_work(house, town.person(Role.MOSAVY_AUDITOR).actor, writes=False, engine=house.auditing) as work:
        case_findings.page(work, Cut(at=work.now, province="KH-2", sex="feminine"), EVERYTHING, status=[], cursor=None, limit=50)
        case = work.session.get_one(Case, cases[0])
        for at in (START + HOUR, work.now):
            explaining.of(work, Subject("case", case), as_of=at, known_at=work.now, catalogue=None)
        logbook.of_chain(work, case.id, cursor=None, limit=50)


@pytest.fixture
def audit_role(house: House) -> Iterator[Engine]:
    """A role of the database that may read everything but the sealed values."""
    if house.writing.dialect.name != "postgresql":
        pytest.skip("SQLite has no roles")
    role = f"auditor_{uuid4().hex}"
    statements = [
        f"CREATE ROLE {role} LOGIN PASSWORD 'invented'",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}",
        f"REVOKE ALL ON sealed_values FROM {role}",
    ]
    with house.writing.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine = engine_for(house.writing.url.set(username=role, password="invented").render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with house.writing.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))


def test_a_role_without_the_sealed_values_answers_every_audit(house: House, town: Town, cases: list[UUID], audit_role: Engine) -> None:
    with audit_role.connect() as connection, pytest.raises(Exception, match="permission denied"):
        connection.execute(text("SELECT 1 FROM sealed_values"))
    audit_everything(replace(house, auditing=audit_role), town, cases)
