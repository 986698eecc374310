"""Reading the audit log of one chain."""

from uuid import UUID

from sqlalchemy import select

from app.models.audit import AuditEntry
from app.services.instants import iso
from app.services.reading import Page, position_cursor, read_position
from app.work import Work


def of_chain(work: Work, chain_id: UUID, *, cursor: str | None, limit: int) -> Page:
    """Return the entries of a chain, oldest first."""
    query = select(AuditEntry).where(AuditEntry.chain_id == chain_id, AuditEntry.position > read_position(cursor))
    found = work.session.scalars(query.order_by(AuditEntry.position).limit(limit + 1)).all()
    items = [
        {
            "position": e.position,
            "at": iso(e.at),
            "actor_id": str(e.actor_id),
            "event": e.event,
            "details": e.details,
            "hash": e.hash.hex(),
        }
        for e in found[:limit]
    ]
    return Page(items, position_cursor(found[limit - 1].position) if len(found) > limit else None)
