"""Screenings, and the authority's decision on victim status."""

from app.access import CASE_STAFF_AND_MINISTRY
from app.records.base import Fact, Record, Sealed, makes, noted
from app.records.values import Count, LongText, ShortText, Timestamp, YesNo
from app.vocabulary.cases import DecidingBody, IdentificationDecision, ScreenedBy, ScreeningForm, ScreeningOutcome


class Screening(Record):
    """The first finding of the service that met the person: presumed victim or not."""

    completed_at: Fact[Timestamp]
    form_type: Fact[ScreeningForm]
    screened_by: Fact[ScreenedBy]
    outcome: Fact[ScreeningOutcome] = noted(htcds="vic_TraffickingStatus")
    separated_from_suspects: Fact[YesNo]
    indicators_count: Fact[Count | None]
    screening_notes: Sealed[LongText | None]


class Identification(Record):
    """The decision of the competent authority on victim status; a fact apart from the screening."""

    decided_at: Fact[Timestamp]
    decision: Fact[IdentificationDecision] = noted(htcds="vic_TraffickingStatus")
    decided_by: Fact[DecidingBody] = noted(htcds="vic_TraffickingStatusDecisionMakingOrg")
    review_explained: Fact[YesNo | None]
    decision_number: Sealed[ShortText | None]


RECORD_SCREENING = makes(
    "record_screening",
    Screening,
    path="/cases/{case_id}/screenings",
    moment="completed_at",
    by=CASE_STAFF_AND_MINISTRY,
    summary="Record the first finding of the service that met the person.",
)

RECORD_IDENTIFICATION = makes(
    "record_identification",
    Identification,
    path="/cases/{case_id}/identifications",
    moment="decided_at",
    by=CASE_STAFF_AND_MINISTRY,
    summary="Record the competent authority's decision on victim status.",
)
