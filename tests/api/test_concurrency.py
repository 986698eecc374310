"""Many at once: one winner, nothing twice, nothing lost, no gap."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.access import Role
from app.db import engine_for
from app.models.audit import AuditEntry
from app.models.ledger import Entry
from app.models.registers import Case
from app.services import audit_checks
from app.work import House
from tests.builders import Person, Town, a_case
from tests.conftest import Template

ClientOf = Callable[[Person], TestClient]
API = "/api/v1"
AT_ONCE = 8
# A real server over a copy of the town: its own process, its own clock that stands still, nothing simulated.
_SERVER = """
import sys
import uvicorn
from app.main import create_app
from app.services.opening import open_house
from app.settings import Settings
from tests.builders import Clock
from tests.conftest import MASTER
folder, port = sys.argv[1:]
house = open_house(f"sqlite:///{folder}/main.db", f"sqlite:///{folder}/keys.db", "", master=MASTER, catalogues=None,
                   default_catalogue="kh-2009", clock=Clock())
uvicorn.run(create_app(house, Settings(data=folder)), port=int(port), log_level="warning", access_log=False)
"""


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


@pytest.fixture
def case(house: House, worker: Person) -> UUID:
    return a_case(house, worker)


def at_once(send: Callable[[int], Any], number: int = AT_ONCE) -> list[Any]:
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(send, range(number)))


def sound(house: House) -> None:
    """Check that the audit log and the ledger it guards are whole."""
    verdict = audit_checks.verify(house.reading, public_key=None)
    assert verdict.bad == ()


def test_of_many_writers_on_one_revision_one_wins(house: House, client_of: ClientOf, worker: Person, case: UUID) -> None:
    client = client_of(worker)
    etag = client.get(f"{API}/cases/{case}").headers["ETag"]
    note = {"note_text": "Invented"}
    statuses = at_once(lambda _: client.post(f"{API}/cases/{case}/case-notes", json=note, headers={"If-Match": etag}).status_code)
    assert Counter(statuses) == {201: 1, 412: AT_ONCE - 1}
    assert len(client.get(f"{API}/cases/{case}/case-notes").json()["items"]) == 1
    sound(house)


def test_of_many_senders_of_one_key_one_makes_the_record(house: House, client_of: ClientOf, worker: Person, case: UUID) -> None:
    client = client_of(worker)
    headers = {"Idempotency-Key": "k-1"}
    answers = at_once(lambda _: client.post(f"{API}/cases/{case}/case-notes", json={"note_text": "Invented"}, headers=headers))
    assert {a.status_code for a in answers} == {201}
    assert len({a.content for a in answers}) == 1
    assert len(client.get(f"{API}/cases/{case}/case-notes").json()["items"]) == 1
    sound(house)


def test_acts_on_one_case_at_once_keep_their_order_and_the_chain(house: House, client_of: ClientOf, worker: Person, case: UUID) -> None:
    client = client_of(worker)
    answers = at_once(lambda n: client.post(f"{API}/cases/{case}/case-notes", json={"note_text": f"Invented {n}"}))
    assert {a.status_code for a in answers} == {201}
    assert sorted(a.json()["revision"] for a in answers) == list(range(2, AT_ONCE + 2))
    with house.reading.connect() as connection:
        positions = list(connection.scalars(select(Entry.position).where(Entry.subject_id == case).order_by(Entry.position)))
        chain = list(connection.scalars(select(AuditEntry.position).where(AuditEntry.chain_id == case).order_by(AuditEntry.position)))
        assert connection.scalar(select(Case.revision).where(Case.id == case)) == AT_ONCE + 1
    assert positions == list(range(1, AT_ONCE + 2))
    assert chain == list(range(len(chain)))
    sound(house)


def test_acts_and_refusals_on_many_cases_at_once_leave_every_chain_whole(
    house: House, client_of: ClientOf, worker: Person, case: UUID
) -> None:
    client, cases = client_of(worker), [case, *(a_case(house, worker) for _ in range(3))]

    def send(n: int) -> int:
        path = f"{API}/cases/{cases[n % 4]}/" + ("case-notes" if n % 3 else "closure")
        body = {"note_text": "Invented"} if n % 3 else {"reason": "other", "summary_written": True, "client_signature": "signed",
                                                        "approved_by_supervisor": True, "return_contact_given": True}  # fmt: skip
        return client.post(path, json=body).status_code

    assert set(at_once(send, 3 * AT_ONCE)) <= {201, 403, 422}
    sound(house)


@pytest.mark.sqlite_only
def test_a_killed_server_has_kept_every_write_it_acknowledged(template: Template, town: Town, tmp_path: Path) -> None:
    template.house(tmp_path).writing.dispose()
    acknowledged, stop = [], Event()
    with server(tmp_path) as (process, address):
        worker = town.person(Role.SOCIAL_WORKER)
        body = {"first_contact_at": "2025-06-16T01:00:00Z", "sex": "unknown", "nationality_class": "unknown", "interpreter_needed": False}
        case = post(f"{address}{API}/cases", worker, body)["id"]

        def write() -> None:
            while not stop.is_set():
                try:
                    acknowledged.append(post(f"{address}{API}/cases/{case}/case-notes", worker, {"note_text": "Invented"})["id"])
                except OSError:
                    return  # The server is gone; whether this one was written is not known to anybody.

        writers = [Thread(target=write) for _ in range(AT_ONCE)]
        for writer in writers:
            writer.start()
        deadline = time.monotonic() + 20
        while len(acknowledged) < 40 and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        stop.set()
        for writer in writers:
            writer.join(10)
    assert len(acknowledged) >= 40
    assert len(set(acknowledged)) == len(acknowledged)
    engine = engine_for(f"sqlite:///{tmp_path / 'main.db'}")
    with engine.connect() as connection:
        kept = {str(i) for i in connection.scalars(select(Entry.record_id).where(Entry.record == "case_note"))}
        assert connection.scalar(select(func.count()).select_from(Entry).where(Entry.record == "case_note")) == len(kept)
    verdict = audit_checks.verify(engine, public_key=None)
    engine.dispose()
    assert set(acknowledged) <= kept
    # Of what nobody was told of, at most what was under way in each writer may be there.
    assert len(kept) <= len(acknowledged) + AT_ONCE
    assert verdict.bad == ()


def server(folder: Path) -> Any:
    """Run a real server until the block ends; give its process and address."""
    from contextlib import contextmanager

    @contextmanager
    def running() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-c", _SERVER, str(folder), str(port)]
        process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": "."})
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address)
            yield process, address
        finally:
            process.kill()
            process.wait()

    return running()


def wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address + "/readyz", timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError


def post(url: str, person: Person, body: dict[str, Any]) -> Any:
    headers = person.headers | {"Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - the same
        return json.loads(answer.read())
