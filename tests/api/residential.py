"""An invented shelter with faults under the residential standards, and agreements that bind to them."""

from typing import Any
from uuid import UUID

from app.access import Role
from app.work import House
from tests.builders import Town, do

RESIDENTIAL = "kh-2014-residential"


def a_faulty_shelter(house: House, town: Town) -> UUID:
    """A shelter of `own` with two faults under the residential standards: no safe water, and a first visit that found something."""
    admin, officer = town.person(Role.ORGANISATION_ADMIN), town.person(Role.MOSAVY_OFFICER)
    made = do(house, admin.actor, "register_shelter", opened_on="2025-01-10", province="KH-2").record_id
    seen = {"land_area_m2": 2000, "meals_per_day": 3, "staff_count": 12, "staff_required": 12, "occupancy": 40, "capacity": 40}
    ids = {"shelter_id": made}
    do(house, admin.actor, "record_shelter_condition", ids, observed_on="2025-06-01", shelter_id=None, safe_water=False, **seen)
    do(house, officer.actor, "record_inspection", ids, inspected_on="2025-06-02", shelter_id=None, visit_number=1, result="faults_found")
    return made


def bind(house: House, town: Town, *catalogues: str, **facts: Any) -> None:
    """Sign an agreement under which further catalogues bind `own`."""
    days = {"signed_on": "2025-01-01", "starts_on": "2025-01-01", "ends_on": "2025-12-31", "renewal_due_on": "2025-10-01"}
    given = days | {"organisation_id": str(town.own), "state": "active", "rule_set": "kh-2009", "further_rule_sets": list(catalogues)}
    do(house, town.person(Role.ORGANISATION_ADMIN).actor, "sign_mou", ministry_id=None, **(given | facts))


def by_catalogue(answer: Any) -> dict[str, Any]:
    return {one["catalogue"]["id"]: one for one in answer["assessments"]}


def statuses(assessment: Any) -> dict[str, str]:
    return {finding["standard"]: finding["status"] for finding in assessment["findings"]}
