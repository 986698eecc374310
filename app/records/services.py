"""Services offered to a person."""

from app.access import CASE_STAFF
from app.records.base import Fact, Later, Record, Sealed, changes, makes, noted
from app.records.values import LongText, Score, Timestamp, YesNo
from app.vocabulary.care import Answer, ServiceType


class Service(Record):
    """One service: offered, accepted or refused, started, ended."""

    type: Fact[ServiceType] = noted("HTCDS 2.0: nearest", htcds="spl_Type")
    offered_at: Fact[Timestamp]
    decision: Later[Answer]
    informed: Later[YesNo] = noted("told what is offered and that refusing has no penalty")
    decided_at: Later[Timestamp]
    started_at: Later[Timestamp]
    ended_at: Later[Timestamp]
    progress_score: Later[Score] = noted("1 to 4")
    service_notes: Sealed[LongText | None]


OFFER_SERVICE = makes(
    "offer_service",
    Service,
    path="/cases/{case_id}/services",
    moment="offered_at",
    by=CASE_STAFF,
    summary="Offer the person a service.",
)

DECIDE_SERVICE = changes(
    "decide_service",
    Service,
    path="/cases/{case_id}/services/{service_id}/decision",
    moment="decided_at",
    by=CASE_STAFF,
    fields=("decision", "informed"),
    summary="Record whether the person accepts or refuses a service.",
)

START_SERVICE = changes(
    "start_service",
    Service,
    path="/cases/{case_id}/services/{service_id}/start",
    moment="started_at",
    by=CASE_STAFF,
    summary="Record that a service started.",
)

END_SERVICE = changes(
    "end_service",
    Service,
    path="/cases/{case_id}/services/{service_id}/end",
    moment="ended_at",
    by=CASE_STAFF,
    fields=("progress_score", "service_notes"),
    summary="Record that a service ended, and how far it helped.",
)
