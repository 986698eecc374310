"""Exports of anything large: does memory stay flat, and what does encrypting cost? Over entries of an invented nation, on SQLite.

Each export is made by a process of its own, for the most memory a process ever had can be asked of the system but not set back.
"""

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pyrage
from sqlalchemy import func, insert, select

from app.access import Role
from app.ids import new_id
from app.models.exports import Export
from app.models.ledger import Entry
from app.models.registers import User
from app.services import exporting
from app.services.migrating import migrate
from app.services.nation.making import make
from app.vocabulary.exports import ExportKind, ExportState
from app.work import House
from bench.figures import Figure
from bench.nations import PRESENT
from bench.town import opened
from tests.builders import a_user, an_organisation

CASES, QUICK = 40_000, 1_000
_KILOBYTE = 1024


class Made(NamedTuple):
    """What one export took: rows, the most memory of its process in bytes, processor seconds."""

    rows: int
    memory: int
    seconds: float


def run(*, quick: bool) -> list[Figure]:
    """Export all entries of a tenth of a nation's cases and of all of them, and of all again as the bare rows."""
    cases = QUICK if quick else CASES
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        migrate(f"sqlite:///{folder / 'main.db'}", f"sqlite:///{folder / 'keys.db'}")
        house = opened(folder, clock=lambda: PRESENT)
        make(house, cases=cases, stories=max(cases // 50, 50), as_of=PRESENT, processes=2)
        a_user(house, an_organisation(house, "Invented Ministry", type="central_government"), Role.MOSAVY_AUDITOR)
        house.writing.dispose()
        few, many = _apart(folder, _export, cases // 10), _apart(folder, _export, cases)
        bare = _apart(folder, _read, cases)
    told = (
        f"{many.rows:,} rows of the ledger exported in encrypted parts take {many.memory / 1e6:.0f} MB at most, "
        f"{few.rows:,} rows {few.memory / 1e6:.0f} MB"
    )
    cost = f"{many.rows:,} rows counted, written as JSON, encrypted and signed {many.seconds:.1f} s; the bare query {bare.seconds:.1f} s"
    return [
        Figure("exports.memory", many.memory / few.memory, 1.2, "lower", told),
        Figure("exports.rows", many.seconds / bare.seconds, 3.0, "lower", cost),
    ]


def _apart(folder: Path, task: Callable[[House, Path, int], int], cases: int) -> Made:
    """Run a task in a process of its own and say what it took."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (folder, task, cases))


def _measured(folder: Path, task: Callable[[House, Path, int], int], cases: int) -> Made:
    house = opened(folder, clock=lambda: PRESENT)
    began = time.process_time()
    rows = task(house, folder, cases)
    return Made(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILOBYTE, time.process_time() - began)


def _export(house: House, folder: Path, cases: int) -> int:
    """Order an export of the entries of so many cases as the ministry's auditor, and make it."""
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    export_id = new_id()
    with house.writing.begin() as connection:
        auditor = connection.scalar(select(User.id).where(User.role == Role.MOSAVY_AUDITOR.value).limit(1))
        asked: dict[str, Any] = {"organisation_id": None, "status": []}
        row: dict[str, Any] = {
            "id": export_id,
            "user_id": auditor,
            "kind": ExportKind.ENTRIES.value,
            "asked": asked,
            "recipient": recipient,
        }
        row |= {"state": ExportState.WAITING.value, "as_of": _until(house, cases), "asked_at": PRESENT, "expires_at": PRESENT + 86_400}
        connection.execute(insert(Export).values(row | {"leased_until": 0}))
    exporting.make_waiting(house, folder / "exports")
    with house.reading.connect() as connection:
        done = connection.execute(select(Export.state, Export.expected_rows).where(Export.id == export_id)).one()
    assert done.state == ExportState.READY.value
    return int(done.expected_rows or 0)


def _read(house: House, _folder: Path, _cases: int) -> int:
    """The same rows by the bare query, and nothing done with them."""
    query = select(Entry.subject_id, Entry.position, Entry.record, Entry.act, Entry.occurred_at, Entry.recorded_at, Entry.facts)
    query = query.where(Entry.subject_kind == "case").order_by(Entry.subject_id, Entry.position)
    with house.reading.connect() as connection:
        return sum(1 for _ in connection.execute(query, execution_options={"yield_per": 2_000}))


def _until(house: House, cases: int) -> int:
    """The instant by which about so many cases' worth of entries had been recorded."""
    with house.reading.connect() as connection:
        entries = connection.scalar(select(func.count()).select_from(Entry).where(Entry.subject_kind == "case")) or 0
        every = connection.scalar(select(func.count()).select_from(Entry).where(Entry.subject_kind == "case", Entry.position == 1)) or 1
        query = select(Entry.recorded_at).where(Entry.subject_kind == "case").order_by(Entry.recorded_at)
        return int(connection.scalar(query.offset(min(entries - 1, entries * cases // every)).limit(1)) or PRESENT)
