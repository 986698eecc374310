"""Forms that arrive after their session ended or was locked: sealed for the one who sent them, and given back after signing in.

Nothing is stored: the sealed text goes back to the browser in the page that asks to sign in, and comes again with that form.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from app.crypto.errors import CryptoError
from app.services import sessions
from app.work import Actor, House

KEPT_SECONDS = 12 * 3600
_RECORD, _FIELD = "parked_form", "form"


class Parked(NamedTuple):
    """A form that came too late: where it was sent, what was in it, and when."""

    path: str
    fields: tuple[tuple[str, str], ...]
    parked_at: int


def park(house: House, authorization: str | None, path: str, fields: Sequence[tuple[str, str]]) -> str | None:
    """Seal a form for the user whose session it was; None where that was nobody's, for then nobody may open it."""
    actor = sessions.whose(house, authorization)
    if actor is None:
        return None
    now = house.clock()
    try:
        whole = json.dumps([path, now, [list(field) for field in fields]], ensure_ascii=False)
        own: UUID = actor.organisation_id
        sealed = house.vault.seal(own, own, record=_RECORD, entry=actor.user_id, values={_FIELD: whole}, now=now)
    except (CryptoError, ValueError):  # Without its key, or with half a character in it, nothing can be kept.
        return None
    return urlsafe_b64encode(sealed.values[_FIELD]).decode()


def unpark(house: House, actor: Actor, text: str) -> Parked | None:
    """Open a parked form, for its sender only and for some hours; None for anything else."""
    now = house.clock()
    own: UUID = actor.organisation_id
    try:
        sealed = urlsafe_b64decode(text.encode("ascii"))
        opened = house.vault.open(own, own, record=_RECORD, entry=actor.user_id, field=_FIELD, sealed=sealed, now=now)
    except (CryptoError, ValueError):
        return None
    path, parked_at, fields = json.loads(opened)
    if not 0 <= now - parked_at < KEPT_SECONDS:
        return None
    return Parked(path, tuple((name, value) for name, value in fields), parked_at)


def draft_secret(house: House, actor: Actor) -> bytes:
    """Return 32 bytes that are always the same for a user: what drafts on the user's devices are sealed with besides the device's key."""
    return house.vault.fingerprint("draft", actor.user_id.bytes)
