"""What to call the bodies of a list: their names in the register, which are plain."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select

from app.models.registers import Organisation
from app.work import Work

_AT_ONCE = 500


def names_of(work: Work, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Return the names of organisations; who is unknown is left out."""
    wanted, found = list(set(ids)), dict[UUID, str]()
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted[start : start + _AT_ONCE]))
        found |= {row.id: row.name for row in work.session.execute(query)}
    return found
