"""Words about guardianship, the law, incidents, complaints and papers."""

from enum import StrEnum


class GuardianRole(StrEnum):
    """What someone is to the child (data dictionary, guardianship)."""

    PARENT = "parent"
    LEGAL_GUARDIAN = "legal_guardian"
    SUPPORTER = "supporter"


class GuardianBasis(StrEnum):
    """What a guardianship rests on (data dictionary, guardianship)."""

    PARENTAGE = "parentage"
    COURT_DECISION = "court_decision"
    AUTHORITY_DECISION = "authority_decision"
    AGREEMENT = "agreement"


class LegalStepKind(StrEnum):
    """An event in the law's course (data dictionary, legal_step)."""

    INFORMATION = "information"
    REFLECTION_STARTED = "reflection_started"
    COOPERATION_DECISION = "cooperation_decision"
    POLICE_COMPLAINT = "police_complaint"
    STATEMENT = "statement"
    HEARING = "hearing"
    VERDICT = "verdict"
    CUSTODY_DEMAND = "custody_demand"
    CLAIM = "claim"


class ClientChoice(StrEnum):
    """What the person wants of the law (data dictionary, legal_step)."""

    COMPLAINT = "complaint"
    PROTECTION = "protection"
    CLAIM = "claim"
    NONE = "none"
    UNDECIDED = "undecided"


class ClaimDecision(StrEnum):
    """What was decided about a claim (data dictionary, compensation_decision)."""

    CLAIM_FILED = "claim_filed"
    NOT_WANTED = "not_wanted"
    NO_BASIS = "no_basis"
    SETTLED = "settled"


class ClaimType(StrEnum):
    """What is claimed (data dictionary, compensation_decision)."""

    COMPENSATION = "compensation"
    WAGES = "wages"
    PROPERTY = "property"


class IncidentKind(StrEnum):
    """What happened (data dictionary, incident)."""

    THREAT = "threat"
    VIOLENCE = "violence"
    DISAPPEARANCE = "disappearance"
    INJURY = "injury"
    DEATH = "death"
    ABUSE_BY_STAFF = "abuse_by_staff"
    DEGRADING_PUNISHMENT = "degrading_punishment"
    UNPAID_WORK = "unpaid_work"
    COMPULSORY_TEST = "compulsory_test"
    CUSTODY_OR_PENALTY = "custody_or_penalty"
    DATA_BREACH = "data_breach"


class ComplaintSubject(StrEnum):
    """What a complaint is about (data dictionary, complaint)."""

    STAFF = "staff"
    SERVICES = "services"
    SHELTER = "shelter"
    OTHER_BODY = "other_body"


class ComplaintOutcome(StrEnum):
    """How a complaint was answered (data dictionary, complaint)."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    WITHDRAWN = "withdrawn"


class DocumentKind(StrEnum):
    """A kind of paper or file (identity and legal papers of the government case forms; data dictionary, document)."""

    NATIONAL_ID = "national_id"
    BIRTH_CERTIFICATE = "birth_certificate"
    FAMILY_BOOK = "family_book"
    PASSPORT = "passport"
    LAISSEZ_PASSER = "laissez_passer"
    COMPLAINT = "complaint"
    WARRANT = "warrant"
    VERDICT = "verdict"
    ORDER = "order"
    FORM = "form"
    PICTURE = "picture"
    OTHER = "other"


class HeldBy(StrEnum):
    """Who has a paper in hand (data dictionary, document)."""

    PERSON = "person"
    ORGANISATION = "organisation"
    AUTHORITY = "authority"
    NOBODY = "nobody"
