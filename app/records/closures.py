"""The end of a case."""

from app.access import Role
from app.records.base import Fact, Record, Sealed, makes, noted
from app.records.values import LongText, Timestamp, YesNo
from app.vocabulary.going_home import ClosingSignature, ClosureReason


class Closure(Record):
    """The end of the case and its reason."""

    closed_at: Fact[Timestamp]
    reason: Fact[ClosureReason] = noted(htcds="cas_ReasonForCaseClosure")
    summary_written: Fact[YesNo]
    client_signature: Fact[ClosingSignature]
    approved_by_supervisor: Fact[YesNo]
    return_contact_given: Fact[YesNo]
    closing_summary: Sealed[LongText | None]


CLOSE_CASE = makes(
    "close_case",
    Closure,
    path="/cases/{case_id}/closure",
    moment="closed_at",
    by=frozenset({Role.SUPERVISOR}),
    summary="Close the case, if its gates are settled.",
)
