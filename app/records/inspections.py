"""Inspections by the ministry, and what must be put right."""

from app.access import Role
from app.records.base import Fact, Given, Later, Record, Sealed, changes, makes, noted
from app.records.values import Count, Day, Digest, Id, LongText, StandardCode, YesNo
from app.vocabulary.organisations import InspectionResult, ObligationKind, Severity
from app.vocabulary.reports import Cause, Remedy, Responsible, SecondLook


class Inspection(Record):
    """A visit by the ministry to a shelter and its result."""

    shelter_id: Fact[Id]
    inspected_on: Fact[Day]
    visit_number: Fact[Count] = noted("1 first, 2 second")
    registration_valid: Fact[YesNo]
    mou_valid: Fact[YesNo]
    result: Fact[InspectionResult]
    inspector_notes: Sealed[LongText | None]
    notice_given_on: Later[Day]
    mend_by: Later[Day] = noted("three months after the notice by the 2014 rule (K3)")


class CorrectiveAction(Record):
    """What must be put right after an unmet standard or an inspection, by when, and whether it was done."""

    standard_id: Fact[StandardCode]
    shelter_id: Fact[Id | None]
    raised_on: Fact[Day]
    due_on: Fact[Day]
    done_on: Later[Day]
    severity: Fact[Severity]
    action_text: Sealed[LongText]
    organisation_id: Fact[Id | None] = noted("whose fault it is, where no shelter tells; the actor's own if left out")
    responsible: Fact[Responsible | None] = noted("proposed: who in the organisation sees to it, by role")
    report_id: Given[Id | None] = noted("the compliance report it follows from")
    duty: Given[ObligationKind | None] = noted("the missed duty, where the standard is MOU")
    cause: Given[Cause | None] = noted("proposed")
    remedy: Given[Remedy | None] = noted("proposed")
    evidence_digest: Later[Digest] = noted("of the document that shows it was put right")
    looked_again_on: Later[Day]
    second_look: Later[SecondLook] = noted("proposed: what the ministry found")


RECORD_INSPECTION = makes(
    "record_inspection",
    Inspection,
    path="/shelters/{shelter_id}/inspections",
    moment="inspected_on",
    by=frozenset({Role.MOSAVY_OFFICER}),
    summary="Record a visit by the ministry to a shelter and its result.",
)

GIVE_INSPECTION_NOTICE = changes(
    "give_inspection_notice",
    Inspection,
    path="/shelters/{shelter_id}/inspections/{inspection_id}/notice",
    moment="notice_given_on",
    by=frozenset({Role.MOSAVY_OFFICER}),
    fields=("mend_by",),
    needs=frozenset({"mend_by"}),
    summary="Record that the shelter was given notice of its faults and until when to mend them.",
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
    fields=("evidence_digest",),
    summary="Record that a fault was put right.",
)

LOOK_AGAIN_AT_CORRECTIVE_ACTION = changes(
    "look_again_at_corrective_action",
    CorrectiveAction,
    path="/corrective-actions/{corrective_action_id}/second-look",
    moment="looked_again_on",
    by=frozenset({Role.MOSAVY_OFFICER}),
    fields=("second_look",),
    needs=frozenset({"second_look"}),
    summary="Record whether the ministry found a fault put right when it looked again.",
)
