"""The person behind a case, and her or his age."""

from app.access import CASE_STAFF
from app.records.base import Fact, Record, Sealed, makes, noted
from app.records.values import ClientCode, Codes, Count, Country, Day, Language, LongText, ShortText, Timestamp, VillageCode, YesNo
from app.vocabulary.cases import AgeBasis, AgeClass
from app.vocabulary.trafficking import EducationLevel, MaritalStatus, MethodOfControl, MethodOfRecruitment


class Person(Record):
    """The identity behind a case; everything that could name the person is sealed."""

    registered_at: Fact[Timestamp]
    own_name_recorded: Fact[YesNo]
    client_code_assigned: Fact[YesNo]
    name_km: Sealed[ShortText | None] = noted(htcds="prs_FirstName, prs_SecondName")
    name_latin: Sealed[ShortText | None] = noted(htcds="prs_FirstName, prs_MiddleName, prs_SecondName")
    other_names: Sealed[LongText | None]
    client_code: Sealed[ClientCode | None] = noted("1 to 40 characters, usually the village code and four digits")
    date_of_birth: Sealed[Day | None] = noted(htcds="prs_Birthdate")
    citizenships: Sealed[Codes[Country] | None] = noted(htcds="prs_Citizenship")
    identity_number: Sealed[ShortText | None] = noted(htcds="prs_IdentityNumber")
    primary_language: Sealed[Language | None] = noted(htcds="prs_PrimaryLanguage")
    marital_status: Sealed[MaritalStatus | None] = noted(htcds="prs_MaritalStatus")
    number_of_children: Sealed[Count | None] = noted(htcds="prs_NumberOfChildren")
    education_level: Sealed[EducationLevel | None] = noted(htcds="prs_HighestLevelOfEducation")
    phone: Sealed[ShortText | None] = noted(htcds="prs_MobilePhone")
    street_address: Sealed[ShortText | None] = noted(htcds="prs_MailingStreet")
    village_code: Sealed[VillageCode | None] = noted(
        "1 to 20 letters, digits and hyphens, usually the gazetteer's eight digits: province, district, commune, village",
        htcds="prs_MailingCity",
    )
    deceased: Sealed[YesNo | None] = noted(htcds="prs_Deceased")
    suspects: Sealed[LongText | None] = noted("names on the no-contact list", htcds="per_RoleInProcess")
    methods_of_control: Sealed[Codes[MethodOfControl] | None] = noted(htcds="vic_MethodsOfControl")
    method_of_recruitment: Sealed[Codes[MethodOfRecruitment] | None] = noted(htcds="vic_MethodOfRecruitment")


class AgeDetermination(Record):
    """What was found out about age, when and on what basis; the newest before an act governs that act."""

    determined_at: Fact[Timestamp]
    age_class: Fact[AgeClass]
    basis: Fact[AgeBasis]


REGISTER_PERSON = makes(
    "register_person",
    Person,
    path="/cases/{case_id}/person",
    moment="registered_at",
    by=CASE_STAFF,
    summary="Record the identity behind a case; all that could name the person is sealed.",
)

RECORD_AGE = makes(
    "record_age",
    AgeDetermination,
    path="/cases/{case_id}/age-determinations",
    moment="determined_at",
    by=CASE_STAFF,
    summary="Record what was found out about age, and on what basis.",
)
