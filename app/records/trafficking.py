"""What is known of the trafficking: how it went, single events of it, and who took part."""

from typing import Annotated

from pydantic import Field

from app.access import CASE_STAFF
from app.records.base import Record, Sealed, makes, noted
from app.records.values import Codes, Day, Latitude, Longitude, LongText, ShortText
from app.shape import FieldKind
from app.vocabulary.exchange import (
    Industry,
    RelationshipToTrafficker,
    RoleInTrafficking,
    SexExploitationType,
    TraffickingEventType,
    WebsiteOrApp,
)

Age = Annotated[int, Field(strict=True, ge=0, le=120), FieldKind.COUNT]  # in whole years


class TraffickingDetails(Record):
    """How the person was recruited and exploited, beyond what the case and the person's record hold; the newest counts."""

    relationship: Sealed[RelationshipToTrafficker | None] = noted(htcds="vic_RelationshipToTrafficker")
    age_when_trafficked: Sealed[Age | None] = noted("in whole years", htcds="vic_AgeWhenTrafficked")
    recruitment_websites: Sealed[Codes[WebsiteOrApp] | None] = noted(htcds="vic_RecruitmentWebsitesAndApps")
    recruitment_location: Sealed[ShortText | None] = noted(htcds="vic_LocationOfRecruitment")
    industries: Sealed[Codes[Industry] | None] = noted(
        "the standard holds one, its published form several", htcds="vic_ForcedLabourIndustry"
    )
    sex_exploitation_types: Sealed[Codes[SexExploitationType] | None] = noted(htcds="vic_TypeOfSexExploitation")
    exploitation_location: Sealed[ShortText | None] = noted(htcds="vic_LocationOfExploitation")
    exploitation_websites: Sealed[Codes[WebsiteOrApp] | None] = noted(htcds="vic_ExploitationWebsitesAndApps")


class TraffickingEvent(Record):
    """One event of the trafficking: where, when, and what happened."""

    type: Sealed[TraffickingEventType | None] = noted(htcds="hte_Type")
    happened_on: Sealed[Day | None] = noted(htcds="hte_Date")
    street: Sealed[ShortText | None] = noted(htcds="hte_Street")
    city: Sealed[ShortText | None] = noted(htcds="hte_City")
    state: Sealed[ShortText | None] = noted(htcds="hte_State")
    postal_code: Sealed[ShortText | None] = noted(htcds="hte_PostalCode")
    country: Sealed[ShortText | None] = noted(htcds="hte_Country")
    longitude: Sealed[Longitude | None] = noted(htcds="hte_Longitude")
    latitude: Sealed[Latitude | None] = noted(htcds="hte_Latitude")
    description: Sealed[LongText | None] = noted(htcds="hte_Description")


class Perpetrator(Record):
    """Somebody who took part in the trafficking: in which part of it, and for whom."""

    roles: Sealed[Codes[RoleInTrafficking] | None] = noted(htcds="per_RoleInProcess")
    role_details: Sealed[LongText | None] = noted(htcds="per_RoleDetails")
    organisation: Sealed[ShortText | None] = noted(htcds="per_Organisation")


RECORD_TRAFFICKING_DETAILS = makes(
    "record_trafficking_details",
    TraffickingDetails,
    path="/cases/{case_id}/trafficking-details",
    by=CASE_STAFF,
    summary="Record how the person was recruited and exploited.",
)

RECORD_TRAFFICKING_EVENT = makes(
    "record_trafficking_event",
    TraffickingEvent,
    path="/cases/{case_id}/trafficking-events",
    by=CASE_STAFF,
    summary="Record one event of the trafficking.",
)

RECORD_PERPETRATOR = makes(
    "record_perpetrator",
    Perpetrator,
    path="/cases/{case_id}/perpetrators",
    by=CASE_STAFF,
    summary="Record somebody who took part in the trafficking.",
)
