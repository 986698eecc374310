"""Cases: lists, one case, its findings, its agenda, its log, and the opening of what is sealed."""

from uuid import UUID

from app.access import Permission
from app.api.door import Answer, Routes
from app.api.moments import AsOf, CatalogueId, Cursor, KnownAt, Limit, moment
from app.schemas.cases import AccessGrant
from app.services import access, acts, agenda, explaining, logbook, reading, scope
from app.services.instants import instant_of
from app.services.scope import Subject
from app.standards.steps import Step
from app.work import Work

routes = Routes("cases")
_SEEN = ("not_found",)


@routes.add("GET", "/cases", Permission.CASE_READ, operation_id="list_cases")
def list_cases(work: Work, *, step: Step | None = None, cursor: Cursor = None, limit: Limit = 50) -> reading.Page:
    """List the cases one may know of, newest first."""
    return reading.cases(work, cursor=cursor, limit=limit, step=step.value if step else None)


@routes.add("GET", "/cases/{case_id}", Permission.CASE_READ, writes=True, refusals=_SEEN)
def read_case(work: Work, *, case_id: UUID) -> Answer:
    """Read one case by pseudonym."""
    case = scope.case(work, case_id)
    acts.first_access(work)
    return Answer(reading.case_item(case), etag=acts.etag(case.revision))


@routes.add("GET", "/cases/{case_id}/findings", Permission.CASE_FINDINGS, refusals=_SEEN)
def case_findings(
    work: Work, *, case_id: UUID, as_of: AsOf = None, known_at: KnownAt = None, catalogue: CatalogueId = None
) -> dict[str, object]:
    """Judge a case against every standard, now or as of any past instant."""
    subject = Subject("case", scope.case(work, case_id))
    return explaining.of(work, subject, as_of=moment("as_of", as_of), known_at=moment("known_at", known_at), catalogue=catalogue)


@routes.add("GET", "/cases/{case_id}/agenda", Permission.AGENDA_READ, refusals=_SEEN)
def case_agenda(work: Work, *, case_id: UUID) -> dict[str, object]:
    """Say what is due in a case, by when and why."""
    return {"items": agenda.of_case(work, Subject("case", scope.case(work, case_id)))}


@routes.add("GET", "/agenda", Permission.AGENDA_READ)
def caseload_agenda(work: Work, *, limit: Limit = 100) -> dict[str, object]:
    """Say what is due in all of one's open cases, the most pressing first."""
    return {"items": [due._asdict() for due in agenda.of_caseload(work, limit=limit)]}


@routes.add("GET", "/cases/{case_id}/audit-entries", Permission.CASE_AUDIT, refusals=_SEEN)
def case_audit_entries(work: Work, *, case_id: UUID, cursor: Cursor = None, limit: Limit = 50) -> reading.Page:
    """Read who did what in a case, oldest first."""
    return logbook.of_case(work, scope.case(work, case_id), cursor=cursor, limit=limit)


@routes.add("POST", "/cases/{case_id}/access-grants", Permission.ACCESS_GIVE, status=201, refusals=_SEEN)
def give_access(work: Work, *, case_id: UUID, body: AccessGrant) -> dict[str, object]:
    """Let a colleague or another body see a case until an instant."""
    case = scope.case(work, case_id, lock=True)
    granted = access.give_by_hand(work, case, body.grantee_id, until=instant_of(body.until))
    return {"id": str(granted.id), "grantee_id": str(granted.grantee_id)}


@routes.add("GET", "/waivers", Permission.RECORD_READ, operation_id="list_all_waivers")
def list_all_waivers(work: Work, *, cursor: Cursor = None, limit: Limit = 50) -> reading.Page:
    """List the waivers of all cases one may know of, newest first: those without a decision wait for one."""
    return reading.of_cases(work, "waiver", cursor=cursor, limit=limit)
