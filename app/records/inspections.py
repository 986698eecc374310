"""Inspections by the ministry, and what must be put right."""

from app.access import Role
from app.records.base import Fact, Later, Record, Sealed, changes, makes, noted
from app.records.values import Count, Day, Id, LongText, StandardCode, YesNo
from app.vocabulary.organisations import InspectionResult, Severity


class Inspection(Record):
    """A visit by the ministry to a shelter and its result."""

    shelter_id: Fact[Id]
    inspected_on: Fact[Day]
    visit_number: Fact[Count] = noted("1 first, 2 second")
    registration_valid: Fact[YesNo]
    mou_valid: Fact[YesNo]
    result: Fact[InspectionResult]
    inspector_notes: Sealed[LongText | None]


class CorrectiveAction(Record):
    """What must be put right after an unmet standard or an inspection, by when, and whether it was done."""

    standard_id: Fact[StandardCode]
    shelter_id: Fact[Id | None]
    raised_on: Fact[Day]
    due_on: Fact[Day]
    done_on: Later[Day]
    severity: Fact[Severity]
    action_text: Sealed[LongText]


RECORD_INSPECTION = makes(
    "record_inspection",
    Inspection,
    path="/shelters/{shelter_id}/inspections",
    moment="inspected_on",
    by=frozenset({Role.MOSAVY_OFFICER}),
    summary="Record a visit by the ministry to a shelter and its result.",
)

RAISE_CORRECTIVE_ACTION = makes(
    "raise_corrective_action",
    CorrectiveAction,
    path="/corrective-actions",
    moment="raised_on",
    by=frozenset({Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.MOSAVY_OFFICER}),
    summary="Say what must be put right, and by when.",
)

FINISH_CORRECTIVE_ACTION = changes(
    "finish_corrective_action",
    CorrectiveAction,
    path="/corrective-actions/{corrective_action_id}/completion",
    moment="done_on",
    by=frozenset({Role.SUPERVISOR, Role.ORGANISATION_ADMIN}),
    summary="Record that a fault was put right.",
)
