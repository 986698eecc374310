"""Instants in an address line: aware times only; a plus sign that arrived as a space is read as the plus it was."""

from typing import Annotated

from fastapi import Query
from pydantic import TypeAdapter, ValidationError

from app.errors import FieldError, Invalid
from app.records.values import Timestamp
from app.services.instants import instant_of

_TIMESTAMP: TypeAdapter[Timestamp] = TypeAdapter(Timestamp)
AsOf = Annotated[
    str | None, Query(max_length=40, examples=["2025-06-10T15:00:00+07:00"], description="The day and time to judge; now if left out.")
]
KnownAt = Annotated[str | None, Query(max_length=40, description="With the knowledge of this instant; `as_of` if left out.")]
CatalogueId = Annotated[str | None, Query(max_length=80, description="Another catalogue than the case's own.")]
Cursor = Annotated[str | None, Query(max_length=400)]
Limit = Annotated[int, Query(ge=1, le=200)]


def moment(name: str, text: str | None) -> int | None:
    """Return the instant a parameter names. Raises Invalid naming the parameter."""
    if text is None:
        return None
    try:
        return instant_of(_TIMESTAMP.validate_python(text.replace(" ", "+")))
    except ValidationError:
        raise Invalid("A time must carry its zone.", [FieldError(name, "must be like 2025-06-10T15:00:00+07:00")]) from None
