"""Keys: an act whose data key must be fetched and unwrapped first, against one that finds it in the cache."""

import itertools
import tempfile
from pathlib import Path

from sqlalchemy import select

from app.models.registers import Case
from app.services.instants import iso
from bench.figures import Figure, side_by_side
from bench.town import a_town, now
from tests.builders import do

BLOCK = 20


def run(*, quick: bool) -> list[Figure]:
    """Write notes, which have one sealed field, with a cold cache and with a warm one."""
    with tempfile.TemporaryDirectory() as folder:
        town = a_town(Path(folder), BLOCK)
        house, worker = town.house, town.worker
        with house.reading.connect() as connection:
            victims = dict(connection.execute(select(Case.id, Case.victim_id)).tuples().all())
        cases = itertools.cycle(town.cases)

        def write(*, cold: bool) -> None:
            for case in itertools.islice(cases, BLOCK):
                if cold:
                    house.vault.forget(victims[case])
                do(house, worker.actor, "write_case_note", {"case_id": case}, written_at=iso(now()))

        write(cold=False)
        pair = side_by_side(lambda: write(cold=True), lambda: write(cold=False), rounds=2 if quick else 30)
        house.writing.dispose()
    cold, warm = (f"{seconds / BLOCK * 1000:.2f} ms" for seconds in pair[:2])
    told = f"write a case note: data key fetched and unwrapped {cold}, found in the cache {warm}"
    return [Figure("keys", pair.ratio, 1.3, "lower", told)]
