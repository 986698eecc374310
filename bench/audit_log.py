"""The audit log: eight writers with it, signed checkpoints included, against the same acts without it."""

import itertools
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from app.services import audit, checkpoints
from app.services.instants import iso
from app.work import Work
from bench.figures import Figure, side_by_side
from bench.town import MASTER, a_town, now
from tests.builders import do

WRITERS = 8


def run(*, quick: bool) -> list[Figure]:
    """Let eight threads write notes, each in cases of its own, in turn with and without the log."""
    each, rounds = (2, 2) if quick else (12, 16)
    with tempfile.TemporaryDirectory() as folder:
        town = a_town(Path(folder), WRITERS * 2)
        house, worker, cases = town.house, town.worker, itertools.cycle(town.cases)

        def write(case: object) -> None:
            for _ in range(each):
                do(house, worker.actor, "write_case_note", {"case_id": case}, written_at=iso(now()))  # type: ignore[dict-item]

        with ThreadPoolExecutor(WRITERS) as writers:

            def logged() -> None:
                list(writers.map(write, itertools.islice(cases, WRITERS)))
                checkpoints.make(house.writing, MASTER.audit_signer(), now=now())

            def without() -> None:
                with log_off():
                    list(writers.map(write, itertools.islice(cases, WRITERS)))

            logged()
            without()
            wall = side_by_side(without, logged, rounds=rounds, clock=time.perf_counter)
            spent = side_by_side(without, logged, rounds=rounds)
        house.writing.dispose()
    logged_rate, plain_rate = (f"{each * WRITERS / seconds:.0f} acts a second" for seconds in (wall.second, wall.first))
    told = (
        f"{WRITERS} threads write case notes into one SQLite file: with the log and a signed checkpoint every {each * WRITERS} acts "
        f"{logged_rate}, without {plain_rate}; ratio by processor time {spent.ratio:.2f}"
    )
    return [Figure("audit_log", wall.ratio, 0.7, "higher", told)]


@contextmanager
def log_off() -> Iterator[None]:
    """Write no log; nowhere but here."""

    def nothing(work: Work, *_given: object, **_named: object) -> None:
        work.audited += 1

    with patch.object(audit, "record", nothing):
        yield
