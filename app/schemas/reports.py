"""What crosses the border about reports."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.records.values import Day
from app.schemas.base import Schema


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
