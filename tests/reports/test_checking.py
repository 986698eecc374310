"""Recomputing the figures of a snapshot: each that is changed is named, with what it says and what follows."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from app.reports import checking
from app.reports.mou import Document
from tests.reports.frozen import frozen

Change = Callable[[Document], Any]


def put(value: object, *path: str | int) -> Change:
    def change(document: Document) -> None:
        place: Any = document
        for step in path[:-1]:
            place = place[step]
        assert place[path[-1]] != value
        place[path[-1]] = value

    return change


def test_an_honest_snapshot_is_recomputed_whole() -> None:
    found = checking.check(frozen())
    assert found.differences == []
    assert found.recomputed > 60
    assert found.hidden > 5


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put(231, "rights", 0, "met"), "rights safety_protection met says 231, but its parts come to 230"),
        (put(61, "standards", 0, "met"), "standards R1-01 slots says 100, but its parts come to 101"),
        (put("0.9999", "standards", 0, "share_met"), "standards R1-01 share_met says 0.9999, but 0.6000 follows"),
        (put(None, "standards", 0, "share_met"), "standards R1-01 share_met says None, but 0.6000 follows"),
        (put(99, "rights", 0, "applicable"), "rights safety_protection applicable says 99, but its parts come to 300"),
        (put(9, "rights", 0, "overdue_days_max"), "rights safety_protection overdue_days_max says 9, but 2 follows"),
        (put(2, "standards", 0, "overdue_days_median"), "standards R1-01: 20 overdue, at most 1 days and in the middle 2"),
        (put(21, "standards", 0, "unmet_of_a_limit"), "standards R1-01 unmet_of_a_limit says 21, but only 20 are unmet"),
        (put(12, "cases", "total"), "cases total says 12, but its parts come to 100"),
        (put(99, "cases", "by_sex", "feminine"), "cases total says 100, but its parts come to 99"),
        (put(4, "waivers", "total"), "waivers total shows 4, a count below 11"),
        (put(1000, "counts", "breaches"), "counts breaches says 1000, but"),
        (put(2, "counts", "answers", "total"), "counts answers says {'total': 2"),
        (put("returned", "answers", 0, "state"), "counts answers says"),
        (put("closed", "plan", 0, "state"), "counts plan says"),
        (put(5, "standards", 3, "unknown"), "standards R2-01 unknown shows 5, a count below 11"),
        (put(4, "shelters", 0, "condition", "occupancy"), "shelters SH-1 occupancy shows 4, a count below 11"),
        (put([], "waivers", "listed"), "waivers lists single waivers"),
        (put(None, "hidden_below"), "hidden_below says None, but must be 11"),
    ],
)
def test_a_changed_figure_is_named_with_what_follows(change: Change, told: str) -> None:
    document = deepcopy(frozen())
    change(document)
    assert [difference for difference in checking.differences(document) if difference.startswith(told)]


def test_a_right_whose_parts_are_partly_hidden_must_lie_within_what_they_leave() -> None:
    document = frozen()
    assert document["standards"][3]["met"] is None
    document["rights"][1]["met"] = 20
    told = "rights individual_identity met says 20, but its parts come to at least "
    assert any(difference.startswith(told) for difference in checking.differences(document))


def test_a_removed_standard_leaves_its_right_without_its_parts() -> None:
    document = frozen()
    del document["standards"][1]
    assert any(d.startswith("rights safety_protection met says 230, but its parts come to 160") for d in checking.differences(document))


def test_a_hidden_count_that_follows_from_the_others_is_told() -> None:
    document = frozen()
    document["standards"][3] |= {"met": 40, "unmet": 55, "overdue": 0, "waived": 0, "pending": 0, "not_applicable": 0}
    assert "standards R2-01 unknown is hidden, yet follows to be 5" in checking.differences(document)
