"""Building the columns: one reading transaction over the registers and the findings, in pages, into a new folder that then becomes current.

It needs no right but to read, so it runs on a replica and under the auditor's database role; sealed values are never touched.
"""

import fcntl
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from sqlalchemy import Connection, Engine, Select, String, cast, func, null, select

from app.errors import Invalid
from app.ids import new_id
from app.models.auditing import Touch
from app.models.findings import FindingRow
from app.models.ledger import Entry
from app.models.registers import Case, Placement, Shelter, User
from app.services.columns.layout import CURRENT, LAST, NEVER, STAYS, SUBJECTS, VERSION, WORDS, Array
from app.services.columns.runs import Runs
from app.standards.rules import Scope

PAGE = 50_000
_CODED = ("organisation", "shelter", "province", "age_class", "sex", "case_step", "catalogue")
# Whose words are ids, which SQLite writes without dashes.
_IDS = ("organisation", "shelter")

Progress = Callable[[int, int], None]
Codes = Mapping[str, defaultdict[str, int]]


class Built(NamedTuple):
    """What was built."""

    folder: Path
    subjects: int
    findings: int


def build(engine: Engine, folder: Path, *, now: int, progress: Progress = lambda _done, _of: None) -> Built:
    """Write the columns of all there is, and make them current. Raises Invalid where another build is under way.

    `progress` is told after each page how many findings were read, of how many.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        _clear(folder)
        target = folder / f"{now}-{new_id().hex[:8]}"
        target.mkdir(mode=0o700)
        with _snapshot(engine) as connection:
            words = _write(connection, target, now=now, progress=progress)
        (target / WORDS).write_text(json.dumps(words), encoding="utf-8")
        pointer = folder / f"{CURRENT}.new"
        pointer.write_text(target.name, encoding="ascii")
        pointer.replace(folder / CURRENT)
        _clear(folder)
    return Built(target, sum(last - first for first, last in words["subjects"].values()), sum(run[4] for run in words["runs"]))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Invalid("Another process is building these columns.") from None
        yield


def _clear(folder: Path) -> None:
    """Remove every state but the current one: older ones, and what an interrupted build left."""
    pointer = folder / CURRENT
    current = pointer.read_text(encoding="ascii") if pointer.exists() else ""
    for old in folder.iterdir():
        if old.is_dir() and old.name != current:
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of everything."""
    options: dict[str, Any] = {"stream_results": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def stamp_of(connection: Connection) -> int:
    """Return the stamp from which on touches may not be seen by this transaction."""
    if connection.dialect.name == "postgresql":
        return int(connection.scalar(select(cast(cast(func.pg_snapshot_xmin(func.pg_current_snapshot()), String), Touch.stamp.type))) or 0)
    return int(connection.scalar(select(func.coalesce(func.max(Touch.stamp), 0))) or 0) + 1


def _write(connection: Connection, target: Path, *, now: int, progress: Progress) -> dict[str, Any]:
    stamp = stamp_of(connection)
    last = connection.execute(select(Touch.subject_id, Touch.stamp).order_by(Touch.stamp.desc(), Touch.subject_id).limit(1)).one_or_none()
    codes: Codes = {name: _numbering() for name in _CODED}
    subjects, ids = _write_subjects(connection, target, codes)
    _write_stays(connection, target, ids[slice(*subjects[Scope.CASE])], codes)
    number = connection.scalar(select(func.count()).select_from(FindingRow)) or 0
    with Runs(target, subjects) as runs:
        for page in _pages(connection, _findings()):
            runs.add(_found(ids, subjects, _hexes(page[0])), page)
            progress(runs.read, number)
    return {
        "version": VERSION,
        "built_at": now,
        "stamp": stamp,
        "last_touch": [str(last.subject_id), last.stamp] if last else None,
        "codes": {name: [str(UUID(w)) if name in _IDS else w for w in numbers] for name, numbers in codes.items()},
        "subjects": {scope.value: rows for scope, rows in subjects.items()},
        "runs": runs.kept,
    }


# --- subjects and stays ---------------------------------------------------------------------------------------------


def _write_subjects(connection: Connection, target: Path, codes: Codes) -> tuple[dict[Scope, tuple[int, int]], Array]:
    parts: dict[str, list[Array]] = {name: [np.empty(0, kind)] for name, kind in SUBJECTS.items()}
    rows: dict[Scope, tuple[int, int]] = {}
    done = 0
    for scope, query in _registers().items():
        first = done
        for page in _pages(connection, query):
            done += len(page[0])
            _add(parts, page, codes)
        rows[scope] = (first, done)
    columns = {name: np.concatenate(held) for name, held in parts.items()}
    for name, column in columns.items():
        np.save(target / f"{name}.npy", column)
    return rows, columns["id"]


def _add(parts: Mapping[str, list[Array]], page: tuple[tuple[Any, ...], ...], codes: Codes) -> None:
    for (name, kind), values in zip(SUBJECTS.items(), page, strict=True):
        if name == "id":
            parts[name].append(_hexes(values))
        elif name in codes:
            parts[name].append(_numbered(codes[name], values, kind))
        else:
            parts[name].append(np.fromiter((NEVER if v is None else v for v in values), kind, len(values)))


def _registers() -> dict[Scope, Select[Any]]:
    """Everybody that is judged, in the order of SUBJECTS."""

    def query(table: Any, **held: Any) -> Select[Any]:
        names = {"id": table.id, "organisation": table.organisation_id, "known_since": Entry.recorded_at} | held
        columns = [held_as(names.get(name, null()), kind).label(name) for name, kind in SUBJECTS.items()]
        first = (Entry.subject_id == table.id) & (Entry.position == 1)
        return select(*columns).select_from(table).outerjoin(Entry, first).order_by(table.id)

    def held_as(column: Any, kind: str) -> Any:
        return column if kind == "i8" else cast(column, String)

    case = {"shelter": Case.shelter_id, "province": Case.province, "age_class": Case.age_class, "sex": Case.sex, "case_step": Case.step}
    times = {"catalogue": Case.catalogue, "registered_at": Case.registered_at, "closed_at": Case.closed_at}
    return {
        Scope.CASE: query(Case, **case, **times),
        Scope.SHELTER: query(Shelter, shelter=Shelter.id, province=Shelter.province),
        Scope.STAFF: query(User),
    }


def _write_stays(connection: Connection, target: Path, case_ids: Array, codes: Codes) -> None:
    p = Placement
    # Of two that began at once the one with the smaller id counts, so it comes last.
    query = select(cast(p.case_id, String), cast(p.shelter_id, String), p.admitted_at, p.left_at).order_by(p.admitted_at, p.id.desc())
    parts: dict[str, list[Array]] = {name: [np.empty(0, kind)] for name, kind in STAYS.items()}
    for case_id, shelter, since, until in _pages(connection, query):
        parts["stay_case"].append(np.searchsorted(case_ids, _hexes(case_id)).astype("u4"))
        parts["stay_shelter"].append(_numbered(codes["shelter"], shelter, "u4"))
        parts["stay_from"].append(np.array(since, "i8"))
        parts["stay_until"].append(np.fromiter((NEVER if v is None else v for v in until), "i8", len(until)))
    for name, held in parts.items():
        np.save(target / f"{name}.npy", np.concatenate(held))


def _findings() -> Select[*tuple[Any, ...]]:
    f = FindingRow
    return select(cast(f.subject_id, String), f.standard, f.status, f.starts_at, f.ends_at, f.due_at)


def _found(ids: Array, subjects: Mapping[Scope, tuple[int, int]], hexes: Array) -> Array:
    """Return the place of each finding's subject; the findings of one subject mostly follow each other, so each is looked up once."""
    heads = np.flatnonzero(np.concatenate(([True], hexes[1:] != hexes[:-1])))
    found = np.full(len(heads), LAST, np.int64)
    for first, last in subjects.values():
        of = ids[first:last]
        places = np.minimum(np.searchsorted(of, hexes[heads]), max(last - first - 1, 0))
        hit = of[places] == hexes[heads] if len(of) else np.zeros(len(heads), bool)
        found[hit] = places[hit] + first
    return np.repeat(found, np.diff(np.append(heads, len(hexes))))


# --- pages ----------------------------------------------------------------------------------------------------------


def _pages(connection: Connection, query: Select[*tuple[Any, ...]]) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """Give the rows of a query in pages, each as its columns."""
    with connection.execution_options(yield_per=PAGE).execute(query) as result:
        for page in result.partitions():
            yield tuple(zip(*page, strict=True))


def _hexes(values: Iterable[str]) -> Array:
    """Return ids as 32 hexadecimal digits each, whether the database writes them with dashes or without."""
    text = np.array(values, "S36")
    signs = text.view("S1").reshape(len(text), 36)
    dashed = bool(len(text)) and signs[0, 8] == b"-"
    kept = [n for n in range(36) if n not in (8, 13, 18, 23)] if dashed else list(range(32))
    return np.ascontiguousarray(signs[:, kept]).view("S32").reshape(len(text))


def _numbering() -> defaultdict[str, int]:
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = lambda: len(numbers) + 1
    return numbers


def _numbered(numbers: defaultdict[str, int], values: Iterable[str | None], kind: str) -> Array:
    return np.array([0 if value is None else numbers[value] for value in values], kind)
