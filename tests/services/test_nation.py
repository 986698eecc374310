"""An invented nation: the same from the same seed, whole whatever ends it, and right wherever the engine is asked."""

import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from app.access import Role
from app.crypto.vault import KeysUsed
from app.errors import Misconfigured
from app.ids import OrganisationId, UserId
from app.models.audit import AuditEntry
from app.models.base import Base
from app.models.findings import FindingRow
from app.models.ledger import Entry, SealedValue
from app.models.registers import Case
from app.services import audit_checks, compliance, findings, rebuilding
from app.services.compliance import By, Wanted
from app.services.counting import Cut
from app.services.migrating import migrate
from app.services.nation.checking import check
from app.services.nation.making import make
from app.services.opening import open_house
from app.standards.rules import Scope, Status
from app.work import NOBODY, Actor, House, unit_of_work
from tests.builders import DAY, START, Clock
from tests.conftest import MASTER

SMALL: dict[str, Any] = {"cases": 60, "stories": 20, "organisations": 3, "as_of": START, "processes": 1}
AUDITOR = Actor(UserId(NOBODY), OrganisationId(NOBODY), Role.MOSAVY_AUDITOR)
Empty = Callable[..., House]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Empty]:
    """Make an empty house on an engine."""
    with_servers: list[tuple[House, Callable[[str], None]]] = []

    def made(engine_name: str, keys_file: Path | None = None) -> House:
        folder: Path = tmp_path_factory.mktemp("nation")
        server = None if engine_name == "sqlite" else request.getfixturevalue("postgres")
        url, keys = server.create() if server else f"sqlite:///{folder / 'main.db'}", f"sqlite:///{keys_file or folder / 'keys.db'}"
        migrate(url, keys)
        house = open_house(url, keys, "", master=MASTER, catalogues=None, default_catalogue="kh-2009", clock=Clock())
        with_servers.append((house, server.drop if server else lambda _url: None))
        return house

    yield made
    for house, drop in with_servers:
        house.writing.dispose()
        drop(house.writing.url.render_as_string(hide_password=False))


@pytest.fixture(scope="module")
def nation(engine_name: str, empty: Empty) -> House:
    """A house with a small nation in it."""
    house = empty(engine_name)
    make(house, **SMALL)
    return house


def said(house: House) -> str:
    """Return a digest over everything that was recorded, judged, registered and logged."""
    whole = hashlib.sha256()
    with house.reading.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name in ("organisations", "marks", "touches"):
                continue  # They tell when the installation was migrated, and which transaction wrote what.
            for row in connection.execute(table.select().order_by(*table.primary_key.columns)):
                whole.update(json.dumps([table.name, *row], default=str, sort_keys=True).encode())
    return whole.hexdigest()


def test_the_same_seed_makes_the_same_nation_on_both_databases(empty: Empty) -> None:
    first, second = empty("sqlite"), empty("postgresql")
    make(first, **SMALL)
    make(second, **SMALL)
    assert said(first) == said(second)


@pytest.mark.sqlite_only
def test_another_seed_makes_another_nation(nation: House, empty: Empty) -> None:
    other = empty("sqlite")
    make(other, **SMALL | {"cases": 12, "stories": 0, "seed": 2})
    with nation.reading.connect() as one, other.reading.connect() as two:
        numbers = select(Case.case_number).order_by(Case.id).limit(12)
        assert one.scalars(numbers).all() != two.scalars(numbers).all()


KILLED = """
import os, signal, sys
from sqlalchemy import event
from app.services.nation.making import make
from app.services.opening import open_house
from tests.builders import Clock
from tests.conftest import MASTER

house = open_house(*sys.argv[1:3], "", master=MASTER, catalogues=None, default_catalogue="kh-2009", clock=Clock())
commits = []

@event.listens_for(house.writing, "commit")
def kill(_connection):
    commits.append(1)
    if len(commits) == 3:  # The country and one batch are there; the next is written and not committed.
        os.kill(os.getpid(), signal.SIGKILL)

make(house, cases=60, stories=20, organisations=3, as_of=house.clock(), processes=int(sys.argv[3]))
"""


def test_a_nation_whose_making_was_killed_goes_on_and_ends_as_if_nothing_had_been(
    engine_name: str, empty: Empty, nation: House, tmp_path: Path
) -> None:
    keys = tmp_path / "keys.db"
    house = empty(engine_name, keys)
    processes = "2" if engine_name == "sqlite" else "1"
    words = [house.writing.url.render_as_string(hide_password=False), f"sqlite:///{keys}", processes]
    ended = subprocess.run([sys.executable, "-c", KILLED, *words], check=False, capture_output=True)
    assert ended.returncode == -9, ended.stderr.decode()
    with house.reading.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Case)) == 15
    made = make(house, **SMALL)
    assert (made.plan.cases, made.written) == (60, 45)
    assert said(house) == said(nation)
    assert make(house, **SMALL).written == 0


def test_registers_findings_and_references_are_what_the_ledger_says(nation: House) -> None:
    assert [difference for subject in rebuilding.check(nation) for difference in subject] == []
    with nation.reading.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_keys:
                lost = select(func.count()).select_from(table).where(key.parent.is_not(None), key.parent.not_in(select(key.column)))
                assert connection.scalar(lost) == 0, f"{table.name}.{key.parent.name}"


def test_the_log_tells_of_every_entry_and_verifies(nation: House) -> None:
    verdict = audit_checks.verify(nation.reading, public_key=None)
    with nation.reading.connect() as connection:
        entries = connection.scalar(select(func.count()).select_from(Entry))
        told = connection.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.event == "ActPerformed"))
    assert verdict.bad == ()
    assert entries == told
    assert entries is not None
    assert entries > 500


def test_nothing_is_sealed_and_no_key_is_used(nation: House) -> None:
    with nation.reading.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(SealedValue)) == 0
    assert nation.vault.keys_used == KeysUsed()


def test_its_cases_are_of_every_kind(nation: House) -> None:
    with nation.reading.connect() as connection:
        for column in (Case.step, Case.sex, Case.age_class, Case.nationality_class, Case.organisation_id, Case.province):
            assert len(connection.scalars(select(column).distinct()).all()) > 1, column
        running = select(FindingRow.status).where(FindingRow.starts_at <= START, FindingRow.ends_at > START)
        assert {Status.MET, Status.OVERDUE, Status.UNMET, Status.PENDING} <= set(connection.scalars(running.distinct()).all())


def test_a_check_finds_nothing_until_somebody_meddles(nation: House) -> None:
    checked = check(nation, sample=40)
    assert (checked.cases, checked.differences) == (40, ())
    assert checked.findings > 40 * 95
    with nation.writing.begin() as connection:
        (row,) = connection.execute(select(FindingRow.id).where(FindingRow.subject_kind == "case", FindingRow.ends_at > START).limit(1))
        meddled = connection.scalar(select(FindingRow.status).where(FindingRow.id == row.id))
        connection.execute(update(FindingRow).where(FindingRow.id == row.id).values(status="waived"))
    try:
        (found,) = check(nation, sample=60, days=0).differences
        assert "kept waived" in found
        assert f"replayed {meddled}" in found
    finally:
        with nation.writing.begin() as connection:
            connection.execute(update(FindingRow).where(FindingRow.id == row.id).values(status=meddled))


@pytest.mark.parametrize("ago", [900, 400, 3])
def test_a_summary_of_a_past_day_is_the_sum_of_the_replays_of_that_day(nation: House, ago: int) -> None:
    at = START - ago * DAY
    replayed: Counter[tuple[str, str]] = Counter()
    with unit_of_work(nation, AUDITOR, writes=False) as work:
        shown = compliance.summary(work, Cut(at=at, scope=Scope.CASE), Wanted(), [By.STANDARD], period=None)
        for case in work.session.scalars(select(Case)):
            _, facts, judged = findings.at(work, findings.subject_of(case), as_of=at, known_at=at)
            if facts.records.get("case"):
                replayed.update((name, finding.status.value) for name, finding in judged.items())
    counted = Counter({(g["standard"], s.value): g[s.value] for g in shown["groups"] for s in Status if g[s.value]})
    assert counted == replayed
    assert sum(counted.values()) > 1000


def test_a_database_with_cases_of_its_own_is_not_touched(house: House) -> None:
    before = said(house)
    with pytest.raises(Misconfigured, match="of its own"):
        make(house, **SMALL)
    assert said(house) == before


def test_another_nation_is_not_made_over_the_first(nation: House) -> None:
    for other in ({"seed": 7}, {"cases": 61}, {"as_of": START - DAY}):
        with pytest.raises(Misconfigured, match="another nation"):
            make(nation, **SMALL | other)


@pytest.mark.sqlite_only
def test_a_nation_ends_in_the_past(empty: Empty, engine_name: str) -> None:
    with pytest.raises(Misconfigured, match="ends in the past"):
        make(empty(engine_name), **SMALL | {"as_of": START + 1})


@pytest.mark.sqlite_only
def test_a_check_of_no_nation_says_so(house: House) -> None:
    with pytest.raises(Misconfigured, match="holds no nation"):
        check(house, sample=1)
