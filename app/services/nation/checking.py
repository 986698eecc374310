"""Checking a nation: random cases replayed from the ledger by the engine, as of random days, against the rows that are kept."""

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.errors import Misconfigured
from app.models.findings import FindingRow
from app.models.registers import Case
from app.services import findings
from app.services.instants import iso
from app.services.nation.country import CASES
from app.services.nation.making import made
from app.services.nation.plan import Kind, Plan
from app.services.sessions import NOBODY_AT_WORK
from app.standards.rules import Status
from app.work import House, Work, unit_of_work

# Cases that one transaction looks at.
_PAGE = 50
_Kept = tuple[str, int | None, bool]
_NOTHING: _Kept = (Status.NOT_APPLICABLE.value, None, False)
Progress = Callable[[int, int], None]


class Checked(NamedTuple):
    """How many findings of how many cases were compared, and what differs: case, standard, instant, what is kept, what is replayed."""

    cases: int
    findings: int
    differences: tuple[str, ...]


def check(house: House, *, sample: int, days: int = 3, seed: int = 1, progress: Progress | None = None) -> Checked:
    """Compare what is kept of random cases at random past instants and now with the replay. Raises Misconfigured without a nation."""
    with house.reading.connect() as connection:
        begun = made(connection)
    if begun is None:
        raise Misconfigured("This database holds no nation: make one first.")
    plan, done = begun
    rng = Random(f"{seed} check")  # noqa: S311 - a sample that can be drawn again
    numbers = sorted(rng.sample(range(done), min(sample, done)))
    compared, differences = 0, []
    for first in range(0, len(numbers), _PAGE):
        with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
            for number in numbers[first : first + _PAGE]:
                for found in _case(work, plan, number, rng, days):
                    compared += 1
                    if found:
                        differences.append(found)
        if progress:
            progress(min(first + _PAGE, len(numbers)), len(numbers))
    return Checked(len(numbers), compared, tuple(differences))


def _case(work: Work, plan: Plan, number: int, rng: Random, days: int) -> Iterator[str | None]:
    """Yield for every finding of a case at every instant None, or what differs."""
    case = work.session.get(Case, UUID(plan.id(Kind.CASE, CASES + number)))
    if case is None:
        yield f"case {number} of the nation is not there"
        return
    subject = findings.subject_of(case)
    f = FindingRow
    columns = (f.standard, f.status, f.due_at, f.done_late, f.starts_at, f.ends_at)
    rows = work.session.execute(select(*columns).where(f.subject_id == case.id)).all()
    begun = min(case.registered_at, work.now - 1)
    for at in [*sorted(rng.randint(begun, work.now) for _ in range(days)), work.now]:
        kept = {standard: (status, due_at, late) for standard, status, due_at, late, start, end in rows if start <= at < end}
        _, facts, judged = findings.at(work, subject, as_of=at, known_at=at)
        if not facts.records.get("case"):
            continue  # Nothing had been written down yet, so nothing was judged.
        replayed = {name: (one.status.value, one.due_at, one.done_late) for name, one in judged.items()}
        yield from (_compared(case, at, name, kept, replayed) for name in replayed.keys() | kept.keys())


def _compared(case: Case, at: int, standard: str, kept: Mapping[str, _Kept], replayed: Mapping[str, _Kept]) -> str | None:
    stands, should = kept.get(standard, _NOTHING), replayed.get(standard, _NOTHING)
    if stands == should or stands[0] == should[0] == _NOTHING[0]:
        return None
    return f"case {case.case_number}, {standard} on {iso(at)}: kept {_shown(stands)}, replayed {_shown(should)}"


def _shown(finding: _Kept) -> str:
    status, due_at, late = finding
    return status + (f" (due {iso(due_at)})" if due_at is not None else "") + (", done late" if late else "")
