"""Cases: one person's way through the protection process."""

from app.access import CASE_STAFF, CASE_STAFF_AND_MINISTRY, Role
from app.records.base import Fact, Given, Later, Record, changes, makes, noted
from app.records.values import Codes, Id, ShortText, Timestamp, YesNo
from app.vocabulary.cases import Gender, NationalityClass, NextStep, Reporter, Step
from app.vocabulary.places import Province
from app.vocabulary.trafficking import ExploitationType


class Case(Record):
    """One person's way through the protection process; carries no name."""

    case_number: Given[ShortText] = noted("random, given by the system")
    first_contact_at: Fact[Timestamp] = noted(past=True)
    registered_at: Fact[Timestamp]
    step: Given[Step] = noted("exports as Active, then FollowUp, then Closed, or ClosedReferred after a transfer", htcds="cas_Status")
    reported_by: Fact[Reporter | None] = noted("HTCDS 2.0: kind only", htcds="cas_ReferringOrganisation")
    sex: Fact[Gender] = noted(htcds="prs_Gender")
    nationality_class: Fact[NationalityClass] = noted("HTCDS 2.0: class only", htcds="prs_Citizenship")
    interpreter_needed: Fact[YesNo]
    types_of_exploitation: Fact[Codes[ExploitationType] | None] = noted(
        "HTCDS 2.0: forced_criminality exports as Other", htcds="vic_TypeOfExploitation"
    )
    previous_case_id: Fact[Id | None]
    province: Fact[Province | None]


class StepChange(Record):
    """The case enters another step; refused while a gate standard is not settled."""

    to_step: Fact[NextStep]
    changed_at: Fact[Timestamp]


class Assignment(Record):
    """The case worker answerable for the case, from when to when."""

    user_id: Fact[Id] = noted(htcds="cas_CaseOwner")
    assigned_at: Fact[Timestamp]
    ended_at: Later[Timestamp]


OPEN_CASE = makes(
    "open_case",
    Case,
    path="/cases",
    moment="registered_at",
    by=CASE_STAFF_AND_MINISTRY,
    summary="Open a case for a person; it carries no name.",
)

CHANGE_STEP = makes(
    "change_step",
    StepChange,
    path="/cases/{case_id}/step-changes",
    moment="changed_at",
    by=CASE_STAFF,
    summary="Move the case to another step, if its gates are settled.",
)

ASSIGN_CASE_WORKER = makes(
    "assign_case_worker",
    Assignment,
    path="/cases/{case_id}/assignments",
    moment="assigned_at",
    by=frozenset({Role.SUPERVISOR, Role.ORGANISATION_ADMIN}),
    summary="Make a case worker answerable for the case.",
)

END_ASSIGNMENT = changes(
    "end_assignment",
    Assignment,
    path="/cases/{case_id}/assignments/{assignment_id}/end",
    moment="ended_at",
    by=frozenset({Role.SUPERVISOR, Role.ORGANISATION_ADMIN}),
    summary="End a case worker's answerability for the case.",
)
