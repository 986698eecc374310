"""What the standards need to know of a record's fields. The declarations in `app.records` are turned into this at start-up."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class FieldKind(StrEnum):
    """What a field holds."""

    TIMESTAMP = "timestamp"  # an aware time in whole seconds
    DATE = "date"  # a day in Asia/Phnom_Penh
    YES_NO = "yes/no"
    CODE = "code"
    CODES = "list of codes"
    COUNT = "count"
    SCORE = "score"
    AMOUNT = "amount"
    TEXT = "text"
    ID = "id"
    DIGEST = "sha256"
    SCORES = "map domain to 1-4"
    LIST = "list"
    BYTES = "bytes"


class FieldShape(NamedTuple):
    """One field: what it holds, whether it is sealed, and its codes where it has a closed list."""

    kind: FieldKind
    sealed: bool = False
    codes: tuple[str, ...] = ()


# Record name -> field name -> shape.
Shape = Mapping[str, Mapping[str, FieldShape]]
