"""The days as of which somebody may count who sees no small counts: the ends of whole months.

Two counts of neighbouring days, each with its small numbers hidden, differ by single people; two of month's ends differ by a month.
"""

from datetime import date, timedelta

from app.errors import FieldError, Invalid
from app.services.instants import first_second, local_day


def settled(at: int) -> int:
    """Return the last second of the last month that had ended by an instant.

    >>> from app.services.instants import instant, iso
    >>> iso(settled(instant("2026-03-31T23:59:58+07:00"))), iso(settled(instant("2026-03-31T23:59:59+07:00")))
    ('2026-02-28T23:59:59+07:00', '2026-03-31T23:59:59+07:00')
    """
    # The month of the second that follows: at its very last second a month has ended.
    return first_second(local_day(at + 1).replace(day=1)) - 1


def require_whole_months(first: date, last: date, now: int) -> None:
    """Refuse a period of which small counts could be told by setting it against one a day longer. Raises Invalid."""
    begins, ends = first.day == 1, (last + timedelta(days=1)).day == 1
    if not (begins and ends) or first_second(last + timedelta(days=1)) > now + 1:
        told = "must begin and end with a whole month that is over, because small counts are hidden"
        raise Invalid("The period is not made of whole months that have ended.", [FieldError("period", told)])
