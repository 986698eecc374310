"""The readiness check: an organisation's own, seen by nobody else, counted nowhere."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.access import Role
from app.models.audit import AuditEntry
from app.models.readiness import ReadinessCheck
from app.work import House
from tests.builders import DAY, Clock, Person, Town, a_case

ClientOf = Callable[[Person], TestClient]
READINESS = "/api/v1/readiness"


@pytest.fixture
def cases(house: House, town: Town, clock: Clock) -> list[UUID]:
    made = [a_case(house, town.person(Role.SOCIAL_WORKER)) for _ in range(3)]
    a_case(house, town.person(Role.SOCIAL_WORKER, town.other))
    clock.advance(30 * DAY)
    return made


def entries_of_log(house: House) -> int:
    with house.reading.connect() as connection:
        return connection.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_it_says_what_the_findings_of_the_own_cases_say(client_of: ClientOf, house: House, town: Town, cases: list[UUID]) -> None:
    admin = client_of(town.person(Role.ORGANISATION_ADMIN))
    logged = entries_of_log(house)
    (book,) = [b for b in admin.get(READINESS, params={"catalogue": "kh-2009"}).json()["catalogues"] if b["id"] == "kh-2009"]
    assert entries_of_log(house) == logged
    found = [finding for case in cases for finding in admin.get(f"/api/v1/cases/{case}/findings").json()["findings"]]
    rows = {row["standard"]: row for row in book["standards"] if row["scope"] == "case"}
    for status in ("met", "unmet", "overdue", "unknown", "pending", "not_applicable", "waived"):
        assert {s: row[status] for s, row in rows.items()} == {
            s: sum(f["standard"] == s and f["status"] == status for f in found) for s in rows
        }
    gap = rows["R1-04a"]
    assert (gap["overdue"], gap["to_do"], gap["lost"], gap["minutes"]) == (3, 3, 0, 3 * gap["minutes_each"])
    assert "R1-04a" in book["gaps"]
    assert book["minutes"] == sum(row["minutes"] for row in book["standards"])


def test_every_catalogue_at_hand_is_checked_unless_one_is_named(client_of: ClientOf, house: House, town: Town) -> None:
    admin = client_of(town.person(Role.ORGANISATION_ADMIN))
    told = [book["id"] for book in admin.get(READINESS).json()["catalogues"]]
    assert told == [name for name in house.books.catalogues if "@" not in name]
    assert admin.get(READINESS, params={"catalogue": "no-such"}).status_code == 422


def test_a_kept_check_is_sealed_under_its_own_key_and_no_log_counts_it(
    client_of: ClientOf, house: House, town: Town, cases: list[UUID]
) -> None:
    admin = client_of(town.person(Role.ORGANISATION_ADMIN))
    logged = entries_of_log(house)
    made = admin.post(f"{READINESS}/checks", json={"catalogues": ["kh-2009"]})
    assert made.status_code == 201
    place = made.headers["Location"]
    assert entries_of_log(house) == logged
    assert admin.get(place).json()["catalogues"] == made.json()["catalogues"]
    with house.reading.connect() as connection:
        row = connection.execute(select(ReadinessCheck)).one()
    assert b"R1-04a" not in row.ciphertext
    # The key is the check's alone: with it destroyed, the row that a backup holds says nothing to anybody.
    house.vault.destroy(row.id)
    assert admin.get(place).status_code == 404


def test_nobody_outside_sees_it_whatever_the_role(client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    place = client_of(town.person(Role.SUPERVISOR)).post(f"{READINESS}/checks", json={}).headers["Location"]
    for role in (Role.MOSAVY_AUDITOR, Role.MOSAVY_OFFICER, Role.SYSTEM_ADMIN, Role.REPORTING_OFFICER):
        assert client_of(town.person(role)).get(place).status_code == 403
    stranger = client_of(town.person(Role.ORGANISATION_ADMIN, town.other))
    assert (stranger.get(place).status_code, stranger.delete(place).status_code) == (404, 404)
    assert stranger.get(f"{READINESS}/checks").json()["items"] == []
    own = client_of(town.person(Role.ORGANISATION_ADMIN))
    assert own.delete(place).status_code == 204
    assert (own.get(place).status_code, own.get(f"{READINESS}/checks").json()["items"]) == (404, [])


def test_a_check_changes_no_figure_of_the_audit_and_no_metric(client_of: ClientOf, town: Town, cases: list[UUID]) -> None:
    auditor = client_of(town.person(Role.MOSAVY_AUDITOR))
    before = auditor.get("/api/v1/compliance/summary", params={"by": "standard"}).json()
    client_of(town.person(Role.ORGANISATION_ADMIN)).post(f"{READINESS}/checks", json={})
    assert auditor.get("/api/v1/compliance/summary", params={"by": "standard"}).json() == before
    assert "readiness" not in auditor.get("/metrics").text
