"""The consent ledger."""

from app.access import CASE_STAFF
from app.records.base import Fact, Later, Record, Sealed, changes, makes, noted
from app.records.values import RECIPIENT, Codes, Day, IdOrCode, LongText, Timestamp, YesNo
from app.vocabulary.interviews import ConsentDecision, ConsentGiver, ConsentPurpose, DataCategory, GuardianPosition


class Consent(Record):
    """A line of the consent ledger: one purpose, one recipient, named data, one period; withdrawn, never deleted."""

    purpose: Fact[ConsentPurpose]
    decided_at: Fact[Timestamp] = noted("HTCDS 2.0: true when decision is given and all told_ fields are true", htcds="con_Consent")
    decision: Fact[ConsentDecision]
    informed: Fact[YesNo] = noted("stated by the worker, stored as sent; the derived con_Consent also asks for the told_ fields")
    recipient: Fact[IdOrCode | None] = noted(RECIPIENT)
    data_categories: Fact[Codes[DataCategory] | None]
    expires_on: Fact[Day | None]
    given_by: Fact[ConsentGiver]
    child_assent: Fact[YesNo | None]
    guardian_position: Fact[GuardianPosition | None]
    signed: Fact[YesNo] = noted("signature or thumbprint of person and case worker")
    told_purpose: Fact[YesNo | None] = noted("question 2 of con_Consent", htcds="con_Consent")
    told_uses: Fact[YesNo | None] = noted("question 3 of con_Consent", htcds="con_Consent")
    told_research_use: Fact[YesNo | None] = noted("question 4 of con_Consent", htcds="con_Consent")
    told_access: Fact[YesNo | None] = noted("question 5 of con_Consent", htcds="con_Consent")
    told_retention: Fact[YesNo | None] = noted("question 6 of con_Consent", htcds="con_Consent")
    told_withdrawal: Fact[YesNo | None] = noted("question 7 of con_Consent", htcds="con_Consent")
    reoffer_on: Fact[Day | None] = noted("after a refusal: the offer stays open")
    withdrawn_at: Later[Timestamp]
    recipients_told_at: Later[Timestamp]
    withheld: Sealed[LongText | None]


RECORD_CONSENT = makes(
    "record_consent",
    Consent,
    path="/cases/{case_id}/consents",
    moment="decided_at",
    by=CASE_STAFF,
    summary="Record the person's answer to one purpose.",
)

WITHDRAW_CONSENT = changes(
    "withdraw_consent",
    Consent,
    path="/cases/{case_id}/consents/{consent_id}/withdrawal",
    moment="withdrawn_at",
    by=CASE_STAFF,
    summary="Record that the person withdrew a consent.",
)

TELL_RECIPIENTS = changes(
    "tell_recipients",
    Consent,
    path="/cases/{case_id}/consents/{consent_id}/recipient-notice",
    moment="recipients_told_at",
    by=CASE_STAFF,
    summary="Record that the recipients were told of a withdrawal.",
)
