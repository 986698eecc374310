"""The auditor asks who one person is; the organisation that keeps the case answers."""

from collections.abc import Callable
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.console import addresses
from app.records.registry import ACTS
from app.work import House
from tests.builders import Person, Town, a_case

pytestmark = pytest.mark.sqlite_only
KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
NOW = {"requested_at.day": "2025-06-16", "requested_at.time": "09:00"}


@pytest.fixture
def case(house: House, town: Town) -> UUID:
    return a_case(house, town.person(Role.SUPERVISOR))


def ask(auditor: TestClient, case: UUID, **typed: str) -> int:
    to = addresses.form(ACTS["ask_identity"], {"case_id": case})
    return auditor.post(to, data=NOW | {"reason_code": "danger", "public_key": KEY} | typed).status_code


def test_the_auditor_asks_without_a_key_and_the_organisation_answers(
    house: House, town: Town, browser_of: Callable[[Role], TestClient], browser_for: Callable[[Person], TestClient], case: UUID
) -> None:
    auditor, supervisor = browser_of(Role.MOSAVY_AUDITOR), browser_of(Role.SUPERVISOR)
    used = house.vault.keys_used
    assert addresses.form(ACTS["ask_identity"], {"case_id": case}) in auditor.get(f"/cases/{case}").text
    assert ask(auditor, case) == 303
    assert house.vault.keys_used == used
    assert "auditor asks who a person is" in supervisor.get("/supervision").text
    assert "auditor asks who a person is" not in browser_for(town.person(Role.SUPERVISOR, town.other)).get("/supervision").text
    request = supervisor.get(f"/cases/{case}/records/identity_request").text.partition(f"/cases/{case}/records/identity_request/")[2][:36]
    to = addresses.form(ACTS["answer_identity_request"], {"case_id": case, "identity_request_id": request})
    assert KEY in supervisor.get(to).text
    answered = supervisor.post(to, data={"decided_at.day": "2025-06-16", "decided_at.time": "09:00", "decision": "given"})
    assert answered.status_code == 303
    assert "auditor asks who a person is" not in supervisor.get("/supervision").text
    shown = auditor.get(f"/cases/{case}").text
    assert "Auditor&#39;s request answered" in shown
    assert house.vault.keys_used == used


def test_only_a_public_key_can_stand_where_one_is_asked_for(browser_of: Callable[[Role], TestClient], case: UUID) -> None:
    auditor = browser_of(Role.MOSAVY_AUDITOR)
    assert ask(auditor, case, public_key="Sok Invented") == 422
    assert ask(auditor, case, reason_code="because") == 422


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.MOSAVY_OFFICER])
def test_nobody_else_asks(browser_of: Callable[[Role], TestClient], case: UUID, role: Role) -> None:
    assert ask(browser_of(role), case) in (403, 404)
