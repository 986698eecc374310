"""Signing in and out, and who is at work.

A token is random and kept as a keyed digest only. Both ends of a session are settled when it begins, and it can be ended at once.
"""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select, update

from app.access import Role
from app.crypto.passwords import new_token
from app.errors import NotSignedIn
from app.ids import OrganisationId, UserId, new_id
from app.models.accounts import SessionRow
from app.models.registers import User
from app.services import audit, scope
from app.services.events import SignedIn, SignedOut
from app.work import NOBODY, Actor, House, Work, unit_of_work

# Whoever asks without a session; what is written then is written in the name of nobody.
NOBODY_AT_WORK = Actor(UserId(NOBODY), OrganisationId(NOBODY), Role.SYSTEM_ADMIN)
_TOUCH_SECONDS = 60
# Asked by every request, so it is put together once.
_RUNNING = (
    select(
        SessionRow.id,
        SessionRow.user_id,
        SessionRow.used_at,
        SessionRow.expires_at,
        SessionRow.idle_seconds,
        User.organisation_id,
        User.role,
    )
    .join(User, User.id == SessionRow.user_id)
    .where(SessionRow.token_digest == bindparam("digest"), SessionRow.revoked_at.is_(None), User.active)
)


class RunningSession(NamedTuple):
    """A session as its user may see it."""

    id: UUID
    user_id: UUID
    organisation_id: UUID
    role: Role
    started_at: int
    expires_at: int
    idle_seconds: int


def actor_of(house: House, authorization: str | None) -> Actor:
    """Return who is at work under the Authorization header of a request. Raises NotSignedIn."""
    now = house.clock()
    with house.reading.connect() as connection:
        found = connection.execute(_RUNNING, {"digest": _digest(house, authorization)}).one_or_none()
    if found is None or now >= found.expires_at or now - found.used_at >= found.idle_seconds:
        raise NotSignedIn("The session has ended, or there was none.")
    actor = Actor(UserId(found.user_id), OrganisationId(found.organisation_id), Role(found.role))
    if now - found.used_at >= min(_TOUCH_SECONDS, found.idle_seconds // 2):
        _touch(house, actor, found.id, now)
    return actor


def begin(work: Work, user: User, *, idle_seconds: int, absolute_seconds: int) -> tuple[str, RunningSession]:
    """Begin a session of a user whose row is locked; return the token, which is not kept, and the session."""
    token = new_token()
    row = SessionRow(
        id=new_id(),
        user_id=user.id,
        token_digest=work.vault.fingerprint("session", token.encode()),
        started_at=work.now,
        used_at=work.now,
        expires_at=work.now + absolute_seconds,
        idle_seconds=idle_seconds,
        revoked_at=None,
    )
    work.session.add(row)
    audit.record(work, user, SignedIn(str(row.id)))
    return token, RunningSession(row.id, user.id, user.organisation_id, Role(user.role), row.started_at, row.expires_at, row.idle_seconds)


def current(work: Work, authorization: str | None) -> RunningSession:
    """Return the session the request came under. Raises NotSignedIn."""
    row = _row(work, authorization)
    actor = work.actor
    return RunningSession(row.id, actor.user_id, actor.organisation_id, actor.role, row.started_at, row.expires_at, row.idle_seconds)


def sign_out(work: Work, authorization: str | None) -> None:
    """End the session the request came under. Raises NotSignedIn."""
    user = scope.user(work, work.actor.user_id, lock=True)
    _end(work, user, _row(work, authorization))


def sign_out_everywhere(work: Work, user_id: UUID) -> int:
    """End every session of a user in the actor's scope, and return how many there were. Raises NotFound."""
    user = scope.user(work, user_id, lock=True)
    running = (SessionRow.user_id == user.id, SessionRow.revoked_at.is_(None), SessionRow.expires_at > work.now)
    rows = work.session.scalars(select(SessionRow).where(*running).order_by(SessionRow.started_at, SessionRow.id)).all()
    for row in rows:
        _end(work, user, row)
    return len(rows)


def _end(work: Work, user: User, row: SessionRow) -> None:
    row.revoked_at = work.now
    audit.record(work, user, SignedOut(str(row.id)))


def _row(work: Work, authorization: str | None) -> SessionRow:
    digest = work.vault.fingerprint("session", _token(authorization))
    row = work.session.scalar(select(SessionRow).where(SessionRow.token_digest == digest, SessionRow.revoked_at.is_(None)))
    if row is None:
        raise NotSignedIn
    return row


def _touch(house: House, actor: Actor, session_id: UUID, now: int) -> None:
    with unit_of_work(house, actor, now=now) as work:
        work.session.execute(update(SessionRow).where(SessionRow.id == session_id, SessionRow.used_at < now).values(used_at=now))


def _digest(house: House, authorization: str | None) -> bytes:
    return house.vault.fingerprint("session", _token(authorization))


def _token(authorization: str | None) -> bytes:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("Send the token of a session as `Authorization: Bearer`.")
    return token.strip().encode("utf-8", "replace")
