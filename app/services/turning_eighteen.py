"""Turning eighteen: when the day comes the new age class is recorded, so that a child's standards end when the law says."""

from datetime import date, timedelta
from logging import getLogger
from threading import Event, Thread
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError

from app.ids import new_id
from app.models.birthdays import Birthday
from app.models.findings import Mark
from app.models.registers import Case, Organisation
from app.records.registry import ACTS
from app.services import acts, birthdays, ledger
from app.services.instants import first_second, local_day, stored
from app.services.scope import Subject
from app.services.sessions import NOBODY_AT_WORK
from app.services.situations import Situation
from app.standards.facts import Entry as Fact
from app.vocabulary.cases import AgeBasis, AgeClass
from app.work import House, Work, unit_of_work

MARK = "birthdays"
EVERY = 900
_log = getLogger(__name__)


def record_due(house: House) -> int:
    """Record the new age class of everybody who has turned eighteen since this was last done; return how many."""
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        mark = work.session.get(Mark, MARK)
        last = local_day(mark.at) if mark is not None else local_day(work.now) - timedelta(days=1)
        days = [last + timedelta(days=n) for n in range(1, (local_day(work.now) - last).days + 1)]
        organisations = work.session.scalars(select(Organisation.id)).all()
        tokens = {birthdays.token_of(work, organisation, day): day for organisation in organisations for day in days}
        due = {row.case_id: tokens[row.token] for row in work.session.scalars(select(Birthday).where(Birthday.token.in_(tokens)))}
    for case_id, day in due.items():
        with unit_of_work(house, NOBODY_AT_WORK) as work:
            _record(work, case_id, day)
    with unit_of_work(house, NOBODY_AT_WORK) as work:
        work.session.merge(Mark(name=MARK, at=work.now))
    return len(due)


def keep_recording(house: House, *, every: int) -> Event:
    """Record them every so many seconds from now on, in a thread of its own; set the event returned to end it."""
    ended = Event()

    def record() -> None:
        while not ended.wait(every):
            try:
                record_due(house)
            except DBAPIError:
                _log.warning("eighteenth birthdays could not be recorded this time")

    Thread(target=record, name="birthdays", daemon=True).start()
    return ended


def _record(work: Work, case_id: UUID, day: date) -> None:
    case = work.session.scalars(select(Case).where(Case.id == case_id).with_for_update()).one()
    if work.session.scalar(select(Birthday.case_id).where(Birthday.case_id == case_id)) is None:
        return  # Another process was first.
    at = first_second(day)
    plain = {"determined_at": stored(at), "age_class": AgeClass.ADULT.value, "basis": AgeBasis.EIGHTEENTH_BIRTHDAY.value}
    fact = Fact("age_determination", str(new_id()), makes=True, occurred_at=at, recorded_at=work.now, facts=plain)
    situation = Situation(ACTS["record_age"], Subject("case", case), UUID(fact.record_id), ledger.held(work, case.id), fact, {})
    acts.write(work, situation)
    work.session.execute(delete(Birthday).where(Birthday.case_id == case.id))
