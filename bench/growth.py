"""Growth: what an act and the page of a case cost with 100,000 cases in the database, against 1,000: processor time of this process."""

import itertools
from collections.abc import Callable

from app.api.door import to_bytes
from app.services import acts, agenda, explaining, reading, scope
from app.services.instants import iso
from app.services.scope import Subject
from app.work import unit_of_work
from bench.figures import Figure, side_by_side
from bench.nation import MADE, Nation, a_nation
from tests.builders import do

FEW, MANY, BLOCK = 1_000, 100_000, 10


def run(*, quick: bool) -> list[Figure]:
    """Write notes and show pages in two databases in turn, in cases made through the services."""
    many = 3_000 if quick else MANY
    small, large = a_nation(FEW), a_nation(many)
    figures = []
    for name, act, what in (("act", _note, "write a case note"), ("page", _page, "case, all its findings and its agenda")):
        few, lot = _repeated(act, small), _repeated(act, large)
        few()
        lot()
        pair = side_by_side(lot, few, rounds=2 if quick else 40)
        told = (
            f"{what}: {pair.first / BLOCK * 1000:.2f} ms with {many:,} cases, {pair.second / BLOCK * 1000:.2f} ms with {FEW:,} "
            f"(SQLite; {MADE} made through the services, then copied in SQL)"
        )
        figures.append(Figure(f"growth.{name}", pair.ratio, 1.2, "lower", told))
    return figures


def _repeated(act: Callable[[Nation, int], object], nation: Nation) -> Callable[[], None]:
    numbers = itertools.count()

    def block() -> None:
        for _ in range(BLOCK):
            act(nation, next(numbers) % len(nation.cases))

    return block


def _note(nation: Nation, number: int) -> object:
    clock = nation.house.clock
    return do(nation.house, nation.worker.actor, "write_case_note", {"case_id": nation.cases[number]}, written_at=iso(clock()))


def _page(nation: Nation, number: int) -> object:
    with unit_of_work(nation.house, nation.worker.actor) as work:
        case = scope.case(work, nation.cases[number])
        acts.first_access(work)
        subject = Subject("case", case)
        judged = explaining.of(work, subject, as_of=None, known_at=None, catalogue=None)
        return to_bytes([reading.case_item(case), judged, agenda.of_case(work, subject)])
