"""The routes of evidence: the mapping, entries of two people, and packs that three roles read."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.api.door import PREFIX
from app.work import House
from tests.builders import Person, Town, a_case, a_user, signed_in

ClientOf = Callable[[Person], TestClient]
EVIDENCE = f"{PREFIX}/evidence"
ENTRY: dict[str, Any] = {
    "recommendation": "118.76",
    "indicator": "trained_interviewer",
    "year": 2025,
    "kind": "training",
    "text_en": "Invented: the ministry trained interviewers.",
    "source_title": "Invented circular",
    "source_sha256": "0" * 64,
}
# Nothing was recorded by the end of 2023, and 2025 still runs: no statistics are needed.
PACK = {"recommendation": "118.76", "from": 2022, "to": 2023}
VERIFIED = {"state": "verified", "names_nobody": True, "source_seen": True}


@pytest.fixture
def officer(client_of: ClientOf, town: Town) -> TestClient:
    return client_of(town.person(Role.MOSAVY_OFFICER))


@pytest.fixture
def second(client_of: ClientOf, house: House, town: Town) -> TestClient:
    return client_of(signed_in(house, a_user(house, town.ministry, Role.MOSAVY_OFFICER)))


@pytest.mark.sqlite_only
def test_the_mapping_says_what_is_counted_and_what_was_not_seen(officer: TestClient) -> None:
    (one,) = officer.get(f"{EVIDENCE}/recommendations").json()["items"]
    assert (one["id"], one["wording"], one["grade"]) == ("118.76", "gist", "B")
    told = {each["id"]: each for each in officer.get(f"{EVIDENCE}/indicators").json()["items"]}
    assert set(one["indicators"]) <= set(told)
    assert told["risk_check_in_time"]["standard"]["limit_basis"] == "proposed"
    assert told["new_persons"]["related"][0]["name"] == "SDG 16.2.2"
    assert all(
        each[name][language] for each in told.values() for name in ("definition", "numerator", "limits") for language in ("en", "km")
    )


def test_an_entry_goes_from_one_person_to_another_into_a_pack(officer: TestClient, second: TestClient) -> None:
    entry = officer.post(f"{EVIDENCE}/entries", json=ENTRY).json()
    assert (entry["state"], entry["words"]) == ("draft", None)
    address = f"{EVIDENCE}/entries/{entry['id']}"
    refused = officer.post(f"{address}/decisions", json=VERIFIED)
    assert (refused.status_code, refused.json()["code"]) == (409, "four_eyes_required")
    assert second.post(f"{address}/decisions", json=VERIFIED | {"names_nobody": None}).status_code == 422
    assert second.post(f"{address}/openings").json()["text"]["en"] == ENTRY["text_en"]
    assert second.post(f"{address}/decisions", json=VERIFIED).json()["words"]["source"]["title"] == "Invented circular"
    made = officer.post(f"{EVIDENCE}/packs", json=PACK | {"to": 2026})
    assert made.status_code == 201
    (told,) = officer.get(made.headers["location"]).json()["entries"]
    assert told["text"]["en"] == ENTRY["text_en"]
    assert [each["state"] for each in officer.get(f"{EVIDENCE}/entries", params={"state": "verified"}).json()["items"]] == ["verified"]


def test_a_pack_is_made_once_and_read_as_the_same_bytes_by_three_roles(officer: TestClient, client_of: ClientOf, town: Town) -> None:
    first, again = (officer.post(f"{EVIDENCE}/packs", json=PACK) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    address = first.headers["location"]
    readers = [client_of(town.person(role)) for role in (Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR, Role.TASK_FORCE_MEMBER)]
    assert len({reader.get(address).content for reader in readers}) == 1
    assert [reader.get(f"{EVIDENCE}/packs").json()["items"] for reader in readers] == [[first.json()]] * 3
    assert json.loads(readers[2].get(address).content)["years"] == [{"year": year, "state": "nothing_recorded"} for year in (2022, 2023)]
    rows = list(csv.DictReader(io.StringIO(readers[1].get(f"{address}.csv").content.decode("utf-8-sig"))))
    assert {row["state"] for row in rows} == {"nothing_recorded"}
    drawn = readers[2].get(f"{address}.pdf", params={"language": "en"})
    assert drawn.headers["content-type"] == "application/pdf"
    assert drawn.content.startswith(b"%PDF-")
    assert readers[0].get(f"{EVIDENCE}/packs/{uuid4()}").status_code == 404


@pytest.mark.sqlite_only
def test_reading_uses_no_key(officer: TestClient, client_of: ClientOf, town: Town, house: House) -> None:
    address = officer.post(f"{EVIDENCE}/packs", json=PACK).headers["location"]
    used, auditor = house.vault.keys_used, client_of(town.person(Role.MOSAVY_AUDITOR))
    for path in (f"{EVIDENCE}/recommendations", f"{EVIDENCE}/indicators", f"{EVIDENCE}/packs", address, f"{address}.csv", f"{address}.pdf"):
        assert auditor.get(path).status_code == 200
    assert house.vault.keys_used == used


@pytest.mark.sqlite_only
def test_a_pack_waits_for_statistics_and_says_which(officer: TestClient, town: Town, house: House) -> None:
    early = "2024-02-01T09:00:00+07:00"
    a_case(house, town.person(Role.SOCIAL_WORKER), registered_at=early, first_contact_at=early)
    refused = officer.post(f"{EVIDENCE}/packs", json=PACK | {"to": 2024})
    assert refused.status_code == 409
    assert "2024-Q4" in refused.json()["detail"]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "wrong",
    [
        {"text_en": None},
        {"source_sha256": None},
        {"source_url": "javascript:alert(1)"},
        {"year": 2026},
        {"kind": "rumour"},
        {"indicator": "no_such"},
        {"recommendation": "118.77"},
        {"text_en": "x" * 4001},
    ],
)
def test_an_entry_that_cannot_be_right_is_refused(officer: TestClient, wrong: dict[str, Any]) -> None:
    assert officer.post(f"{EVIDENCE}/entries", json=ENTRY | wrong).status_code == 422


@pytest.mark.sqlite_only
@pytest.mark.parametrize("wrong", [{"from": 2024, "to": 2023}, {"from": 2010, "to": 2023}, {"edition": 2}, {"recommendation": "no"}])
def test_a_pack_that_cannot_be_right_is_refused(officer: TestClient, wrong: dict[str, Any]) -> None:
    assert officer.post(f"{EVIDENCE}/packs", json=PACK | wrong).status_code == 422


def test_entries_are_listed_page_by_page(officer: TestClient) -> None:
    for _ in range(3):
        officer.post(f"{EVIDENCE}/entries", json=ENTRY)
    first = officer.get(f"{EVIDENCE}/entries", params={"limit": 2, "recommendation": "118.76"}).json()
    rest = officer.get(f"{EVIDENCE}/entries", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert len({one["id"] for page in (first, rest) for one in page["items"]}) == 3
    assert rest["next_cursor"] is None
