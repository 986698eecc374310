"""The national audit: every cut over a million cases from the columns in seconds, the rows against the bare GROUP BY, and what holds them.

`RUMDUOL_BENCH_FOLDER` keeps the nations for the next run; a run that was interrupted is taken up where it stopped.
"""

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from app.access import Role
from app.models.findings import FindingRow
from app.services import case_findings, compliance
from app.services.compliance import By, Wanted
from app.services.counting import Cut
from app.services.instants import local_day
from app.services.nation.checking import check
from app.services.periods import Period
from app.services.sessions import NOBODY_AT_WORK
from app.standards.rules import Status
from app.work import House, Work, unit_of_work
from bench import nations
from bench.figures import Figure, side_by_side
from bench.summary import BARE

# Below 20,000 cases opening the session and writing the answer rule the ratio to the bare GROUP BY.
CASES, QUICK = 1_000_000, 20_000
SECONDS, RATIO, DAY = 2.0, 1.5, 86_400
_AUDITOR = replace(NOBODY_AT_WORK, role=Role.MOSAVY_AUDITOR)
_YEAR = Period(local_day(nations.PRESENT - 330 * DAY), local_day(nations.PRESENT))
# Name, groups, and how the cut is narrower than the nation today.
_CUTS: tuple[tuple[str, tuple[By, ...], dict[str, Any]], ...] = (
    ("nation", (), {}),
    ("right", (By.RIGHT,), {}),
    ("standard", (By.STANDARD,), {}),
    ("status", (By.STATUS,), {}),
    ("province", (By.PROVINCE,), {}),
    ("organisation", (By.ORGANISATION,), {}),
    ("shelter", (By.SHELTER,), {}),
    ("age_sex_step", (By.AGE_CLASS, By.SEX, By.CASE_STEP), {}),
    ("right_province_organisation", (By.RIGHT, By.PROVINCE, By.ORGANISATION), {}),
    ("half_a_year_ago", (By.RIGHT, By.SHELTER), {"at": nations.PRESENT - 180 * DAY}),
    ("girls_of_a_province", (By.STANDARD,), {"province": "KH-2", "sex": "feminine", "age_class": "child"}),
    ("month", (By.MONTH,), {}),
    ("month_organisation", (By.MONTH, By.ORGANISATION), {}),
    ("month_shelter", (By.MONTH, By.SHELTER), {}),
)


def run(*, quick: bool, cases: int | None = None) -> list[Figure]:
    """Ask the nation on both engines."""
    number = cases or (QUICK if quick else CASES)
    figures: list[Figure] = []
    with nations.folder(number) as place:
        for engine in nations.ENGINES:
            with nations.nation(engine, place, number) as house:
                figures += _figures(house, engine, number, rounds=1 if quick else 5)
    return figures


def _figures(house: House, engine: str, cases: int, *, rounds: int) -> list[Figure]:
    used, start = house.vault.keys_used, time.perf_counter()
    built = nations.with_columns(house, engine)
    took = f"columns of {built.findings:,} findings built in {time.perf_counter() - start:.0f} s" if built else "columns kept"
    with _anonymous_megabytes() as grown:
        figures = [_cut(house, f"audit.{engine}.{name}", by, narrower, f"{cases:,} cases; {took}", rounds) for name, by, narrower in _CUTS]
    figures += [_pages(house, engine, status, cases) for status in (Status.OVERDUE, Status.WAIVED)]
    told = f"anonymous memory of the counting process at its highest above where it began, over {cases:,} cases: {grown[0]:.0f} MB"
    figures.append(Figure(f"audit.{engine}.memory", grown[0], 256, "lower", told))
    figures += _rows(house, engine, rounds=1 if cases > 200_000 else 5)
    checked = check(house, sample=max(100, min(1_000, cases // 100)))
    told = f"{checked.findings:,} findings of {checked.cases:,} random cases replayed, now and on three past days: those that differ"
    figures.append(Figure(f"audit.{engine}.replay", len(checked.differences), 0, "lower", told))
    figures.append(Figure(f"audit.{engine}.keys", sum(house.vault.keys_used) - sum(used), 0, "lower", "keys used by all of it"))
    return figures


def _cut(house: House, name: str, by: Sequence[By], narrower: dict[str, Any], what: str, rounds: int) -> Figure:
    def ask(work: Work) -> dict[str, Any]:
        cut = Cut(**({"at": work.now} | narrower))
        return compliance.summary(work, cut, Wanted(), by, period=_YEAR if By.MONTH in by else None)

    answers = [_timed(house, ask) for _ in range(rounds + 1)]
    _, answer = answers[0]
    if answer["counted_from"] == "rows":
        raise SystemExit("bench: the columns were not used")
    seconds = statistics.median(second for second, _ in answers[1:])
    return Figure(
        name, seconds, SECONDS, "lower", f"seconds; {len(answer['groups']):,} groups; the first time {answers[0][0]:.2f} s; {what}"
    )


def _pages(house: House, engine: str, status: Status, cases: int) -> Figure:
    cursor: list[str | None] = [None]

    def ask(work: Work) -> int:
        page = case_findings.page(work, Cut(at=work.now), Wanted(), status=[status], cursor=cursor[0], limit=50)
        cursor[0] = page.next_cursor
        return len(page.items)

    seconds = [_timed(house, ask)[0] for _ in range(5)]
    told = f"seconds; a page of 50 findings that are {status}, by pseudonym, of {cases:,} cases; the slowest of five pages"
    return Figure(f"audit.{engine}.page_{status}", max(seconds), SECONDS, "lower", told)


def _rows(house: House, engine: str, *, rounds: int) -> Iterator[Figure]:
    rows = replace(house, columns=None)
    with house.reading.connect() as connection:
        at = house.clock()
        f = FindingRow
        standing = connection.scalar(select(func.count()).select_from(f).where(f.starts_at <= at, f.ends_at > at)) or 0
    for by, bare in BARE.items():

        def ours(by: By = by, house: House = rows) -> Any:
            return _timed(house, lambda work: compliance.summary(work, Cut(at=work.now), Wanted(), [by], period=None)["groups"])[1]

        differing = sum(one != other for one, other in zip_longest(ours(), ours(house=house)))
        yield Figure(f"audit.{engine}.same_{by}", differing, 0, "lower", f"groups by {by} that the columns count otherwise than the rows")
        pair = side_by_side(ours, partial(_bare, house, bare), rounds=rounds, clock=time.perf_counter)
        told = f"{standing:,} standing findings, no columns: summary by {by} {pair.first:.2f} s, bare GROUP BY {pair.second:.2f} s"
        yield Figure(f"audit.{engine}.rows_{by}", pair.ratio, RATIO, "lower", told)


def _bare(house: House, query: str) -> object:
    with house.reading.connect() as connection:
        return connection.execute(text(query), {"at": house.clock()}).all()


def _timed(house: House, ask: Callable[[Work], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    with unit_of_work(house, _AUDITOR, writes=False, engine=house.auditing) as work:
        answer = ask(work)
    return time.perf_counter() - start, answer


@contextmanager
def _anonymous_megabytes() -> Iterator[list[float]]:
    """Give by how much memory of our own grew at most; pages of mapped files are not ours. Nothing where the system does not tell."""
    grown, ended, before = [0.0], threading.Event(), _held()

    def watch() -> None:
        while not ended.wait(0.02):
            grown[0] = max(grown[0], (_held() - before) / 1e3)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    yield grown
    ended.set()
    watcher.join()


def _held() -> int:
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("RssAnon")), 0)
