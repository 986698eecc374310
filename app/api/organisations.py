"""Organisations, shelters and users: their lists, their findings, and an organisation's rule profile."""

from uuid import UUID

from fastapi import Request

from app.access import Permission
from app.api.door import Answer, Routes
from app.api.moments import AsOf, CatalogueId, Cursor, KnownAt, Limit, moment
from app.schemas.cases import RuleProfile
from app.services import acts, directory, explaining, profiles, reading, scope
from app.services.scope import Subject
from app.work import Work

routes = Routes("organisations")
_SEEN = ("not_found",)


@routes.add("GET", "/organisations", Permission.REGISTER_READ)
def list_organisations(work: Work, *, cursor: Cursor = None, limit: Limit = 50) -> reading.Page:
    """List the bodies that take part."""
    return directory.organisations(work, cursor=cursor, limit=limit)


@routes.add("GET", "/shelters", Permission.REGISTER_READ)
def list_shelters(work: Work, *, cursor: Cursor = None, limit: Limit = 50) -> reading.Page:
    """List shelters by code and province."""
    return directory.shelters(work, cursor=cursor, limit=limit)


@routes.add("GET", "/shelters/{shelter_id}", Permission.REGISTER_READ, refusals=_SEEN)
def read_shelter(work: Work, *, shelter_id: UUID) -> Answer:
    """Read one shelter, plain fields only."""
    shelter = scope.shelter(work, shelter_id)
    return Answer(directory.shelter_item(shelter), etag=acts.etag(shelter.revision))


@routes.add("GET", "/shelters/{shelter_id}/findings", Permission.SHELTER_FINDINGS, refusals=_SEEN)
def shelter_findings(
    work: Work, *, shelter_id: UUID, as_of: AsOf = None, known_at: KnownAt = None, catalogue: CatalogueId = None
) -> dict[str, object]:
    """Judge a shelter against its standards, now or as of any past instant."""
    subject = Subject("shelter", scope.shelter(work, shelter_id))
    return explaining.of(work, subject, as_of=moment("as_of", as_of), known_at=moment("known_at", known_at), catalogue=catalogue)


@routes.add("GET", "/users", Permission.REGISTER_READ)
def list_users(work: Work, *, cursor: Cursor = None, limit: Limit = 50) -> reading.Page:
    """List the users of one's organisation by id and role."""
    return directory.users(work, cursor=cursor, limit=limit)


@routes.add("GET", "/users/{user_id}", Permission.REGISTER_READ, refusals=_SEEN)
def read_user(work: Work, *, user_id: UUID) -> Answer:
    """Read one user, plain fields only."""
    user = scope.user(work, user_id)
    return Answer(directory.user_item(user), etag=acts.etag(user.revision))


@routes.add("GET", "/users/{user_id}/findings", Permission.STAFF_FINDINGS, refusals=_SEEN)
def user_findings(
    work: Work, *, user_id: UUID, as_of: AsOf = None, known_at: KnownAt = None, catalogue: CatalogueId = None
) -> dict[str, object]:
    """Judge a member of staff against the standards for staff, now or as of any past instant."""
    subject = Subject("user", scope.user(work, user_id))
    return explaining.of(work, subject, as_of=moment("as_of", as_of), known_at=moment("known_at", known_at), catalogue=catalogue)


@routes.add("GET", "/organisations/{organisation_id}/rule-profile", Permission.REGISTER_READ, refusals=_SEEN)
def read_rule_profile(work: Work, *, organisation_id: UUID) -> Answer:
    """Read an organisation's own limits beside the proposed ones."""
    organisation = scope.organisation(work, organisation_id)
    value = {"organisation_id": str(organisation.id), "limits": organisation.rule_profile, "proposed": profiles.settings_of(work)}
    return Answer(value, etag=profiles.etag(organisation))


@routes.add(
    "PUT",
    "/organisations/{organisation_id}/rule-profile",
    Permission.PROFILE_WRITE,
    refusals=("not_found", "precondition_required", "precondition_failed"),
)
def set_rule_profile(work: Work, request: Request, *, organisation_id: UUID, body: RuleProfile) -> Answer:
    """Replace an organisation's own limits; only limits marked proposed can be replaced."""
    organisation = profiles.put(work, organisation_id, body.root, request.headers.get("if-match"))
    return Answer({"organisation_id": str(organisation.id), "limits": organisation.rule_profile}, etag=profiles.etag(organisation))
