"""How the audit log stands, and verifying it on request: no secret is used, so an auditor may ask."""

from typing import NamedTuple

from sqlalchemy import Engine, func, select

from app.errors import Conflict
from app.models.audit import AuditEntry, Checkpoint
from app.services import audit_checks
from app.services.audit_checks import Verdict
from app.work import Work

# So many entries are verified while somebody waits: some ten seconds. More are for the command.
WHILE_WAITING = 200_000


class State(NamedTuple):
    """How long the log is, since when, and what was signed last. Entries are counted up to one more than are verified on request."""

    entries: int
    first_at: int | None
    last_at: int | None
    checkpoints: int
    signed_at: int | None
    for_the_command: bool


def state(work: Work) -> State:
    """Return how the log stands."""
    a = AuditEntry
    some = select(a.position).limit(WHILE_WAITING + 1).subquery()
    entries = work.session.scalar(select(func.count()).select_from(some)) or 0
    first_at, last_at = work.session.scalar(select(func.min(a.at))), work.session.scalar(select(func.max(a.at)))
    signed = work.session.execute(select(Checkpoint.number, Checkpoint.at).order_by(Checkpoint.number.desc()).limit(1)).one_or_none()
    number, signed_at = signed or (0, None)
    return State(entries, first_at, last_at, number, signed_at, entries > WHILE_WAITING)


def verify(work: Work, engine: Engine) -> Verdict:
    """Verify every chain, the ledger it tells of and every checkpoint. Raises Conflict where that takes longer than one would wait."""
    if state(work).for_the_command:
        raise Conflict("The log is too long to be verified while somebody waits; `rumduol audit verify` does it.")
    return audit_checks.verify(engine, public_key=work.vault.audit_public_key())
