"""Danger after the return, and the closing of the case."""

# ruff: noqa: D103  # A function is named by the code of its standard; the catalogue says what it asks.

from collections.abc import Callable

from app.standards.facts import Recorded
from bench.handwritten.asking import holds, within
from bench.handwritten.case import (
    NA,
    NOT_APPLICABLE,
    PENDING,
    Answer,
    Case,
    Values,
    all_of,
    earliest,
    in_days,
    in_hours,
    newest,
    one_of,
    recorded,
    timed,
)


def in_danger(case: Case, danger: str, limit: Callable[[int], int]) -> Answer:
    """After a visit that found danger something must be done."""
    found = timed([v for v in case.of("follow_up_visit") if v.values.get("danger_found") == danger], "visited_at")
    return within(case, found, limit, lambda v: v.values.get("action_taken_at"), NOT_APPLICABLE)


def r11_09a(case: Case) -> Answer:
    return in_danger(case, "high", lambda s: in_hours(s, 24))


def r11_09b(case: Case) -> Answer:
    return in_danger(case, "other", lambda s: in_days(s, 7))


def at_least(v: Values, field: str, wanted: int) -> bool | None:
    """Whether a recorded score is high enough."""
    return None if field not in v else v[field] >= wanted


def final(case: Case) -> list[Recorded]:
    """Return the final assessments."""
    return [a for a in case.of("assessment") if a.values.get("type") == "final"]


def r11_10a(case: Case) -> Answer:
    if not case.closing_on_score:
        return NA
    return holds(case, newest(final(case)), lambda v: all_of(at_least(v, "client_total", 21), at_least(v, "client_lowest", 2)), PENDING)


def r11_10b(case: Case) -> Answer:
    if not case.closing_on_score:
        return NA
    family = newest([a for a in final(case) if a.values.get("family_part_applies") is True])
    return holds(case, family, lambda v: all_of(at_least(v, "family_total", 30), at_least(v, "family_lowest", 2)), NOT_APPLICABLE)


def r11_11a(case: Case) -> Answer:
    concluded = timed([a for a in final(case) if a.values.get("conclusion") == "close"], "completed_at")
    return within(case, concluded[-1:], lambda s: in_days(s, 14), lambda _: earliest(case.of("closure"), "closed_at"), NOT_APPLICABLE)


def r11_11b(case: Case) -> Answer:
    def complete(v: Values) -> bool | None:
        return all_of(
            v.get("summary_written"),
            v.get("approved_by_supervisor"),
            v.get("return_contact_given"),
            recorded(v.get("reason")),
            one_of(v.get("client_signature"), "signed", "declined", "not_possible"),
        )

    return holds(case, case.of("closure"), complete, PENDING)
