"""The whole way of a compliance report through the services, for tests of what comes after it."""

from datetime import timedelta
from uuid import UUID

from app.access import Role
from app.services import report_answers, report_cycle, reports
from app.services.instants import local_day
from app.services.periods import Period
from app.services.report_cycle import Said
from app.vocabulary.reports import Cause, Decision, Remedy, Responsible
from app.work import House, unit_of_work
from tests.builders import Town, a_case


def a_drafted_report(house: House, town: Town) -> UUID:
    """Return the report of `town.own` about this month and one case."""
    a_case(house, town.person(Role.SOCIAL_WORKER))
    with unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor) as work:
        return UUID(reports.make(work, town.own, this_month(house)).content["id"])


def a_frozen_report(house: House, town: Town) -> UUID:
    """Return a report that was answered, submitted, accepted and completed."""
    report_id = a_drafted_report(house, town)
    due = local_day(house.clock()) + timedelta(days=30)
    with unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor) as work:
        items = [answer.item for answer in report_answers.of(work, report_id)]
        for item in items:
            report_cycle.answer(work, report_id, item, Said(Cause.FUNDS, Remedy.SEEK_FUNDS, due, Responsible.SUPERVISOR))
        report_cycle.submit(work, report_id)
    with unit_of_work(house, town.person(Role.MOSAVY_OFFICER).actor) as work:
        for item in items:
            report_cycle.decide(work, report_id, item, Decision.ACCEPTED)
        report_cycle.complete(work, report_id)
    return report_id


def this_month(house: House) -> Period:
    today = local_day(house.clock())
    first = today.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
