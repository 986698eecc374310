"""Rights briefings: what was explained, when, and whether it was understood."""

from app.access import CASE_STAFF
from app.records.base import Fact, Record, makes
from app.records.values import Timestamp, YesNo
from app.vocabulary.interviews import ContactType


class RightsBriefing(Record):
    """What was explained, when, and whether it was understood."""

    explained_at: Fact[Timestamp]
    general_rights: Fact[YesNo]
    accept_or_refuse: Fact[YesNo]
    confidentiality: Fact[YesNo]
    shelter_offer: Fact[YesNo | None]
    house_rules: Fact[YesNo | None]
    expected_stay: Fact[YesNo | None]
    how_to_leave: Fact[YesNo | None]
    how_to_complain: Fact[YesNo | None]
    understood: Fact[YesNo]
    contact_type: Fact[ContactType | None]


RECORD_RIGHTS_BRIEFING = makes(
    "record_rights_briefing",
    RightsBriefing,
    path="/cases/{case_id}/rights-briefings",
    moment="explained_at",
    by=CASE_STAFF,
    summary="Record what was explained to the person, and whether it was understood.",
)
