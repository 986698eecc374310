"""The second factor asked for once more, by whoever is at work: before an identity is opened, and the like."""

from typing import NoReturn
from uuid import UUID

from sqlalchemy import select, update

from app.crypto.passwords import totp_matches
from app.errors import SignInFailed
from app.models.accounts import Account
from app.models.registers import User
from app.services import attempts, audit, scope
from app.services.events import CodeConfirmed, CodeRefused
from app.services.signing_in import FIELD, RECORD
from app.work import Actor, House, unit_of_work


def confirm(house: House, actor: Actor, totp: str) -> None:
    """Use up a one-time code of the actor's own. Raises SignInFailed, also for a code that was used to sign in; TooManyAttempts."""
    now = house.clock()
    digest = house.vault.fingerprint("second factor", actor.user_id.bytes)
    with unit_of_work(house, actor, now=now) as work:
        attempts.count(work, digest)
        query = select(Account.totp_secret, Account.totp_step).join(User, User.id == Account.user_id)
        known = work.session.execute(query.where(User.id == actor.user_id, User.active)).one_or_none()
    if known is None:
        _refuse(house, actor, now)
    owner: UUID = actor.organisation_id
    secret = house.vault.open(owner, owner, record=RECORD, entry=actor.user_id, field=FIELD, sealed=known.totp_secret, now=now)
    step = totp_matches(str(secret), totp, now, after=known.totp_step)
    if step is None:
        _refuse(house, actor, now)
    try:
        with unit_of_work(house, actor, now=now) as work:
            user = scope.user(work, actor.user_id, lock=True)
            # Of two requests with one code at once, only the first finds it unused; nor does a code of an account that was replaced count.
            unused = (Account.user_id == user.id, Account.totp_secret == known.totp_secret, Account.totp_step < step)
            if work.session.execute(update(Account).where(*unused).values(totp_step=step).returning(Account.user_id)).one_or_none() is None:
                raise SignInFailed
            attempts.forget(work, digest)
            audit.record(work, user, CodeConfirmed())
    except SignInFailed:
        _refuse(house, actor, now)


def _refuse(house: House, actor: Actor, now: int) -> NoReturn:
    """Record the failure in the actor's own chain, and raise SignInFailed."""
    with unit_of_work(house, actor, now=now) as work:
        audit.record(work, scope.user(work, actor.user_id, lock=True), CodeRefused())
    raise SignInFailed
