"""Whose: every query that names a case, shelter, user or record begins here. What is out of scope is absent."""

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, Uuid, and_, bindparam, exists, or_, select

from app.access import Role
from app.errors import NotFound
from app.models.registers import Case, CaseAccess, Organisation, Shelter, User
from app.work import Actor, Work

Row = Case | Organisation | Shelter | User
R = TypeVar("R", Case, Organisation, Shelter, User)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: a case, a shelter, a user or an organisation, with the owner of its data key."""

    kind: str
    row: Row
    key_owner: UUID | None = None  # where what is sealed has a key of its own

    @property
    def id(self) -> UUID:
        """The id of the case, shelter, user or organisation."""
        return self.row.id

    @property
    def organisation_id(self) -> UUID:
        """The organisation the subject belongs to; an organisation belongs to itself."""
        return self.row.id if isinstance(self.row, Organisation) else self.row.organisation_id

    @property
    def owner_id(self) -> UUID:
        """Who owns the data key: the victim of a case, else the organisation."""
        if self.key_owner is not None:
            return self.key_owner
        return self.row.victim_id if isinstance(self.row, Case) else self.organisation_id


# Roles that see every case of their own organisation.
_WHOLE_ORGANISATION = frozenset({Role.SUPERVISOR, Role.ORGANISATION_ADMIN})
# Roles that see every user of the country.
EVERY_USER = frozenset({Role.MOSAVY_AUDITOR, Role.SYSTEM_ADMIN})
# Roles whose view of organisations is the whole country.
MINISTRY = frozenset({Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR, Role.INDEPENDENT_MONITOR, Role.SYSTEM_ADMIN})
# Roles that see every shelter; whoever keeps the system running sees none.
EVERY_SHELTER = MINISTRY - {Role.SYSTEM_ADMIN}


def cases_of(actor: Actor, now: int) -> ColumnElement[bool]:
    """The condition a case must fit to be known to the actor at all."""
    return _known_to(actor.role, user_id=actor.user_id, organisation_id=actor.organisation_id, now=now)


def _known_to(role: Role, *, user_id: Any, organisation_id: Any, now: Any) -> ColumnElement[bool]:
    """The same, of values or of parameters that stand for them."""
    granted = exists().where(
        and_(
            CaseAccess.case_id == Case.id,
            or_(CaseAccess.grantee_id == user_id, CaseAccess.grantee_id == organisation_id),
            CaseAccess.since <= now,
            CaseAccess.until > now,
        )
    )
    if role is Role.MOSAVY_AUDITOR:
        return Case.id.is_not(None)
    if role in _WHOLE_ORGANISATION:
        return or_(Case.organisation_id == organisation_id, granted)
    if role in (Role.SOCIAL_WORKER, Role.MOSAVY_OFFICER):
        return granted
    return Case.id.is_(None)


@cache
def _one_case(role: Role) -> Select[Case]:
    """The question that most requests begin with, put together once for each role."""
    user_id, organisation_id = bindparam("user_id", type_=Uuid()), bindparam("organisation_id", type_=Uuid())
    known = _known_to(role, user_id=user_id, organisation_id=organisation_id, now=bindparam("now", type_=BigInteger()))
    return select(Case).where(Case.id == bindparam("case_id"), known)


def case(work: Work, case_id: UUID, *, lock: bool = False) -> Case:
    """Return the case if the actor may know of it, locked for the rest of the transaction if asked. Raises NotFound."""
    query, actor = _one_case(work.actor.role), work.actor
    asked = {"case_id": case_id, "user_id": actor.user_id, "organisation_id": actor.organisation_id, "now": work.now}
    row = work.session.scalars(query.with_for_update() if lock else query, asked).one_or_none()
    if row is None:
        raise NotFound
    return row


def shelter(work: Work, shelter_id: UUID, *, lock: bool = False) -> Shelter:
    """Return the shelter if it is the organisation's own, or for the ministry and the monitor any. Raises NotFound."""
    query = select(Shelter).where(Shelter.id == shelter_id)
    if work.actor.role not in EVERY_SHELTER:
        query = query.where(Shelter.organisation_id == work.actor.organisation_id)
    return _one(work, query, lock=lock)


def user(work: Work, user_id: UUID, *, lock: bool = False) -> User:
    """Return a user of the actor's organisation; oneself always; the auditor and the system's administrator see all. Raises NotFound."""
    query = select(User).where(User.id == user_id)
    if work.actor.role not in EVERY_USER and user_id != work.actor.user_id:
        query = query.where(User.organisation_id == work.actor.organisation_id)
    return _one(work, query, lock=lock)


def organisation(work: Work, organisation_id: UUID, *, lock: bool = False) -> Organisation:
    """Return the actor's organisation; ministry roles and the system's administrator see all. Raises NotFound."""
    query = select(Organisation).where(Organisation.id == organisation_id)
    if work.actor.role not in MINISTRY and organisation_id != work.actor.organisation_id:
        raise NotFound
    return _one(work, query, lock=lock)


def _one(work: Work, query: Select[R], *, lock: bool) -> R:
    row = work.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound
    return row
