"""Limits in local days (semantics, section 2)."""

import pytest

from app.standards.duration import parse_duration
from app.standards.instants import due_after, full_after, parse_date, parse_timestamp
from tests.standards.sample import at


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2025-06-09 15:00:00", "PT24H", "2025-06-10 15:00:00"),
        ("2025-06-09 00:00:00", "P0D", "2025-06-09 23:59:59"),
        ("2025-06-09 23:59:59", "P0D", "2025-06-09 23:59:59"),
        ("2025-02-03 07:00:00", "P3D", "2025-02-06 23:59:59"),
        ("2025-02-03 07:00:00", "P2W", "2025-02-17 23:59:59"),
        ("2025-01-31 12:00:00", "P1M", "2025-02-28 23:59:59"),
        ("2024-01-31 12:00:00", "P1M", "2024-02-29 23:59:59"),
        ("2024-02-29 12:00:00", "P1Y", "2025-02-28 23:59:59"),
        ("2025-11-30 12:00:00", "P3M", "2026-02-28 23:59:59"),
        ("2025-12-31 23:59:59", "P1D", "2026-01-01 23:59:59"),
    ],
)
def test_a_limit_lasts_to_the_last_second_that_is_in_time(start: str, limit: str, due: str) -> None:
    assert due_after(parse_duration(limit))(at(start)) == at(due)


@pytest.mark.parametrize(
    ("start", "limit", "full"),
    [
        ("2025-04-03 16:00:00", "P7D", "2025-04-10 00:00:00"),
        ("2025-01-31 12:00:00", "P1M", "2025-02-28 00:00:00"),
        ("2025-06-09 15:00:00", "PT24H", "2025-06-10 15:00:00"),
    ],
)
def test_a_least_age_is_full_from_the_first_second_of_the_day(start: str, limit: str, full: str) -> None:
    assert full_after(parse_duration(limit))(at(start)) == at(full)


def test_days_are_local_whatever_zone_the_time_was_written_in() -> None:
    assert parse_timestamp("2025-01-31T17:00:00Z") == parse_timestamp("2025-02-01T00:00:00+07:00") == parse_date("2025-02-01")
    assert due_after(parse_duration("P0D"))(parse_timestamp("2025-01-31T12:00:00-05:00")) == at("2025-02-01 23:59:59")


def test_parts_of_a_second_are_cut_off() -> None:
    assert parse_timestamp("2025-06-09T15:00:00.999999+07:00") == at("2025-06-09 15:00:00")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        parse_timestamp("2025-06-09T15:00:00")


def test_beyond_the_calendar_a_limit_ends_with_it() -> None:
    assert due_after(parse_duration("P1M"))(at("9999-12-31 12:00:00")) >= at("9999-12-31 23:59:59")
