"""Who works here, as an administrator sees them and as pages name them. Real names are sealed and are not read."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from app.access import Role
from app.errors import NotFound
from app.models.accounts import Account, SessionRow
from app.models.registers import User
from app.work import Work

_AT_ONCE = 500


class Colleague(NamedTuple):
    """A user of the register; `username` is None without an account, `used_at` is None if nobody ever signed in with it."""

    id: UUID
    organisation_id: UUID
    role: Role
    active: bool
    username: str | None
    sessions: int
    used_at: int | None


class Called(NamedTuple):
    """What to call a user: the username where it may be known, else only the role. As text it is the one or the other."""

    username: str | None
    role: Role

    def __str__(self) -> str:
        return self.username or self.role.value


def colleagues(work: Work, *, organisation_id: UUID | None = None, limit: int = 1_000) -> list[Colleague]:
    """Return the users of the actor's organisation, for the system's administrator of all or of one, those at work first, by username."""
    query = _known(work)
    if organisation_id is not None:
        query = query.where(User.organisation_id == organisation_id)
    rows = work.session.execute(query.order_by(User.active.desc(), Account.username.is_(None), Account.username, User.id).limit(limit))
    return [_colleague(row) for row in rows]


def colleague(work: Work, user_id: UUID) -> Colleague:
    """Return one user as an administrator sees them. Raises NotFound for one of whom the actor may not know."""
    row = work.session.execute(_known(work).where(User.id == user_id)).one_or_none()
    if row is None:
        raise NotFound
    return _colleague(row)


def _known(work: Work) -> Select[Any]:
    running = and_(
        SessionRow.revoked_at.is_(None), SessionRow.expires_at > work.now, work.now - SessionRow.used_at < SessionRow.idle_seconds
    )
    sums = select(SessionRow.user_id, func.count().filter(running).label("running"), func.max(SessionRow.used_at).label("used_at"))
    used = sums.group_by(SessionRow.user_id).subquery()
    columns = (User.id, User.organisation_id, User.role, User.active, Account.username, used.c.running, used.c.used_at)
    query = select(*columns).outerjoin(Account, Account.user_id == User.id).outerjoin(used, used.c.user_id == User.id)
    if work.actor.role is Role.SYSTEM_ADMIN:
        return query
    return query.where(User.organisation_id == work.actor.organisation_id)


def _colleague(row: Any) -> Colleague:
    ident, body, role, active, name, running, at = row
    return Colleague(ident, body, Role(role), active, name, running or 0, at)


def name_of(work: Work, ids: Iterable[UUID]) -> Mapping[UUID, Called]:
    """Return what to call users: by username within one organisation, anybody else by role only; who is unknown is left out."""
    wanted, found = list(dict.fromkeys(ids)), dict[UUID, Called]()
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(User.id, User.organisation_id, User.role, Account.username).outerjoin(Account, Account.user_id == User.id)
        for ident, body, role, username in work.session.execute(query.where(User.id.in_(wanted[start : start + _AT_ONCE]))):
            found[ident] = Called(username if body == work.actor.organisation_id else None, Role(role))
    return found
