"""A repeated request does nothing twice: the answer once given under an Idempotency-Key is kept in the transaction of what it did.

An answer that shows secrets or opened values must never be kept, so routes that give such answers are not repeatable.
"""

import re
from collections.abc import Mapping

from pydantic import BaseModel
from pydantic_core import to_json
from sqlalchemy import bindparam, delete, func, select

from app.errors import FieldError, Invalid, KeyReused
from app.ids import new_id
from app.models.accounts import Answer
from app.work import Work

KEPT_SECONDS = 7 * 24 * 3600
# One answer in so many clears away the old ones of its user: often enough, and not paid for by every act.
_TIDIED = 64
_EARLIER = select(Answer).where(Answer.user_id == bindparam("user_id"), Answer.key == bindparam("key"))
_KEY = re.compile(r"[!-~]{1,80}")


def digest(work: Work, method: str, path: str, given: Mapping[str, object]) -> bytes:
    """Return by what a request is known again: a keyed digest of its method, path and validated values.

    The caller leaves out what is no value of the request, such as the connection it came over.
    """
    # Taken apart first: a model would write a file inside it as text, which a picture is not.
    plain = {name: value.model_dump() if isinstance(value, BaseModel) else value for name, value in given.items()}
    values = {name: plain[name] for name in sorted(plain)}
    return work.vault.fingerprint("request", f"{method} {path}\n".encode() + to_json(values, bytes_mode="base64"))


def earlier(work: Work, key: str, request_digest: bytes) -> Answer | None:
    """Return the answer this user was given under the key. Of several requests at once the first does its work and the others wait for it.

    Raises Invalid for what cannot be a key, KeyReused if another request came under it.
    """
    if not _KEY.fullmatch(key):
        raise Invalid("The Idempotency-Key cannot be used.", [FieldError("Idempotency-Key", "must be 1 to 80 visible ASCII characters")])
    if work.session.get_bind().dialect.name == "postgresql":
        # SQLite's writers wait for each other anyway.
        place = work.vault.fingerprint("idempotency", work.actor.user_id.bytes + key.encode())
        work.session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(place[:8], "big", signed=True))))
    found = work.session.scalar(_EARLIER, {"user_id": work.actor.user_id, "key": _kept(work, key)})
    if found is not None and found.given_at < work.now - KEPT_SECONDS:
        work.session.delete(found)
        work.session.flush()
        return None
    if found is not None and found.request_digest != request_digest:
        raise KeyReused("This Idempotency-Key came with another request before.")
    return found


def _kept(work: Work, key: str) -> str:
    """Return what is kept of a key: the client made it up, and nobody knows out of what."""
    return work.vault.fingerprint("idempotency", key.encode()).hex()


def keep(work: Work, key: str, request_digest: bytes, status: int, body: bytes) -> None:
    """Keep an answer, for a week."""
    answer_id = new_id()
    if answer_id.int % _TIDIED == 0:
        mine = Answer.user_id == work.actor.user_id
        work.session.execute(delete(Answer).where(mine, Answer.given_at < work.now - KEPT_SECONDS))
    answer = Answer(
        id=answer_id,
        user_id=work.actor.user_id,
        key=_kept(work, key),
        request_digest=request_digest,
        status=status,
        body=body,
        given_at=work.now,
    )
    work.session.add(answer)
