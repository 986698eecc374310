"""Disclosures: case information leaving the organisation."""

from app.access import CASE_STAFF
from app.records.base import Fact, Record, Sealed, makes, noted
from app.records.values import RECIPIENT, Codes, IdOrCode, LongText, Timestamp, YesNo
from app.vocabulary.interviews import ConsentPurpose, DataCategory, DisclosureChannel, OverrideBasis


class Disclosure(Record):
    """Case information leaving the organisation: to whom, for what, what kinds of data, on which footing."""

    disclosed_at: Fact[Timestamp]
    purpose: Fact[ConsentPurpose]
    recipient: Fact[IdOrCode] = noted(RECIPIENT)
    data_categories: Fact[Codes[DataCategory]]
    channel: Fact[DisclosureChannel]
    identity_masked: Fact[YesNo | None]
    override: Fact[YesNo | None] = noted("left out means no, and is stored as no", left_out=False)
    override_basis: Fact[OverrideBasis | None]
    override_approved: Fact[YesNo | None] = noted("by another person")
    content: Sealed[LongText | None]


RECORD_DISCLOSURE = makes(
    "record_disclosure",
    Disclosure,
    path="/cases/{case_id}/disclosures",
    moment="disclosed_at",
    by=CASE_STAFF,
    summary="Disclose case information, if consent or an approved override covers it.",
)
