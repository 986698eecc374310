"""Where the processor time of an act goes: the same act in process, with one part of it left out at a time."""

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from unittest.mock import patch

from app.services import findings
from app.work import Work
from bench.audit_log import log_off
from bench.figures import side_by_side
from bench.town import a_town, an_interview, now
from tests.builders import do


def told(*, quick: bool) -> str:
    """Say which share of an act's time judging and the audit log take, measured side by side in this run."""
    rounds, block, cases = (2, 2, 4) if quick else (9, 20, 60)
    with tempfile.TemporaryDirectory() as folder:
        town = a_town(Path(folder), cases)
        turn = itertools.cycle(town.cases)

        def act(left_out: AbstractContextManager[None]) -> None:
            with left_out:
                for case in itertools.islice(turn, block):
                    body = an_interview(str(town.worker.id), now())
                    do(town.house, town.worker.actor, "record_interview", {"case_id": case}, **body)

        act(nullcontext())
        judged = side_by_side(lambda: act(nullcontext()), lambda: act(_unjudged()), rounds=rounds)
        logged = side_by_side(lambda: act(nullcontext()), lambda: act(log_off()), rounds=rounds)
        town.house.writing.dispose()
    shares = f"judging and keeping findings {1 - 1 / judged.ratio:.0%}, the audit log {1 - 1 / logged.ratio:.0%}"
    return f"; in process and without HTTP the act takes {judged.first / block * 1000:.2f} ms, of which {shares}"


@contextmanager
def _unjudged() -> Iterator[None]:
    """Judge nothing; nowhere but here."""

    def nothing(_work: Work, *_given: object, **_named: object) -> list[findings.Changed]:
        return []

    with patch.object(findings, "refresh", nothing):
        yield
