"""Cursors: where a page ended, as text that means nothing outside."""

import base64
import json
from collections.abc import Callable
from typing import TypeVar

from app.errors import FieldError, Invalid

T = TypeVar("T")


def write(*parts: object) -> str:
    """Return the cursor that holds the parts."""
    return base64.urlsafe_b64encode(json.dumps(parts, default=str).encode()).decode().rstrip("=")


def read(cursor: str, parse: Callable[..., T]) -> T:
    """Return what `parse` makes of the parts. Raises Invalid for what is not one of our cursors."""
    try:
        return parse(*json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))))
    except (ValueError, TypeError):
        raise Invalid("The cursor is not one of ours.", [FieldError("cursor", "take it from next_cursor of the page before")]) from None
