"""Words about cases, persons, screening and danger."""

from enum import StrEnum


class Step(StrEnum):
    """Where a case stands in the protection process (data dictionary, States)."""

    INTERVIEW = "interview"
    RECOVERY = "recovery"
    REINTEGRATION = "reintegration"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class NextStep(StrEnum):
    """A step that a step change can lead to; the last one is reached by closing the case (data dictionary, step_change)."""

    RECOVERY = "recovery"
    REINTEGRATION = "reintegration"
    FOLLOW_UP = "follow_up"


class Reporter(StrEnum):
    """Who brought the case to notice (government case form 1, who referred)."""

    POLICE = "police"
    CONSULAR_SERVICE = "consular_service"
    SOCIAL_AFFAIRS = "social_affairs"
    NGO = "ngo"
    IMMIGRATION = "immigration"
    LOCAL_AUTHORITY = "local_authority"
    SELF = "self"
    FAMILY = "family"
    OTHER = "other"


class Gender(StrEnum):
    """The person's gender (HTCDS 2.0, prs_Gender)."""

    FEMININE = "feminine"
    MASCULINE = "masculine"
    TRANSGENDER_FEMININE = "transgender_feminine"
    TRANSGENDER_MASCULINE = "transgender_masculine"
    NON_CONFORMING = "non_conforming"
    UNKNOWN = "unknown"


class NationalityClass(StrEnum):
    """Whether the person is a national of Cambodia, no more than that (HTCDS 2.0, prs_Citizenship, class only)."""

    CAMBODIAN = "cambodian"
    FOREIGN = "foreign"
    STATELESS = "stateless"
    UNKNOWN = "unknown"


class AgeClass(StrEnum):
    """Child, adult or uncertain; uncertain is treated as a child (data dictionary, age_determination)."""

    CHILD = "child"
    ADULT = "adult"
    UNCERTAIN = "uncertain"


class AgeBasis(StrEnum):
    """What an age determination rests on (Cambodian identity papers; data dictionary, age_determination)."""

    BIRTH_CERTIFICATE = "birth_certificate"
    IDENTITY_CARD = "identity_card"
    FAMILY_BOOK = "family_book"
    PASSPORT = "passport"
    OWN_STATEMENT = "own_statement"
    FAMILY_STATEMENT = "family_statement"
    MEDICAL_ESTIMATE = "medical_estimate"
    APPEARANCE = "appearance"
    EIGHTEENTH_BIRTHDAY = "eighteenth_birthday"


class ScreeningForm(StrEnum):
    """The identification form that was filled in (the government's identification forms of 2016)."""

    CONSULAR_SHORT = "consular_short"
    SOCIAL_AFFAIRS_SHORT = "social_affairs_short"
    SOCIAL_AFFAIRS_DETAILED = "social_affairs_detailed"
    POLICE_SHORT = "police_short"
    POLICE_DETAILED = "police_detailed"
    NGO_SCREENING = "ngo_screening"


class ScreenedBy(StrEnum):
    """The service that screened the person (the government's identification forms of 2016)."""

    POLICE = "police"
    CONSULAR_SERVICE = "consular_service"
    SOCIAL_AFFAIRS = "social_affairs"
    NGO = "ngo"
    IMMIGRATION = "immigration"


class ScreeningOutcome(StrEnum):
    """The first finding of the service that met the person (HTCDS 2.0, vic_TraffickingStatus)."""

    PRESUMED_VICTIM = "presumed_victim"
    UNCLEAR = "unclear"
    NOT_A_VICTIM = "not_a_victim"


class IdentificationDecision(StrEnum):
    """The competent authority's decision on victim status (HTCDS 2.0, vic_TraffickingStatus)."""

    IDENTIFIED = "identified"
    NOT_IDENTIFIED = "not_identified"
    PROCEDURE_ENDED = "procedure_ended"


class DecidingBody(StrEnum):
    """Who decided on victim status (HTCDS 2.0, vic_TraffickingStatusDecisionMakingOrg)."""

    POLICE = "police"
    COURT_OR_PROSECUTION = "court_or_prosecution"
    OTHER_GOVERNMENT = "other_government"
    NGO = "ngo"
    OTHER = "other"


class RiskScope(StrEnum):
    """What a risk assessment is about (data dictionary, risk_assessment)."""

    FIRST_CONTACT = "first_contact"
    AFTER_INCIDENT = "after_incident"
    RETURN_PLACE = "return_place"
    PERIODIC = "periodic"


class RiskLevel(StrEnum):
    """How great the danger is (data dictionary, risk_assessment)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
