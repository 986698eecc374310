"""All records and acts, gathered from the files that declare them."""

from collections.abc import Mapping
from types import MappingProxyType

from app.records import (
    assessments,
    case_notes,
    cases,
    closures,
    complaints,
    consents,
    disclosures,
    follow_up,
    guardianships,
    identity_requests,
    incidents,
    inspecting,
    inspections,
    interviews,
    legal,
    mous,
    movement,
    organisations,
    origins,
    papers,
    person_details,
    persons,
    placements,
    referrals,
    reintegration,
    reviews,
    rights_briefings,
    risk_assessments,
    screenings,
    service_plans,
    services,
    shelters,
    trafficking,
    users,
    waivers,
)
from app.records.base import Act, Record
from app.shape import FieldKind, FieldShape, Shape

# In the order in which a reader meets them: who takes part, then a case from first contact to its end.
NOUNS = (
    organisations,
    mous,
    shelters,
    inspections,
    inspecting,
    users,
    cases,
    persons,
    person_details,
    trafficking,
    origins,
    screenings,
    risk_assessments,
    interviews,
    rights_briefings,
    consents,
    disclosures,
    identity_requests,
    referrals,
    placements,
    movement,
    assessments,
    service_plans,
    services,
    case_notes,
    reviews,
    guardianships,
    legal,
    incidents,
    complaints,
    papers,
    reintegration,
    follow_up,
    closures,
    waivers,
)

_DECLARED = tuple(value for noun in NOUNS for value in vars(noun).values())

RECORDS: Mapping[str, type[Record]] = MappingProxyType(
    {value.record_name: value for value in _DECLARED if isinstance(value, type) and issubclass(value, Record) and value is not Record}
)
ACTS: Mapping[str, Act] = MappingProxyType({value.name: value for value in _DECLARED if isinstance(value, Act)})


def acts_of(record_name: str) -> tuple[Act, ...]:
    """The acts that make or change a record, in the order of their declaration."""
    return tuple(act for act in ACTS.values() if act.record.record_name == record_name)


def making_acts(record_name: str) -> tuple[Act, ...]:
    """The acts that make a record: one, two for a referral, none for what the system writes alone."""
    return tuple(act for act in acts_of(record_name) if act.makes)


def shape() -> Shape:
    """What the rulebook needs to know of every record; each has its id, because rules link by it."""
    identity = {"id": FieldShape(FieldKind.ID)}
    return {name: identity | {f.name: f.shape for f in record.fields.values()} for name, record in RECORDS.items()}
