"""Shelters, and what was observed about them."""

from app.access import Role
from app.records.base import Fact, Record, Sealed, makes
from app.records.values import Count, Day, Id, ShortText, YesNo
from app.vocabulary.organisations import ShelterAccepts, ShelterAcceptsAge
from app.vocabulary.places import Province


class Shelter(Record):
    """A place where people stay; its whereabouts are the most protected fact of the system."""

    code: Fact[ShortText]
    opened_on: Fact[Day]
    province: Fact[Province]
    accepts: Fact[ShelterAccepts]
    accepts_age: Fact[ShelterAcceptsAge]
    name: Sealed[ShortText]
    street_address: Sealed[ShortText]
    phone: Sealed[ShortText]


class ShelterCondition(Record):
    """What was observed about a shelter on one day; the newest observation counts."""

    shelter_id: Fact[Id]
    observed_on: Fact[Day]
    security_24h: Fact[YesNo]
    meals_per_day: Fact[Count]
    land_area_m2: Fact[Count]
    staff_count: Fact[Count]
    staff_required: Fact[Count]
    capacity: Fact[Count]
    occupancy: Fact[Count]
    rooms_by_sex_and_age: Fact[YesNo]


REGISTER_SHELTER = makes(
    "register_shelter",
    Shelter,
    path="/shelters",
    moment="opened_on",
    by=frozenset({Role.ORGANISATION_ADMIN}),
    summary="Register a shelter; its address and telephone are sealed.",
)

RECORD_SHELTER_CONDITION = makes(
    "record_shelter_condition",
    ShelterCondition,
    path="/shelters/{shelter_id}/conditions",
    moment="observed_on",
    by=frozenset({Role.ORGANISATION_ADMIN, Role.MOSAVY_OFFICER}),
    summary="Record what was observed about a shelter on one day.",
)
