"""Where each live field of the standard has its home: read from what the declarations of records say of themselves."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from app.records.base import RecordField
from app.records.htcds.standard import LIVE
from app.records.registry import RECORDS

# Records whose every remark about the standard is a home.
_WHOLE = ("person_details", "trafficking_details", "trafficking_event", "perpetrator", "support_plan", "origin", "case_note")
# Of others only these fields: of the rest, the standard's field has a home that holds it to the letter.
_CHOSEN: Mapping[str, tuple[str, ...]] = {
    "case": ("sex", "types_of_exploitation"),
    "person": (
        "date_of_birth",
        "citizenships",
        "identity_number",
        "primary_language",
        "marital_status",
        "number_of_children",
        "education_level",
        "phone",
        "street_address",
        "deceased",
        "methods_of_control",
        "method_of_recruitment",
    ),
}
INCOMING, OUTGOING = "incoming", "outgoing"


class Part(NamedTuple):
    """A record that a row fills; of the notes on referrals there are two, told apart by their direction."""

    record: str
    direction: str | None = None


class Home(NamedTuple):
    """The field of a record that holds a field of the standard."""

    part: Part
    field: RecordField


def _homes() -> dict[str, Home]:
    found: dict[str, Home] = {}
    for record, names in {name: tuple(RECORDS[name].fields) for name in _WHOLE}.items() | _CHOSEN.items():
        for field in (RECORDS[record].fields[name] for name in names):
            if field.htcds:
                found[field.htcds] = Home(Part(record), field)
    for field in RECORDS["referral_note"].fields.values():
        for direction, name in zip((INCOMING, OUTGOING), (field.htcds or "").split(", "), strict=False):
            if name:
                found[name] = Home(Part("referral_note", direction), field)
    # Not remarked in its declaration: what a file says of consent is not the consent that the standard asks for.
    found["con_Consent"] = Home(Part("origin"), RECORDS["origin"].fields["consent_stated"])
    return {name: found[name] for name in LIVE if name in found}


HOMES: Mapping[str, Home] = MappingProxyType(_homes())
