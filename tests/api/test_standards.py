"""The standards over the API: whole, in both languages, each with where it comes from."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.access import Role
from tests.builders import Person, Town

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def reader(town: Town, client_of: Callable[[Person], TestClient]) -> TestClient:
    return client_of(town.person(Role.REPORTING_OFFICER))


def test_all_103_standards_come_with_both_languages_sources_tag_and_grade(reader: TestClient) -> None:
    answer = reader.get("/api/v1/standards").json()
    assert answer["catalogue"]["id"] == "kh-2009"
    assert len(answer["items"]) == 103
    for item in answer["items"]:
        assert item["text"]["en"]
        assert item["text"]["km"]
        assert item["translation_status"]["km"] == "draft translation"
        assert item["sources"]
        assert item["tag"]
        assert item["grade"] in "ABC"


def test_standards_are_chosen_by_right_and_step(reader: TestClient) -> None:
    chosen = reader.get("/api/v1/standards", params={"right": "dignity", "step": "recovery"}).json()["items"]
    assert chosen
    assert {(s["right"], s["step"]) for s in chosen} == {("dignity", "recovery")}
    assert reader.get("/api/v1/standards", params={"right": "nothing"}).json()["items"] == []


def test_a_proposed_limit_is_marked_and_names_its_setting(reader: TestClient) -> None:
    limit = reader.get("/api/v1/standards/R1-04a").json()["limit"]
    assert limit["proposed"] is True
    assert limit["basis"] == "proposed"
    assert limit["setting"]
    assert limit["duration"] == "PT24H"


def test_the_11_rights_come_with_the_provenance_of_their_names(reader: TestClient) -> None:
    rights = reader.get("/api/v1/rights").json()["items"]
    assert [right["number"] for right in rights] == list(range(1, 12))
    assert all(right["provenance"] and right["label"]["km"] for right in rights)
    assert sum(right["standards"] for right in rights) == 103


def test_catalogues_are_listed_and_read_by_id_and_version(reader: TestClient) -> None:
    items = {item["id"]: item for item in reader.get("/api/v1/catalogues").json()["items"]}
    assert {name: item["default"] for name, item in items.items()} == {"kh-2009": True, "kh-2014-residential": False}
    for name in ("kh-2009", f"kh-2009@{items['kh-2009']['version']}"):
        whole = reader.get(f"/api/v1/catalogues/{name}").json()
        assert (len(whole["rights"]), len(whole["standards"])) == (11, 103)


@pytest.mark.parametrize("path", ["/standards/R99-01", "/catalogues/nowhere"])
def test_what_is_not_there_is_not_found(reader: TestClient, path: str) -> None:
    assert reader.get(f"/api/v1{path}").status_code == 404


@pytest.mark.parametrize("path", ["/standards", "/standards/R1-01", "/rights"])
def test_an_unknown_catalogue_is_refused(reader: TestClient, path: str) -> None:
    answer = reader.get(f"/api/v1{path}", params={"catalogue": "canary"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "catalogue"
    assert "canary" not in answer.text


def test_nobody_reads_them_without_signing_in(client: TestClient) -> None:
    for path in ("/standards", "/rights", "/catalogues", "/standards/R1-01", "/catalogues/kh-2009"):
        assert client.get(f"/api/v1{path}").status_code == 401
