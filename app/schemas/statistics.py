"""What crosses the border about statistics."""

from typing import Annotated

from pydantic import Field

from app.schemas.base import Schema


class Freezing(Schema):
    """The period whose statistics are to be frozen: a year (2026) or a quarter (2026-Q3) that has ended."""

    period: Annotated[str, Field(max_length=7, pattern=r"^20[0-9]{2}(-Q[1-4])?$", examples=["2026-Q3", "2026"])]
