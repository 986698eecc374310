"""What follows when something is not put right: steps with time to mend.

The time to mend and the second inspection are the 2014 residential-care rule as the press reported it (K3): three months in all, counted
from the day on which something was missed or found. That a reminder stands alone for the first fortnight of them is proposed, and so is
the month between the second inspection and the report.
"""

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum
from typing import NamedTuple


class Consequence(StrEnum):
    """A step of what follows, in the order in which they come."""

    REMINDER = "reminder"  # proposed
    TIME_TO_MEND = "time_to_mend"  # K3: three months to put faults right
    SECOND_INSPECTION = "second_inspection"  # K3
    REPORT_TO_MINISTER = "report_to_minister"  # K3: from instruction up to prosecution


class Step(NamedTuple):
    """A step and how long after the day on which something was missed it is reached: whole months, then days."""

    consequence: Consequence
    after_months: int
    basis: str  # "sourced" or "proposed": of the time, where the source names the step only
    source: str
    after_days: int = 0


LADDER = (
    Step(Consequence.REMINDER, 0, "proposed", "ours"),
    Step(Consequence.TIME_TO_MEND, 0, "proposed", "K3 gives three months in all; that they begin with a reminder is ours", 14),
    Step(Consequence.SECOND_INSPECTION, 3, "sourced", "K3"),
    Step(Consequence.REPORT_TO_MINISTER, 4, "proposed", "K3 names the step, not the time"),
)


def months_after(day: date, months: int, days: int = 0) -> date:
    """Return the day so many whole months and then days later; a month that has no such day gives its last one.

    Negative numbers go back. What lies outside the calendar is its last day.

    >>> months_after(date(2025, 12, 31), 2), months_after(date(2026, 5, 31), -3, 1)
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 1))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 0 < year <= MAXYEAR:
        return date.max
    moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return moved + timedelta(days) if days <= (date.max - moved).days else date.max


def starts_on(step: Step, missed_on: date) -> date:
    """Return the day on which a step is reached when something was due on `missed_on`; never the due day itself.

    >>> [starts_on(step, date(2026, 1, 31)).isoformat() for step in LADDER]
    ['2026-02-01', '2026-02-14', '2026-04-30', '2026-05-31']
    """
    return max(months_after(missed_on, step.after_months, step.after_days), months_after(missed_on, 0, 1))


def reached(missed_on: date, today: date) -> Consequence | None:
    """Return the furthest step that is reached when something was due on `missed_on` and is still not done; None if it is not late.

    >>> reached(date(2026, 1, 31), date(2026, 1, 31))
    >>> reached(date(2026, 1, 31), date(2026, 2, 1))
    <Consequence.REMINDER: 'reminder'>
    >>> reached(date(2026, 1, 31), date(2026, 4, 29)), reached(date(2026, 1, 31), date(2026, 4, 30))
    (<Consequence.TIME_TO_MEND: 'time_to_mend'>, <Consequence.SECOND_INSPECTION: 'second_inspection'>)
    """
    return next((step.consequence for step in reversed(LADDER) if starts_on(step, missed_on) <= today), None)


def following(missed_on: date, today: date) -> tuple[Step, date] | None:
    """Return the step that comes next if it is still not done, and on which day; None after the last one.

    >>> step, day = following(date(2026, 1, 31), date(2026, 2, 1))
    >>> step.consequence.value, day.isoformat()
    ('time_to_mend', '2026-02-14')
    """
    return next(((step, day) for step in LADDER if (day := starts_on(step, missed_on)) > today), None)
