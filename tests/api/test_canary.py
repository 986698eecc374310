"""Nothing a person says is anywhere in clear: marked strings through every writing route, then a search of everything that is kept."""

import io
import logging
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.access import Role
from app.crypto.plain import PlainVault
from app.main import create_app
from app.records.base import placeholders
from app.records.registry import ACTS
from app.services.key_store import DatabaseKeyStore
from app.settings import Settings
from app.shape import FieldKind
from app.work import House
from tests.api import canaries_in_exchange as in_exchange
from tests.api import canaries_in_reports as in_reports
from tests.api.canaries import Canaries, a_picture, dump, files_under, ids_for, server_files
from tests.api.permission_table import RECORD_OF
from tests.api.stage import case_things, organisation_things
from tests.builders import Person, Town, a_case
from tests.conftest import MASTER

ASKED_FIRST = (Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.MOSAVY_OFFICER)
API = "/api/v1"
# What an act's own guard asks for beyond its declaration.
_GUARDED: dict[str, dict[str, Any]] = {
    "give_inspection_notice": {"mend_by": "2099-01-01"},
    "record_mou_delivery": {"kind": "monthly_case_list", "due_on": "2025-06-09", "event_on": None},
}


@dataclass
class Aviary:
    """A service with canaries in it: where they may have got to, and what was answered."""

    house: House
    town: Town
    folder: Path
    began: float
    output: io.StringIO
    canaries: Canaries
    client: TestClient
    answers: list[bytes]
    accepted: list[str]

    def send(self, role: Role, method: str, path: str, **sent: object) -> int:
        """Send something with canaries in it, keep the answer and return its status."""
        return self.ask(self.town.person(role), method, path, **sent).status_code

    def ask(self, person: Person, method: str, path: str, **sent: object) -> Response:
        """The same as somebody; return the whole answer, which is kept unless `keep` is false, as that of an opening is."""
        keep = sent.pop("keep", True)
        extra = dict(sent.pop("headers", {}))  # type: ignore[call-overload]  # a mapping where it is given
        headers = person.headers | {"User-Agent": self.canaries.new(), "X-Request-ID": self.canaries.new()} | extra
        answer = self.client.request(method, path, headers=headers, **sent)  # type: ignore[arg-type]  # what httpx takes
        if keep:
            self.answers.append(answer.content + str(dict(answer.headers)).encode())
        assert answer.status_code < 500, (path, answer.text)
        return answer

    def kept(self, capfd: pytest.CaptureFixture[str]) -> dict[str, bytes]:
        """Return everything that was written anywhere."""
        out, err = capfd.readouterr()
        said = {"log": self.output.getvalue(), "stdout": out, "stderr": err}
        places = {"answers": b"\n".join(self.answers)} | {place: text.encode() for place, text in said.items()}
        places |= dump(self.house.reading) | server_files(self.house.reading, self.began)
        return places | files_under(self.folder)


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """Everything any logger says, however chatty."""
    said = io.StringIO()
    handler, root = logging.StreamHandler(said), logging.getLogger()
    level, names = root.level, ("sqlalchemy.engine", "uvicorn", "uvicorn.access")
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    # What the client of these tests says is not ours.
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    yield said
    root.removeHandler(handler)
    root.setLevel(level)
    for name in names:
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture(params=[False, True], ids=["sealed", "in clear"])
def aviary(
    request: pytest.FixtureRequest, house: House, town: Town, tmp_path: Path, output: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> Aviary:
    """Plant them all. With `in clear` nothing is sealed: the search must then find them, or it would find nothing ever."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    if request.param:
        store = house.vault._store
        assert isinstance(store, DatabaseKeyStore)
        house = replace(house, vault=PlainVault(MASTER, store))
    client = TestClient(create_app(house, Settings(data=tmp_path)), raise_server_exceptions=False)
    planted = Aviary(house, town, tmp_path, time.time(), output, Canaries(), client, [], [])
    _through_every_act(planted)
    _beside_the_acts(planted)
    in_reports.plant(planted)
    in_exchange.plant(planted)
    return planted


def test_no_canary_is_found_anywhere(aviary: Aviary, capfd: pytest.CaptureFixture[str]) -> None:
    kept = aviary.kept(capfd)
    assert len(aviary.accepted) > 40
    if isinstance(aviary.house.vault, PlainVault):
        assert aviary.canaries.share_found(aviary.accepted, kept) >= 0.99
    else:
        assert aviary.canaries.found_in(kept) == {}


def _through_every_act(aviary: Aviary) -> None:
    """Every act, with all it accepts: those that make a record on a new case, those that change one on a case that has them all."""
    supervisor = aviary.town.person(Role.SUPERVISOR)
    staged = case_things(aviary.house, supervisor) | organisation_things(aviary.house, aviary.town, aviary.town.own)
    fresh = staged | {"case": a_case(aviary.house, supervisor)}
    worker = str(aviary.town.person(Role.SOCIAL_WORKER).id)
    facts = {"user_id": worker, "interviewer_id": worker, "organisation_id": str(aviary.town.own), "recipient": "legal_aid"}
    facts["inspection_id"] = str(staged["inspection"])
    for act in ACTS.values():
        given = {n: v for n, v in facts.items() if n in act.needs and act.record.fields[n].kind is FieldKind.ID}
        body, planted = aviary.canaries.body(act, **given)
        body |= _GUARDED.get(act.name, {})
        if act.name == "attach_inspection_picture":
            body["file"] = a_picture(planted[-1])
        role = next((r for r in (*ASKED_FIRST[1:], Role.MOSAVY_AUDITOR) if r in act.by), Role.SYSTEM_ADMIN)
        path = API + act.path.format_map(ids_for(placeholders(act.path), fresh if act.makes else staged, RECORD_OF))
        status = aviary.send(role, "POST", path, json=body, headers={"Idempotency-Key": aviary.canaries.new(), "If-Match": "*"})
        assert status in (201, 409), (act.name, status, aviary.answers[-1])
        aviary.accepted += planted if status == 201 else []


def _beside_the_acts(aviary: Aviary) -> None:
    """Corrections, searches, sign-ins, accounts, openings, and everything that is wrong."""
    new, supervisor = aviary.canaries.new, aviary.town.person(Role.SUPERVISOR)
    things = case_things(aviary.house, supervisor)
    case = f"{API}/cases/{things['case']}"
    note = f"{case}/case-notes/{things['case_note']}"
    person = f"{case}/person/{things['person']}/corrections"
    correction = {"fields": {"note_text": new()}, "reason": new()}
    assert aviary.send(Role.SUPERVISOR, "POST", note + "/corrections", json=correction) == 201
    names, reason = {"name_latin": new(), "name_km": new(khmer=True), "other_names": new()}, new(khmer=True)
    assert aviary.send(Role.SUPERVISOR, "POST", person, json={"fields": names, "reason": reason}) == 201
    aviary.accepted += [reason, *names.values()]
    for role in (Role.SUPERVISOR, Role.REPORTING_OFFICER):
        aviary.send(role, "POST", API + "/person-searches", json={"name": new()})
        aviary.send(role, "POST", API + "/person-searches", json={"name": new() * 20})
        aviary.send(role, "POST", note + "/openings", json={"fields": [new()], "purpose": new()})
        aviary.send(role, "POST", note + "/openings", json={"fields": [new()], "purpose": "case_work"})
        aviary.send(role, "POST", note + "/corrections", json={"fields": {new(): new()}, "reason": new()})
        aviary.send(role, "POST", case + "/case-notes", json={"note_text": new(), new(): new()})
        aviary.send(role, "POST", case + "/case-notes", json={"note_text": "\x00" + new()})
        aviary.send(role, "POST", case + "/age-determinations", json={"age_class": new(), "basis": new(), "determined_at": new()})
        aviary.send(role, "POST", case + "/assessments", json={"type": "initial", "client_scores": {new(): new(), "health": new()}})
        aviary.send(role, "POST", case + "/consents", json={"purpose": "interview", "recipient": new(), "expires_on": new()})
        aviary.send(role, "POST", case + "/case-notes", content=('{"note_text": "' + new()).encode())
        aviary.send(role, "POST", case + "/case-notes", content=new().encode() + b"\xff", headers={"Content-Type": "text/plain"})
        aviary.send(role, "POST", f"{API}/cases/{new()}/case-notes", json={"note_text": new()})
        aviary.send(role, "GET", f"{case}/case-notes?cursor={new()}&{new()}={new()}")
        aviary.send(role, "GET", f"{API}/{new()}")
        aviary.send(role, "GET", f"{case}/findings?as_of={new()}&catalogue={new()}")
        aviary.send(
            role, "POST", case + "/case-notes", json={"note_text": new()}, headers={"If-Match": new(), "Idempotency-Key": new() * 9}
        )
        aviary.send(role, "GET", API + "/cases", headers={"Authorization": f"Bearer {new()}"})
    for _ in range(2):
        aviary.send(Role.SUPERVISOR, "POST", API + "/sessions", json={"username": new(), "password": new(), "totp": new()[:12]})
    worker = aviary.town.person(Role.SOCIAL_WORKER).id
    aviary.send(Role.ORGANISATION_ADMIN, "POST", f"{API}/users/{worker}/account", json={"username": "\x00" + new()})
    limits = {new(): new()[:12]}
    aviary.send(Role.ORGANISATION_ADMIN, "PUT", f"{API}/organisations/{aviary.town.own}/rule-profile", json=limits)
    aviary.send(Role.ORGANISATION_ADMIN, "PUT", f"{API}/organisations/{aviary.town.own}/rule-profile", json={new(): new()})
