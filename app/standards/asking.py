"""Tests as functions: one question to one field, and the joining of several."""

import operator
from collections.abc import Callable, Mapping

from app.standards.facts import Values
from app.standards.rules import FieldRef, Op, Test

Question = Callable[[Values], bool | None]


def _is_in(value: object, codes: tuple[str, ...]) -> bool:
    return value in codes


def _is_not_in(value: object, codes: tuple[str, ...]) -> bool:
    return value not in codes


_COMPARISONS: Mapping[Op, Callable[..., bool]] = {
    Op.IS: operator.eq,
    Op.IN: _is_in,
    Op.NOT_IN: _is_not_in,
    Op.AT_LEAST: operator.ge,
    Op.AT_MOST: operator.le,
}


def question(test: Test) -> Question:
    """Give the function that answers a test: true, false, or None where a field it needs was not recorded."""
    field, wanted = test.field, test.value
    if test.op is Op.PRESENT:
        # Reading: `present` is true or not recorded, never false.
        return lambda values: True if field in values else None
    compare = _COMPARISONS[test.op]
    if isinstance(wanted, FieldRef):
        # Reading: a comparison is not recorded if either field is missing; dates compare by their first second.
        other = wanted.name
        return lambda values: compare(values[field], values[other]) if field in values and other in values else None
    return lambda values: compare(values[field], wanted) if field in values else None


def surely(tests: tuple[Test, ...]) -> Callable[[Values], bool]:
    """Give the function that says whether all tests are surely true; so a `where` reads."""
    if len(tests) == 1 and tests[0].op is Op.IS and not isinstance(tests[0].value, FieldRef):
        field, wanted = tests[0].field, tests[0].value
        return lambda values: field in values and bool(values[field] == wanted)
    exact = {test.field: test.value for test in tests if test.op is Op.IS and not isinstance(test.value, FieldRef)}
    # A field asked for two different values stays among the questions, so that none of them is lost.
    rest = tuple(question(test) for test in tests if exact.get(test.field) != test.value or test.op is not Op.IS)
    pairs = exact.items()
    if not rest:
        return lambda values: pairs <= values.items()
    return lambda values: pairs <= values.items() and all(ask(values) for ask in rest)


def fields_that_fail(tests: tuple[Test, ...]) -> Callable[[Values], tuple[bool | None, tuple[str, ...]]]:
    """Give the function that says why not all tests are true: some are false, or else some were not recorded, and of which fields."""
    questions = tuple((test.field, question(test)) for test in tests)

    def answer(values: Values) -> tuple[bool | None, tuple[str, ...]]:
        answers = [(field, ask(values)) for field, ask in questions]
        if false := tuple(field for field, said in answers if said is False):
            return False, false
        return None, tuple(field for field, said in answers if said is None)

    return answer
