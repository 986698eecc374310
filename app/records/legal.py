"""The law's course, and compensation."""

from app.access import CASE_STAFF
from app.records.base import Fact, Record, Sealed, makes
from app.records.values import Codes, LongText, Timestamp, YesNo
from app.vocabulary.justice import ClaimDecision, ClaimType, ClientChoice, LegalStepKind


class LegalStep(Record):
    """Something in the law's course: information talk, reflection, decision to cooperate, statement, hearing, verdict, custody demand."""

    kind: Fact[LegalStepKind]
    held_at: Fact[Timestamp]
    options_explained: Fact[YesNo | None]
    lawyer_offered: Fact[YesNo | None]
    client_choice: Fact[ClientChoice | None]
    client_chose_earlier: Fact[YesNo | None]
    client_briefed: Fact[YesNo | None]
    accompanied: Fact[YesNo | None]
    separate_waiting: Fact[YesNo | None]
    threat_check_done: Fact[YesNo | None]
    legal_notes: Sealed[LongText | None]


class CompensationDecision(Record):
    """What was decided about compensation, wages owed and property."""

    decided_at: Fact[Timestamp]
    decision: Fact[ClaimDecision]
    claim_types: Fact[Codes[ClaimType] | None]
    claim_details: Sealed[LongText | None]


RECORD_LEGAL_STEP = makes(
    "record_legal_step",
    LegalStep,
    path="/cases/{case_id}/legal-steps",
    moment="held_at",
    by=CASE_STAFF,
    summary="Record an event in the law's course.",
)

RECORD_COMPENSATION_DECISION = makes(
    "record_compensation_decision",
    CompensationDecision,
    path="/cases/{case_id}/compensation-decisions",
    moment="decided_at",
    by=CASE_STAFF,
    summary="Record what was decided about compensation, wages owed and property.",
)
