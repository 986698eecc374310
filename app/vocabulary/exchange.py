"""Further code lists of the Human Trafficking Case Data Standard 2.0, with its own spelling of the codes."""

from enum import StrEnum

from app.vocabulary.trafficking import HtcdsCode


class StatedStatus(HtcdsCode):
    """Where a case stood with whoever handed it over (HTCDS 2.0, cas_Status)."""

    ACTIVE = "Active"
    FOLLOW_UP = "FollowUp"
    CLOSED = "Closed"
    CLOSED_REFERRED = "ClosedReferred"


class StatedVictimStatus(HtcdsCode):
    """What whoever handed the case over said of victim status (HTCDS 2.0, vic_TraffickingStatus)."""

    POSSIBLE_VICTIM_OF_TRAFFICKING = "PossibleVictimOfTrafficking"
    ACTUAL_VICTIM_OF_TRAFFICKING = "ActualVictimOfTrafficking"
    NOT_A_VICTIM_OF_TRAFFICKING = "NotAVictimOfTrafficking"


class StatedDecider(HtcdsCode):
    """Who had decided on victim status, as whoever handed the case over said (HTCDS 2.0, vic_TraffickingStatusDecisionMakingOrg)."""

    POLICE = "Police"
    NGO = "NGO"
    COURT_OR_PROSECUTION = "CourtOrProsecution"
    NON_POLICE_GOVERNMENTAL_ORGANIZATION = "NonPoliceGovernmentalOrganization"
    OTHER = "Other"


class FormerOrganisationType(HtcdsCode):
    """What kind of body handed the case over (HTCDS 2.0, org_Type)."""

    NGO = "NGO"
    LAW_ENFORCEMENT = "LawEnforcement"
    HEALTH_SERVICE_ORGANISATION = "HealthServiceOrganisation"
    CENTRAL_GOVERNMENT_ORGANISATION = "CentralGovernmentOrganisation"
    LOCAL_GOVERNMENT_ORGANISATION = "LocalGovernmentOrganisation"
    IMMIGRATION_SERVICE = "ImmigrationService"
    LEGAL_SERVICE = "LegalService"
    CORPORATE_BUSINESS = "CorporateBusiness"
    SCHOOL_OR_COLLEGE = "SchoolOrCollege"


class RelationshipToTrafficker(HtcdsCode):
    """How the person knew the trafficker; one code is spelt as the standard spells it (HTCDS 2.0, vic_RelationshipToTrafficker)."""

    FAMILIAL = "Familial"
    ACQUAINTED = "Acquainted"
    UNAQUAINTED = "Unaquainted"


class WebsiteOrApp(HtcdsCode):
    """A website or app used to recruit or exploit (HTCDS 2.0, vic_RecruitmentWebsitesAndApps)."""

    FACEBOOK = "Facebook"
    INSTAGRAM = "Instagram"
    WHATS_APP = "WhatsApp"
    TELEGRAM = "Telegram"
    FACEBOOK_MESSENGER = "FacebookMessenger"
    VIBER = "Viber"
    SNAP_CHAT = "SnapChat"
    LINE = "Line"
    FOUR_SALE = "4Sale"
    WE_CHAT = "WeChat"
    QQ = "QQ"
    QZONE = "QZone"
    TIK_TOK = "TikTok"
    TWITTER = "Twitter"
    OTHER = "Other"


class Industry(HtcdsCode):
    """The industry of forced labour, a section of ISIC revision 4 (HTCDS 2.0, vic_ForcedLabourIndustry)."""

    A_AGRICULTURE_FORESTRY_AND_FISHING = "A_AgricultureForestryAndFishing"
    B_MINING_AND_QUARRYING = "B_MiningAndQuarrying"
    C_MANUFACTURING = "C_Manufacturing"
    D_ELECTRICITY_GAS_STEAM_AND_AIR_CONDITIONING_SUPPLY = "D_ElectricityGasSteamAndAirConditioningSupply"
    E_WATER_SUPPLY_SEWERAGE_WASTE_MANAGEMENT = "E_WaterSupplySewerageWasteManagement"
    F_CONSTRUCTION = "F_Construction"
    G_WHOLESALE_AND_RETAIL_TRADE_REPAIR_OF_MOTOR_VEHICLES = "G_WholesaleAndRetailTradeRepairOfMotorVehicles"
    H_TRANSPORTATION_AND_STORAGE = "H_TransportationAndStorage"
    I_ACCOMMODATION_AND_FOOD_SERVICE_ACTIVITIES = "I_AccommodationAndFoodServiceActivities"
    J_INFORMATION_AND_COMMUNICATION = "J_InformationAndCommunication"
    K_FINANCIAL_AND_INSURANCE_ACTIVITIES = "K_FinancialAndInsuranceActivities"
    L_REAL_ESTATE_ACTIVITIES = "L_RealEstateActivities"
    M_PROFESSIONAL_SCIENTIFIC_AND_TECHNICAL_ACTIVITIES = "M_ProfessionalScientificAndTechnicalActivities"
    N_ADMINISTRATIVE_AND_SUPPORT_SERVICE_ACTIVITIES = "N_AdministrativeAndSupportServiceActivities"
    O_PUBLIC_ADMINISTRATION_AND_DEFENCE = "O_PublicAdministrationAndDefence"
    P_EDUCATION = "P_Education"
    Q_HUMAN_HEALTH_AND_SOCIAL_WORK_ACTIVITIES = "Q_HumanHealthAndSocialWorkActivities"
    R_ARTS_ENTERTAINMENT_AND_RECREATION = "R_ArtsEntertainmentAndRecreation"
    S_OTHER_SERVICE_ACTIVITIES = "S_OtherServiceActivities"
    T_ACTIVITIES_OF_HOUSEHOLDS_AS_EMPLOYERS = "T_ActivitiesOfHouseholdsAsEmployers"
    U_ACTIVITIES_OF_EXTRATERRITORIAL_ORGANIZATIONS = "U_ActivitiesOfExtraterritorialOrganizations"


class SexExploitationType(HtcdsCode):
    """The kind of sexual exploitation (HTCDS 2.0, vic_TypeOfSexExploitation)."""

    PROSTITUTION = "Prostitution"
    PORNOGRAPHY = "Pornography"
    REMOTE_INTERACTIVE_SERVICES = "RemoteInteractiveServices"
    PRIVATE_SEXUAL_SERVICES = "PrivateSexualServices"


class RoleInTrafficking(HtcdsCode):
    """What somebody did in the process of trafficking (HTCDS 2.0, per_RoleInProcess)."""

    TRAVELLING_PARTNER = "TravellingPartner"
    TRANSPORTER = "Transporter"
    RECRUITER_OR_INTERMEDIARY = "RecruiterOrIntermediary"
    BROKER_TRAVEL_AGENT = "BrokerTravelAgent"
    TRANSFERRED_INDIVIDUAL = "TransferredIndividual"
    HARBOURED_INDIVIDUAL = "HarbouredIndividual"
    SOLD_INDIVIDUAL = "SoldIndividual"
    BOUGHT_INDIVIDUAL = "BoughtIndividual"
    RECEIVED_INDIVIDUAL = "ReceivedIndividual"
    CONTROLLED_INDIVIDUAL = "ControlledIndividual"
    SMUGGLER = "Smuggler"
    ABUSER = "Abuser"
    KIDNAPPER = "Kidnapper"
    EXPLOITER = "Exploiter"
    OTHER = "Other"


class TraffickingEventType(HtcdsCode):
    """The part of the trafficking that an event belongs to (HTCDS 2.0, hte_Type)."""

    RECRUITMENT = "Recruitment"
    TRANSIT = "Transit"
    EXPLOITATION = "Exploitation"


class SupportType(HtcdsCode):
    """What a plan of support is about (HTCDS 2.0, spl_Type)."""

    EDUCATION = "Education"
    FINANCIAL = "Financial"
    HEALTH = "Health"
    LABOUR_EXPLOITATION_REHABILITATION = "LabourExploitationRehabilitation"
    LEGAL = "Legal"
    LIVELIHOOD = "Livelihood"
    RIGHTS_BASED_TRAINING = "RightsBasedTraining"
    SEXUAL_EXPLOITATION_REHABILITATION = "SexualExploitationRehabilitation"
    SOCIAL_CARE = "SocialCare"


class ReferralDirection(StrEnum):
    """Whether the person came from the other body or went to it (HTCDS 2.0, incoming and outgoing referral)."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
