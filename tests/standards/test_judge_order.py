"""The order of decision: conditions, ages, closing, the worst instance, waivers (semantics, section 3)."""

from dataclasses import replace
from typing import Any

import pytest

from app.standards.facts import Entry, fold
from app.standards.judge import Judge, findings
from app.standards.rules import Every, Scope
from tests.standards.sample import CATALOGUE, JUDGE, SHAPE, at, happened, judged, status

CASE = happened("case", "2025-07-01 08:00", first_contact_at="2025-07-01 08:00")


def age(when: str, age_class: str | None) -> Entry:
    return happened("age_determination", when, age_class=age_class)


def closed(when: str) -> Entry:
    return happened("closure", when, reason="other")


def test_before_any_determination_everybody_is_a_child_and_after_the_first_that_one_holds_back() -> None:
    talk = happened("interview", "2025-07-01 09:00", supporter_present=False)
    assert status("supported_child", [talk], "2025-07-02 00:00") == "unmet"
    assert status("supported_child", [talk, age("2025-07-01 13:00", "uncertain")], "2025-07-02 00:00") == "unmet"
    assert status("supported_child", [talk, age("2025-07-01 13:00", "adult")], "2025-07-02 00:00") == "not_applicable"
    assert status("supported_child", [talk, age("2025-07-01 13:00", None)], "2025-07-02 00:00") == "unmet"


def test_an_interview_keeps_the_age_class_of_its_moment() -> None:
    talk = happened("interview", "2025-07-03 09:00", supporter_present=False)
    grown = [age("2025-07-01 13:00", "child"), age("2025-07-08 10:00", "adult")]
    assert status("supported_child", [talk, *grown], "2025-07-09 00:00") == "unmet"
    assert status("supported_child", grown, "2025-07-09 00:00") == "not_applicable"
    assert status("supported_child", grown, "2025-07-02 00:00") == "pending"


def test_of_two_determinations_of_one_second_the_one_recorded_last_holds() -> None:
    both = [age("2025-07-01 07:00", "adult"), happened("age_determination", "2025-07-01 07:00", id_="b", age_class="child")]
    assert status("guarded", [CASE, *both], "2025-07-02 00:00") == "pending"


def test_a_change_of_age_class_ends_the_duty() -> None:
    young = age("2025-07-01 07:00", "child")
    assert status("guarded", [CASE, young, age("2025-07-04 23:59:59", "adult")], "2025-07-20 00:00") == "not_applicable"
    over = judged("guarded", [CASE, young, age("2025-07-08 10:00", "adult")], "2025-07-20 00:00")
    assert (over.status, over.due_at, over.done_late) == ("unmet", at("2025-07-04 23:59:59"), False)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([CASE], "overdue"),
        ([CASE, closed("2025-07-01 23:59:59")], "not_applicable"),
        ([CASE, closed("2025-07-02 00:00:00")], "unmet"),
        ([CASE, closed("2025-07-01 12:00"), happened("screening", "2025-07-01 13:00")], "met"),
        ([CASE, closed("2025-07-03 12:00"), closed("2025-07-01 12:00")], "not_applicable"),
        ([], "pending"),
        ([closed("2025-07-01 12:00")], "not_applicable"),
    ],
)
def test_closing_lapses_what_was_pending_and_breaks_what_was_overdue(entries: list[Entry], expected: str) -> None:
    assert status("screened", entries, "2025-08-01 00:00") == expected


def test_after_closing_only_readiness_is_left_of_what_had_to_come_before_an_event() -> None:
    given = happened("consent", "2025-07-01 09:00", purpose="interview", decision="given", told_purpose=True)
    assert status("agreed_to_talk", [closed("2025-07-01 12:00")], "2025-08-01 00:00") == "not_applicable"
    assert status("agreed_to_talk", [given, closed("2025-07-01 12:00")], "2025-08-01 00:00") == "met"


def test_closing_leaves_a_rhythm_in_order_met_but_not_one_that_has_to_be_completed() -> None:
    limited = happened("movement_restriction", "2025-07-01 10:00", id_="limit")
    assert status("reviewed", [limited, closed("2025-07-08 23:59:59")], "2025-09-01 00:00") == "met"
    assert status("reviewed", [limited, closed("2025-07-09 00:00:00")], "2025-09-01 00:00") == "unmet"
    home = happened("reintegration_plan", "2025-01-31 12:00", returned_at="2025-01-31 12:00")
    assert status("followed_up", [home, closed("2025-02-10 00:00")], "2025-09-01 00:00") == "unmet"


def test_a_contact_that_follows_the_closing_completes_no_rhythm() -> None:
    rule = CATALOGUE.by_id["followed_up"].rule
    assert isinstance(rule, Every)
    lasting = replace(rule, phases=())
    judge = Judge(replace(CATALOGUE, standards=(replace(CATALOGUE.by_id["followed_up"], rule=lasting),)), SHAPE)
    home = happened("reintegration_plan", "2025-01-01 12:00", returned_at="2025-01-01 12:00")
    days = ("2025-03-31 09:00", "2025-06-30 09:00", "2025-09-29 09:00", "2025-12-28 09:00", "2026-01-01 09:00")
    entries = [home, closed("2025-12-30 09:00"), *(happened("follow_up_visit", day, contact_made=True) for day in days)]
    now = at("2026-02-01 00:00")
    in_time = [home, closed("2026-01-01 09:00"), *entries[2:]]
    assert judge.findings(Scope.CASE, fold(entries, SHAPE, now), now)["followed_up"].status == "unmet"
    assert judge.findings(Scope.CASE, fold(in_time, SHAPE, now), now)["followed_up"].status == "met"


def test_conditions_are_joined_by_and() -> None:
    stay = happened("placement", "2025-07-01 10:00", care_type="institution")
    assert status("counselled", [], "2025-07-02 00:00") == "not_applicable"
    assert status("counselled", [happened("placement", "2025-07-01 10:00", care_type="kin")], "2025-07-02 00:00") == "not_applicable"
    assert status("counselled", [stay], "2025-07-02 00:00") == "pending"
    refused = happened("consent", "2025-07-01 11:00", purpose="services", decision="refused")
    assert status("counselled", [stay, refused], "2025-07-02 00:00") == "not_applicable"
    accepted = happened("consent", "2025-07-01 12:00", purpose="services", decision="given")
    assert status("counselled", [stay, refused, accepted], "2025-07-02 00:00") == "pending"


def test_what_was_not_recorded_makes_a_condition_false() -> None:
    plan = happened("reintegration_plan", "2025-07-01 10:00", id_="plan", destination_type="family")
    assert status("contacted", [plan], "2025-07-02 00:00") == "not_applicable"
    assert status("family_known", [plan], "2025-07-02 00:00") == "pending"
    assert status("family_known", [happened("reintegration_plan", "2025-07-01 10:00")], "2025-07-02 00:00") == "not_applicable"
    assert status("family_known", [], "2025-07-02 00:00") == "not_applicable"


def test_the_due_time_is_the_earliest_of_the_status_that_won() -> None:
    asked = [happened("leave_request", f"2025-07-0{day} 10:00", kind="depart") for day in (5, 3, 4)]
    found = judged("free_to_leave", [age("2025-07-01 07:00", "adult"), *asked], "2025-07-06 09:00")
    assert (found.status, found.due_at) == ("overdue", at("2025-07-04 10:00"))


def test_done_late_only_if_every_breach_was_done() -> None:
    def asked(day: int, left: str | None) -> Entry:
        return happened("leave_request", f"2025-07-0{day} 10:00", kind="depart", left_at=left)

    grown, late, open_ = age("2025-07-01 07:00", "adult"), asked(2, "2025-07-05 10:00"), asked(6, None)
    assert judged("free_to_leave", [grown, late, open_], "2025-07-07 10:00").done_late
    assert not judged("free_to_leave", [grown, late, open_], "2025-07-07 10:00:01").done_late
    assert not judged("free_to_leave", [grown, open_], "2025-07-07 10:00:01").done_late


def waiver(standard: str, **facts: str | None) -> list[Entry]:
    asked = happened("waiver", "2025-07-01 09:30", id_="w", standard_id=standard, requested_by="a", expires_on="2025-07-10")
    decision: dict[str, Any] = {"decision": "approved", "decided_by": "b", "decided_at": "2025-07-01 15:00", **facts}
    return [asked, happened("waiver", "2025-07-01 15:00", id_="w", makes=False, **decision)]


OVERHEARD = happened("interview", "2025-07-01 09:00", place_private=False)


def test_a_waiver_is_in_force_from_the_second_of_decision_to_the_last_second_of_its_day() -> None:
    entries = [OVERHEARD, *waiver("safe_place")]
    assert status("safe_place", entries, "2025-07-01 14:59:59") == "unmet"
    assert status("safe_place", entries, "2025-07-01 15:00:00") == "waived"
    assert status("safe_place", entries, "2025-07-10 23:59:59") == "waived"
    assert status("safe_place", entries, "2025-07-11 00:00:00") == "unmet"
    assert status("safe_place", [OVERHEARD, *waiver("safe_place", expires_on=None)], "2035-07-11 00:00:00") == "waived"


@pytest.mark.parametrize("facts", [{"decision": "refused"}, {"decided_by": "a"}, {"decided_by": None}, {"standard_id": "screened"}])
def test_a_waiver_needs_an_approval_by_another_person(facts: dict[str, str | None]) -> None:
    assert status("safe_place", [OVERHEARD, *waiver("safe_place", **facts)], "2025-07-02 00:00") == "unmet"


def test_a_waived_finding_keeps_its_due_time_and_what_cannot_be_waived_is_not() -> None:
    found = judged("screened", [CASE, *waiver("screened")], "2025-07-02 00:00")
    assert (found.status, found.due_at) == ("waived", at("2025-07-01 23:59:59"))
    asked = happened("leave_request", "2025-07-01 10:00", kind="depart")
    entries = [age("2025-07-01 07:00", "adult"), asked, *waiver("free_to_leave")]
    assert status("free_to_leave", entries, "2025-07-03 00:00") == "overdue"


def test_a_setting_replaces_a_proposed_limit_only() -> None:
    now = at("2025-07-02 12:00")
    for settings, expected in (({}, "overdue"), ({"screening_limit": "P1D"}, "pending"), ({"other_limit": "P1D"}, "overdue")):
        found = findings(CATALOGUE, Scope.CASE, [CASE], now, shape=SHAPE, settings=settings)
        assert found["screened"].status == expected
    sourced = replace(CATALOGUE, standards=tuple(replace(s, limit_basis="sourced") for s in CATALOGUE.standards))
    assert findings(sourced, Scope.CASE, [CASE], now, shape=SHAPE, settings={"screening_limit": "P1D"})["screened"].status == "overdue"


def test_a_clock_without_a_limit_is_no_standard() -> None:
    broken = replace(CATALOGUE, standards=(replace(CATALOGUE.by_id["screened"], limit=None),))
    with pytest.raises(ValueError, match="needs a limit"):
        Judge(broken, SHAPE)


def test_an_instance_says_which_record_it_is_about_what_proves_it_and_why() -> None:
    def why(standard: str, entries: list[Entry]) -> tuple[tuple[object, ...], ...]:
        now = at("2025-07-03 00:00")
        instances = JUDGE.instances(standard, fold(entries, SHAPE, now), now)
        return tuple((i.record_id, i.status.value, i.reason.value, i.proof, i.fields, i.seconds) for i in instances)

    talk = happened("interview", "2025-07-01 09:00", id_="t", place_private=False, place_judged_safe=False)
    screened = happened("screening", "2025-07-02 00:00:09", id_="s")
    given = happened("consent", "2025-07-01 08:00", id_="c", purpose="interview", decision="given")
    case = happened("case", "2025-07-01 08:00", id_="k")
    assert why("safe_place", [talk]) == (("t", "unmet", "test_false", (), ("place_judged_safe", "place_private"), None),)
    assert why("screened", [case, screened]) == (("k", "unmet", "done_late", ("s",), (), 10),)
    assert why("screened", [case]) == (("k", "overdue", "past_due", (), (), 86_401),)
    assert why("agreed_to_talk", [given, talk]) == (("t", "unknown", "not_recorded", ("c",), ("told_purpose",), None),)
    assert why("agreed_to_talk", []) == ((None, "pending", "nothing_yet", (), (), None),)
    assert why("counselled", []) == ((None, "not_applicable", "condition", (), ("in_shelter",), None),)
    stay = happened("placement", "2025-07-01 10:00", id_="p", care_type="institution")
    assert why("counselled", [stay]) == (("p", "pending", "not_yet_due", (), (), None),)
