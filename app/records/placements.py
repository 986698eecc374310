"""Placements: a stay, from when to when, on what legal basis."""

from app.access import CASE_STAFF
from app.records.base import Fact, Later, Record, Sealed, changes, makes, noted
from app.records.values import Id, ShortText, Timestamp, YesNo
from app.vocabulary.care import CareType, ReleasedTo


class Placement(Record):
    """A stay: where, on what legal basis, from when to when; one active stay per person."""

    care_type: Fact[CareType]
    shelter_id: Fact[Id | None]
    admitted_at: Fact[Timestamp]
    emergency: Fact[YesNo]
    alternatives_recorded: Fact[YesNo | None] = noted("earlier options in the policy order each have a reason")
    left_at: Later[Timestamp]
    released_to: Later[ReleasedTo]
    released_to_suspected: Later[YesNo]
    authority_decision_held: Later[YesNo] = noted("decision of the social affairs office on this hand-over")
    room_code: Sealed[ShortText | None]


ADMIT_TO_PLACEMENT = makes(
    "admit_to_placement",
    Placement,
    path="/cases/{case_id}/placements",
    moment="admitted_at",
    by=CASE_STAFF,
    summary="Admit the person to a placement, unless another stay is active.",
)

END_PLACEMENT = changes(
    "end_placement",
    Placement,
    path="/cases/{case_id}/placements/{placement_id}/end",
    moment="left_at",
    by=CASE_STAFF,
    fields=("released_to", "released_to_suspected", "authority_decision_held"),
    summary="Record that a stay ended, and to whom the person went.",
)
