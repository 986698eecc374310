"""What a benchmark says, and how two ways of doing the same are measured side by side."""

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

Clock = Callable[[], float]


class Figure(NamedTuple):
    """One ratio beside its goal. Better `lower`: the ratio is what ours costs over what the peer costs; `higher`: the other way round."""

    name: str
    ratio: float
    goal: float
    better: Literal["higher", "lower"]
    detail: str

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio <= self.goal if self.better == "lower" else self.ratio >= self.goal


class Pair(NamedTuple):
    """Seconds of the first way and of the second, and the median of the ratios of neighbouring rounds."""

    first: float
    second: float
    ratio: float


def side_by_side(
    first: Callable[[], object],
    second: Callable[[], object],
    *,
    rounds: int,
    clock: Clock = time.process_time,
    second_clock: Clock | None = None,
) -> Pair:
    """Measure two ways in turn, A B B A: what slows the machine for a while slows both, and the median of the ratios forgets it.

    The clock counts processor seconds: of this process, or of the one that does the work.
    """
    clocks = clock, second_clock or clock
    spent: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    for number in range(rounds):
        for which in ((0, 1), (1, 0))[number % 2]:
            start = clocks[which]()
            (first, second)[which]()
            spent[which].append(clocks[which]() - start)
    ratio = statistics.median(a / b for a, b in zip(*spent, strict=True))
    return Pair(statistics.median(spent[0]), statistics.median(spent[1]), ratio)


def table(figures: Sequence[Figure]) -> list[tuple[str, str, str, str, str]]:
    """The figures as text: name, ratio, goal, verdict, detail."""
    signs = {"lower": "<=", "higher": ">="}
    return [(f.name, f"{f.ratio:.2f}", f"{signs[f.better]} {f.goal:g}", "reached" if f.reached else "missed", f.detail) for f in figures]
