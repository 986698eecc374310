"""A case and a shelter assessed under several catalogues at once, and shelters counted under any."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.main import create_app
from app.models.registers import Case
from app.records.registry import shape
from app.settings import Settings
from app.standards import rulebook
from app.standards.books import Books
from app.work import House, unit_of_work
from tests.api.residential import RESIDENTIAL, a_faulty_shelter, bind, by_catalogue, statuses
from tests.builders import DAY, START, Clock, Person, Town, a_case, do

ClientOf = Callable[[Person], TestClient]
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "catalogues"


@pytest.fixture
def shelter(house: House, town: Town) -> UUID:
    return a_faulty_shelter(house, town)


def with_examples(house: House, tmp_path: Path) -> ClientOf:
    """The same house with the example catalogue of docs/examples in RUMDUOL_CATALOGUES."""
    books = Books(rulebook.load_all(shape(), EXAMPLES), "kh-2009", shape())
    app = create_app(replace(house, books=books), Settings(data=tmp_path))
    return lambda person: TestClient(app, headers=person.headers, raise_server_exceptions=False)


@pytest.mark.sqlite_only
def test_a_shelter_is_assessed_under_several_catalogues_side_by_side(client_of: ClientOf, town: Town, shelter: UUID) -> None:
    client = client_of(town.person(Role.MOSAVY_OFFICER))
    answer = client.get(f"/api/v1/shelters/{shelter}/assessment", params={"catalogue": ["kh-2009", RESIDENTIAL]})
    assert answer.status_code == 200, answer.text
    both = by_catalogue(answer.json())
    assert list(both) == ["kh-2009", RESIDENTIAL]
    assert statuses(both["kh-2009"])["R4-04"] == "met"
    found = statuses(both[RESIDENTIAL])
    assert (found["RC2-02"], found["RC4-01"], found["RC9-03"]) == ("unmet", "met", "pending")
    counts = both[RESIDENTIAL]["counts"]
    assert counts["standards"] == len(found) == 21
    assert {name: counts[name] for name in ("met", "unmet", "pending")} == {
        name: list(found.values()).count(name) for name in ("met", "unmet", "pending")
    }
    assert counts["share_met"] == round(counts["met"] / (counts["met"] + counts["unmet"]), 4)


@pytest.mark.sqlite_only
def test_faults_turn_overdue_after_their_time_and_met_when_mended(
    house: House, client_of: ClientOf, town: Town, clock: Clock, shelter: UUID
) -> None:
    admin, officer = town.person(Role.ORGANISATION_ADMIN), town.person(Role.MOSAVY_OFFICER)
    fault: dict[str, Any] = {
        "raised_on": "2025-06-02",
        "due_on": "2025-09-02",
        "standard_id": "RC2-02",
        "shelter_id": str(shelter),
        "organisation_id": None,
    }
    raised = do(house, officer.actor, "raise_corrective_action", **fault)

    def now() -> dict[str, str]:
        answer = client_of(officer).get(f"/api/v1/shelters/{shelter}/assessment", params={"catalogue": RESIDENTIAL})
        return statuses(by_catalogue(answer.json())[RESIDENTIAL])

    assert now()["RC9-02"] == "pending"
    clock.now = START + 79 * DAY  # 3 September, the day after the three months
    assert (now()["RC9-02"], now()["RC9-03"]) == ("overdue", "pending")
    do(house, admin.actor, "finish_corrective_action", {"corrective_action_id": raised.record_id}, done_on="2025-09-01")
    do(
        house,
        admin.actor,
        "record_shelter_condition",
        {"shelter_id": shelter},
        observed_on="2025-09-01",
        shelter_id=None,
        land_area_m2=2000,
    )
    second = {"inspected_on": "2025-09-03", "visit_number": 2, "result": "compliant", "shelter_id": None}
    do(house, officer.actor, "record_inspection", {"shelter_id": shelter}, **second)
    assert (now()["RC2-02"], now()["RC9-02"], now()["RC9-03"], now()["RC9-04"]) == ("met",) * 4


def test_what_binds_comes_from_the_agreements_in_force_and_is_what_is_assessed_if_nothing_is_named(
    house: House, client_of: ClientOf, town: Town, clock: Clock, shelter: UUID
) -> None:
    client, path = client_of(town.person(Role.MOSAVY_AUDITOR)), f"/api/v1/shelters/{shelter}/assessment"
    assert list(by_catalogue(client.get(path).json())) == ["kh-2009"]
    clock.advance(DAY)
    bind(house, town, RESIDENTIAL, "xx-nowhere")
    told = client.get(path).json()
    assert (told["binding"], told["binding_not_loaded"]) == (["kh-2009", RESIDENTIAL], ["xx-nowhere"])
    assert [one["binding"] for one in told["assessments"]] == [True, True]
    for as_of, expected in (
        ("2025-06-16T10:00:00+07:00", ["kh-2009"]),  # it was signed long before, but nobody had written it down
        ("2025-12-31T23:59:59+07:00", ["kh-2009", RESIDENTIAL]),
        ("2026-01-01T00:00:00+07:00", ["kh-2009"]),
    ):
        assert client.get(path, params={"as_of": as_of}).json()["binding"] == expected, as_of
    later = {"as_of": "2025-06-16T10:00:00+07:00", "known_at": "2025-06-17T10:00:00+07:00"}
    assert client.get(path, params=later).json()["binding"] == ["kh-2009", RESIDENTIAL]
    other = client.get(path, params={"catalogue": RESIDENTIAL, "as_of": "2026-01-01T00:00:00+07:00"}).json()
    assert [one["binding"] for one in other["assessments"]] == [False]


@pytest.mark.sqlite_only
def test_a_draft_or_ended_agreement_binds_to_nothing(house: House, client_of: ClientOf, town: Town, shelter: UUID) -> None:
    bind(house, town, RESIDENTIAL, state="draft")
    bind(house, town, rule_set=RESIDENTIAL, ends_on="2025-03-31", renewal_due_on="2025-03-01")
    answer = client_of(town.person(Role.MOSAVY_AUDITOR)).get(f"/api/v1/shelters/{shelter}/assessment")
    assert answer.json()["binding"] == ["kh-2009"]


@pytest.mark.sqlite_only
def test_a_case_is_assessed_under_its_own_catalogue_and_those_that_bind_its_organisation(
    house: House, client_of: ClientOf, town: Town, tmp_path: Path
) -> None:
    worker = town.person(Role.SOCIAL_WORKER)
    case = a_case(house, worker)
    bind(house, town, RESIDENTIAL, "xx-example")
    path = f"/api/v1/cases/{case}/assessment"
    both = client_of(worker).get(path).json()
    assert (both["binding"], both["binding_not_loaded"]) == (["kh-2009@0.1.0", RESIDENTIAL], ["xx-example"])
    own = by_catalogue(both)["kh-2009"]["findings"]
    assert own == client_of(worker).get(f"/api/v1/cases/{case}/findings").json()["findings"]
    three = with_examples(house, tmp_path)(worker).get(path).json()
    assert {name: len(one["findings"]) for name, one in by_catalogue(three).items()} == {"kh-2009": 95, RESIDENTIAL: 3, "xx-example": 3}


@pytest.mark.sqlite_only
def test_a_catalogue_that_is_named_twice_is_assessed_once_and_one_that_is_not_there_is_refused(
    client_of: ClientOf, town: Town, shelter: UUID
) -> None:
    client, path = client_of(town.person(Role.MOSAVY_OFFICER)), f"/api/v1/shelters/{shelter}/assessment"
    assert len(client.get(path, params={"catalogue": ["kh-2009", "kh-2009@0.1.0", "kh-2009"]}).json()["assessments"]) == 1
    for route in (path, f"{path}/oscal"):
        refused = client.get(route, params={"catalogue": ["kh-2009", "canary"]})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "catalogue")
        assert "canary" not in refused.text


@pytest.mark.sqlite_only
def test_a_new_version_binds_new_cases_and_leaves_old_ones_alone(house: House, town: Town, tmp_path: Path) -> None:
    worker = town.person(Role.SOCIAL_WORKER)
    old = a_case(house, worker)
    copy = Path(copytree(rulebook.BUILT_IN / "kh-2009", tmp_path / "catalogues" / "later"))
    for file, was, becomes in (
        (copy / "catalogue.toml", 'version = "0.1.0"', 'version = "0.2.0"'),
        (copy / "01-safety-protection.toml", 'id = "R1-04a"', 'id = "R1-04z"'),
    ):
        text = file.read_text("utf-8")
        assert was in text
        file.write_text(text.replace(was, becomes, 1), "utf-8")
    later = replace(house, books=Books(rulebook.load_all(shape(), tmp_path / "catalogues"), "kh-2009", shape()))
    new = a_case(later, worker)
    app = create_app(later, Settings(data=tmp_path))
    client = TestClient(app, headers=worker.headers)
    found = {case: by_catalogue(client.get(f"/api/v1/cases/{case}/assessment").json())["kh-2009"] for case in (old, new)}
    assert [found[case]["catalogue"]["version"] for case in (old, new)] == ["0.1.0", "0.2.0"]
    assert ["R1-04z" in statuses(found[case]) for case in (old, new)] == [False, True]
    with unit_of_work(later, worker.actor, writes=False) as work:
        assert [work.session.get_one(Case, case).catalogue for case in (old, new)] == ["kh-2009@0.1.0", "kh-2009@0.2.0"]


def test_shelters_are_counted_under_any_catalogue_as_of_any_day(
    house: House, client_of: ClientOf, town: Town, clock: Clock, shelter: UUID
) -> None:
    do(house, town.person(Role.ORGANISATION_ADMIN, town.other).actor, "register_shelter", opened_on="2025-01-10", province="KH-17")
    clock.advance(DAY)
    bind(house, town, RESIDENTIAL)
    client, before, path = client_of(town.person(Role.MOSAVY_AUDITOR)), house.vault.keys_used, "/api/v1/compliance/shelters"

    def rows(by: str, **params: Any) -> dict[tuple[str, str], Any]:
        answer = client.get(path, params={"by": by} | params)
        assert answer.status_code == 200, answer.text
        return {(group["catalogue"].partition("@")[0], group[by]): group for group in answer.json()["groups"]}

    standards = rows("standard")
    assert (standards[RESIDENTIAL, "RC2-02"]["unmet"], standards[RESIDENTIAL, "RC2-02"]["subjects"]) == (1, 1)
    assert standards["kh-2009", "R4-04"]["subjects"] == 2
    assert rows("standard", catalogue=RESIDENTIAL)[RESIDENTIAL, "RC2-02"]["unknown"] == 1  # the other shelter, which nothing binds to it
    provinces = rows("province", catalogue=["kh-2009", "kh-2009@0.1.0"])
    assert {province: group["subjects"] for (_, province), group in provinces.items()} == {"KH-17": 1, "KH-2": 1}
    assert all(group["applicable"] + group["not_applicable"] == 6 for group in provinces.values())
    assert rows("right", as_of="2025-06-16T08:00:00+07:00") == {}  # before anything was recorded
    own = client_of(town.person(Role.SUPERVISOR)).get(path, params={"by": "organisation"}).json()["groups"]
    assert {group["organisation"] for group in own} == {str(town.own)}
    assert client.get(path, params={"catalogue": "canary"}).status_code == 422
    assert house.vault.keys_used == before
