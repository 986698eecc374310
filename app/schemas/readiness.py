"""What crosses the border about readiness checks."""

from typing import Annotated

from pydantic import Field

from app.schemas.base import Schema


class ReadinessOrder(Schema):
    """Under which catalogues to check; all at hand if none is named."""

    catalogues: tuple[Annotated[str, Field(max_length=80)], ...] = Field((), max_length=10)
