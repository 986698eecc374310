"""GET /task-force/summary: aggregates of one's own area, small numbers hidden, the same all month; and nothing else."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.access import Role
from app.models.audit import AuditEntry
from app.services.task_force import Table
from app.work import House
from tests.builders import DAY, Clock, Person, Town, a_case, a_user, an_organisation, signed_in

ClientOf = Callable[[Person], TestClient]
SUMMARY = "/api/v1/task-force/summary"


@pytest.fixture
def cases(house: House, town: Town, clock: Clock) -> list[UUID]:
    """Forty-three invented cases of two provinces, of a month that has ended: enough women and girls to be counted, and too few men."""
    worker, other = town.person(Role.SOCIAL_WORKER), town.person(Role.SOCIAL_WORKER, town.other)
    made = [a_case(house, worker, province="KH-2", sex="feminine") for _ in range(20)]
    made += [a_case(house, other, province="KH-12", sex="feminine") for _ in range(20)]
    made += [a_case(house, worker, province="KH-2", sex="masculine") for _ in range(3)]
    clock.advance(15 * DAY)
    return made


@pytest.fixture
def national(house: House, town: Town, client_of: ClientOf) -> TestClient:
    return client_of(town.person(Role.TASK_FORCE_MEMBER))


@pytest.fixture
def provincial(house: House, client_of: ClientOf) -> TestClient:
    """A member of the task force of Battambang."""
    authority = an_organisation(house, "Invented Authority of Battambang", type="local_government", province="KH-2")
    return client_of(signed_in(house, a_user(house, authority, Role.TASK_FORCE_MEMBER)))


def lines(client: TestClient, table: str) -> dict[str, dict[str, Any]]:
    answer = client.get(SUMMARY, params={"table": table})
    assert answer.status_code == 200, answer.text
    return {line[table]: line for line in answer.json()["groups"]}


def test_a_national_task_force_sees_the_nation_by_every_table(national: TestClient, cases: list[UUID]) -> None:
    answer = national.get(SUMMARY).json()
    assert (answer["table"], answer["area"], answer["hidden_below"]) == ("right", "nation", 11)
    assert answer["as_of"] == "2025-06-30T23:59:59+07:00"
    assert {line["subjects"] for line in answer["groups"]} == {43}
    assert {name: line["subjects"] for name, line in lines(national, "province").items()} == {"KH-12": 20, "KH-2": 23}
    assert {name: line["subjects"] for name, line in lines(national, "age_class").items()} == {"uncertain": 43}
    assert lines(national, "month")["2025-06"]["subjects"] == 43
    for table in Table:
        assert lines(national, table)


def test_a_provincial_task_force_sees_its_province_only(provincial: TestClient, cases: list[UUID]) -> None:
    assert {line["subjects"] for line in lines(provincial, "right").values()} == {23}
    assert provincial.get(SUMMARY, params={"table": "province"}).status_code == 403
    assert provincial.get(SUMMARY, params={"province": "KH-12"}).status_code == 422


def test_a_small_line_is_hidden_and_with_it_the_one_it_would_follow_from(national: TestClient, cases: list[UUID]) -> None:
    shown = lines(national, "sex")
    assert {name: line["subjects"] for name, line in shown.items()} == {"feminine": None, "masculine": None}
    assert {value for line in shown.values() for name, value in line.items() if name != "sex"} == {None}


def test_who_asks_again_in_the_same_month_sees_the_same_on_every_day(
    house: House, town: Town, clock: Clock, national: TestClient, cases: list[UUID]
) -> None:
    before = national.get(SUMMARY, params={"table": "sex"}).json()
    a_case(house, town.person(Role.SOCIAL_WORKER), province="KH-2", sex="masculine")
    for later in (3600, DAY, 20 * DAY):
        clock.advance(later)
        assert national.get(SUMMARY, params={"table": "sex"}).json() == before
        assert {line["subjects"] for line in lines(national, "province").values()} == {20, 23}
    clock.advance(10 * DAY)
    assert national.get(SUMMARY, params={"table": "sex"}).json() != before


def test_what_was_done_today_is_not_in_it(house: House, town: Town, clock: Clock, national: TestClient, cases: list[UUID]) -> None:
    for _ in range(12):
        a_case(house, town.person(Role.SOCIAL_WORKER), province="KH-9")
    assert {line["subjects"] for line in lines(national, "right").values()} == {43}


def test_a_table_that_is_made_is_in_the_audit_log_once_and_opens_no_key(
    house: House, town: Town, national: TestClient, cases: list[UUID]
) -> None:
    before = house.vault.keys_used
    for _ in range(2):
        lines(national, "right")
    with house.reading.connect() as connection:
        kept = connection.execute(select(AuditEntry.chain_id).where(AuditEntry.event == "TaskForceTableKept")).scalars().all()
    assert kept == [town.ministry]
    assert house.vault.keys_used == before


def test_nothing_but_the_tables_is_shown(national: TestClient, cases: list[UUID]) -> None:
    asked = ["/cases", f"/cases/{cases[0]}", f"/cases/{cases[0]}/findings", "/compliance/summary", "/compliance/findings", "/shelters"]
    asked += ["/users", "/organisations", "/reports", "/agenda"]
    assert {national.get(f"/api/v1{path}").status_code for path in asked} <= {403, 404}


def test_a_body_without_an_area_has_no_tables(house: House, town: Town, client_of: ClientOf) -> None:
    stranger = client_of(signed_in(house, a_user(house, town.own, Role.TASK_FORCE_MEMBER)))
    assert stranger.get(SUMMARY).status_code == 403
    assert client_of(town.person(Role.SUPERVISOR)).get(SUMMARY).status_code == 403
