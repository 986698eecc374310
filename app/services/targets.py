"""Targets: which share of a standard, a right or all is to be met, where, by the end of which year. The ministry sets them."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.access import Role
from app.errors import FieldError, Invalid
from app.ids import new_id
from app.models.targets import Target
from app.services import audit, compliance, scope
from app.services.compliance import Wanted
from app.services.events import TargetSet
from app.services.instants import iso
from app.work import Work

WHOLE = 10_000  # a share is kept in ten-thousandths
# Who sees the targets of every organisation.
_EVERY_TARGET = frozenset({Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR})


class About(NamedTuple):
    """What a target is about: all standards, those of a right, or one; in the country, an organisation or a province."""

    right: str | None
    standard: str | None
    organisation_id: UUID | None
    province: str | None


def set_target(work: Work, year: int, about: About, share: float | None) -> dict[str, Any]:
    """Set a target in place of the one there was for the same, or take it back with no share. Raises Invalid and NotFound."""
    if about.right and about.standard:
        raise Invalid("A target is about a right or about a standard.", [FieldError("standard", "must not stand beside right")])
    if about.organisation_id and about.province:
        raise Invalid("A target is an organisation's or a province's.", [FieldError("province", "must not stand beside organisation_id")])
    # Raises Invalid for what no catalogue has.
    compliance.ids_of(work, Wanted(rights=(about.right,) if about.right else (), standards=(about.standard,) if about.standard else ()))
    if about.organisation_id:
        scope.organisation(work, about.organisation_id)
    head = scope.organisation(work, work.actor.organisation_id, lock=True)
    same = [getattr(Target, name).is_not_distinct_from(value) for name, value in about._asdict().items()]
    target = work.session.scalars(select(Target).where(Target.year == year, *same)).one_or_none()
    if target is None:
        target = Target(id=new_id(), year=year, **about._asdict(), share=0, set_at=work.now, set_by=work.actor.user_id)
    kept = None if share is None else round(share * WHOLE)
    audit.record(work, head, TargetSet(str(target.id), year, "/".join(str(part or "-") for part in about), kept))
    return _put(work, target, kept)


def _put(work: Work, target: Target, share: int | None) -> dict[str, Any]:
    """Keep the target with its share, or remove it."""
    if share is None:
        if target in work.session:
            work.session.delete(target)
        return item(target) | {"share_met": None}
    target.share, target.set_at, target.set_by = share, work.now, work.actor.user_id
    work.session.add(target)
    return item(target)


def of_year(work: Work, year: int) -> list[Target]:
    """Return the targets of a year that count and that the actor may see, broad ones first."""
    query = select(Target).where(Target.year == year)
    if work.actor.role not in _EVERY_TARGET:
        query = query.where((Target.organisation_id == work.actor.organisation_id) | Target.organisation_id.is_(None))
    held = work.session.scalars(query).all()
    return sorted(
        held, key=lambda t: (t.organisation_id is not None, t.province or "", str(t.organisation_id), t.right or "", t.standard or "")
    )


def item(target: Target) -> dict[str, Any]:
    """Return a target as people see it."""
    return {
        "id": str(target.id),
        "year": target.year,
        "right": target.right,
        "standard": target.standard,
        "organisation_id": str(target.organisation_id) if target.organisation_id else None,
        "province": target.province,
        "share_met": target.share / WHOLE,
        "set_at": iso(target.set_at),
    }
