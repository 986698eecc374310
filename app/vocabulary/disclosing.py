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
    REQUEST_OF_THE_AUDITOR = "request_of_the_auditor"


class IdentityExportState(StrEnum):
    """How far a request for identities has come; an expired one lets nothing out any more."""

    ASKED = "asked"
    APPROVED = "approved"
    EXPIRED = "expired"


class IdentityReason(StrEnum):
    """Why the ministry's auditor asks who a person is; ours, a code and no words, so that nothing can name anybody."""

    DANGER = "danger"
    COMPLAINT = "complaint"
    COURT = "court"
    SAME_PERSON = "same_person"


class IdentityDecision(StrEnum):
    """What the organisation answers to the auditor's request."""

    GIVEN = "given"
    REFUSED = "refused"
