"""Incidents, and what was done about them."""

from app.access import CASE_STAFF, Role
from app.records.base import Fact, Later, Record, Sealed, changes, makes, noted
from app.records.values import LongText, Timestamp, YesNo
from app.vocabulary.justice import IncidentKind


class Incident(Record):
    """Threat, violence, disappearance, injury, death, custody, ill-treatment or data breach."""

    kind: Fact[IncidentKind]
    became_known_at: Fact[Timestamp]
    reported_at: Later[Timestamp] = noted("to the social affairs office")
    safety_plan_revised_at: Later[Timestamp]
    challenged_at: Later[Timestamp] = noted("raised with the authority that holds or penalises")
    persons_told_at: Later[Timestamp]
    substantiated: Fact[YesNo | None]
    inquiry_closed_at: Later[Timestamp]
    account: Sealed[LongText]


RECORD_INCIDENT = makes(
    "record_incident",
    Incident,
    path="/cases/{case_id}/incidents",
    moment="became_known_at",
    by=frozenset({Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.ORGANISATION_ADMIN}),
    summary="Record an incident as soon as it becomes known.",
)

REPORT_INCIDENT = changes(
    "report_incident",
    Incident,
    path="/cases/{case_id}/incidents/{incident_id}/report",
    moment="reported_at",
    by=CASE_STAFF,
    summary="Record that an incident was reported to the social affairs office.",
)

REVISE_SAFETY_PLAN = changes(
    "revise_safety_plan",
    Incident,
    path="/cases/{case_id}/incidents/{incident_id}/safety-plan",
    moment="safety_plan_revised_at",
    by=CASE_STAFF,
    summary="Record that the safety plan was revised after an incident.",
)

CHALLENGE_CUSTODY = changes(
    "challenge_custody",
    Incident,
    path="/cases/{case_id}/incidents/{incident_id}/challenge",
    moment="challenged_at",
    by=CASE_STAFF,
    summary="Record that custody or a penalty was challenged.",
)

NOTIFY_PERSONS = changes(
    "notify_persons",
    Incident,
    path="/cases/{case_id}/incidents/{incident_id}/notice",
    moment="persons_told_at",
    by=frozenset({Role.SUPERVISOR, Role.ORGANISATION_ADMIN}),
    summary="Record that the persons concerned were told of an incident.",
)

RECORD_INQUIRY_RESULT = changes(
    "record_inquiry_result",
    Incident,
    path="/cases/{case_id}/incidents/{incident_id}/inquiry-result",
    moment="inquiry_closed_at",
    by=frozenset({Role.SUPERVISOR, Role.ORGANISATION_ADMIN}),
    fields=("substantiated",),
    summary="Record what an inquiry into an incident found.",
)
