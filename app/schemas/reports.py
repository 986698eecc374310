"""What crosses the border about reports."""

from datetime import date
from typing import Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.records.values import Day, Digest, LongText
from app.schemas.base import Schema
from app.vocabulary.organisations import Severity
from app.vocabulary.reports import Cause, Decision, DecisionReason, Remedy, Responsible


class ReportPeriod(Schema):
    """The local days a report is about, both included."""

    model_config = ConfigDict(serialize_by_alias=True)

    first: Day = Field(alias="from", examples=[date(2025, 4, 1)])
    last: Day = Field(alias="to", examples=[date(2025, 6, 30)])

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """Refuse a period that ends before it begins."""
        if self.last < self.first:
            raise ValueError("the last day must not lie before the first")
        return self


class MouReport(Schema):
    """Which organisation's compliance report to make, for which period."""

    organisation_id: UUID
    period: ReportPeriod


class BreachAnswer(Schema):
    """What an organisation says to one breach. `narrative` is sealed; left out, it stays as it was, and null takes it back."""

    cause: Cause
    remedy: Remedy
    due_on: Day = Field(examples=[date(2025, 9, 30)])
    responsible: Responsible | None = None
    responsible_id: UUID | None = None
    evidence_digest: Digest | None = None
    narrative: LongText | None = Field(default=None, description="Sealed.")


class AnswerDecision(Schema):
    """What the ministry says to one answer. `note` is sealed; `severity` is that of the corrective action which follows."""

    decision: Decision
    reason: DecisionReason
    severity: Severity = Severity.MINOR
    note: LongText | None = Field(default=None, description="Sealed.")


class WordsOpening(Schema):
    """What the sealed words about a breach are opened for."""

    purpose: Literal["answering", "review", "second_look"]
