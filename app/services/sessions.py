"""Signing in and out, locking, and who is at work.

A token is random and kept as a keyed digest only. Both ends of a session are settled when it begins, and it can be ended at once. A locked
session does nothing until its user's password is given; it ends when it would have ended without use.
"""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, select, update

from app.access import Role
from app.crypto.passwords import new_token, verify_password
from app.errors import NotSignedIn, SessionLocked, SignInFailed
from app.ids import OrganisationId, UserId, new_id
from app.models.accounts import Account, SessionRow
from app.models.registers import User
from app.services import attempts, audit, events, scope
from app.services.events import SignedIn, SignedOut
from app.work import NOBODY, Actor, House, Work, unit_of_work

# Whoever asks without a session; what is written then is written in the name of nobody.
NOBODY_AT_WORK = Actor(UserId(NOBODY), OrganisationId(NOBODY), Role.SYSTEM_ADMIN)
_TOUCH_SECONDS = 60
_UNLOCK_TRIES = 5  # wrong passwords in a row end a locked session
# Asked by every request, so it is put together once.
_KNOWN = (
    select(
        SessionRow.id,
        SessionRow.user_id,
        SessionRow.used_at,
        SessionRow.expires_at,
        SessionRow.idle_seconds,
        SessionRow.locked_at,
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


class OwnSession(NamedTuple):
    """One of several sessions of a user: when it began, was last used and ends; `is_this` is the one that asks."""

    id: UUID
    started_at: int
    used_at: int
    expires_at: int
    locked: bool
    is_this: bool


def actor_of(house: House, authorization: str | None) -> Actor:
    """Return who is at work under the Authorization header of a request. Raises NotSignedIn, SessionLocked."""
    now = house.clock()
    found = _running(house, authorization, now)
    if found.locked_at is not None:
        raise SessionLocked("The session is locked until the password is given.")
    actor = _actor(found)
    if now - found.used_at >= min(_TOUCH_SECONDS, found.idle_seconds // 2):
        _touch(house, actor, found.id, now)
    return actor


def whose(house: House, authorization: str | None) -> Actor | None:
    """Return whose session it is or was, be it running, locked or run out; None for one that was ended, and for none."""
    try:
        found = _found(house, authorization)
    except NotSignedIn:
        return None
    return None if found is None else _actor(found)


def lock(house: House, authorization: str | None) -> None:
    """Lock a running session; one that is locked stays so. Raises NotSignedIn."""
    now = house.clock()
    found = _running(house, authorization, now)
    with unit_of_work(house, _actor(found), now=now) as work:
        user = scope.user(work, found.user_id, lock=True)
        row = _row(work, authorization)
        if row.locked_at is None:
            row.locked_at = now
            audit.record(work, user, events.SessionLocked(str(row.id)))


def unlock(house: House, authorization: str | None, password: str) -> Actor:
    """Let a locked session go on; return whose it is. Several wrong passwords in a row end it.

    Raises SignInFailed for a wrong password, NotSignedIn for a session that has ended, also by this, TooManyAttempts and PasswordsBusy.
    """
    now = house.clock()
    found = _running(house, authorization, now)
    actor, digest = _actor(found), house.vault.fingerprint("unlock", found.id.bytes)
    # Counted in a transaction of its own, as in signing in, and the password verified in none.
    with unit_of_work(house, actor, now=now) as work:
        tries = attempts.count(work, digest)
        stored = work.session.scalar(select(Account.password_hash).where(Account.user_id == found.user_id))
    fits = verify_password(stored, password)
    with unit_of_work(house, actor, now=now) as work:
        user = scope.user(work, found.user_id, lock=True)
        row = _row(work, authorization)
        if fits:
            row.locked_at, row.used_at = None, now
            attempts.forget(work, digest)
            audit.record(work, user, events.SessionUnlocked(str(row.id)))
            return actor
        row.locked_at = row.locked_at or now  # where the lock itself had not come through
        audit.record(work, user, events.UnlockRefused(str(row.id)))
        if tries >= _UNLOCK_TRIES:
            _end(work, user, row)
    if tries >= _UNLOCK_TRIES:
        raise NotSignedIn("The session has ended: too many wrong passwords.")
    raise SignInFailed


def end(house: House, authorization: str | None) -> None:
    """End a session, locked or not; nothing where there is none to end."""
    if (actor := whose(house, authorization)) is not None:
        with unit_of_work(house, actor) as work:
            sign_out(work, authorization)


def of_actor(work: Work, authorization: str | None) -> list[OwnSession]:
    """Return the running sessions of whoever is at work, this one first, then the last used."""
    here = _digest_of(work, authorization)
    rows = work.session.scalars(_running_of(work).order_by(SessionRow.used_at.desc(), SessionRow.id)).all()
    shown = [OwnSession(r.id, r.started_at, r.used_at, r.expires_at, r.locked_at is not None, r.token_digest == here) for r in rows]
    return sorted(shown, key=lambda session: not session.is_this)


def end_others(work: Work, authorization: str | None) -> int:
    """End every session of whoever is at work but the one the request came under, and return how many there were."""
    user = scope.user(work, work.actor.user_id, lock=True)
    here = _digest_of(work, authorization)
    rows = work.session.scalars(
        _running_of(work).where(SessionRow.token_digest != here).order_by(SessionRow.started_at, SessionRow.id)
    ).all()
    for row in rows:
        _end(work, user, row)
    return len(rows)


def begin(work: Work, user: User, *, idle_seconds: int, absolute_seconds: int, prefix: str = "") -> tuple[str, RunningSession]:
    """Begin a session of a user whose row is locked; return the token, which is not kept and begins with `prefix`, and the session."""
    token = prefix + new_token()
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


def _running_of(work: Work) -> Select[SessionRow]:
    """The sessions of whoever is at work that have neither been ended nor run out."""
    running = (SessionRow.revoked_at.is_(None), SessionRow.expires_at > work.now, work.now - SessionRow.used_at < SessionRow.idle_seconds)
    return select(SessionRow).where(SessionRow.user_id == work.actor.user_id, *running)


def _digest_of(work: Work, authorization: str | None) -> bytes:
    return work.vault.fingerprint("session", _token(authorization))


def _running(house: House, authorization: str | None, now: int) -> Any:
    """Return the columns of a session that has not ended. Raises NotSignedIn."""
    found = _found(house, authorization)
    if found is None or now >= found.expires_at or now - found.used_at >= found.idle_seconds:
        raise NotSignedIn("The session has ended, or there was none.")
    return found


def _found(house: House, authorization: str | None) -> Any:
    with house.reading.connect() as connection:
        return connection.execute(_KNOWN, {"digest": _digest(house, authorization)}).one_or_none()


def _actor(found: Any) -> Actor:
    return Actor(UserId(found.user_id), OrganisationId(found.organisation_id), Role(found.role))


def _end(work: Work, user: User, row: SessionRow) -> None:
    row.revoked_at = work.now
    audit.record(work, user, SignedOut(str(row.id)))


def _row(work: Work, authorization: str | None) -> SessionRow:
    digest = _digest_of(work, authorization)
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
