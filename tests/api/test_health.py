"""Alive, ready, and what is counted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.testclient import TestClient

from app.access import Role
from app.api.problem_words import WORDS
from app.api.problems import TABLE
from app.crypto.keys import MasterKey
from app.crypto.vault import Vault
from app.db import engine_for
from app.main import create_app
from app.services.key_store import DatabaseKeyStore
from app.settings import Settings
from app.work import House
from tests.builders import Person, Town, a_case
from tests.conftest import MASTER


def with_vault(house: House, vault: Vault, folder: Path) -> TestClient:
    other = House(house.writing, house.reading, house.auditing, vault, house.books, house.clock)
    return TestClient(create_app(other, Settings(data=folder)))


def test_a_whole_house_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_the_front_door_leads_to_the_console(client: TestClient) -> None:
    assert client.get("/", follow_redirects=False).headers["location"] == "/sign-in?next=%2F"


def test_a_database_behind_its_migrations_is_not_ready(client: TestClient, house: House) -> None:
    with house.writing.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["code"] == "not_ready"
    assert answer.json()["detail"] == "Not ready: its migrations."
    assert client.get("/healthz").status_code == 200


@pytest.mark.sqlite_only
def test_a_key_store_that_is_gone_or_of_another_master_key_is_not_ready(house: House, tmp_path: Path) -> None:
    other = MasterKey.of(bytes(range(1, 33)))
    stolen = Vault(other, DatabaseKeyStore(engine_for(f"sqlite:///{tmp_path / 'keys.db'}")))
    gone = Vault(MASTER, DatabaseKeyStore(engine_for(f"sqlite:///{tmp_path / 'nothing.db'}")))
    for vault in (stolen, gone):
        answer = with_vault(house, vault, tmp_path).get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["detail"] == "Not ready: the key store or its master key."


def test_metrics_count_by_route_and_hold_no_id(
    app: FastAPI, house: House, town: Town, client: TestClient, client_of: Callable[[Person], TestClient]
) -> None:
    worker = town.person(Role.SOCIAL_WORKER)
    case = a_case(house, worker, sex="feminine")
    assert client_of(worker).get(f"/api/v1/cases/{case}/agenda").status_code == 200
    client.get("/canary")
    figures = client.get("/metrics").text
    assert 'rumduol_requests_total{method="GET",route="/api/v1/cases/{case_id}/agenda",status="200"} 1.0' in figures
    assert 'route="none",status="404"} 1.0' in figures
    assert 'rumduol_keys_used{what="sealed"}' in figures
    (written,) = [line for line in figures.splitlines() if line.startswith("rumduol_findings_written ")]
    assert float(written.split()[1]) > 0
    assert str(case) not in figures
    assert "canary" not in figures


@pytest.mark.sqlite_only
def test_every_problem_is_told_in_words() -> None:
    assert WORDS.keys() == TABLE.keys()


@pytest.mark.sqlite_only
def test_the_type_of_every_problem_leads_to_what_it_means(client: TestClient) -> None:
    for code in TABLE:
        answer = client.get(f"/problems/{code.replace('_', '-')}")
        assert answer.status_code == 200, code
        assert "What to do: " in answer.text
    assert client.get("/problems/nothing-of-ours").status_code == 404
