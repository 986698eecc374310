"""Lists of organisations, shelters and users, by register: no name of a person and no address is in them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.models.registers import Organisation, Shelter, User
from app.services import scope
from app.services.instants import iso_or_none
from app.services.reading import Page, id_cursor, read_id
from app.work import Work


def organisations(work: Work, *, cursor: str | None, limit: int) -> Page:
    """Return the organisations of the register: bodies, not people, so everybody who works here may read them."""
    query = select(Organisation).where(Organisation.id > read_id(cursor)).order_by(Organisation.id).limit(limit + 1)
    found = work.session.scalars(query).all()
    return Page([organisation_item(o) for o in found[:limit]], _next([o.id for o in found], limit))


def organisation_names(work: Work, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what the bodies of these ids are called."""
    rows = work.session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids)))
    return {row.id: row.name for row in rows}


def shelters(work: Work, *, cursor: str | None, limit: int) -> Page:
    """Return the shelters in scope by code and province; where they are is sealed."""
    query = select(Shelter).where(Shelter.id > read_id(cursor))
    if work.actor.role not in scope.EVERY_SHELTER:
        query = query.where(Shelter.organisation_id == work.actor.organisation_id)
    found = work.session.scalars(query.order_by(Shelter.id).limit(limit + 1)).all()
    return Page([shelter_item(s) for s in found[:limit]], _next([s.id for s in found], limit))


def users(work: Work, *, cursor: str | None, limit: int) -> Page:
    """Return the users of the organisation by id and role; names are sealed."""
    query = select(User).where(User.id > read_id(cursor))
    if work.actor.role not in scope.EVERY_USER:
        query = query.where(User.organisation_id == work.actor.organisation_id)
    found = work.session.scalars(query.order_by(User.id).limit(limit + 1)).all()
    return Page([user_item(u) for u in found[:limit]], _next([u.id for u in found], limit))


def organisation_item(organisation: Organisation) -> dict[str, Any]:
    """Return an organisation as lists show it."""
    return {
        "id": str(organisation.id),
        "name": organisation.name,
        "type": organisation.type,
        "province": organisation.province,
        "revision": organisation.revision,
    }


def shelter_item(shelter: Shelter) -> dict[str, Any]:
    """Return a shelter as lists show it."""
    return {
        "id": str(shelter.id),
        "organisation_id": str(shelter.organisation_id),
        "code": shelter.code,
        "province": shelter.province,
        "accepts": shelter.accepts,
        "accepts_age": shelter.accepts_age,
        "revision": shelter.revision,
    }


def user_item(user: User) -> dict[str, Any]:
    """Return a user as lists show it."""
    return {
        "id": str(user.id),
        "organisation_id": str(user.organisation_id),
        "role": user.role,
        "active": user.active,
        "first_case_access_at": iso_or_none(user.first_case_access_at),
        "revision": user.revision,
    }


def _next(ids: list[UUID], limit: int) -> str | None:
    return id_cursor(ids[limit - 1]) if len(ids) > limit else None
