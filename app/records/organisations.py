"""Organisations that take part."""

from app.access import Role
from app.records.base import Fact, Record, Sealed, makes, noted
from app.records.values import ShortText
from app.vocabulary.organisations import OrganisationType
from app.vocabulary.places import Province


class Organisation(Record):
    """A body that takes part: service provider, ministry office, police unit, court, embassy, shelter operator."""

    name: Fact[ShortText] = noted(htcds="org_Name")
    type: Fact[OrganisationType] = noted("HTCDS 2.0: embassy, international_organisation have no HTCDS code", htcds="org_Type")
    registration_number: Fact[ShortText | None]
    province: Fact[Province] = noted(htcds="org_ShippingState")
    phone: Sealed[ShortText | None] = noted(htcds="org_Phone")
    street_address: Sealed[ShortText | None] = noted(htcds="org_ShippingStreet")


REGISTER_ORGANISATION = makes(
    "register_organisation",
    Organisation,
    path="/organisations",
    by=frozenset({Role.SYSTEM_ADMIN, Role.ORGANISATION_ADMIN}),
    summary="Register an organisation that takes part.",
)
