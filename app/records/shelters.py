"""Shelters, and what was observed about them."""

from app.access import Role
from app.records.base import Fact, Record, Sealed, makes, noted
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
    # What the residential-care standards of 2014 ask besides; no agreed body needs them, and what is not recorded is unknown.
    safe_location: Fact[YesNo | None]
    clean_premises: Fact[YesNo | None]
    safe_water: Fact[YesNo | None] = noted("enough, to drink and to wash")
    separate_toilets: Fact[YesNo | None] = noted("and washing places: by sex, locked from inside")
    fire_safety: Fact[YesNo | None] = noted("extinguishers, and a way out that everybody can open")
    room_register_kept: Fact[YesNo | None] = noted("who lives in which room")
    first_aid: Fact[YesNo | None] = noted("at hand, with somebody on duty who can give it")
    health_care_arranged: Fact[YesNo | None] = noted("a health centre or doctor has agreed to treat residents")
    counselling_offered: Fact[YesNo | None]
    vocational_training_offered: Fact[YesNo | None]


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
