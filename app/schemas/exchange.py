"""What crosses the border about exchange."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.records.values import LongText
from app.schemas.base import Schema
from app.vocabulary.disclosing import IdentityExportPurpose


class IdentityRequest(Schema):
    """Whose identities are to leave, to which public age key, what for and why; the reason is kept sealed."""

    case_ids: list[UUID] = Field(min_length=1, max_length=200)
    recipient: Annotated[str, Field(max_length=100, examples=["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"])]
    purpose: IdentityExportPurpose
    reason: LongText
    format: Literal["xlsx", "csv"] = "xlsx"
