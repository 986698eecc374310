"""What to call the bodies and shelters of a list: names and codes of the register, which are plain."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.models.registers import Organisation, Shelter
from app.work import Work

_AT_ONCE = 500


class House(NamedTuple):
    """A shelter as lists call it."""

    code: str
    organisation_id: UUID


def names_of(work: Work, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Return the names of organisations; who is unknown is left out."""
    wanted, found = list(set(ids)), dict[UUID, str]()
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted[start : start + _AT_ONCE]))
        found |= {row.id: row.name for row in work.session.execute(query)}
    return found


def houses(work: Work, ids: Iterable[UUID]) -> Mapping[UUID, House]:
    """Return the codes of shelters and whose they are; what is no shelter is left out."""
    wanted, found = list(set(ids)), dict[UUID, House]()
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(Shelter.id, Shelter.code, Shelter.organisation_id).where(Shelter.id.in_(wanted[start : start + _AT_ONCE]))
        found |= {row.id: House(row.code, row.organisation_id) for row in work.session.execute(query)}
    return found
