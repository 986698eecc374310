"""Words about organisations, agreements, shelters, inspections and users."""

from enum import StrEnum


class OrganisationType(StrEnum):
    """What kind of body an organisation is (HTCDS 2.0, org_Type; embassy and international_organisation are ours)."""

    NGO = "ngo"
    LAW_ENFORCEMENT = "law_enforcement"
    HEALTH_SERVICE = "health_service"
    CENTRAL_GOVERNMENT = "central_government"
    LOCAL_GOVERNMENT = "local_government"
    IMMIGRATION = "immigration"
    LEGAL_SERVICE = "legal_service"
    COMPANY = "company"
    SCHOOL = "school"
    EMBASSY = "embassy"
    INTERNATIONAL_ORGANISATION = "international_organisation"


class TargetGroup(StrEnum):
    """Whom an agreement lets a provider serve (data dictionary, mou)."""

    ADULTS = "adults"
    CHILDREN = "children"
    WOMEN = "women"
    MEN = "men"
    FOREIGN_NATIONALS = "foreign_nationals"


class RuleSet(StrEnum):
    """The minimum standards an agreement binds a provider to: those of 2009, or of 2014 for residential care (data dictionary, mou)."""

    KH_2009 = "kh-2009"
    KH_2014_RESIDENTIAL = "kh-2014-residential"


class MouState(StrEnum):
    """Where an agreement stands (data dictionary, States)."""

    DRAFT = "draft"
    ACTIVE = "active"
    EXPIRED = "expired"
    ENDED = "ended"


class ObligationKind(StrEnum):
    """A recurring duty under an agreement (data dictionary, mou_obligation)."""

    MONTHLY_CASE_LIST = "monthly_case_list"
    QUARTERLY_STATISTICS = "quarterly_statistics"
    ANNUAL_REPORT = "annual_report"
    INCIDENT_NOTICE = "incident_notice"
    STAFF_CHANGE_NOTICE = "staff_change_notice"
    INSPECTION_ACCESS = "inspection_access"
    DATA_SHARING_ANNEX = "data_sharing_annex"
    RENEWAL = "renewal"


class ShelterAccepts(StrEnum):
    """Whom a shelter takes in, by sex (data dictionary, shelter)."""

    WOMEN_AND_GIRLS = "women_and_girls"
    MEN_AND_BOYS = "men_and_boys"
    ALL = "all"


class ShelterAcceptsAge(StrEnum):
    """Whom a shelter takes in, by age (data dictionary, shelter)."""

    CHILDREN = "children"
    ADULTS = "adults"
    ALL = "all"


class InspectionResult(StrEnum):
    """What the ministry concluded from a visit (data dictionary, inspection; residential-care standards of 2014)."""

    COMPLIANT = "compliant"
    FAULTS_FOUND = "faults_found"
    REFERRED_TO_MINISTER = "referred_to_minister"


class Severity(StrEnum):
    """How grave a fault is (data dictionary, corrective_action)."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class StaffSex(StrEnum):
    """The sex of a user, as HTCDS 2.0 names it (prs_Gender, shortened)."""

    FEMININE = "feminine"
    MASCULINE = "masculine"
    OTHER = "other"


class TrainingTopic(StrEnum):
    """What a course taught (data dictionary, training)."""

    VICTIM_CENTRED_INTERVIEWING = "victim_centred_interviewing"
    CHILD_INTERVIEWING = "child_interviewing"
    SAFEGUARDING = "safeguarding"
    DATA_PROTECTION = "data_protection"


class UndertakingKind(StrEnum):
    """What a user promised in writing (data dictionary, undertaking)."""

    CONFIDENTIALITY = "confidentiality"
    CODE_OF_CONDUCT = "code_of_conduct"
