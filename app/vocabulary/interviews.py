"""Words about interviews, briefings, consent and disclosure."""

from enum import StrEnum


class InterviewType(StrEnum):
    """What an interview is for (data dictionary, interview)."""

    INITIAL = "initial"
    SUBSTANTIVE = "substantive"
    CLARIFICATION = "clarification"


class PlaceType(StrEnum):
    """Where an interview is held (government case form 1, place of interview)."""

    SHELTER = "shelter"
    OFFICE = "office"
    POLICE_STATION = "police_station"
    HOSPITAL = "hospital"
    COURT = "court"
    HOME = "home"
    OTHER = "other"


class StopRequest(StrEnum):
    """Whether the person asked to stop or pause, and what came of it (data dictionary, interview)."""

    NONE = "none"
    HONOURED = "honoured"
    NOT_HONOURED = "not_honoured"


class SexExceptionReason(StrEnum):
    """Why an interviewer of another sex than chosen held the interview (data dictionary, interview)."""

    NONE_AVAILABLE = "none_available"
    URGENT = "urgent"
    PERSON_AGREED = "person_agreed"


class RepeatReason(StrEnum):
    """Why the person was asked again (data dictionary, interview)."""

    PERSON_ASKED = "person_asked"
    NEW_FACTS = "new_facts"
    COURT_ORDER = "court_order"
    EARLIER_RECORD_LOST = "earlier_record_lost"


class ContactType(StrEnum):
    """How rights were explained (government case form 2, services explained)."""

    FACE_TO_FACE = "face_to_face"
    PHONE = "phone"
    WRITTEN = "written"


class ConsentPurpose(StrEnum):
    """What a consent or a disclosure is for (data dictionary, consent)."""

    INTERVIEW = "interview"
    SERVICES = "services"
    SHELTER = "shelter"
    MEDICAL = "medical"
    SERVICE_REFERRAL = "service_referral"
    LEGAL_AID = "legal_aid"
    AUTHORITY_REPORT = "authority_report"
    FAMILY_CONTACT = "family_contact"
    EMBASSY_CONTACT = "embassy_contact"
    CASE_TRANSFER = "case_transfer"
    HANDOVER = "handover"
    FOLLOW_UP = "follow_up"
    PUBLICATION = "publication"


class ConsentDecision(StrEnum):
    """What the person answered (data dictionary, consent)."""

    GIVEN = "given"
    REFUSED = "refused"
    ASKED_FOR_TIME = "asked_for_time"


class DataCategory(StrEnum):
    """A kind of information about the person (data dictionary, consent)."""

    IDENTITY = "identity"
    CONTACT = "contact"
    BIOGRAPHY = "biography"
    HEALTH = "health"
    LEGAL = "legal"
    LOCATION = "location"
    PHOTO = "photo"
    SCORES = "scores"


class ConsentGiver(StrEnum):
    """Who answered (data dictionary, consent)."""

    CLIENT = "client"
    GUARDIAN = "guardian"
    SUPPORTER = "supporter"


class GuardianPosition(StrEnum):
    """Where a child's guardian stands towards a consent (data dictionary, consent)."""

    AGREED = "agreed"
    SUSPECTED = "suspected"
    NONE_FOUND = "none_found"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"


class DisclosureChannel(StrEnum):
    """The way by which information leaves the organisation (data dictionary, disclosure)."""

    REFERRAL_PACKET = "referral_packet"
    EXPORT = "export"
    PAPER = "paper"
    PHONE = "phone"
    IN_PERSON = "in_person"


class OverrideBasis(StrEnum):
    """What a disclosure without consent rests on (data dictionary, disclosure)."""

    COURT_ORDER = "court_order"
    IMMINENT_DANGER = "imminent_danger"
    CHILD_PROTECTION_DUTY = "child_protection_duty"
