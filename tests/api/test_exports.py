"""Exports over HTTP: whole, encrypted to who asked, taken up again after a crash, and gone when they should be."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pyrage
import pytest
from sqlalchemy import delete, update
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.access import Role
from app.cli.commands import commands
from app.models.exports import Export, ExportPart
from app.services import exporting, exports
from app.settings import Settings
from app.work import House, unit_of_work
from tests.builders import DAY, Clock, Person, Town, a_case, do

ClientOf = Callable[[Person], TestClient]
EXPORTS = "/api/v1/exports"
IDENTITY = pyrage.x25519.Identity.generate()
TO = str(IDENTITY.to_public())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Settings(data=tmp_path).exports


@pytest.fixture
def cases(house: House, town: Town, clock: Clock) -> list[UUID]:
    made = [a_case(house, town.person(Role.SOCIAL_WORKER)) for _ in range(7)]
    a_case(house, town.person(Role.SOCIAL_WORKER, town.other))
    clock.advance(DAY)
    return made


def asked(client: TestClient, kind: str, **more: object) -> str:
    answer = client.post(EXPORTS, json={"kind": kind, "recipient": TO} | more)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def opened(client: TestClient, place: str) -> list[list[str]]:
    manifest = client.get(place).json()
    parts = [client.get(f"{place}/parts/{part['number']}") for part in manifest["parts"]]
    assert {p.status_code for p in parts} == {200}
    return [pyrage.decrypt(part.content, [IDENTITY]).decode().splitlines() for part in parts]


def test_an_export_is_made_in_parts_that_hold_every_case_once(
    client_of: ClientOf, house: House, town: Town, cases: list[UUID], folder: Path
) -> None:
    client = client_of(town.person(Role.SUPERVISOR))
    place = asked(client, "cases")
    assert client.get(place).json()["state"] == "waiting"
    assert exporting.make_waiting(house, folder, part_rows=3) == 1
    told = client.get(place).json()
    assert (told["state"], told["rows"], told["expected_rows"], [p["rows"] for p in told["parts"]]) == ("ready", 7, 7, [3, 3, 1])
    parts = opened(client, place)
    assert len({part[0] for part in parts}) == 1
    assert sorted(row.split(",")[0] for part in parts for row in part[1:]) == sorted(str(case) for case in cases)


@pytest.mark.parametrize("kind", ["findings", "entries"])
def test_findings_and_plain_entries_can_be_exported_too(
    client_of: ClientOf, house: House, town: Town, cases: list[UUID], folder: Path, kind: str
) -> None:
    do(house, town.person(Role.SOCIAL_WORKER).actor, "write_case_note", {"case_id": cases[0]}, note_text="Invented canary words")
    client = client_of(town.person(Role.MOSAVY_AUDITOR))
    used = house.vault.keys_used
    place = asked(client, kind)
    exporting.make_waiting(house, folder, part_rows=10)
    told = client.get(place).json()
    assert told["rows"] == told["expected_rows"] > 7
    text = "\n".join(line for part in opened(client, place) for line in part)
    assert str(cases[0]) in text
    assert "canary" not in text
    assert house.vault.keys_used == used


def test_making_goes_on_where_it_was_broken_off(
    client_of: ClientOf, house: House, town: Town, cases: list[UUID], folder: Path, clock: Clock
) -> None:
    client = client_of(town.person(Role.SUPERVISOR))
    whole, broken = asked(client, "findings"), asked(client, "findings")
    exporting.make_waiting(house, folder, part_rows=20)
    rows = [row for part in opened(client, whole) for row in part[1:]]
    # As after a crash: the last parts are not noted, one of them lies there half written, and the lease has run out.
    export_id = broken.rsplit("/", 1)[1]
    with unit_of_work(house, town.person(Role.SUPERVISOR).actor) as work:
        work.session.execute(delete(ExportPart).where(ExportPart.export_id == UUID(export_id), ExportPart.number > 1))
        work.session.execute(update(Export).where(Export.id == UUID(export_id)).values(state="making", signature=None, leased_until=0))
        work.audited += 1
    (folder / export_id / "findings-00002.csv.age").write_bytes(b"half")
    a_case(house, town.person(Role.SOCIAL_WORKER))
    exporting.make_waiting(house, folder, part_rows=20)
    assert client.get(broken).json()["state"] == "ready"
    assert [row for part in opened(client, broken) for row in part[1:]] == rows


def test_an_export_that_lacks_a_row_fails_and_says_so(
    client_of: ClientOf, house: House, town: Town, cases: list[UUID], folder: Path
) -> None:
    client = client_of(town.person(Role.SUPERVISOR))
    place = asked(client, "cases")
    with unit_of_work(house, town.person(Role.SUPERVISOR).actor) as work:
        work.session.execute(update(Export).values(expected_rows=8))
        work.audited += 1
    exporting.make_waiting(house, folder)
    told = client.get(place).json()
    assert (told["state"], told["why"], told["signature"]) == ("failed", "rows_differ", None)
    assert client.get(f"{place}/parts/1").status_code == 404
    assert not list(folder.iterdir())


def test_a_broken_line_fetches_only_what_is_missing(client_of: ClientOf, house: House, town: Town, cases: list[UUID], folder: Path) -> None:
    client = client_of(town.person(Role.SUPERVISOR))
    place = asked(client, "cases")
    assert client.get(f"{place}/parts/1").status_code == 409
    exporting.make_waiting(house, folder)
    whole = client.get(f"{place}/parts/1")
    rest = client.get(f"{place}/parts/1", headers={"Range": "bytes=100-", "If-Range": whole.headers["ETag"]})
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    assert client.get(f"{place}/parts/2").status_code == 404


def test_nobody_else_sees_an_export_and_only_its_key_opens_it(
    client_of: ClientOf, house: House, town: Town, cases: list[UUID], folder: Path
) -> None:
    place = asked(client_of(town.person(Role.SUPERVISOR)), "cases")
    exporting.make_waiting(house, folder)
    for other in (Role.ORGANISATION_ADMIN, Role.MOSAVY_AUDITOR):
        assert client_of(town.person(other)).get(place).status_code == 404
        assert client_of(town.person(other)).get(f"{place}/parts/1").status_code == 404
    (file,) = folder.glob("*/*")
    assert file.stat().st_mode & 0o077 == 0
    assert str(cases[0]).encode() not in file.read_bytes()
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(file.read_bytes(), [pyrage.x25519.Identity.generate()])


def test_whom_and_what_can_be_asked_for(client_of: ClientOf, town: Town) -> None:
    client = client_of(town.person(Role.SUPERVISOR))
    refused = client.post(EXPORTS, json={"kind": "cases", "recipient": "age1notakey"})
    assert (refused.status_code, "age1notakey" in refused.text) == (422, False)
    assert client.post(EXPORTS, json={"kind": "cases", "recipient": TO, "organisation_id": str(town.other)}).status_code == 404
    assert client.post(EXPORTS, json={"kind": "persons", "recipient": TO}).status_code == 422


def test_files_go_when_an_export_is_withdrawn_or_old(
    client_of: ClientOf, house: House, town: Town, cases: list[UUID], folder: Path, clock: Clock
) -> None:
    client = client_of(town.person(Role.SUPERVISOR))
    withdrawn, old = asked(client, "cases"), asked(client, "cases")
    exporting.make_waiting(house, folder)
    assert client.post(f"{withdrawn}/withdrawal").json()["state"] == "withdrawn"
    exporting.make_waiting(house, folder)
    assert [held.name for held in folder.iterdir()] == [old.rsplit("/", 1)[1]]
    clock.advance(8 * DAY)
    exporting.make_waiting(house, folder)
    assert not list(folder.iterdir())
    assert client.get(old).json()["state"] == "expired"
    assert {client.get(f"{place}/parts/1").status_code for place in (withdrawn, old)} == {404}
    listed = client.get(EXPORTS).json()["items"]
    assert [datetime.fromisoformat(item["asked_at"]) for item in listed] == sorted(
        (datetime.fromisoformat(i["asked_at"]) for i in listed), reverse=True
    )


@pytest.mark.sqlite_only
def test_the_parts_are_joined_and_checked_at_home(
    client_of: ClientOf, house: House, town: Town, cases: list[UUID], folder: Path, tmp_path: Path
) -> None:
    client = client_of(town.person(Role.SUPERVISOR))
    place = asked(client, "cases")
    exporting.make_waiting(house, folder, part_rows=3)
    manifest, secret, parts = tmp_path / "manifest.json", tmp_path / "key.txt", tmp_path / "parts"
    parts.mkdir()
    told = client.get(place).json()
    manifest.write_text(json.dumps(told))
    secret.write_text(f"# created by age-keygen\n{IDENTITY}\n")
    for part in told["parts"]:
        (parts / f"{part['number']:05d}.age").write_bytes(client.get(f"{place}/parts/{part['number']}").content)

    def join(out: str) -> tuple[int, str]:
        words = ["export", "join", str(manifest), str(parts), "--identity", str(secret), "--out", str(tmp_path / out)]
        result = CliRunner().invoke(commands, words)
        return result.exit_code, result.output

    assert join("all.csv")[0] == 0
    lines = (tmp_path / "all.csv").read_text().splitlines()
    assert sorted(line.split(",")[0] for line in lines[1:]) == sorted(str(case) for case in cases)
    (parts / "00002.age").write_bytes(b"another")
    assert "part 2 (00002.age) is not the one that was signed" in join("changed.csv")[1]
    (parts / "00002.age").unlink()
    assert "3 parts belong to this export, the folder holds 2" in join("missing.csv")[1]
    manifest.write_text(json.dumps(told | {"rows": 6, "parts": told["parts"][:2]}))
    code, said = join("cut.csv")
    assert (code, "the signature does not fit" in said) == (1, True)
    assert not [f for f in tmp_path.glob("*.csv") if f.name != "all.csv"]


def test_nobody_fills_the_disk_with_exports(client_of: ClientOf, house: House, town: Town, cases: list[UUID], folder: Path) -> None:
    client = client_of(town.person(Role.SUPERVISOR))
    places = [asked(client, "cases") for _ in range(exports.MOST)]
    refused = client.post(EXPORTS, json={"kind": "cases", "recipient": TO})
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert client_of(town.person(Role.ORGANISATION_ADMIN)).post(EXPORTS, json={"kind": "cases", "recipient": TO}).status_code == 201
    assert client.post(places[0] + "/withdrawal").status_code == 200
    asked(client, "cases")


def test_a_part_whose_file_is_gone_is_not_there(client_of: ClientOf, house: House, town: Town, cases: list[UUID], folder: Path) -> None:
    client = client_of(town.person(Role.SUPERVISOR))
    place = asked(client, "cases")
    exporting.make_waiting(house, folder)
    for file in folder.rglob("*.age"):
        file.unlink()
    assert client.get(f"{place}/parts/1").status_code == 404
