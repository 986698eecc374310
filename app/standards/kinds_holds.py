"""Holds: each record, or the latest, must pass the tests."""

from app.standards.asking import fields_that_fail, surely
from app.standards.facts import Recorded
from app.standards.kinds import MET, UNKNOWN, UNMET, Judgement, Outcome, Reason
from app.standards.rules import Test
from app.standards.selecting import View

_ALL_TRUE = Outcome(MET, None, Reason.ALL_TRUE)


def judgement(tests: tuple[Test, ...]) -> Judgement:
    """Judge a record by its own fields."""
    passes, answer = surely(tests), fields_that_fail(tests)

    def judge(_view: View, _at: int, record: Recorded) -> Outcome:
        if passes(record.values):
            return _ALL_TRUE
        said, fields = answer(record.values)
        if said is False:
            return Outcome(UNMET, None, Reason.TEST_FALSE, fields=fields)
        return Outcome(UNKNOWN, None, Reason.NOT_RECORDED, fields=fields)

    return judge
