"""Words about letting identities out of the system."""

from enum import StrEnum


class IdentityExportPurpose(StrEnum):
    """What identities leave the system for; ours, after the purposes a consent can have."""

    CASE_TRANSFER = "case_transfer"
    HANDOVER = "handover"
    SERVICE_REFERRAL = "service_referral"
    LEGAL_AID = "legal_aid"
    AUTHORITY_REPORT = "authority_report"
    EMBASSY_CONTACT = "embassy_contact"
    REQUEST_OF_THE_PERSON = "request_of_the_person"


class IdentityExportState(StrEnum):
    """How far a request for identities has come; an expired one lets nothing out any more."""

    ASKED = "asked"
    APPROVED = "approved"
    EXPIRED = "expired"
