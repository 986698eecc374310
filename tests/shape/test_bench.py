"""The benchmarks that were promised are there, and say what a machine can read."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.__main__ import NAMES
from bench.figures import Figure, side_by_side

PROMISED = ("seal", "seal_off", "act_vs_drf", "judge", "summary", "audit", "audit_log", "growth", "exports")


@pytest.mark.parametrize("name", PROMISED)
def test_what_was_promised_can_be_measured(name: str) -> None:
    assert name in NAMES
    assert find_spec(f"bench.{NAMES[name]}") is not None


def test_a_quick_run_prints_figures_for_machines() -> None:
    command = [sys.executable, "-P", "-m", "bench", "judge", "--quick", "--json"]
    found = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, env=found, check=True, capture_output=True, text=True)
    (figure,) = json.loads(done.stdout)
    assert set(figure) == {"name", "ratio", "goal", "better", "reached", "detail"}
    assert (figure["name"], figure["better"]) == ("judge", "lower")
    assert figure["ratio"] > 0


def test_a_goal_is_reached_from_the_better_side() -> None:
    assert Figure("a", 1.1, 1.2, "lower", "").reached
    assert not Figure("a", 1.3, 1.2, "lower", "").reached
    assert Figure("a", 2.1, 2.0, "higher", "").reached
    assert not Figure("a", 1.9, 2.0, "higher", "").reached


def test_the_ratio_is_of_the_first_way_over_the_second() -> None:
    seconds = iter(range(1000))
    pair = side_by_side(lambda: next(seconds) and next(seconds), lambda: None, rounds=3, clock=lambda: float(next(seconds)))
    assert pair.ratio > 1
