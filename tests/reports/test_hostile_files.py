"""Files made to end the verifier instead of passing it: each gets a verdict."""

import json
from typing import Any

import pytest

from app.reports import verifying
from app.reports.files import Format
from tests.exchange.test_unpacking import a_workbook
from tests.reports.falsifying import file_of
from tests.reports.frozen import KEY

ODD: tuple[Any, ...] = (None, True, -1, 10**400, 1.5, "", "zz", "00" * 31, [], {}, "10" * 300)


def refused(data: bytes) -> bool:
    return not verifying.verify(data, trusted=[KEY]).well


@pytest.mark.parametrize("part", ["proof", "snapshot"])
def test_a_member_that_is_none_of_its_kind(part: str) -> None:
    honest = json.loads(file_of(Format.JSON))
    for name in honest[part]:
        for odd in ODD:
            assert refused(json.dumps(honest | {part: honest[part] | {name: odd}}).encode()), (name, odd)


@pytest.mark.parametrize(
    "data",
    [b"{", b"{}", b'{"snapshot": NaN}', b"%PDF-", b"PK\x03\x04", b"\xef\xbb\xbf", b'{"a":' * 100_000, b"\xef\xbb\xbfsection,value\n", b""],
)
def test_what_only_begins_like_a_report(data: bytes) -> None:
    assert refused(data)


def test_a_workbook_that_would_take_all_memory() -> None:
    assert refused(a_workbook({(0, 0): "1/1 {}", (1048575, 16383): "x"}))
