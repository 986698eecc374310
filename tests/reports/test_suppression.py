"""No count below the threshold can be read or worked out."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports import figures, hiding, protection, suppression, tables
from app.reports.suppression import suppress

TABLES = st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("xyzw")), st.integers(0, 40), min_size=1)


@pytest.mark.parametrize("module", [figures, hiding, protection, suppression, tables])
def test_the_examples_of_the_docs_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]  # a module


@given(TABLES)
def test_what_is_shown_is_true_and_not_small(counts: dict[tuple[str, str], int]) -> None:
    shown = suppress(counts, 11)
    assert shown.keys() == counts.keys()
    assert all(value is None or (value == counts[cell] and (value == 0 or value >= 11)) for cell, value in shown.items())


@given(TABLES)
def test_no_hidden_cell_is_the_rest_of_a_line_whose_total_is_known(counts: dict[tuple[str, str], int]) -> None:
    shown = suppress(counts, 11)
    for place in (0, 1):
        names = dict.fromkeys(cell[place] for cell in counts)
        totals = suppress({("", name): sum(n for cell, n in counts.items() if cell[place] == name) for name in names}, 11)
        for name in names:
            hidden = [cell for cell in counts if cell[place] == name and shown[cell] is None]
            # A total that is itself hidden, or is the only cell it adds up, tells nothing.
            single = sum(cell[place] == name for cell in counts) == 1
            assert single or not totals["", name] or len(hidden) != 1


def test_a_table_that_nothing_protects_is_hidden_whole_with_its_zeros() -> None:
    assert suppress({("a", "x"): 9, ("a", "y"): 9, ("a", "z"): 0}, 11) == {("a", "x"): None, ("a", "y"): None, ("a", "z"): None}


def test_a_cycle_of_hidden_cells_has_room_enough() -> None:
    """The smallest shown count is no good partner where it leaves a small one only few values."""
    shown = suppress({("a", "x"): 10, ("a", "y"): 11, ("b", "x"): 11, ("b", "y"): 90, ("c", "x"): 60, ("c", "y"): 70}, 11)
    assert shown["a", "x"] is None
    assert sum(value is None for value in shown.values()) >= 4


def test_the_same_counts_are_always_hidden_the_same_way() -> None:
    counts = {(row, column): (7 * n * n) % 23 for n, (row, column) in enumerate((r, c) for r in "abcd" for c in "wxyz")}
    assert suppress(counts, 11) == suppress(dict(counts), 11)


def test_a_threshold_that_hides_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="hides nobody"):
        suppress({("a", "x"): 1}, threshold=2)


def test_cells_hidden_in_any_case_are_hidden_at_zero_too() -> None:
    assert suppress({("a", "x"): 0, ("a", "y"): 30}, 11, hide=[("a", "x")]) == {("a", "x"): None, ("a", "y"): None}


def test_who_runs_the_algorithm_over_every_list_he_deems_possible_is_left_five_values_of_a_small_count() -> None:
    """Two counts of a list with a known total are hidden: of all that add up alike, those count that would be hidden the same way."""
    for small, partner, rest in ((1, 17, 40), (9, 25, 60), (10, 11, 33), (9, 14, 60)):
        counts = {("", "a"): small, ("", "b"): partner, ("", "c"): rest}
        shown = suppress(counts, 11)
        assert [cell for cell, value in shown.items() if value is None] == [("", "a"), ("", "b")]
        both = small + partner
        possible = [n for n in range(both + 1) if suppress(counts | {("", "a"): n, ("", "b"): both - n}, 11) == shown]
        assert small in possible
        assert len([n for n in possible if 0 < n < 11]) >= 5
