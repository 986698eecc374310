"""The demonstration is rich enough to be worth looking at, and keeps what it must keep to itself."""

import json
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from pyotp.totp import TOTP
from sqlalchemy import text
from starlette.testclient import TestClient

from app.access import Role
from app.errors import Conflict
from app.main import create_app
from app.services import agreements, demo, rebuilding
from app.services.migrating import migrate
from app.services.opening import open_house
from app.services.sessions import NOBODY_AT_WORK
from app.settings import Settings
from app.vocabulary.agreements import DutyState
from app.vocabulary.consequences import Consequence
from app.vocabulary.organisations import ObligationKind
from app.work import House, unit_of_work
from tests.builders import Clock
from tests.conftest import MASTER

NOW = int(datetime.fromisoformat("2026-11-20T10:00:00+07:00").timestamp())
BREACHES = ("unmet", "overdue", "unknown")


class Seeded(NamedTuple):
    house: House
    folder: Path
    told: list[tuple[int, int]]

    @property
    def accounts(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads((self.folder / "demo-accounts.json").read_text())
        return found

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.house.reading.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), {"now": self.house.clock()})]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    folder = tmp_path_factory.mktemp("demo")
    main, keys = f"sqlite:///{folder / 'rumduol.db'}", f"sqlite:///{folder / 'keys.db'}"
    migrate(main, keys)
    house = open_house(main, keys, "", master=MASTER, catalogues=None, default_catalogue="kh-2009", clock=Clock(NOW))
    told: list[tuple[int, int]] = []
    demo.seed(house, folder / "demo-accounts.json", progress=lambda done, total: told.append((done, total)))
    yield Seeded(house, folder, told)
    house.writing.dispose()


def test_cases_stand_at_every_step(seeded: Seeded) -> None:
    steps = Counter(str(step) for (step,) in seeded.rows("SELECT step FROM cases"))
    assert steps.total() == 60
    assert steps.keys() == {"interview", "recovery", "reintegration", "follow_up", "closed"}
    assert min(steps.values()) >= 4


def test_the_country_has_a_ministry_a_monitor_a_task_force_and_three_providers_with_five_shelters(seeded: Seeded) -> None:
    assert seeded.rows("SELECT count(*) FROM organisations WHERE name LIKE '%(invented)'") == [(6,)]
    assert seeded.rows("SELECT count(*) FROM shelters") == [(5,)]
    assert {a["role"] for a in seeded.accounts} == set(Role)
    supervisors = Counter(a["organisation"] for a in seeded.accounts if a["role"] == Role.SUPERVISOR)
    assert list(supervisors.values()) == [2, 2, 2]


def test_every_status_occurs_and_every_right_is_breached_somewhere(seeded: Seeded) -> None:
    found = seeded.rows("SELECT DISTINCT standard, status FROM findings WHERE starts_at <= :now AND ends_at > :now")
    assert {status for _, status in found} == {"met", "unmet", "overdue", "pending", "unknown", "waived"}
    breached = {str(standard) for standard, status in found if status in BREACHES}
    rights = Counter(standard.split("-")[0] for standard in breached)
    assert len(rights) == 11
    assert min(rights.values()) >= 3


def test_the_loudest_breaches_run_today(seeded: Seeded) -> None:
    overdue = {s for (s,) in seeded.rows("SELECT standard FROM findings WHERE status = 'overdue' AND starts_at <= :now AND ends_at > :now")}
    assert {"R9-01b", "R1-05b", "R7-05b"} <= overdue
    unmet = {s for (s,) in seeded.rows("SELECT standard FROM findings WHERE status IN ('unmet', 'unknown') AND ends_at > :now")}
    assert {"R1-06a", "R1-07c", "R3-02b", "R3-04"} <= unmet


def test_under_the_agreements_every_state_and_every_consequence_occurs(seeded: Seeded) -> None:
    with unit_of_work(seeded.house, NOBODY_AT_WORK, writes=False) as work:
        duties = [duty for held in agreements.in_scope(work).values() for duty in held.duties]
    assert {duty.state for duty in duties} == set(DutyState)
    assert {duty.consequence for duty in duties} == {None, *Consequence}
    assert {duty.slot.kind for duty in duties} == set(ObligationKind) - {"staff_change_notice"}


def test_people_were_refused_asked_for_waivers_and_kept_late_records(seeded: Seeded) -> None:
    decisions = Counter(json.loads(str(f))["decision"] for (f,) in seeded.rows("SELECT facts FROM entries WHERE act = 'decide_waiver'"))
    assert decisions.keys() == {"approved", "refused"}
    assert seeded.rows("SELECT count(*) > 0 FROM entries WHERE recorded_at > occurred_at + 86400 AND act = 'record_interview'") == [(1,)]
    for act in ("correct", "refuse_leave", "withdraw_consent", "receive_complaint", "record_border_arrival", "review_refusal"):
        assert seeded.rows(f"SELECT count(*) > 0 FROM entries WHERE act = '{act}'") == [(1,)], act
    assert seeded.rows("SELECT count(*) FROM entries WHERE recorded_at > :now") == [(0,)]


def test_every_worker_has_a_caseload(seeded: Seeded) -> None:
    workers = seeded.rows(
        "SELECT count(DISTINCT a.case_id) FROM case_access a JOIN users u ON u.id = a.grantee_id JOIN cases c ON c.id = a.case_id "
        "WHERE u.role = 'social_worker' AND a.why = 'assigned' AND a.until > :now AND c.step != 'closed' GROUP BY u.id"
    )
    assert len(workers) == 3
    assert all(int(str(n)) >= 8 for (n,) in workers)


def test_no_sealed_word_lies_in_clear_in_any_file(seeded: Seeded) -> None:
    files = [f.read_bytes() for f in seeded.folder.glob("*.db*")]
    for word in ("Invented Street", "An invented complaint", "sewing lessons", "Invented for the demonstration", "demonstration.invalid"):
        assert not any(word.encode() in content for content in files), word


def test_the_accounts_file_is_its_owners_and_signs_in(seeded: Seeded) -> None:
    file = seeded.folder / "demo-accounts.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    worker = next(a for a in seeded.accounts if a["role"] == Role.SOCIAL_WORKER)
    client = TestClient(create_app(seeded.house, Settings(data=seeded.folder)))
    code = TOTP(worker["totp_secret"]).at(NOW)
    signed_in = client.post("/api/v1/sessions", json={"username": worker["username"], "password": worker["password"], "totp": code})
    assert signed_in.status_code == 201
    agenda = client.get("/api/v1/agenda", headers={"Authorization": f"Bearer {signed_in.json()['token']}"})
    assert agenda.status_code == 200
    assert agenda.json()["items"]


def test_progress_ends_where_it_said(seeded: Seeded) -> None:
    done, total = seeded.told[-1]
    assert done == total > 1000


def test_registers_and_findings_are_what_the_ledger_says(seeded: Seeded) -> None:
    assert [f"{d.subject} {d.where}: {d.stands} -> {d.should}" for subject in rebuilding.check(seeded.house) for d in subject] == []


def test_a_house_that_is_lived_in_is_left_alone(seeded: Seeded) -> None:
    before = seeded.rows("SELECT count(*) FROM entries")
    with pytest.raises(Conflict):
        demo.seed(replace(seeded.house, clock=Clock(NOW)), seeded.folder / "other.json")
    assert seeded.rows("SELECT count(*) FROM entries") == before
    assert not (seeded.folder / "other.json").exists()
