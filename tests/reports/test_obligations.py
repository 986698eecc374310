"""Due dates of an agreement: computed from terms, and what became of each."""

from datetime import date, timedelta

import pytest

from app.records.values import _in_order
from app.reports import effort, mou_terms, mou_words
from app.reports.obligations import SOON, Agreement, Term, Told, due_dates, duties, standing
from app.vocabulary.agreements import DutyState, Rhythm, Standing
from app.vocabulary.consequences import LADDER, Consequence, following, months_after, reached, starts_on
from app.vocabulary.organisations import ObligationKind

START, END = date(2025, 1, 1), date(2026, 12, 31)
LIST = "monthly_case_list"


def agreed(rhythm: Rhythm, *, kind: str = LIST, months: int = 0, days: int = 0, first: date = START, last: date = END) -> Agreement:
    return Agreement(START, END, Standing.ACTIVE, [Term("term", kind, rhythm, months, days, first, last)])


def dues(agreement: Agreement, today: str) -> list[str]:
    return [slot.due_on.isoformat() for slot in due_dates(agreement.terms[0], agreement, date.fromisoformat(today))]


def told(due_on: str | None = None, *, done: str | None = None, event: str | None = None, kind: str = LIST, id_: str = "told") -> Told:
    due, submitted, happened = (date.fromisoformat(text) if text else None for text in (due_on, done, event))
    return Told(id_, "mou_delivery", kind, due, happened, submitted)


@pytest.mark.parametrize(
    ("rhythm", "months", "days", "today", "expected"),
    [
        (Rhythm.MONTHLY, 0, 10, "2025-03-09", ["2025-02-10", "2025-03-10"]),
        (Rhythm.MONTHLY, 0, 0, "2025-02-01", ["2025-01-31", "2025-02-28"]),
        (Rhythm.QUARTERLY, 0, 15, "2025-04-15", ["2025-04-15", "2025-07-15"]),
        (Rhythm.HALF_YEARLY, 1, 0, "2025-06-01", ["2025-07-31"]),
        (Rhythm.YEARLY, 2, 0, "2026-03-01", ["2026-02-28", "2027-02-28"]),
        (Rhythm.AFTER_START, 0, 30, "2026-01-01", ["2025-01-31"]),
        (Rhythm.BEFORE_END, 0, 90, "2025-01-01", ["2026-10-02"]),
        (Rhythm.ON_EVENT, 0, 1, "2026-01-01", []),
    ],
)
def test_a_rhythm_has_these_due_dates_up_to_the_next(rhythm: Rhythm, months: int, days: int, today: str, expected: list[str]) -> None:
    assert dues(agreed(rhythm, months=months, days=days), today) == expected


def test_the_yearly_report_is_due_at_the_end_of_february_in_a_leap_year_too() -> None:
    assert months_after(date(2028, 1, 1), 2, -1) == date(2028, 2, 29)
    agreement = Agreement(START, date(2028, 6, 1), Standing.ACTIVE, [Term("t", LIST, Rhythm.YEARLY, 2, 0, START, date(2028, 6, 1))])
    assert "2028-02-29" in dues(agreement, "2028-02-29")


def test_the_period_in_which_a_term_begins_and_the_one_in_which_it_ends_count() -> None:
    agreement = agreed(Rhythm.QUARTERLY, days=15, first=date(2025, 2, 10), last=date(2025, 8, 1))
    assert dues(agreement, "2026-06-01") == ["2025-04-15", "2025-07-15", "2025-10-15"]
    assert dues(agreed(Rhythm.MONTHLY, first=date(2025, 5, 1), last=date(2025, 4, 30)), "2026-01-01") == []


def test_a_renewal_agreed_too_late_is_due_at_once_and_an_agreement_ended_early_asks_for_none() -> None:
    assert dues(agreed(Rhythm.BEFORE_END, days=90, first=date(2026, 12, 1)), "2026-12-02") == ["2026-12-01"]
    assert dues(agreed(Rhythm.BEFORE_END, days=90, last=date(2026, 6, 1)), "2026-12-02") == []


@pytest.mark.parametrize(
    ("done", "today", "state", "late", "consequence"),
    [
        (None, "2025-01-26", DutyState.UPCOMING, 0, None),
        (None, "2025-01-27", DutyState.DUE, 0, None),
        (None, "2025-02-10", DutyState.DUE, 0, None),
        (None, "2025-02-11", DutyState.MISSED, 1, Consequence.REMINDER),
        (None, "2025-02-24", DutyState.MISSED, 14, Consequence.TIME_TO_MEND),
        (None, "2025-05-10", DutyState.MISSED, 89, Consequence.SECOND_INSPECTION),
        (None, "2025-06-10", DutyState.MISSED, 120, Consequence.REPORT_TO_MINISTER),
        ("2025-02-10", "2025-06-10", DutyState.DELIVERED, 0, None),
        ("2025-02-13", "2025-06-10", DutyState.DELIVERED_LATE, 3, None),
    ],
)
def test_what_became_of_a_due_date(done: str | None, today: str, state: DutyState, late: int, consequence: Consequence | None) -> None:
    agreement = agreed(Rhythm.MONTHLY, days=10)
    records = [told("2025-02-10", done=done)] if done else []
    first = duties(agreement, records, date.fromisoformat(today))[0]
    assert (first.slot.due_on, first.state, first.days_late, first.consequence) == (date(2025, 2, 10), state, late, consequence)
    assert (date(2025, 2, 10) - date(2025, 1, 27)).days == SOON


def test_a_missed_duty_names_the_next_step_and_its_day() -> None:
    (first, *_) = duties(agreed(Rhythm.MONTHLY, days=10), [], date(2025, 2, 11))
    assert first.next_consequence == (Consequence.TIME_TO_MEND, date(2025, 2, 24))
    (first, *_) = duties(agreed(Rhythm.MONTHLY, days=10), [], date(2026, 2, 11))
    assert (first.consequence, first.next_consequence) == (Consequence.REPORT_TO_MINISTER, None)


def test_the_earliest_delivery_counts_and_a_single_obligation_for_the_same_day_is_the_same_duty() -> None:
    records = [told("2025-02-10", id_="a"), told("2025-02-10", done="2025-02-20", id_="b"), told("2025-02-10", done="2025-02-09", id_="c")]
    found = duties(agreed(Rhythm.MONTHLY, days=10), records, date(2025, 2, 25))
    assert [(d.slot.due_on.isoformat(), d.state, d.record_id) for d in found] == [
        ("2025-02-10", DutyState.DELIVERED, "c"),
        ("2025-03-10", DutyState.DUE, None),
    ]


def test_what_no_term_asks_for_stands_by_itself() -> None:
    found = duties(agreed(Rhythm.MONTHLY, days=10), [told("2025-02-03", kind="inspection_access")], date(2025, 2, 4))
    assert [(d.slot.term_id, d.state) for d in found if d.slot.kind == "inspection_access"] == [(None, DutyState.MISSED)]


def test_a_notice_is_late_by_the_term_that_held_on_the_day_of_the_event() -> None:
    agreement = agreed(Rhythm.ON_EVENT, kind="incident_notice", days=1)
    in_time, late = (told(event="2025-03-01", done=done, kind="incident_notice", id_=done) for done in ("2025-03-02", "2025-03-04"))
    found = {d.record_id: (d.state, d.days_late) for d in duties(agreement, [in_time, late], date(2025, 4, 1))}
    assert found == {"2025-03-02": (DutyState.DELIVERED, 0), "2025-03-04": (DutyState.DELIVERED_LATE, 2)}


def test_a_draft_obliges_to_nothing_yet() -> None:
    draft = Agreement(START, END, Standing.DRAFT, agreed(Rhythm.MONTHLY).terms)
    assert duties(draft, [], date(2026, 1, 1)) == []


@pytest.mark.parametrize(
    ("state", "ended", "today", "expected"),
    [
        ("draft", None, "2025-06-01", "draft"),
        ("active", None, "2024-12-31", "not_begun"),
        ("active", None, "2026-12-31", "active"),
        ("active", None, "2027-01-01", "expired"),
        ("active", "2025-03-01", "2025-06-01", "ended"),
        ("ended", None, "2025-06-01", "ended"),
        ("expired", None, "2025-06-01", "expired"),
    ],
)
def test_an_agreement_stands_where_its_state_and_its_days_say(state: str, ended: str | None, today: str, expected: str) -> None:
    ended_on = date.fromisoformat(ended) if ended else None
    assert standing(state, START, END, ended_on, date.fromisoformat(today)).value == expected


@pytest.mark.parametrize("missed_on", [date(2025, 1, 31), date(2024, 2, 29), date(2025, 11, 30), date(2025, 12, 31)])
def test_every_step_of_the_ladder_is_reached_in_its_order_on_its_day(missed_on: date) -> None:
    days = [starts_on(step, missed_on) for step in LADDER]
    assert days == sorted(set(days))
    for step, day in zip(LADDER, days, strict=True):
        assert reached(missed_on, day) is step.consequence
        told_before = following(missed_on, day - timedelta(days=1))
        assert told_before == (step, day)
    assert reached(missed_on, missed_on) is None
    assert following(missed_on, days[-1]) is None


def test_the_times_of_the_2014_rule_are_marked_as_sourced_and_ours_as_proposed() -> None:
    assert {step.consequence.value: step.basis for step in LADDER} == {
        "reminder": "proposed",
        "time_to_mend": "proposed",
        "second_inspection": "sourced",
        "report_to_minister": "proposed",
    }


def test_the_calendar_has_an_end() -> None:
    assert months_after(date(9999, 12, 1), 1) == date.max
    assert months_after(date(9999, 12, 30), 0, 9) == date.max


def test_every_kind_is_offered_in_words_of_both_languages_and_has_minutes() -> None:
    offered = mou_terms.proposed(None, END)
    assert {term.kind for term in offered} == set(ObligationKind) == set(mou_words.THINGS) == set(effort.DELIVERY)
    for rhythm in Rhythm:
        for kind in ObligationKind:
            for months, days in ((0, 0), (1, 0), (0, 15), (2, 1)):
                said = mou_words.term(kind, rhythm, months=months, days=days)
                assert said["en"].endswith(".")
                assert said["km"].endswith("។")
                assert _in_order(said["km"])
                assert not set("0123456789") & set(said["km"])


def test_a_duty_is_told_in_each_state() -> None:
    records = [told("2025-02-10", done="2025-02-10"), told("2025-03-10", done="2025-03-11")]
    said = [mou_words.duty(d)["en"] for d in duties(agreed(Rhythm.MONTHLY, days=10), records, date(2025, 4, 12))]
    assert said == [
        "The case list (counts and codes, no names), due on 10 February 2025, was delivered on 10 February 2025.",
        "The case list (counts and codes, no names), due on 10 March 2025, was delivered on 11 March 2025, 1 day late.",
        "The case list (counts and codes, no names) was due on 10 April 2025 and is 2 days late.",
        "The case list (counts and codes, no names) is due on 10 May 2025.",
    ]
