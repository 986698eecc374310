"""Accounts: how a user of the register gets a way to sign in."""

import unicodedata
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.crypto.passwords import hash_password, new_totp_secret, provisioning_uri, readable_password
from app.errors import FieldError, Invalid
from app.models.accounts import Account
from app.services import audit, scope, sessions
from app.services.events import AccountMade
from app.services.signing_in import FIELD, RECORD, folded
from app.work import Work

_LONGEST_NAME = 100


class NewAccount(NamedTuple):
    """What the user needs to sign in; shown once and not kept."""

    username: str
    password: str
    totp_secret: str
    otpauth_uri: str


def make_account(work: Work, user_id: UUID, username: str) -> NewAccount:
    """Give a user in the actor's scope a way to sign in, in place of any there was; running sessions end.

    Raises NotFound, and Invalid for a name that is taken or cannot be one.
    """
    name = _checked(username)
    # Before the first query: a transaction begins with it, and Argon2 takes its time.
    password, secret = readable_password(), new_totp_secret()
    password_hash = hash_password(password)
    user = scope.user(work, user_id, lock=True)
    sealed = work.vault.seal(
        user.organisation_id, user.organisation_id, record=RECORD, entry=user.id, values={FIELD: secret}, now=work.now
    ).values[FIELD]
    account = Account(user_id=user.id, username=name, password_hash=password_hash, totp_secret=sealed, totp_step=0)
    try:
        work.session.merge(account)
        work.session.flush()
    except IntegrityError:
        raise Invalid("The name is taken.", [FieldError("username", "is taken")]) from None
    sessions.sign_out_everywhere(work, user.id)
    audit.record(work, user, AccountMade(str(user.id)))
    return NewAccount(name, password, secret, provisioning_uri(secret, name))


def _checked(username: str) -> str:
    name = folded(username)
    if not 0 < len(name) <= _LONGEST_NAME or any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name):
        raise Invalid("This cannot be a name.", [FieldError("username", f"must have 1 to {_LONGEST_NAME} letters")])
    return name
