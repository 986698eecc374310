"""What belongs to a visit of the ministry: its plan, what was seen of each standard, and photographs."""

from app.access import Role
from app.records.base import Fact, Given, Later, Record, Sealed, changes, makes, noted
from app.records.values import Count, Day, Digest, File, Id, LongText, StandardCode, Timestamp, YesNo
from app.vocabulary.inspections import InspectionReason, PictureOf, Seen

_INSPECTORS = frozenset({Role.MOSAVY_OFFICER})


class InspectionPlan(Record):
    """A visit that is planned; the inspection itself is recorded when it was made."""

    shelter_id: Fact[Id]
    planned_on: Fact[Day]
    visit_number: Fact[Count] = noted("1 first, 2 second")
    reason: Fact[InspectionReason] = noted("proposed")
    announced: Fact[YesNo] = noted("whether the shelter was told beforehand")
    called_off_on: Later[Day]


class InspectionItem(Record):
    """What the inspector saw of one standard on a visit; the newest of a visit and a standard counts."""

    shelter_id: Fact[Id]
    inspection_id: Fact[Id]
    standard_id: Fact[StandardCode]
    seen_at: Fact[Timestamp]
    seen: Fact[Seen] = noted("proposed")
    item_notes: Sealed[LongText | None]


class InspectionPicture(Record):
    """A photograph taken on a visit, as a document: sealed under a key of its own that the inspector's body and the shelter's hold."""

    shelter_id: Fact[Id]
    inspection_id: Fact[Id]
    standard_id: Fact[StandardCode | None]
    taken_at: Fact[Timestamp]
    shows: Fact[PictureOf] = noted("proposed; never a person")
    document_digest: Given[Digest | None] = noted("of the file, set by the system")
    file: Sealed[File]


PLAN_INSPECTION = makes(
    "plan_inspection",
    InspectionPlan,
    path="/shelters/{shelter_id}/inspection-plans",
    by=_INSPECTORS,
    summary="Plan a visit to a shelter.",
)

CALL_OFF_INSPECTION = changes(
    "call_off_inspection",
    InspectionPlan,
    path="/shelters/{shelter_id}/inspection-plans/{inspection_plan_id}/calling-off",
    moment="called_off_on",
    by=_INSPECTORS,
    summary="Call a planned visit off.",
)

RECORD_INSPECTION_ITEM = makes(
    "record_inspection_item",
    InspectionItem,
    path="/shelters/{shelter_id}/inspection-items",
    moment="seen_at",
    by=_INSPECTORS,
    summary="Record what was seen of one standard on a visit.",
)

ATTACH_INSPECTION_PICTURE = makes(
    "attach_inspection_picture",
    InspectionPicture,
    path="/shelters/{shelter_id}/inspection-pictures",
    moment="taken_at",
    by=_INSPECTORS,
    summary="Attach a photograph taken on a visit; it is sealed.",
)
