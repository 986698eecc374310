"""Inspections: which shelter is to be visited, the checklist of a visit, and its photographs."""

from uuid import UUID

from app.access import Permission
from app.api.door import Answer, Routes
from app.api.moments import Cursor, Limit
from app.services import inspections, reading
from app.vocabulary.inspections import InspectionState
from app.work import Work

routes = Routes("inspections")
_SEEN = ("not_found",)


@routes.add("GET", "/inspection-register", Permission.PLAN_READ, refusals=_SEEN)
def list_inspection_register(
    work: Work,
    *,
    state: InspectionState | None = None,
    organisation_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> reading.Page:
    """List shelters with where each stands between two visits, and what comes next on which day."""
    return inspections.listed(work, state=state, organisation_id=organisation_id, cursor=cursor, limit=limit)


@routes.add("GET", "/shelters/{shelter_id}/inspection-state", Permission.SHELTER_FINDINGS, refusals=_SEEN)
def read_inspection_state(work: Work, *, shelter_id: UUID) -> dict[str, object]:
    """Tell where a shelter stands, with its visits and the visits that are planned."""
    return inspections.of_shelter(work, shelter_id)


@routes.add("GET", "/shelters/{shelter_id}/checklist", Permission.SHELTER_FINDINGS, refusals=_SEEN)
def read_checklist(work: Work, *, shelter_id: UUID, inspection_id: UUID | None = None) -> dict[str, object]:
    """List what to look at on a visit: every standard that binds the shelter, what is known of it, and what this visit has seen."""
    return inspections.checklist(work, shelter_id, inspection_id=inspection_id)


@routes.add("POST", "/shelters/{shelter_id}/inspection-pictures/{picture_id}/viewings", Permission.PICTURE_VIEW, refusals=_SEEN)
def view_inspection_picture(work: Work, *, shelter_id: UUID, picture_id: UUID) -> Answer:
    """Open a photograph of a visit; that it was opened is in the audit log."""
    headers = {"Content-Disposition": f'attachment; filename="picture-{picture_id}"', "X-Content-Type-Options": "nosniff"}
    return Answer(inspections.picture(work, shelter_id, picture_id), media_type="application/octet-stream", headers=headers)
