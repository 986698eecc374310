"""The worked examples of holds and before (semantics, section 5)."""

from typing import Any

import pytest

from app.standards.facts import Entry
from tests.standards.sample import happened, status

DAY = "2025-09-01"
END_OF_DAY = f"{DAY} 23:59:59"


def talk(**facts: Any) -> Entry:
    return happened("interview", f"{DAY} 09:00", **{"place_judged_safe": True, "place_private": True, **facts})


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"place_judged_at": f"{DAY} 08:00"}, "met"),
        ({"place_judged_at": f"{DAY} 09:00:00"}, "met"),
        ({"place_judged_at": f"{DAY} 09:00:01"}, "unmet"),
        ({}, "unknown"),
        ({"place_private": False}, "unmet"),
    ],
)
def test_holds_says_false_before_not_recorded_and_not_recorded_before_true(facts: dict[str, bool | str], expected: str) -> None:
    assert status("safe_place", [talk(**facts)], END_OF_DAY) == expected


def test_holds_without_any_record_waits() -> None:
    assert status("safe_place", [], END_OF_DAY) == "pending"
    assert status("decent_shelter", [], END_OF_DAY) == "unknown"


def test_the_worst_record_decides() -> None:
    good, bad = talk(place_judged_at=f"{DAY} 08:00"), happened("interview", f"{DAY} 11:00", place_private=False)
    assert status("safe_place", [good, bad], END_OF_DAY) == "unmet"


def test_only_the_newest_observation_of_a_shelter_counts() -> None:
    poor = happened("shelter_condition", "2025-01-01 09:00", meals_per_day=2, staff_count=3, staff_required=12, occupancy=1, capacity=40)
    fair = happened("shelter_condition", "2025-02-01 09:00", meals_per_day=3, staff_count=12, staff_required=12, occupancy=40, capacity=40)
    assert status("decent_shelter", [fair, poor], "2025-01-31 09:00") == "unmet"
    assert status("decent_shelter", [fair, poor], "2025-02-01 09:00") == "met"


def consent(when: str, **facts: Any) -> Entry:
    given = {"purpose": "interview", "decision": "given", "told_purpose": True}
    return happened("consent", when, **{**given, **facts})


INTERVIEW = happened("interview", f"{DAY} 14:00")


def test_a_consent_before_the_interview_is_met() -> None:
    assert status("agreed_to_talk", [consent(f"{DAY} 13:30"), INTERVIEW], END_OF_DAY) == "met"
    assert status("agreed_to_talk", [consent(f"{DAY} 14:00"), INTERVIEW], END_OF_DAY) == "met"


def test_a_consent_keyed_late_is_unknown_until_then_and_met_from_then() -> None:
    entries = [INTERVIEW, consent(f"{DAY} 13:30", known="2025-09-04 10:00")]
    assert status("agreed_to_talk", entries, "2025-09-04 09:59:59") == "unknown"
    assert status("agreed_to_talk", entries, "2025-09-04 10:00") == "met"
    assert status("agreed_to_talk", entries, "2025-09-03 09:00", known_at="2025-09-06 09:00") == "met"


def test_a_consent_does_not_cover_the_second_of_its_withdrawal() -> None:
    def withdrawn(second: str) -> Entry:
        return happened("consent", f"{DAY} {second}", id_="c", makes=False, withdrawn_at=f"{DAY} {second}")

    given = consent(f"{DAY} 13:30", id_="c")
    assert status("agreed_to_talk", [given, withdrawn("14:00:00"), INTERVIEW], END_OF_DAY) == "unmet"
    assert status("agreed_to_talk", [given, withdrawn("14:00:01"), INTERVIEW], END_OF_DAY) == "met"


@pytest.mark.parametrize(
    ("consents", "expected"),
    [
        ([consent(f"{DAY} 14:00:01")], "unmet"),
        ([consent(f"{DAY} 13:00"), consent(f"{DAY} 13:30", decision="refused")], "unmet"),
        ([consent(f"{DAY} 13:00", decision="refused"), consent(f"{DAY} 13:30"), consent(f"{DAY} 15:00", decision="refused")], "met"),
        ([consent(f"{DAY} 13:00", told_purpose=None)], "unknown"),
        ([consent(f"{DAY} 13:00", purpose="shelter")], "unknown"),
    ],
)
def test_only_the_newest_consent_before_the_interview_counts(consents: list[Entry], expected: str) -> None:
    assert status("agreed_to_talk", [*consents, INTERVIEW], END_OF_DAY) == expected


def test_before_the_interview_a_consent_in_force_is_ready() -> None:
    assert status("agreed_to_talk", [], END_OF_DAY) == "pending"
    assert status("agreed_to_talk", [consent(f"{DAY} 13:00")], END_OF_DAY) == "met"
    assert status("agreed_to_talk", [consent(f"{DAY} 13:00", decision="refused")], END_OF_DAY) == "pending"


def course(on: str, until: str | None = None, who: str | None = "w") -> Entry:
    return happened("training", f"{on} 12:00", completed_on=on, valid_until=until, user_id=who)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([course(DAY)], "met"),
        ([course("2025-09-02")], "unmet"),
        ([course("2024-09-01", DAY)], "met"),
        ([course("2024-09-01", "2025-08-31")], "unmet"),
        ([course("2024-09-01", "2025-08-31"), course("2025-01-01")], "met"),
        ([course("2024-09-01", who="another")], "unknown"),
        ([course("2024-09-01", who=None)], "unknown"),
    ],
)
def test_a_date_counts_from_its_first_second_and_lasts_to_its_last(entries: list[Entry], expected: str) -> None:
    interview = happened("interview", f"{DAY} 14:00", interviewer_id="w")
    assert status("trained", [*entries, interview], "2025-09-03 00:00") == expected


def test_an_excuse_on_the_event_is_met() -> None:
    assert status("trained", [happened("interview", f"{DAY} 14:00", urgent=True)], END_OF_DAY) == "met"
    assert status("trained", [happened("interview", f"{DAY} 14:00", urgent=False)], END_OF_DAY) == "unknown"


def test_without_an_event_the_link_is_not_asked() -> None:
    assert status("trained", [course("2024-09-01", who="anyone")], END_OF_DAY) == "met"


def returned(when: str, **facts: Any) -> Entry:
    return happened("reintegration_plan", when, id_="plan", returned_at=when, **facts)


def test_a_notice_is_old_enough_from_the_first_second_of_the_seventh_day() -> None:
    notice = happened("handover", "2025-04-03 16:00")
    assert status("notice", [notice, returned("2025-04-10 12:00")], "2025-04-11 00:00") == "met"
    assert status("notice", [notice, returned("2025-04-10 00:00")], "2025-04-11 00:00") == "met"
    assert status("notice", [notice, returned("2025-04-09 23:59:59")], "2025-04-11 00:00") == "unmet"


def test_one_of_several_needs_is_enough() -> None:
    refusal = happened("consent", "2025-04-01 09:00", purpose="handover", decision="refused")
    assert status("notice", [happened("handover", "2025-04-09 09:00"), refusal, returned("2025-04-10 12:00")], "2025-04-11 00:00") == "met"


def test_a_family_assessment_is_good_for_ninety_days() -> None:
    known = happened("assessment", "2025-03-01 10:00", type="family", home_visited=True)
    plan: dict[str, Any] = {"destination_type": "family"}
    assert status("family_known", [known, returned("2025-05-30 23:59:59", **plan)], "2025-06-30 00:00") == "met"
    assert status("family_known", [known, returned("2025-05-31 00:00:00", **plan)], "2025-06-30 00:00") == "unmet"


@pytest.mark.parametrize(
    ("covered", "shared", "expected"),
    [
        (["identity", "health"], ["health"], "met"),
        (["identity"], ["identity", "health"], "unknown"),
        (None, ["health"], "unknown"),
        (["health"], None, "unknown"),
    ],
)
def test_a_consent_that_does_not_cover_all_that_was_shared_is_no_candidate(
    covered: list[str] | None, shared: list[str] | None, expected: str
) -> None:
    entries = [
        happened("consent", "2025-04-01 09:00", decision="given", recipient="office", data_categories=covered),
        happened("disclosure", "2025-04-02 09:00", recipient="office", data_categories=shared),
    ]
    assert status("agreed_to_share", entries, END_OF_DAY) == expected
