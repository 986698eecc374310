"""What crosses the border about cases besides the acts."""

from typing import Annotated, Literal
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import ConfigDict, Field, JsonValue, RootModel

from app.records.values import Timestamp
from app.schemas.base import Schema

Limit = Annotated[int, Ge(1), Le(200)]


class Correction(Schema):
    """New values for fields of a record, and why: the old ones stay in the ledger."""

    fields: dict[str, JsonValue] = Field(min_length=1, max_length=60, examples=[{"place_private": True}])
    reason: Annotated[str, Field(min_length=3, max_length=2000)]


class Opening(Schema):
    """Which sealed fields of a record to open, and what for."""

    fields: list[Annotated[str, Field(max_length=80)]] = Field(min_length=1, max_length=40, examples=[["name_km", "name_latin"]])
    purpose: Literal["case_work", "safety", "referral", "legal", "correction", "request_of_the_person"]


class AccessGrant(Schema):
    """Who may see a case from now on, until when."""

    grantee_id: UUID
    until: Timestamp


class PersonSearch(Schema):
    """The words a person is searched by; they stand in no address line and no log."""

    name: Annotated[str, Field(min_length=2, max_length=200)]


class RuleProfile(RootModel[Annotated[dict[str, Annotated[str, Field(max_length=12)]], Field(max_length=100)]]):
    """An organisation's own limits: setting -> ISO 8601 duration; only limits marked proposed can be replaced."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, json_schema_extra={"examples": [{"assessment_limit": "P15D"}]})


class Page(Schema):
    """One page of a list."""

    items: list[dict[str, JsonValue]]
    next_cursor: str | None
