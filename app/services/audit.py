"""The audit log: no change without an entry, in the same transaction."""

from uuid import UUID

from app.crypto.chain import GENESIS, entry_hash
from app.models.audit import AuditEntry
from app.models.registers import Case, Organisation, Shelter, User
from app.services.events import Event
from app.work import Work

Head = Case | Organisation | Shelter | User


def record(work: Work, head: Head, event: Event, *, actor_id: UUID | None = None) -> AuditEntry:
    """Append `event` to the chain of `head`, whose row the caller has locked; the row keeps the head's position and hash."""
    actor = actor_id or work.actor.user_id
    details = event.details()
    position = head.audit_position
    digest = entry_hash(head.audit_hash or GENESIS, str(head.id), position, work.now, str(actor), event.name, details)
    entry = AuditEntry(chain_id=head.id, position=position, at=work.now, actor_id=actor, event=event.name, details=details, hash=digest)
    work.session.add(entry)
    head.audit_position = position + 1
    head.audit_hash = digest
    work.audited += 1
    return entry
