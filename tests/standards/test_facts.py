"""Entries folded into records (semantics, section 1)."""

from app.standards.facts import Entry, Facts, fold
from tests.standards.sample import SHAPE, at, happened

TALK = happened(
    "interview", "2025-09-01 14:00", known="2025-09-01 15:00", id_="talk", place_private=True, place_judged_at="2025-09-01 13:00"
)


def folded(*entries: Entry, as_of: str, known_at: str = "") -> Facts:
    return fold(entries, SHAPE, at(as_of), at(known_at) if known_at else None)


def test_a_fact_counts_once_it_has_happened_and_was_recorded() -> None:
    assert not folded(TALK, as_of="2025-09-01 14:59:59").records
    assert folded(TALK, as_of="2025-09-01 15:00:00").records["interview"]


def test_later_knowledge_shows_what_had_happened_but_not_what_had_not() -> None:
    assert folded(TALK, as_of="2025-09-01 14:00", known_at="2025-09-02 00:00").records["interview"]
    assert not folded(TALK, as_of="2025-09-01 13:59:59", known_at="2025-09-02 00:00").records


def test_times_become_instants_and_a_record_knows_its_id() -> None:
    (talk,) = folded(TALK, as_of="2025-09-02 00:00").records["interview"]
    assert talk.values == {
        "id": "talk",
        "started_at": at("2025-09-01 14:00"),
        "place_judged_at": at("2025-09-01 13:00"),
        "place_private": True,
    }
    assert (talk.moment, talk.recorded_at) == (at("2025-09-01 14:00"), at("2025-09-01 15:00"))


def test_a_date_is_the_first_second_of_its_local_day() -> None:
    order = happened("referral", "2025-09-01 14:00", valid_until="2025-09-30", kind="placement_order")
    (found,) = folded(order, as_of="2025-09-02 00:00").records["referral"]
    assert found.values["valid_until"] == at("2025-09-30 00:00:00")


def test_of_one_field_the_entry_recorded_last_counts_whatever_the_order_of_acceptance() -> None:
    fixed = happened("interview", "2025-09-01 14:00", known="2025-09-03 00:00", id_="talk", makes=False, place_private=False)
    for entries in ((TALK, fixed), (fixed, TALK)):
        (talk,) = folded(*entries, as_of="2025-09-04 00:00").records["interview"]
        assert talk.values["place_private"] is False
    (talk,) = folded(TALK, fixed, as_of="2025-09-02 00:00").records["interview"]
    assert talk.values["place_private"] is True


def test_of_entries_recorded_in_the_same_second_the_one_accepted_last_counts() -> None:
    fixed = TALK._replace(makes=False, facts={"place_private": False})
    (talk,) = folded(TALK, fixed, as_of="2025-09-04 00:00").records["interview"]
    assert talk.values["place_private"] is False


def test_null_takes_a_value_back() -> None:
    unsaid = happened("interview", "2025-09-01 14:00", known="2025-09-03 00:00", id_="talk", makes=False, place_private=None)
    (talk,) = folded(TALK, unsaid, as_of="2025-09-04 00:00").records["interview"]
    assert "place_private" not in talk.values


def test_a_correction_of_the_making_act_moves_the_moment() -> None:
    moved = happened("interview", "2025-09-01 10:00", known="2025-09-03 00:00", id_="talk")
    (talk,) = folded(TALK, moved, as_of="2025-09-04 00:00").records["interview"]
    assert (talk.moment, talk.recorded_at, talk.sequence) == (at("2025-09-01 10:00"), at("2025-09-03 00:00"), 1)


def test_a_record_is_there_as_soon_as_one_of_its_acts_counts() -> None:
    started = Entry("service", "s", False, at("2025-09-01 08:00"), at("2025-09-01 08:00"), {"started_at": "2025-09-01T08:00:00+07:00"})
    offered = happened("service", "2025-09-01 09:00", id_="s", type="counselling")
    (service,) = folded(started, offered, as_of="2025-09-01 08:30").records["service"]
    assert (service.moment, "type" in service.values) == (at("2025-09-01 08:00"), False)


def test_records_of_a_kind_stand_in_the_order_of_recording_then_of_acceptance() -> None:
    late = happened("review", "2025-09-01 08:00", known="2025-09-05 00:00", id_="late")
    first = happened("review", "2025-09-02 08:00", id_="first")
    second = happened("review", "2025-09-02 08:00", id_="second")
    facts = folded(late, first, second, as_of="2025-09-06 00:00")
    assert [record.id for record in facts.records["review"]] == ["first", "second", "late"]


def test_a_record_without_a_shape_keeps_its_texts() -> None:
    other = Entry("unheard_of", "x", True, 0, 0, {"said_at": "2025-09-01"})
    assert fold([other], SHAPE, 0).records["unheard_of"][0].values["said_at"] == "2025-09-01"
