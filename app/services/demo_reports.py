"""The reports of the demonstration: one that is frozen, one that waits for the ministry, one that its organisation still answers."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

from app.services import report_answers, report_cycle, reports
from app.services.demo_tales import Town
from app.services.instants import local_day
from app.services.periods import Period
from app.services.report_cycle import Said
from app.vocabulary.reports import Cause, Decision, Remedy, Responsible
from app.work import Actor, House, unit_of_work

Shown = Callable[[list[str], str], Iterable[str]]
# What the invented organisation says, breach after breach; the codes that need words are left to real ones.
_ANSWERS = (
    (Cause.STAFF_SHORTAGE, Remedy.HIRE_STAFF, Responsible.ORGANISATION_ADMIN),
    (Cause.RECORDING_GAP, Remedy.RECORD_LATE, Responsible.SOCIAL_WORKER),
    (Cause.TRAINING, Remedy.TRAIN_STAFF, Responsible.SUPERVISOR),
    (Cause.AUTHORITY_DELAY, Remedy.AGREE_WITH_AUTHORITY, Responsible.SUPERVISOR),
    (Cause.FUNDS, Remedy.SEEK_FUNDS, Responsible.ORGANISATION_ADMIN),
)
_MENDED_AFTER = timedelta(days=60)


def tell(house: House, town: Town) -> None:
    """Report on the last quarter that has ended: frozen of the first provider, submitted of the second, drafted of the third."""
    period = last_quarter(local_day(house.clock()))
    first, second, third = town.providers
    freeze(house, answered(house, first.admin, period), town.officer)
    answered(house, second.admin, period)
    drafted(house, third.admin, period)


def last_quarter(today: date) -> Period:
    """Return the calendar quarter that ended last.

    >>> last_quarter(date(2026, 1, 1))
    Period(first=datetime.date(2025, 10, 1), last=datetime.date(2025, 12, 31))
    """
    begun = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    last = begun - timedelta(days=1)
    return Period(date(last.year, last.month - 2, 1), last)


def last_twelve_months(today: date) -> Period:
    """Return the twelve whole months that ended last.

    >>> last_twelve_months(date(2026, 11, 22))
    Period(first=datetime.date(2025, 11, 1), last=datetime.date(2026, 10, 31))
    """
    return Period(date(today.year - 1, today.month, 1), date(today.year, today.month, 1) - timedelta(days=1))


def drafted(house: House, admin: Actor, period: Period) -> UUID:
    """Make the draft of an organisation's report."""
    with unit_of_work(house, admin) as work:
        return UUID(reports.make(work, admin.organisation_id, period).content["id"])


def answered(house: House, admin: Actor, period: Period, *, shown: Shown = lambda items, _: items) -> UUID:
    """Make a report, answer every breach in it and submit it; `shown` may tell how far it is."""
    report_id = drafted(house, admin, period)
    due = local_day(house.clock()) + _MENDED_AFTER
    with unit_of_work(house, admin) as work:
        items = [answer.item for answer in report_answers.of(work, report_id)]
        for number, item in enumerate(shown(items, "Answering")):
            cause, remedy, responsible = _ANSWERS[number % len(_ANSWERS)]
            report_cycle.answer(work, report_id, item, Said(cause, remedy, due, responsible))
        report_cycle.submit(work, report_id)
    return report_id


def freeze(house: House, report_id: UUID, officer: Actor, *, shown: Shown = lambda items, _: items) -> None:
    """Accept every answer of a submitted report and complete it."""
    with unit_of_work(house, officer) as work:
        items = [answer.item for answer in report_answers.of(work, report_id)]
        for item in shown(items, "Reviewing"):
            report_cycle.decide(work, report_id, item, Decision.ACCEPTED)
        report_cycle.complete(work, report_id)
