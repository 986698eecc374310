"""Reading the audit log of one chain."""

from uuid import UUID

from sqlalchemy import select

from app.access import Role
from app.errors import NotFound
from app.models.audit import AuditEntry
from app.models.registers import Case
from app.services.instants import iso
from app.services.reading import Page, position_cursor, read_position
from app.work import Work


def of_case(work: Work, case: Case, *, cursor: str | None, limit: int) -> Page:
    """Return the entries of a case's chain. Raises NotFound where another organisation was only let see the case."""
    if work.actor.role is not Role.MOSAVY_AUDITOR and case.organisation_id != work.actor.organisation_id:
        raise NotFound
    return of_chain(work, case.id, cursor=cursor, limit=limit)


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
