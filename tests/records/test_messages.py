"""What is refused is told so that one can mend it, and without what was sent."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.records import values

WRONG = "Sok Invented"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (values.Timestamp, "2025-06-09T15:00:00+07:00"),
        (values.Day, "2025-06-09"),
        (values.Digest, "64 hexadecimal digits"),
        (values.Country, "KH"),
        (values.Language, "khm"),
        (values.StandardCode, "R1-04a"),
        (values.VillageCode, "12010101"),
        (values.IdOrCode, "dosavy"),
    ],
)
def test_the_message_shows_how_it_is_written(kind: Any, told: str) -> None:
    for wrong in (WRONG, 7, None):
        with pytest.raises(ValidationError) as refused:
            TypeAdapter(kind).validate_python(wrong)
        (error,) = refused.value.errors(include_input=False)
        assert told in error["msg"]
        assert WRONG not in error["msg"]


@pytest.mark.parametrize(
    ("kind", "right"),
    [
        (values.Country, "KH"),
        (values.Language, "khm"),
        (values.StandardCode, "R1-04a"),
        (values.VillageCode, "12010101"),
        (values.IdOrCode, "dosavy"),
    ],
)
def test_the_examples_of_the_messages_are_right(kind: Any, right: str) -> None:
    assert TypeAdapter(kind).validate_python(right) == right
