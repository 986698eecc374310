"""The routes of statistics: a fixed catalogue, and releases that everybody reads and the auditor freezes."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.api.door import PREFIX
from app.reports.ctdc import COLUMNS
from tests.builders import Clock, Person, Town

ClientOf = Callable[[Person], TestClient]
RELEASES = f"{PREFIX}/statistics/releases"


@pytest.fixture
def auditor(client_of: ClientOf, town: Town, clock: Clock) -> TestClient:
    clock.now = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp())
    return client_of(town.person(Role.MOSAVY_AUDITOR))


def test_the_catalogue_says_what_each_table_counts_in_both_languages(client_of: ClientOf, town: Town) -> None:
    answered = client_of(town.person(Role.SOCIAL_WORKER)).get(f"{PREFIX}/statistics").json()
    assert {t["rhythm"] for t in answered["tables"]} == {"year", "quarter"}
    assert all(t["title"][language] and t["population"][language] for t in answered["tables"] for language in ("en", "km"))
    assert answered["translation_status"]["km"] == "draft"
    assert not [t for t in answered["tables"] if "organisation" in t["id"]]


def test_a_release_is_frozen_once_and_read_as_the_same_bytes_by_everybody(auditor: TestClient, client_of: ClientOf, town: Town) -> None:
    first, again = (auditor.post(RELEASES, json={"period": "2025"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    address = first.headers["location"]
    read = {client_of(town.person(role)).get(address).content for role in (Role.SOCIAL_WORKER, Role.REPORTING_OFFICER, Role.MOSAVY_AUDITOR)}
    assert len(read) == 1
    (listed,) = auditor.get(RELEASES).json()["items"]
    assert listed == first.json()


def test_the_tables_are_csv_and_the_profiles_have_the_columns_of_ctdc(auditor: TestClient) -> None:
    address = auditor.post(RELEASES, json={"period": "2025"}).headers["location"]
    table = auditor.get(f"{address}.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert {row["table"] for row in csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")))} >= {"new_by_sex", "standards_kept"}
    profiles = auditor.get(f"{address}/profiles.csv")
    header = profiles.content.decode("utf-8-sig").splitlines()[0].split(",")
    assert len(COLUMNS) == 63
    assert header == [*COLUMNS, "isForcedCriminality_x", "cases"]


def test_a_quarter_has_no_profiles_and_a_running_one_no_release(auditor: TestClient) -> None:
    address = auditor.post(RELEASES, json={"period": "2025-Q4"}).headers["location"]
    assert auditor.get(f"{address}/profiles.csv").status_code == 404
    assert auditor.get(f"{RELEASES}/{uuid4()}").status_code == 404
    assert auditor.post(RELEASES, json={"period": "2026-Q1"}).status_code == 422


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER, Role.MOSAVY_OFFICER, Role.SYSTEM_ADMIN])
def test_nobody_but_the_auditor_freezes(client_of: ClientOf, town: Town, role: Role) -> None:
    assert client_of(town.person(role)).post(RELEASES, json={"period": "2024"}).status_code == 403
