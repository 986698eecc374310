"""Code lists taken over from the Human Trafficking Case Data Standard 2.0, with its own spelling of the codes."""

from enum import StrEnum
from typing import Self


class HtcdsCode(StrEnum):
    """A code of HTCDS 2.0, which writes them in CamelCase; the same words in snake_case, as all other codes here, mean the same code."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        wanted = str(value)
        return next((code for code in cls if code.name.lower() == wanted), None)


class ExploitationType(HtcdsCode):
    """What the person was exploited for (HTCDS 2.0, vic_TypeOfExploitation). `forced_criminality` is ours and exports as Other."""

    FORCED_LABOUR = "ForcedLabour"
    SEXUAL_EXPLOITATION = "SexualExploitation"
    CHILD_LABOUR = "ChildLabour"
    FORCED_MARRIAGE = "ForcedMarriage"
    SERVITUDE = "Servitude"
    FORCED_MILITARY_BY_NON_STATE_ACTORS = "ForcedMilitaryByNonStateActors"
    ORGAN_REMOVAL = "OrganRemoval"
    FORCED_BEGGING = "ForcedBegging"
    FORCED_ADOPTION = "ForcedAdoption"
    SURROGACY = "Surrogacy"
    FORCED_CRIMINALITY = "forced_criminality"
    OTHER = "Other"


class MethodOfControl(HtcdsCode):
    """By what means the person was controlled (HTCDS 2.0, vic_MethodsOfControl). `restricts_movement` is ours and exports as Other."""

    PHYSICAL_THREATS = "PhysicalThreats"
    THREATS_LAW_ENFORCEMENT = "ThreatsLawEnforcement"
    THREATENS_CHILDREN_FAMILY = "ThreatensChildrenFamily"
    DEBT_BONDAGE = "DebtBondage"
    FALSE_PROMISES = "FalsePromises"
    PHYSICAL_ABUSE = "PhysicalAbuse"
    SEXUAL_ABUSE = "SexualAbuse"
    TAKES_EARNINGS = "TakesEarnings"
    RESTRICTS_FINANCIAL_ACCESS = "RestrictsFinancialAccess"
    RESTRICTS_MEDICAL_CARE = "RestrictsMedicalCare"
    WITHHOLDS_NECESSITIES = "WithholdsNecessities"
    PSYCHOLOGICAL_ABUSE = "PsychologicalAbuse"
    PSYCHOACTIVE_SUBSTANCE = "PsychoactiveSubstance"
    EXCESSIVE_WORKING_HOURS = "ExcessiveWorkingHours"
    WITHHOLDS_DOCUMENTS = "WithholdsDocuments"
    RESTRICTS_MOVEMENT = "restricts_movement"
    OTHER = "Other"


class MethodOfRecruitment(HtcdsCode):
    """How the person was recruited (HTCDS 2.0, vic_MethodOfRecruitment)."""

    AT_A_PLACE_OF_BUSINESS = "AtAPlaceOfBusiness"
    AT_AN_EDUCATIONAL_INSTITUTION = "AtAnEducationalInstitution"
    AT_WORK = "AtWork"
    THROUGH_ONLINE_SOCIAL_NETWORKS = "ThroughOnlineSocialNetworks"
    THROUGH_AN_ONLINE_ADVERTISEMENT = "ThroughAnOnlineAdvertisement"
    THROUGH_A_TELEVISION_ADVERT = "ThroughATelevisionAdvert"
    THROUGH_A_NEWSPAPER_ADVERT = "ThroughANewspaperAdvert"
    THROUGH_FAMILY_OR_FAMILY_EVENTS = "ThroughFamilyOrFamilyEvents"
    THROUGH_FRIENDS_OR_SOCIAL_EVENTS = "ThroughFriendsOrSocialEvents"
    OTHER = "Other"


class MaritalStatus(HtcdsCode):
    """The person's marital status (HTCDS 2.0, prs_MaritalStatus)."""

    SINGLE = "Single"
    MARRIED = "Married"
    WIDOWED = "Widowed"
    DIVORCED = "Divorced"
    SEPARATED = "Separated"
    REGISTERED_PARTNERSHIP = "RegisteredPartnership"


class EducationLevel(HtcdsCode):
    """The highest level of education reached (HTCDS 2.0, prs_HighestLevelOfEducation, after ISCED 2011)."""

    EARLY_CHILDHOOD_EDUCATION = "EarlyChildhoodEducation"
    PRIMARY_EDUCATION = "PrimaryEducation"
    LOWER_SECONDARY_EDUCATION = "LowerSecondaryEducation"
    UPPER_SECONDARY_EDUCATION = "UpperSecondaryEducation"
    POST_SECONDARY_NON_TERTIARY_EDUCATION = "PostSecondaryNonTertiaryEducation"
    SHORT_CYCLE_TERTIARY_EDUCATION = "ShortCycleTertiaryEducation"
    BACHELORS_OR_EQUIVALENT_LEVEL = "BachelorsOrEquivalentLevel"
    MASTERS_OR_EQUIVALENT_LEVEL = "MastersOrEquivalentLevel"
    DOCTORAL_OR_EQUIVALENT_LEVEL = "DoctoralOrEquivalentLevel"
