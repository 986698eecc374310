"""The compliance summary over 100,000 cases against the bare GROUP BY of the same rows: processor time of this process."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import Engine, text

from app.services import compliance
from app.services.compliance import By, Wanted
from app.services.counting import Cut
from app.work import unit_of_work
from bench.figures import Figure, side_by_side
from bench.nation import MADE, Nation, a_nation

_STANDING = "f.starts_at <= :at AND f.ends_at > :at"
BARE = {
    By.RIGHT: f"SELECT f.standard, f.status, count(*) FROM findings f WHERE {_STANDING} GROUP BY 1, 2",
    By.PROVINCE: (
        "SELECT c.province, f.standard, f.status, count(*) FROM findings f JOIN cases c ON c.id = f.subject_id "
        f"WHERE {_STANDING} AND f.subject_kind = 'case' GROUP BY 1, 2, 3"
    ),
}


def run(*, quick: bool) -> list[Figure]:
    """Ask as the ministry's auditor for the whole country, by right and by province."""
    cases = 1_000 if quick else 100_000
    nation = a_nation(cases)
    return [_figure(nation, by, cases, rounds=1 if quick else 2) for by in BARE]


def _figure(nation: Nation, by: By, cases: int, *, rounds: int) -> Figure:
    at = nation.house.clock()
    ours: Callable[[], object] = partial(_summary, nation, by, at)
    bare: Callable[[], list[object]] = partial(_bare, nation.house.reading, BARE[by], at)
    rows = sum(row[-1] for row in bare())  # type: ignore[index]  # the count is the last column
    pair = side_by_side(ours, bare, rounds=rounds)
    told = (
        f"{rows:,} standing findings of {cases:,} cases ({MADE} made through the services, then copied in SQL), SQLite: "
        f"summary by {by} {pair.first:.2f} s, bare GROUP BY {pair.second:.2f} s"
    )
    return Figure("summary" if by is By.RIGHT else f"summary.{by}", pair.ratio, 1.5, "lower", told)


def _summary(nation: Nation, by: By, at: int) -> object:
    with unit_of_work(nation.house, nation.auditor.actor, writes=False) as work:
        return compliance.summary(work, Cut(at=at), Wanted(), [by], period=None)


def _bare(engine: Engine, query: str, at: int) -> list[object]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query), {"at": at})]
