"""What follows when something is not put right: steps with time to mend.

The time to mend and the second inspection are the 2014 residential-care rule as the press reported it (K3); the reminder is proposed.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Consequence(StrEnum):
    """A step of what follows, in the order in which they come."""

    REMINDER = "reminder"  # proposed
    TIME_TO_MEND = "time_to_mend"  # K3: three months to put faults right
    SECOND_INSPECTION = "second_inspection"  # K3
    REPORT_TO_MINISTER = "report_to_minister"  # K3: from instruction up to prosecution


class Step(NamedTuple):
    """A step and after how many whole months from the day on which something was missed it is reached."""

    consequence: Consequence
    after_months: int
    basis: str  # "sourced" or "proposed"
    source: str


LADDER = (
    Step(Consequence.REMINDER, 0, "proposed", "ours"),
    Step(Consequence.TIME_TO_MEND, 0, "sourced", "K3"),
    Step(Consequence.SECOND_INSPECTION, 3, "sourced", "K3"),
    Step(Consequence.REPORT_TO_MINISTER, 4, "proposed", "K3 names the step, not the time"),
)


def reached(missed_on: date, today: date) -> Consequence | None:
    """Return the furthest step that is reached when something was due on `missed_on` and is still not done; None if it is not late.

    >>> reached(date(2026, 1, 31), date(2026, 1, 31))
    >>> reached(date(2026, 1, 31), date(2026, 2, 1))
    <Consequence.TIME_TO_MEND: 'time_to_mend'>
    >>> reached(date(2026, 1, 31), date(2026, 5, 1))
    <Consequence.SECOND_INSPECTION: 'second_inspection'>
    """
    if today <= missed_on:
        return None
    months = (today.year - missed_on.year) * 12 + today.month - missed_on.month - (today.day < missed_on.day)
    return next(step.consequence for step in reversed(LADDER) if step.after_months <= months)
