"""Words about return, handover, follow-up, closure and waivers."""

from enum import StrEnum


class DestinationType(StrEnum):
    """With whom, or where, the person will live (data dictionary, reintegration_plan)."""

    FAMILY = "family"
    KIN = "kin"
    FOSTER = "foster"
    INDEPENDENT = "independent"
    ABROAD = "abroad"


class HandoverRecipient(StrEnum):
    """Who goes on with the case (data dictionary, handover)."""

    DOSAVY = "dosavy"
    COMMUNE_COMMITTEE = "commune_committee"
    COUNTERPART_ABROAD = "counterpart_abroad"
    OTHER_NGO = "other_ngo"


class Direction(StrEnum):
    """Which way a journey home crosses the border, seen from Cambodia (data dictionary, repatriation)."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


class VisitMode(StrEnum):
    """How contact was sought after the return (data dictionary, follow_up_visit; government case form 5)."""

    HOME_VISIT = "home_visit"
    OFFICE = "office"
    PHONE = "phone"
    COUNTERPART = "counterpart"


class DangerFound(StrEnum):
    """What a visit found (data dictionary, follow_up_visit)."""

    NONE = "none"
    OTHER = "other"
    HIGH = "high"


class ClosureReason(StrEnum):
    """Why a case ends (government case form 6; HTCDS 2.0, cas_ReasonForCaseClosure)."""

    SCORE_REACHED = "score_reached"
    SERVICES_REFUSED = "services_refused"
    DIED = "died"
    MOVED_OR_NOT_FOUND = "moved_or_not_found"
    FAMILY_ABSENT = "family_absent"
    TRANSFERRED = "transferred"
    NOT_A_VICTIM = "not_a_victim"
    OTHER = "other"


class ClosingSignature(StrEnum):
    """Whether the person signed the closing (government case form 6)."""

    SIGNED = "signed"
    DECLINED = "declined"
    NOT_POSSIBLE = "not_possible"
    MISSING = "missing"


class WaiverReason(StrEnum):
    """Why a standard cannot be settled now (data dictionary, waiver)."""

    EMERGENCY = "emergency"
    PERSON_DECLINED = "person_declined"
    AUTHORITY_DELAY = "authority_delay"
    NOT_POSSIBLE = "not_possible"
    RECORDING_GAP = "recording_gap"


class WaiverDecision(StrEnum):
    """What was decided about a waiver (data dictionary, waiver)."""

    APPROVED = "approved"
    REFUSED = "refused"
