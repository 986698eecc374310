"""Signing in: name, password and one-time code against what is kept, with a delay that rises with failures.

Every try is counted before it is looked at (`attempts.py`). The password is verified between two short transactions, never inside one:
that takes a tenth of a second, and SQLite has one writer. Names that do not exist are treated like those that do.
"""

import unicodedata
from typing import NamedTuple, NoReturn
from uuid import UUID

from sqlalchemy import select, update

from app.access import Role
from app.crypto.passwords import hash_password, needs_rehash, totp_matches, verify_password
from app.errors import SignInFailed
from app.ids import OrganisationId, UserId
from app.models.accounts import Account
from app.models.registers import Organisation, User
from app.services import attempts, audit, sessions
from app.services.events import SignInRefused
from app.services.sessions import NOBODY_AT_WORK, RunningSession
from app.work import NOBODY, Actor, House, Work, unit_of_work

# A secret that is nobody's, for names that are nobody's.
_NO_SECRET = "A" * 32
# The token of a console's cookie begins so. It is no bearer token: the console asks for a code again where the API does not.
CONSOLE = "console."
RECORD, FIELD = "account", "totp_secret"  # where the secret of the one-time codes is sealed


class _Known(NamedTuple):
    user_id: UUID
    organisation_id: UUID
    role: str
    password_hash: str
    totp_secret: bytes
    totp_step: int


def folded(username: str) -> str:
    """Return a username as it is kept and compared: in one Unicode form, without regard to case or surrounding spaces."""
    text = username.encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).strip()


def sign_in(
    house: House, username: str, password: str, totp: str, *, idle_seconds: int, absolute_seconds: int, prefix: str = ""
) -> tuple[str, RunningSession]:
    """Return a fresh token and its session. Raises SignInFailed whatever was wrong, TooManyAttempts, PasswordsBusy."""
    now = house.clock()
    name = folded(username).replace("\x00", "\ufffd")  # No account has either, and PostgreSQL refuses to look for a NUL.
    digest = house.vault.fingerprint("username", name.encode())
    known = _count_try(house, name, digest, now)
    password_fits = verify_password(known.password_hash if known else None, password)
    secret = _secret(house, known, now) if known else _NO_SECRET
    step = totp_matches(secret, totp, now, after=known.totp_step if known else -1)
    if known is None or not password_fits or step is None:
        _refuse(house, digest, now)
    renewed = hash_password(password) if needs_rehash(known.password_hash) else known.password_hash
    actor = Actor(UserId(known.user_id), OrganisationId(known.organisation_id), Role(known.role))
    try:
        with unit_of_work(house, actor, now=now) as work:
            user = _spend(work, known, step, renewed)
            attempts.forget(work, digest)
            return sessions.begin(work, user, idle_seconds=idle_seconds, absolute_seconds=absolute_seconds, prefix=prefix)
    except SignInFailed:
        _refuse(house, digest, now)


def _count_try(house: House, name: str, digest: bytes, now: int) -> _Known | None:
    """Count one more try of this name, unless it comes too early; return the account of that name."""
    with unit_of_work(house, NOBODY_AT_WORK, now=now) as work:
        attempts.count(work, digest)
        columns = (User.id, User.organisation_id, User.role, Account.password_hash, Account.totp_secret, Account.totp_step)
        query = select(*columns).join(Account, Account.user_id == User.id).where(Account.username == name, User.active)
        row = work.session.execute(query).one_or_none()
        return _Known(*row) if row else None


def _secret(house: House, known: _Known, now: int) -> str:
    owner = known.organisation_id
    opened = house.vault.open(owner, owner, record=RECORD, entry=known.user_id, field=FIELD, sealed=known.totp_secret, now=now)
    return str(opened)


def _spend(work: Work, known: _Known, step: int, password_hash: str) -> User:
    """Use the code up and return the user, locked. Raises SignInFailed if it was used meanwhile, or the account is another by now."""
    user = work.session.scalars(select(User).where(User.id == known.user_id, User.active).with_for_update()).one_or_none()
    unchanged = (Account.user_id == known.user_id, Account.password_hash == known.password_hash, Account.totp_step < step)
    spent = work.session.execute(
        update(Account).where(*unchanged).values(totp_step=step, password_hash=password_hash).returning(Account.user_id)
    )
    if user is None or spent.one_or_none() is None:
        raise SignInFailed
    return user


def _refuse(house: House, digest: bytes, now: int) -> NoReturn:
    """Record the failure where nobody's events are kept, and raise SignInFailed."""
    with unit_of_work(house, NOBODY_AT_WORK, now=now) as work:
        nobody = work.session.scalars(select(Organisation).where(Organisation.id == NOBODY).with_for_update()).one()
        audit.record(work, nobody, SignInRefused(digest.hex()))
    raise SignInFailed
