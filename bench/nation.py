"""A nation of invented cases: some are made through the services, each then copied many times at the level of SQL."""

import sqlite3
import tempfile
import time
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID

from app.access import Role
from app.services.instants import iso
from app.services.migrating import migrate
from app.work import House
from bench.town import opened
from tests.builders import DAY, HOUR, Clock, Person, a_case, a_user, an_organisation, do, signed_in

MADE, ORGANISATIONS, PROVINCES = 50, 40, 25
_HELD: list["tempfile.TemporaryDirectory[str]"] = []
_BEGUN = int(time.mktime((2026, 1, 5, 2, 0, 0, 0, 0, 0)))


class Nation(NamedTuple):
    """A house with many cases; the first ones, made through the services, are the worker's own."""

    house: House
    worker: Person
    auditor: Person
    cases: list[UUID]


@cache
def a_nation(cases: int, *, organisations: int = ORGANISATIONS) -> Nation:
    """Make a database of so many cases, once for all benchmarks of this run; it goes with the process."""
    held = tempfile.TemporaryDirectory()
    _HELD.append(held)
    folder = Path(held.name)
    file = folder / "main.db"
    migrate(f"sqlite:///{file}", f"sqlite:///{folder / 'keys.db'}")
    clock = Clock(_BEGUN)
    house = opened(folder, clock=clock)
    home, ministry = an_organisation(house, "Invented House"), an_organisation(house, "Invented Ministry", type="central_government")
    worker = signed_in(house, a_user(house, home, Role.SOCIAL_WORKER))
    auditor = signed_in(house, a_user(house, ministry, Role.MOSAVY_AUDITOR))
    made = [_a_life(house, clock, worker, Random(number)) for number in range(min(MADE, cases))]
    house.writing.dispose()
    _copy(file, home, copies=cases // len(made) - 1, organisations=organisations)
    return Nation(house, worker, auditor, made)


def _a_life(house: House, clock: Clock, worker: Person, rng: Random) -> UUID:
    """One case and what was done in its first weeks, some of it late and some not at all."""
    clock.advance(rng.randint(1, 3) * DAY)
    case = a_case(house, worker, province=f"KH-{rng.randint(1, PROVINCES)}")
    about = {"case_id": case}
    if rng.random() < 0.9:
        do(house, worker.actor, "record_risk_assessment", about, assessed_at=iso(clock.now))
    clock.advance(rng.choice([HOUR, 5 * HOUR, DAY]))
    if rng.random() < 0.8:
        do(house, worker.actor, "record_consent", about, purpose="interview", decision="given", decided_at=iso(clock.now), recipient=None)
        said = {"started_at": iso(clock.now), "ended_at": None, "place_judged_at": iso(clock.now - HOUR), "interviewer_id": str(worker.id)}
        do(house, worker.actor, "record_interview", about, **said)
    for _ in range(rng.randint(0, 3)):
        clock.advance(DAY)
        do(house, worker.actor, "write_case_note", about, written_at=iso(clock.now))
    return case


def _copy(file: Path, home: UUID, *, copies: int, organisations: int) -> None:
    """Copy every case with all that belongs to it; an id of a copy begins with its number."""
    database = sqlite3.connect(file)
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-400000")
    numbers = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT ?) SELECT n FROM n"
    database.execute(f"CREATE TEMP TABLE copies AS {numbers}", (copies,))
    database.execute("CREATE TEMP TABLE originals AS SELECT id FROM cases")
    owner = _owner(organisations)
    if organisations > 1:
        _insert(
            database,
            "organisations",
            f"id = '{home.hex}'",
            {"id": owner.replace("organisation_id", "id")},
            until=organisations,
            owner=owner,
        )
    province = f"'KH-' || (1 + (c.n * 7 + substr(t.province, 4)) % {PROVINCES})"
    number = "printf('%08x', c.n) || substr(t.case_number, 5)"
    _insert(database, "victims", "1", _new("id"), owner=owner)
    _insert(database, "cases", "1", _new("id", "victim_id") | {"province": province, "case_number": number}, owner=owner)
    _insert(database, "case_access", "1", _new("id", "case_id", "grantee_id"), owner=owner)
    _insert(database, "entries", "subject_kind = 'case'", _new("id", "subject_id", "record_id"), owner=owner)
    _insert(database, "audit_entries", "chain_id IN (SELECT id FROM originals)", _new("chain_id"), owner=owner)
    # Indexes grow much faster when they are made at the end.
    query = "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'findings' AND type = 'index' AND sql <> ''"
    indexes = database.execute(query).fetchall()
    for name, _ in indexes:
        database.execute(f"DROP INDEX {name}")
    _insert(database, "findings", "subject_kind = 'case'", _new("id", "subject_id"), owner=owner)
    for _, again in indexes:
        database.execute(again)
    database.commit()
    database.execute("ANALYZE")
    database.close()


def _owner(organisations: int) -> str:
    """Return what gives a copy its organisation: every so many copies there is one of the worker's own."""
    theirs = f"printf('%08x', c.n % {organisations}) || substr(t.organisation_id, 9)"
    return f"CASE c.n % {organisations} WHEN 0 THEN t.organisation_id ELSE {theirs} END"


def _insert(database: sqlite3.Connection, table: str, which: str, changed: dict[str, str], *, owner: str, until: int = 1 << 60) -> None:
    """Insert the copies of the chosen rows in the order of their new ids."""
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(({"organisation_id": owner} | changed).get(c, f"t.{c}") for c in columns)
    database.execute(f"CREATE TEMP TABLE chosen AS SELECT * FROM {table} WHERE {which} ORDER BY {next(iter(changed))}")
    database.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM copies c CROSS JOIN chosen t WHERE c.n < {until}")
    database.execute("DROP TABLE chosen")


def _new(*columns: str) -> dict[str, str]:
    """Return what gives ids the number of the copy."""
    return {column: f"printf('%08x', c.n) || substr(t.{column}, 9)" for column in columns}
