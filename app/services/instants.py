"""Instants at the border: whole seconds since 1970 inside, ISO 8601 outside."""

from datetime import UTC, date, datetime, timedelta, timezone

# Days are counted in Asia/Phnom_Penh, which has had no summer time: UTC+7 always.
PHNOM_PENH = timezone(timedelta(hours=7), "+07:00")


def instant(text: str) -> int:
    """Return the seconds of an aware ISO 8601 time."""
    return int(datetime.fromisoformat(text).timestamp())


def instant_of(moment: datetime) -> int:
    """Return the whole seconds of an aware time."""
    return int(moment.timestamp())


def first_second(day: date) -> int:
    """Return the first second of a local day."""
    return int(datetime(day.year, day.month, day.day, tzinfo=PHNOM_PENH).timestamp())


def local_day(at: int) -> date:
    """Return the local day of an instant."""
    return datetime.fromtimestamp(at, PHNOM_PENH).date()


def iso(at: int) -> str:
    """Return an instant as people here read it: local time with its offset."""
    return datetime.fromtimestamp(at, PHNOM_PENH).isoformat()


def iso_or_none(at: int | None) -> str | None:
    """Return `iso(at)`, or nothing where there is none."""
    return None if at is None else iso(at)


def stored(at: int) -> str:
    """Return an instant as the ledger keeps it: UTC with a Z."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
