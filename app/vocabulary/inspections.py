"""Words of inspections that the data dictionary does not have; all proposed."""

from enum import StrEnum


class InspectionReason(StrEnum):
    """Why a shelter is visited."""

    YEARLY = "yearly"
    SECOND_VISIT = "second_visit"
    NEW_SHELTER = "new_shelter"
    COMPLAINT = "complaint"
    INCIDENT = "incident"


class Seen(StrEnum):
    """What the inspector saw of one standard."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_SEEN = "not_seen"


class PictureOf(StrEnum):
    """What a photograph shows. Never a person."""

    BUILDING = "building"
    GROUNDS = "grounds"
    ROOM = "room"
    KITCHEN = "kitchen"
    WASHING_PLACE = "washing_place"
    SECURITY = "security"
    HEALTH_CORNER = "health_corner"
    WORKSHOP = "workshop"
    PAPER = "paper"
    OTHER = "other"


class InspectionState(StrEnum):
    """Where a shelter stands between two visits."""

    NEVER_INSPECTED = "never_inspected"
    IN_ORDER = "in_order"
    OVERDUE = "overdue"
    MENDING = "mending"
    SECOND_VISIT_DUE = "second_visit_due"
    FAILED_TWICE = "failed_twice"
    REFERRED = "referred"
