"""`rumduol statistics`: a period is frozen once."""

from tests.cli.conftest import Rumduol


def test_a_period_is_frozen_once_and_listed(rumduol: Rumduol, lived_in: object) -> None:
    first = rumduol("statistics", "freeze", "--period", "2024").out
    again = rumduol("statistics", "freeze", "--period", "2024").out
    assert first.startswith("2024 frozen now: release ")
    assert again == first.replace("frozen now", "was frozen before and stays as it is")
    (line,) = rumduol("statistics", "list").out.splitlines()
    assert line.startswith("2024  ")
    assert first.strip().endswith(line.rsplit("  ", 1)[1])


def test_a_period_that_runs_is_wrong_usage(rumduol: Rumduol, lived_in: object) -> None:
    refused = rumduol("statistics", "freeze", "--period", "2099-Q1")
    assert refused.code == 2
    assert "has not ended" in refused.err
