"""The same request with sealing switched off: what the sealing of fields costs of a whole request, in processor time of the servers."""

import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from bench.figures import Figure, side_by_side
from bench.interviews import LISTED, Ours, ms

ACTS = (
    ("post", 1.15, "record an interview with two sealed fields (1.3 KB)"),
    ("get", 1.15, "read one interview, nothing opened"),
    ("open", 1.15, "open its two sealed fields for a purpose, with the audit log"),
    ("list", 1.05, f"list {LISTED} interviews, nothing opened"),
)


def run(*, quick: bool) -> list[Figure]:
    """Post, get, open and list interviews at two servers that differ in nothing but the vault."""
    rounds, block, cases = (2, 4, 6) if quick else (15, 20, 60)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ours = [Ours(Path(folder) / kind, cases, sealed=kind == "sealed") for kind in ("sealed", "plain")]
        sealed, plain = (our.side(stack.enter_context(our.starting)) for our in ours)
        figures = []
        for name, goal, what in ACTS:
            acts = partial(getattr(sealed, name), block), partial(getattr(plain, name), block)
            pair = side_by_side(*acts, rounds=rounds, clock=sealed.server.cpu, second_clock=plain.server.cpu)
            told = f"{what}: sealed {ms(pair.first, block)}, in clear {ms(pair.second, block)}"
            figures.append(Figure(f"seal_off.{name}", pair.ratio, goal, "lower", told))
    return figures
