"""Terms offered as a default when an agreement is signed. Nothing is set from them: the parties take over what they want.

No text of an agreement was available to us (DOMAIN 4.2), so all of this is proposed. Where a day was found in a Cambodian source, it is
named: it was found for another duty, and taken over here.
"""

from datetime import date
from typing import NamedTuple

from app.vocabulary.agreements import Rhythm
from app.vocabulary.organisations import ObligationKind


class Proposed(NamedTuple):
    """A term as it is offered, and where its number comes from."""

    kind: ObligationKind
    rhythm: Rhythm
    months: int
    days: int
    source: str


_PROPOSED = (
    Proposed(ObligationKind.MONTHLY_CASE_LIST, Rhythm.MONTHLY, 0, 10, "ours"),
    Proposed(ObligationKind.QUARTERLY_STATISTICS, Rhythm.QUARTERLY, 0, 15, "ours"),
    Proposed(
        ObligationKind.ANNUAL_REPORT,
        Rhythm.YEARLY,
        2,
        0,
        "taken over from the law on associations and NGOs, as reported by law firms: yearly report by the end of February (K16)",
    ),
    Proposed(ObligationKind.INCIDENT_NOTICE, Rhythm.ON_EVENT, 0, 1, "ours; the standard R1-08a proposes 24 hours"),
    Proposed(
        ObligationKind.STAFF_CHANGE_NOTICE,
        Rhythm.ON_EVENT,
        0,
        15,
        "taken over from the law on associations and NGOs, as reported by law firms: change of leaders within 15 days (K16)",
    ),
    Proposed(ObligationKind.INSPECTION_ACCESS, Rhythm.ON_EVENT, 0, 0, "ours"),
    Proposed(ObligationKind.DATA_SHARING_ANNEX, Rhythm.AFTER_START, 0, 30, "ours"),
)
_RENEWAL_DAYS = 90
_MOST_DAYS = 1_000


def proposed(renewal_due_on: date | None, ends_on: date) -> list[Proposed]:
    """Return the default terms; the renewal falls due on the day that the agreement names, else 90 days before its end.

    >>> [term.days for term in proposed(date(2026, 10, 2), date(2026, 12, 31)) if term.kind == "renewal"]
    [90]
    """
    days = _RENEWAL_DAYS if renewal_due_on is None else (ends_on - renewal_due_on).days
    source = "ours" if renewal_due_on is None else "the agreement's own day of renewal"
    return [*_PROPOSED, Proposed(ObligationKind.RENEWAL, Rhythm.BEFORE_END, 0, min(max(days, 0), _MOST_DAYS), source)]
