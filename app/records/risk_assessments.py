"""Risk assessments: a judgement of danger at one moment."""

from app.access import CASE_STAFF
from app.records.base import Fact, Record, Sealed, makes, noted
from app.records.values import LongText, Timestamp, YesNo
from app.vocabulary.cases import RiskLevel, RiskScope


class RiskAssessment(Record):
    """A judgement of danger at one moment: at first contact, after an incident, before a return."""

    assessed_at: Fact[Timestamp]
    scope: Fact[RiskScope]
    level: Fact[RiskLevel]
    urgent_health_need: Fact[YesNo]
    special_needs_asked: Fact[YesNo]
    special_needs_found: Fact[YesNo | None]
    place_is_safe: Fact[YesNo | None] = noted("for return_place")
    threats: Sealed[LongText | None]
    safety_actions: Sealed[LongText | None]


RECORD_RISK_ASSESSMENT = makes(
    "record_risk_assessment",
    RiskAssessment,
    path="/cases/{case_id}/risk-assessments",
    moment="assessed_at",
    by=CASE_STAFF,
    summary="Record a judgement of danger at one moment.",
)
