"""The due dates of an agreement, computed from its terms, and what became of each: days in, duties out. No job and no row makes them.

A term of the calendar (each month, quarter, half year, year) falls due after every period that touches the time for which it holds, the
last one too. Of what lies ahead only the next due date is told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.vocabulary.agreements import DutyState, Rhythm, Standing
from app.vocabulary.consequences import Consequence, following, months_after, reached

# So many days before a due date it counts as due; proposed.
SOON = 14
_MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.HALF_YEARLY: 6, Rhythm.YEARLY: 12}


class Term(NamedTuple):
    """What is to be delivered, in which rhythm, within how many months and days; the days from and to which it holds."""

    id: str
    kind: str
    rhythm: Rhythm
    months: int
    days: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """The days of an agreement, its standing, and its terms."""

    starts_on: date
    ends_on: date
    standing: Standing
    terms: Sequence[Term] = ()


class Told(NamedTuple):
    """What was recorded about a due date: a single obligation (`mou_obligation`) or a delivery for a term (`mou_delivery`)."""

    id: str
    record: str
    kind: str
    due_on: date | None
    event_on: date | None
    submitted_on: date | None


class Slot(NamedTuple):
    """A due date, the days it covers, and the term it follows from."""

    kind: str
    due_on: date
    first: date | None = None
    last: date | None = None
    term_id: str | None = None


class Duty(NamedTuple):
    """One due date and what became of it by `today`. `days_late` counts to the delivery, or to today while nothing was delivered."""

    slot: Slot
    state: DutyState
    today: date
    event_on: date | None
    submitted_on: date | None
    days_late: int
    record: str | None
    record_id: str | None

    @property
    def consequence(self) -> Consequence | None:
        """The step of the ladder that is reached; none where nothing is missed."""
        return reached(self.slot.due_on, self.today) if self.state is DutyState.MISSED else None

    @property
    def next_consequence(self) -> tuple[Consequence, date] | None:
        """The step that comes next if nothing is delivered, and its day; none where nothing is missed, or after the last."""
        coming = following(self.slot.due_on, self.today) if self.state is DutyState.MISSED else None
        return coming and (coming[0].consequence, coming[1])


def standing(state: str, starts_on: date, ends_on: date, ended_on: date | None, today: date) -> Standing:
    """Return where an agreement stands today: what was recorded, else what its days say.

    >>> standing("active", date(2025, 1, 1), date(2025, 12, 31), None, date(2026, 1, 1)).value
    'expired'
    """
    if state == Standing.DRAFT.value:
        return Standing.DRAFT
    if ended_on is not None or state == Standing.ENDED.value:
        return Standing.ENDED
    if state == Standing.EXPIRED.value or ends_on < today:
        return Standing.EXPIRED
    return Standing.NOT_BEGUN if today < starts_on else Standing.ACTIVE


def due_dates(term: Term, agreement: Agreement, today: date) -> Iterator[Slot]:
    """Yield every due date of a term up to today, and the next one.

    >>> statistics = Term("t", "quarterly_statistics", Rhythm.QUARTERLY, 0, 15, date(2025, 2, 10), date(2026, 12, 31))
    >>> agreed = Agreement(date(2025, 2, 10), date(2026, 12, 31), Standing.ACTIVE, [statistics])
    >>> [slot.due_on.isoformat() for slot in due_dates(statistics, agreed, date(2025, 7, 15))]
    ['2025-04-15', '2025-07-15', '2025-10-15']
    """
    if term.first > term.last:
        return
    if term.rhythm in _MONTHS:
        yield from _of_the_calendar(term, _MONTHS[term.rhythm], today)
    elif term.rhythm is Rhythm.AFTER_START:
        yield Slot(term.kind, months_after(term.first, term.months, term.days), term_id=term.id)
    elif term.rhythm is Rhythm.BEFORE_END and term.last >= agreement.ends_on:
        # A term agreed later than it would have fallen due asks for it at once.
        yield Slot(term.kind, max(months_after(agreement.ends_on, -term.months, -term.days), term.first), term_id=term.id)


def _of_the_calendar(term: Term, months: int, today: date) -> Iterator[Slot]:
    begun = (term.first.year * 12 + term.first.month - 1) // months * months
    period = date(begun // 12, begun % 12 + 1, 1)
    while period <= term.last:
        after = months_after(period, months)
        # From the first day after the period, so that two months after a year end with February, however long it is.
        due_on = months_after(after, term.months, term.days - 1)
        yield Slot(term.kind, due_on, period, months_after(after, 0, -1), term.id)
        if due_on > today:
            return
        period = after


def duties(agreement: Agreement, told: Iterable[Told], today: date) -> list[Duty]:
    """Return everything that is or was due, in the order of due dates: from the terms, added by hand, and after events.

    A due date of a term is met by whatever was submitted first of its kind for that day.
    """
    slots: dict[tuple[str, date], Slot] = {}
    if agreement.standing is not Standing.DRAFT:
        slots = {(s.kind, s.due_on): s for term in agreement.terms for s in due_dates(term, agreement, today)}
    recorded: dict[tuple[str, date], list[Told]] = {key: [] for key in slots}
    found: list[Duty] = []
    for one in told:
        if one.event_on is not None:
            found.append(_duty(_after_event(agreement, one, one.event_on), [one], today))
        elif one.due_on is not None:
            recorded.setdefault((one.kind, one.due_on), []).append(one)
    found += [_duty(slots.get(key, Slot(*key)), records, today) for key, records in recorded.items()]
    return sorted(found, key=lambda d: (d.slot.due_on, d.slot.kind, d.record_id or ""))


def term_of_event(agreement: Agreement, kind: str, event_on: date) -> Term | None:
    """Return the term that asks for something of the kind each time it happens, and held on the day on which it did."""
    terms = (t for t in agreement.terms if t.rhythm is Rhythm.ON_EVENT and t.kind == kind)
    return next((t for t in terms if t.first <= event_on <= t.last), None)


def _after_event(agreement: Agreement, told: Told, event_on: date) -> Slot:
    term = term_of_event(agreement, told.kind, event_on)
    if term is None:
        return Slot(told.kind, event_on)
    return Slot(told.kind, months_after(event_on, term.months, term.days), term_id=term.id)


def _duty(slot: Slot, records: Sequence[Told], today: date) -> Duty:
    done = min((r for r in records if r.submitted_on is not None), key=lambda r: (r.submitted_on or today, r.id), default=None)
    shown = done or next(iter(records), None)
    submitted_on = done.submitted_on if done else None
    return Duty(
        slot=slot,
        state=_state(slot.due_on, submitted_on, today),
        today=today,
        event_on=shown.event_on if shown else None,
        submitted_on=submitted_on,
        days_late=max(0, ((submitted_on or today) - slot.due_on).days),
        record=shown.record if shown else None,
        record_id=shown.id if shown else None,
    )


def _state(due_on: date, submitted_on: date | None, today: date) -> DutyState:
    if submitted_on is not None:
        return DutyState.DELIVERED_LATE if submitted_on > due_on else DutyState.DELIVERED
    if due_on < today:
        return DutyState.MISSED
    return DutyState.DUE if (due_on - today).days <= SOON else DutyState.UPCOMING
