"""Assessments under several catalogues at once, and what of them leaves as OSCAL."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from app.access import Permission
from app.api.door import Answer, Routes
from app.api.moments import AsOf, KnownAt, moment
from app.services import assessments, scope, shelter_audit, standards
from app.services.scope import Subject
from app.services.shelter_audit import ShelterCut
from app.standards.oscal import MEDIA_TYPE, Document
from app.work import Work

routes = Routes("assessments")
_SEEN = ("not_found",)
Catalogues = Annotated[
    list[Annotated[str, Query(max_length=80)]],
    Query(
        max_length=10,
        examples=[["kh-2009", "kh-2014-residential"]],
        description="Catalogues to judge by, as id or id@version; repeat the parameter. Nothing: those that bind.",
    ),
]


@routes.add("GET", "/cases/{case_id}/assessment", Permission.CASE_FINDINGS, refusals=_SEEN)
def case_assessment(
    work: Work,
    *,
    case_id: UUID,
    catalogue: Catalogues = [],  # noqa: B006 - FastAPI copies defaults
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> dict[str, object]:
    """Judge a case under several catalogues at once: findings side by side, each with its counts."""
    subject = Subject("case", scope.case(work, case_id))
    return assessments.of(work, subject, catalogues=catalogue, as_of=moment("as_of", as_of), known_at=moment("known_at", known_at))


@routes.add("GET", "/shelters/{shelter_id}/assessment", Permission.SHELTER_FINDINGS, refusals=_SEEN)
def shelter_assessment(
    work: Work,
    *,
    shelter_id: UUID,
    catalogue: Catalogues = [],  # noqa: B006 - as above
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> dict[str, object]:
    """Judge a shelter under several catalogues at once: findings side by side, each with its counts."""
    subject = Subject("shelter", scope.shelter(work, shelter_id))
    return assessments.of(work, subject, catalogues=catalogue, as_of=moment("as_of", as_of), known_at=moment("known_at", known_at))


@routes.add("GET", "/cases/{case_id}/assessment/oscal", Permission.CASE_FINDINGS, refusals=_SEEN)
def case_assessment_as_oscal(
    work: Work,
    *,
    case_id: UUID,
    catalogue: Catalogues = [],  # noqa: B006 - as above
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> Answer:
    """Read the same as OSCAL assessment results: random ids, no name."""
    subject = Subject("case", scope.case(work, case_id))
    return _oscal(
        assessments.as_oscal(work, subject, catalogues=catalogue, as_of=moment("as_of", as_of), known_at=moment("known_at", known_at))
    )


@routes.add("GET", "/shelters/{shelter_id}/assessment/oscal", Permission.SHELTER_FINDINGS, refusals=_SEEN)
def shelter_assessment_as_oscal(
    work: Work,
    *,
    shelter_id: UUID,
    catalogue: Catalogues = [],  # noqa: B006 - as above
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> Answer:
    """Read the same as OSCAL assessment results."""
    subject = Subject("shelter", scope.shelter(work, shelter_id))
    return _oscal(
        assessments.as_oscal(work, subject, catalogues=catalogue, as_of=moment("as_of", as_of), known_at=moment("known_at", known_at))
    )


@routes.add("GET", "/compliance/shelters", Permission.COMPLIANCE_SUMMARY, audit=True)
def shelter_compliance(
    work: Work,
    *,
    by: ShelterCut = ShelterCut.STANDARD,
    catalogue: Catalogues = [],  # noqa: B006 - as above
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> dict[str, object]:
    """Count how shelters keep the standards of any catalogue, each under those that bind it if none is named."""
    when = {"as_of": moment("as_of", as_of), "known_at": moment("known_at", known_at)}
    return shelter_audit.summary(work, catalogues=catalogue, by=by, **when)


@routes.add("GET", "/organisations/{organisation_id}/assessment/oscal", Permission.COMPLIANCE_SUMMARY, audit=True, refusals=_SEEN)
def organisation_assessment_as_oscal(work: Work, *, organisation_id: UUID, as_of: AsOf = None) -> Answer:
    """Read what an organisation's findings come to, standard by standard, as OSCAL assessment results."""
    return _oscal(assessments.organisation_as_oscal(work, organisation_id, as_of=moment("as_of", as_of)))


@routes.add("GET", "/shelters/{shelter_id}/corrective-plan/oscal", Permission.PLAN_READ, refusals=_SEEN)
def shelter_plan_as_oscal(work: Work, *, shelter_id: UUID) -> Answer:
    """Read what must be put right in a shelter as an OSCAL plan of action and milestones; nothing to put right: not found."""
    return _oscal(assessments.plan_as_oscal(work, scope.shelter(work, shelter_id)))


@routes.add("GET", "/catalogues/{catalogue_id}/oscal", Permission.STANDARDS_READ, refusals=_SEEN)
def catalogue_as_oscal(work: Work, *, catalogue_id: str) -> Answer:
    """Read a catalogue, as `id` or `id@version`, as an OSCAL catalog."""
    return _oscal(standards.as_oscal(work.books, catalogue_id, written_at=work.now))


def _oscal(document: Document) -> Answer:
    return Answer(document, media_type=MEDIA_TYPE)
