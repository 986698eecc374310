"""No count below the threshold can be read or worked out."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports import figures, hiding, suppression, tables
from app.reports.suppression import suppress

TABLES = st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("xyzw")), st.integers(0, 40), min_size=1)


@pytest.mark.parametrize("module", [figures, hiding, suppression, tables])
def test_the_examples_of_the_docs_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]  # a module


@given(TABLES)
def test_what_is_shown_is_true_and_not_small(counts: dict[tuple[str, str], int]) -> None:
    shown = suppress(counts, 11)
    assert shown.keys() == counts.keys()
    assert all(value is None or (value == counts[cell] and (value == 0 or value >= 11)) for cell, value in shown.items())


@given(TABLES)
def test_no_hidden_cell_is_the_rest_of_a_total(counts: dict[tuple[str, str], int]) -> None:
    shown = suppress(counts, 11)
    for place in (0, 1):
        for name in {cell[place] for cell in counts}:
            line = [cell for cell in counts if cell[place] == name]
            hidden = [cell for cell in line if shown[cell] is None]
            left = [cell for cell in line if shown[cell]]
            # Either nothing is hidden, or enough is, or there is nothing else to hide but zeros.
            assert not hidden or not left or (len(hidden) > 1 and sum(counts[cell] for cell in hidden) >= 11)


def test_a_threshold_that_hides_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="hides nobody"):
        suppress({("a", "x"): 1}, threshold=2)


def test_cells_hidden_in_any_case_are_hidden_at_zero_too() -> None:
    assert suppress({("a", "x"): 0, ("a", "y"): 30}, 11, hide=[("a", "x")]) == {("a", "x"): None, ("a", "y"): None}
