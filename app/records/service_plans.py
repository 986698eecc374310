"""Service plans: what will be done about every weak domain."""

from app.access import CASE_STAFF
from app.records.base import Fact, Record, Sealed, makes, noted
from app.records.values import Items, Timestamp, YesNo
from app.vocabulary.care import PlanClientSignature, PlanGuardianSignature


class ServicePlan(Record):
    """What will be done about every weak domain, by whom, by when, agreed by whom."""

    completed_at: Fact[Timestamp]
    covers_low_scores: Fact[YesNo]
    client_signature: Fact[PlanClientSignature]
    guardian_signature: Fact[PlanGuardianSignature]
    case_worker_signed: Fact[YesNo]
    local_authority_signed: Fact[YesNo]
    approved_by_supervisor: Fact[YesNo | None]
    client_view_recorded: Fact[YesNo]
    conditional_on_cooperation: Fact[YesNo]
    items: Sealed[Items | None] = noted(htcds="spl_Objectives, spl_ActionPlan, spl_PlannedEndDate, spl_ActualEndDate, spl_Type")


RECORD_SERVICE_PLAN = makes(
    "record_service_plan",
    ServicePlan,
    path="/cases/{case_id}/service-plans",
    moment="completed_at",
    by=CASE_STAFF,
    summary="Record what will be done about every weak domain, agreed by whom.",
)
