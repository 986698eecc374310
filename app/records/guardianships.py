"""Guardianships: who answers for a child."""

from app.access import CASE_STAFF_AND_MINISTRY
from app.records.base import Fact, Record, Sealed, makes, noted
from app.records.values import ShortText, Timestamp, YesNo
from app.vocabulary.justice import GuardianBasis, GuardianRole


class Guardianship(Record):
    """Who answers for a child, on what basis, and whether that person is suspected."""

    named_at: Fact[Timestamp]
    role: Fact[GuardianRole]
    basis: Fact[GuardianBasis | None]
    parent_suspected: Fact[YesNo | None]
    legal_custody_settled: Fact[YesNo | None] = noted("a formal decision covers the stay")
    holder_name: Sealed[ShortText]


RECORD_GUARDIANSHIP = makes(
    "record_guardianship",
    Guardianship,
    path="/cases/{case_id}/guardianships",
    moment="named_at",
    by=CASE_STAFF_AND_MINISTRY,
    summary="Record who answers for a child, and on what basis.",
)
