"""Cursors: where a page ended, as text that means nothing outside."""

import base64
import json
import re
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from app.errors import FieldError, Invalid

T = TypeVar("T")
_MOST = 2**63 - 1  # what both databases take for a whole number
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}")


def write(*parts: object) -> str:
    """Return the cursor that holds the parts."""
    return base64.urlsafe_b64encode(json.dumps(parts, default=str).encode()).decode().rstrip("=")


def read(cursor: str, parse: Callable[..., T]) -> T:
    """Return what `parse` makes of the parts. Raises Invalid for what is not one of our cursors: anybody can make one up."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return parse(*parts)
    except (ValueError, TypeError, RecursionError):
        raise Invalid("The cursor is not one of ours.", [FieldError("cursor", "take it from next_cursor of the page before")]) from None


def whole(part: object) -> int:
    """Return a part that must be a whole number. Raises ValueError."""
    if type(part) is not int or abs(part) > _MOST:
        raise ValueError
    return part


def ident(part: object) -> UUID:
    """Return a part that must be an id. Raises ValueError."""
    if not isinstance(part, str):
        raise ValueError
    return UUID(part)


def code(part: object) -> str:
    """Return a part that must be the code of a standard. Raises ValueError."""
    if not isinstance(part, str) or not _CODE.fullmatch(part):
        raise ValueError
    return part
