"""How long the work takes, in minutes. All of it is ours, proposed, and meant to be replaced by what an organisation measures itself.

It is here so that an organisation that thinks of signing an agreement can see an order of magnitude; nothing is judged by it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from app.vocabulary.agreements import Rhythm
from app.vocabulary.organisations import ObligationKind

BASIS = "proposed"
HOURS_OF_A_FULL_POST = 160  # a month

# Act -> minutes to do it and to write it down once.
MINUTES: Mapping[str, int] = {
    "open_case": 15,
    "register_person": 20,
    "record_screening": 45,
    "record_risk_assessment": 30,
    "record_interview": 120,
    "record_rights_briefing": 30,
    "record_consent": 15,
    "record_identification": 20,
    "record_placement_order": 15,
    "send_referral": 20,
    "record_assessment": 120,
    "record_service_plan": 60,
    "offer_service": 15,
    "record_legal_step": 60,
    "write_case_note": 15,
    "record_review": 30,
    "record_incident": 30,
    "draft_reintegration_plan": 60,
    "send_handover": 30,
    "record_follow_up_visit": 180,
    "close_case": 45,
    "record_shelter_condition": 30,
    "record_training": 5,
    "sign_undertaking": 15,
}
# Act -> how often it is done once for each new case.
FOR_A_NEW_CASE: Mapping[str, int] = {
    "open_case": 1,
    "register_person": 1,
    "record_screening": 1,
    "record_risk_assessment": 2,
    "record_interview": 1,
    "record_rights_briefing": 1,
    "record_consent": 3,
    "record_assessment": 1,
    "record_service_plan": 1,
    "offer_service": 5,
}
# Act -> how often it is done each month for an open case.
FOR_AN_OPEN_CASE_A_MONTH: Mapping[str, int] = {"write_case_note": 4, "record_review": 1}
# What is delivered under an agreement -> minutes each time; it takes no more than that because it is counted from what is recorded.
DELIVERY: Mapping[str, int] = {
    ObligationKind.MONTHLY_CASE_LIST: 30,
    ObligationKind.QUARTERLY_STATISTICS: 240,
    ObligationKind.ANNUAL_REPORT: 960,
    ObligationKind.INCIDENT_NOTICE: 60,
    ObligationKind.STAFF_CHANGE_NOTICE: 20,
    ObligationKind.INSPECTION_ACCESS: 240,
    ObligationKind.DATA_SHARING_ANNEX: 240,
    ObligationKind.RENEWAL: 480,
}
_MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.HALF_YEARLY: 6, Rhythm.YEARLY: 12}


class Load(NamedTuple):
    """What makes work each month."""

    new_cases: float
    open_cases: int
    visits: int
    deliveries: float  # minutes


def minutes_of(times: Mapping[str, int]) -> int:
    """Return the minutes of acts done so many times.

    >>> minutes_of({"write_case_note": 4, "record_review": 1})
    90
    """
    return sum(MINUTES[act] * number for act, number in times.items())


def delivery_minutes(kind: str, rhythm: Rhythm) -> float:
    """Return the minutes a month that a term takes; nothing for what falls due once or on an event.

    >>> delivery_minutes("quarterly_statistics", Rhythm.QUARTERLY)
    80.0
    """
    return DELIVERY[kind] / _MONTHS[rhythm] if rhythm in _MONTHS else 0.0


def hours_a_month(load: Load) -> float:
    """Return the hours of work a month, to one decimal.

    >>> hours_a_month(Load(new_cases=2, open_cases=10, visits=3, deliveries=60))
    44.7
    """
    minutes = load.new_cases * minutes_of(FOR_A_NEW_CASE) + load.open_cases * minutes_of(FOR_AN_OPEN_CASE_A_MONTH)
    return round((minutes + load.visits * MINUTES["record_follow_up_visit"] + load.deliveries) / 60, 1)


def shown() -> dict[str, object]:
    """Return the whole table, for whoever wants to see what the hours are made of."""
    return {
        "basis": BASIS,
        "minutes": dict(MINUTES),
        "for_a_new_case": dict(FOR_A_NEW_CASE),
        "for_an_open_case_a_month": dict(FOR_AN_OPEN_CASE_A_MONTH),
        "for_a_delivery": {str(kind): minutes for kind, minutes in DELIVERY.items()},
        "hours_of_a_full_post": HOURS_OF_A_FULL_POST,
    }
