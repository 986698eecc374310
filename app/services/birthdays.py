"""Eighteenth birthdays to come, kept as keyed digests of days: the date of birth is read once, when it is sealed, and never again."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import delete

from app.crypto.blind_index import index
from app.models.birthdays import Birthday
from app.models.registers import Case
from app.services.instants import local_day
from app.work import Work


def note(work: Work, case: Case, sealed: Mapping[str, str | bytes]) -> None:
    """Remember the eighteenth birthday of a date of birth that is being sealed, if it is still to come."""
    born = sealed.get("date_of_birth")
    if not isinstance(born, str):
        return
    work.session.execute(delete(Birthday).where(Birthday.case_id == case.id))
    day = eighteenth(date.fromisoformat(born))
    if day > local_day(work.now):
        work.session.add(Birthday(case_id=case.id, token=token_of(work, case.organisation_id, day)))


def eighteenth(born: date) -> date:
    """Return the day a person turns eighteen; who was born on 29 February does so on 1 March where there is none.

    >>> eighteenth(date(2008, 2, 29))
    datetime.date(2026, 3, 1)
    """
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return date(born.year + 18, 3, 1)


def token_of(work: Work, organisation_id: UUID, day: date) -> bytes:
    """Return the digest by which a day is known again within an organisation."""
    return index(work.vault.index_key(organisation_id, "eighteenth birthday"), day.isoformat())
