"""The corrective plan: what must be put right, most urgent first."""

from uuid import UUID

from app.access import Permission
from app.api.door import Routes
from app.api.moments import Cursor, Limit
from app.services import corrective_plan, reading
from app.services.corrective_plan import Asked
from app.vocabulary.consequences import Consequence
from app.vocabulary.reports import PlanState
from app.work import Work

routes = Routes("corrective plan")


@routes.add("GET", "/corrective-plan", Permission.PLAN_READ, refusals=("not_found",))
def list_corrective_plan(
    work: Work,
    *,
    organisation_id: UUID | None = None,
    standard: str | None = None,
    shelter_id: UUID | None = None,
    state: PlanState | None = None,
    escalation: Consequence | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> reading.Page:
    """List what must be put right, most urgent first, with the step that each item which is late has come to."""
    asked = Asked(organisation_id=organisation_id, item=standard, shelter_id=shelter_id, state=state, escalation=escalation)
    return corrective_plan.listed(work, asked, cursor=cursor, limit=limit)
