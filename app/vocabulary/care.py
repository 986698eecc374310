"""Words about referrals, stays, assessments, plans and services."""

from enum import StrEnum


class ReferralKind(StrEnum):
    """The ministry's order for a stay, or a request to another service (data dictionary, referral)."""

    PLACEMENT_ORDER = "placement_order"
    SERVICE = "service"


class OrderIssuer(StrEnum):
    """Who issued a placement order (referral papers of the government case forms; data dictionary, referral)."""

    MOSAVY = "mosavy"
    DOSAVY = "dosavy"
    OSAVY = "osavy"
    NGO = "ngo"
    POLICE = "police"
    COUNTERPART_ABROAD = "counterpart_abroad"


class ReferralReason(StrEnum):
    """Why a person is referred (HTCDS 2.0, cas_ReasonForOutgoingReferral)."""

    ADDITIONAL_SERVICES_REQUIRED = "additional_services_required"
    MIGRATION_OR_CHANGE_OF_LOCATION = "migration_or_change_of_location"
    OTHER = "other"


class ReferralState(StrEnum):
    """Where a referral stands (data dictionary, States)."""

    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Answer(StrEnum):
    """The answer to an offer or a request (data dictionary, referral and service)."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class RefusalReason(StrEnum):
    """Why a service refused a referral; the last six are no good reason (data dictionary, referral)."""

    NO_CAPACITY = "no_capacity"
    SAFETY_CONFLICT = "safety_conflict"
    SPECIALIST_CARE_NEEDED = "specialist_care_needed"
    OUTSIDE_MANDATE = "outside_mandate"
    PERSON_DECLINED = "person_declined"
    SEX = "sex"
    NATIONALITY = "nationality"
    DISABILITY = "disability"
    HEALTH = "health"
    WORK = "work"
    MIGRATION_STATUS = "migration_status"


class CareType(StrEnum):
    """Where a person lives, in the words of the alternative-care policy (government case form 4)."""

    INSTITUTION = "institution"
    FAMILY = "family"
    KIN = "kin"
    FOSTER = "foster"
    COMMUNITY_GROUP = "community_group"
    FAITH_PLACE = "faith_place"
    INDEPENDENT = "independent"


class ReleasedTo(StrEnum):
    """To whom a person went after a stay (data dictionary, placement)."""

    SELF = "self"
    PARENT = "parent"
    KIN = "kin"
    FOSTER = "foster"
    OTHER_SHELTER = "other_shelter"
    AUTHORITY = "authority"
    NOT_KNOWN = "not_known"


class RestrictionKind(StrEnum):
    """What a movement restriction limits (data dictionary, movement_restriction)."""

    GOING_OUT = "going_out"
    PHONE = "phone"
    VISITS = "visits"


class RestrictionReason(StrEnum):
    """Why movement is restricted (data dictionary, movement_restriction)."""

    THREAT_FROM_SUSPECT = "threat_from_suspect"
    SELF_HARM_RISK = "self_harm_risk"
    COURT_ORDER = "court_order"
    HEALTH = "health"


class LeaveKind(StrEnum):
    """Leaving for good, or for some hours (data dictionary, leave_request)."""

    DEPART = "depart"
    OUTING = "outing"


class AssessmentType(StrEnum):
    """Which assessment it is (data dictionary, assessment; government case forms 2 and 6)."""

    INITIAL = "initial"
    REVIEW = "review"
    FAMILY = "family"
    FINAL = "final"


class ClientDomain(StrEnum):
    """What is scored about the person (government case form 2, client domains)."""

    PHYSICAL_HEALTH = "physical_health"
    MENTAL_HEALTH = "mental_health"
    SAFETY = "safety"
    FOOD = "food"
    SHELTER = "shelter"
    CLOTHING = "clothing"
    EDUCATION = "education"
    FAMILY_RELATIONS = "family_relations"
    SOCIAL_RELATIONS = "social_relations"
    LEGAL_PAPERS = "legal_papers"
    LEGAL_HELP = "legal_help"


class FamilyDomain(StrEnum):
    """What is scored about the family (government case form 2, family domains)."""

    PROTECTION_AND_CARE = "protection_and_care"
    CLOSENESS = "closeness"
    PHYSICAL_HEALTH = "physical_health"
    MENTAL_HEALTH = "mental_health"
    WILL_TO_IMPROVE = "will_to_improve"
    INCOME_SKILLS = "income_skills"
    EDUCATION_LEVEL = "education_level"
    RESOURCES = "resources"
    RELATIVES_HELP = "relatives_help"
    COMMUNITY_SUPPORT = "community_support"
    OTHER_CHILDREN = "other_children"
    OTHER = "other"


class AssessmentConclusion(StrEnum):
    """What an assessment concludes (government case form 2, conclusion)."""

    CAN_BE_REINTEGRATED = "can_be_reintegrated"
    CANNOT_BE_REINTEGRATED = "cannot_be_reintegrated"
    CONTINUE = "continue"
    CLOSE = "close"


class PlanClientSignature(StrEnum):
    """Whether the person signed the service plan (government case form 3)."""

    SIGNED = "signed"
    DECLINED = "declined"
    MISSING = "missing"


class PlanGuardianSignature(StrEnum):
    """Whether the guardian signed the service plan (government case form 3)."""

    SIGNED = "signed"
    NOT_NEEDED = "not_needed"
    SUSPECTED = "suspected"
    NONE_FOUND = "none_found"
    MISSING = "missing"


class ServiceType(StrEnum):
    """A kind of service (data dictionary, service; nearest to HTCDS 2.0, spl_Type)."""

    EMERGENCY_TREATMENT = "emergency_treatment"
    HEALTH_CHECK = "health_check"
    COUNSELLING = "counselling"
    SCHOOLING = "schooling"
    VOCATIONAL_TRAINING = "vocational_training"
    WORK_SUPPORT = "work_support"
    LEGAL_AID = "legal_aid"
    SPECIAL_NEEDS_SUPPORT = "special_needs_support"
    FAMILY_SUPPORT = "family_support"
    FOOD = "food"
    TRANSPORT = "transport"
    OTHER = "other"


class ReviewKind(StrEnum):
    """What a review looks at again (data dictionary, review)."""

    PLAN = "plan"
    LONG_STAY = "long_stay"
    RESTRICTION = "restriction"
    BEST_INTERESTS = "best_interests"
    CASE_CONFERENCE = "case_conference"


class ReviewSubject(StrEnum):
    """What a best-interests review is about (data dictionary, review)."""

    PLACEMENT = "placement"
    RETURN = "return"
    GUARDIANSHIP = "guardianship"
    COURT = "court"


class ReviewOutcome(StrEnum):
    """What a review decided (data dictionary, review)."""

    CONTINUE = "continue"
    CHANGE = "change"
    END = "end"
