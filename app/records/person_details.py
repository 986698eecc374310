"""More about the person: how to address and reach her or him, in the parts that HTCDS knows."""

from app.access import CASE_STAFF
from app.records.base import Record, Sealed, makes, noted
from app.records.values import Country, Language, Latitude, Longitude, ShortText


class PersonDetails(Record):
    """How to address and reach the person, in the parts that the data standard knows; the newest counts."""

    salutation: Sealed[ShortText | None] = noted(htcds="prs_Salutation")
    title: Sealed[ShortText | None] = noted(htcds="prs_Title")
    first_name: Sealed[ShortText | None] = noted(htcds="prs_FirstName")
    middle_name: Sealed[ShortText | None] = noted(htcds="prs_MiddleName")
    second_name: Sealed[ShortText | None] = noted(htcds="prs_SecondName")
    secondary_language: Sealed[Language | None] = noted(htcds="prs_SecondaryLanguage")
    email: Sealed[ShortText | None] = noted(htcds="prs_Email")
    home_phone: Sealed[ShortText | None] = noted(htcds="prs_HomePhone")
    mailing_city: Sealed[ShortText | None] = noted(htcds="prs_MailingCity")
    mailing_state: Sealed[ShortText | None] = noted(htcds="prs_MailingState")
    mailing_postal_code: Sealed[ShortText | None] = noted(htcds="prs_MailingPostalCode")
    mailing_country: Sealed[Country | None] = noted(htcds="prs_MailingCountry")
    mailing_longitude: Sealed[Longitude | None] = noted(htcds="prs_MailingLongitude")
    mailing_latitude: Sealed[Latitude | None] = noted(htcds="prs_MailingLatitude")


RECORD_PERSON_DETAILS = makes(
    "record_person_details",
    PersonDetails,
    path="/cases/{case_id}/person-details",
    by=CASE_STAFF,
    summary="Record how to address and reach the person.",
)
