"""What to call what an id names: colleagues by account, shelters by code, bodies by name, cases by number. Nobody else is ever named."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.access import Role
from app.models.registers import Case, Organisation, Shelter
from app.services import people, scope
from app.work import Work


class Named(NamedTuple):
    """What an id is called: a `user` (by role only where the account is another organisation's), `shelter`, `organisation` or `case`."""

    kind: str
    name: str
    role: Role | None = None


def of(work: Work, ids: Iterable[UUID]) -> Mapping[UUID, Named]:
    """Return what each id is called; one that names nothing the actor may know of is left out."""
    wanted = set(ids)
    found: dict[UUID, Named] = {}
    if not wanted:
        return found
    for user_id, called in people.name_of(work, wanted).items():
        found[user_id] = Named("user", called.username or "", called.role)
    for kind, column, name, condition in (
        ("shelter", Shelter.id, Shelter.code, None),
        ("organisation", Organisation.id, Organisation.name, None),
        ("case", Case.id, Case.case_number, scope.cases_of(work.actor, work.now)),
    ):
        left = wanted - found.keys()
        if left:
            query = select(column, name).where(column.in_(left))
            rows = work.session.execute(query if condition is None else query.where(condition))
            found |= {ident: Named(kind, said) for ident, said in rows}
    return found
