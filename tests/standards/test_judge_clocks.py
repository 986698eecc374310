"""The worked examples of the two kinds with a clock: within and every (semantics, section 5)."""

from app.standards.facts import Entry
from tests.standards.sample import at, happened, judged, status


def returned(when: str) -> Entry:
    return happened("reintegration_plan", when, id_="plan", returned_at=when)


ADULT = happened("age_determination", "2025-06-01 09:00", age_class="adult")
ASKED = happened("leave_request", "2025-06-09 15:00", id_="leave", kind="depart")


def left(when: str, field: str = "left_at") -> Entry:
    return happened("leave_request", when, id_="leave", makes=False, **{field: when})


def test_an_adult_may_leave_within_a_day() -> None:
    assert judged("free_to_leave", [ADULT, ASKED], "2025-06-10 15:00:00")[1:3] == ("pending", at("2025-06-10 15:00:00"))
    assert judged("free_to_leave", [ADULT, ASKED], "2025-06-10 15:00:01")[1:3] == ("overdue", at("2025-06-10 15:00:00"))
    late = judged("free_to_leave", [ADULT, ASKED, left("2025-06-11 09:00")], "2025-06-11 10:00")
    assert (late.status, late.done_late) == ("unmet", True)


def test_the_persons_own_withdrawal_answers_a_request_to_leave() -> None:
    assert status("free_to_leave", [ADULT, ASKED, left("2025-06-10 09:00", "withdrawn_at")], "2025-06-12 00:00") == "met"


STAY = happened("placement", "2025-01-01 10:00", id_="stay", care_type="institution")


def ended(when: str) -> Entry:
    return happened("placement", when, id_="stay", makes=False, left_at=when)


def test_a_duty_that_ends_before_its_limit_lapses_and_after_it_is_unmet() -> None:
    assert status("counselled", [STAY, ended("2025-01-08 23:59:59")], "2025-02-01 00:00") == "not_applicable"
    over = judged("counselled", [STAY, ended("2025-01-09 00:00:00")], "2025-02-01 00:00")
    assert (over.status, over.due_at, over.done_late) == ("unmet", at("2025-01-08 23:59:59"), False)


def test_a_deed_before_the_start_counts_unless_the_rule_says_after() -> None:
    offer = happened("service", "2024-12-31 10:00", type="counselling")
    assert status("counselled", [STAY, offer], "2025-02-01 00:00") == "met"
    visit = happened("follow_up_visit", "2025-04-09 10:00")
    assert status("contacted", [returned("2025-04-10 12:00"), visit], "2025-04-11 00:00") == "pending"
    again = happened("follow_up_visit", "2025-04-10 12:00")
    assert status("contacted", [returned("2025-04-10 12:00"), visit, again], "2025-04-11 00:00") == "met"


def test_the_earliest_deed_counts_whichever_of_the_deeds_it_is() -> None:
    refusal = happened("consent", "2025-04-12 10:00", purpose="follow_up", decision="refused")
    late, early = happened("follow_up_visit", "2025-05-12 10:00"), happened("follow_up_visit", "2025-04-11 10:00")
    assert status("contacted", [returned("2025-04-10 12:00"), late, refusal], "2025-06-01 00:00") == "met"
    assert status("contacted", [returned("2025-04-10 12:00"), early, refusal], "2025-06-01 00:00") == "met"


def visits(*days: str, contact_made: bool = True) -> list[Entry]:
    return [happened("follow_up_visit", day, contact_made=contact_made) for day in days]


HOME = returned("2025-01-31 12:00")


def test_follow_up_is_monthly_at_first() -> None:
    in_time = [HOME, *visits("2025-02-28 23:59:59")]
    assert judged("followed_up", in_time, "2025-03-01 00:00")[1:3] == ("pending", at("2025-03-28 23:59:59"))
    assert judged("followed_up", in_time, "2025-03-29 00:00")[1:3] == ("overdue", at("2025-03-28 23:59:59"))
    assert judged("followed_up", [*in_time, *visits("2025-03-29 00:00")], "2025-04-01 00:00")[1:3] == ("unmet", at("2025-03-28 23:59:59"))


def test_an_attempt_that_found_nobody_is_no_contact() -> None:
    entries = [HOME, *visits("2025-02-28 12:00", contact_made=False)]
    assert judged("followed_up", entries, "2025-03-01 00:00")[1:3] == ("overdue", at("2025-02-28 23:59:59"))


MONTHS = ("2025-02-28 10:00", "2025-03-28 10:00", "2025-04-28 10:00", "2025-05-28 10:00")


def test_after_three_months_every_third_month_is_enough_until_a_year_is_over() -> None:
    year = visits(*MONTHS, "2025-08-28 10:00", "2025-11-28 10:00")
    assert judged("followed_up", [HOME, *visits(*MONTHS)], "2025-06-01 00:00").due_at == at("2025-08-28 23:59:59")
    assert judged("followed_up", [HOME, *year], "2026-01-30 00:00").due_at == at("2026-02-28 23:59:59")
    assert judged("followed_up", [HOME, *year, *visits("2026-01-31 00:00")], "2027-01-01 00:00")[1:3] == ("met", None)


def test_a_refusal_ends_the_rhythm_in_order_before_its_due_time_and_is_unmet_after() -> None:
    def refused(when: str) -> Entry:
        return happened("consent", when, purpose="follow_up", decision="refused")

    assert status("followed_up", [HOME, refused("2025-02-28 23:59:59")], "2025-06-01 00:00") == "met"
    assert status("followed_up", [HOME, refused("2025-02-28 23:59:59"), *visits("2025-05-01 09:00")], "2025-06-01 00:00") == "met"
    assert judged("followed_up", [HOME, refused("2025-03-01 00:00")], "2025-06-01 00:00")[1:3] == ("unmet", at("2025-02-28 23:59:59"))


def test_a_restriction_lifted_before_its_review_was_due_is_met() -> None:
    limited = happened("movement_restriction", "2025-08-05 10:00", id_="limit")
    lifted = happened("movement_restriction", "2025-08-11 10:00", id_="limit", makes=False, lifted_at="2025-08-11 10:00")
    assert judged("reviewed", [limited], "2025-08-12 23:59:59")[1:3] == ("pending", at("2025-08-12 23:59:59"))
    assert status("reviewed", [limited, lifted], "2025-09-01 00:00") == "met"
    review = happened("review", "2025-08-12 10:00", kind="restriction", restriction_id="limit")
    before = happened("review", "2025-08-04 10:00", kind="restriction", restriction_id="limit")
    other = happened("review", "2025-08-19 10:00", kind="restriction", restriction_id="another")
    assert judged("reviewed", [limited, before, review, other], "2025-08-20 00:00")[1:3] == ("overdue", at("2025-08-19 23:59:59"))


def test_each_restriction_has_its_own_rhythm_and_the_earliest_due_time_is_told() -> None:
    limits = [happened("movement_restriction", f"2025-08-0{day} 10:00", id_=f"limit{day}") for day in (1, 5)]
    review = happened("review", "2025-08-08 10:00", kind="restriction", restriction_id="limit1")
    assert judged("reviewed", [*limits, review], "2025-08-09 00:00")[1:3] == ("pending", at("2025-08-12 23:59:59"))
