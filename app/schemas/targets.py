"""What crosses the border about targets."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.records.values import StandardCode
from app.schemas.base import Schema
from app.vocabulary.places import Province

Year = Annotated[int, Field(ge=2009, le=2100)]


class TargetOrder(Schema):
    """A target: the share of judged findings to be met; without a share an earlier one is taken back."""

    year: Year
    share_met: Annotated[float, Field(ge=0, le=1)] | None
    right: Annotated[str, Field(max_length=80)] | None = None
    standard: StandardCode | None = None
    organisation_id: UUID | None = None
    province: Province | None = None
