"""The snapshot of a frozen report: one way to write it, nothing small in it, nothing that gives a small count away."""

import json

import pytest

from app.reports import checking, snapshot
from app.standards.rules import Status
from tests.reports.frozen import a_random_report, content_of, figures, frozen


def test_the_canonical_form_is_that_of_the_standard() -> None:
    # RFC 8785, section 3.2.3: members are sorted by their UTF-16 code units.
    names = {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\U0001f600": "Emoji", "1": "One", "\ufb33": "Hebrew"}
    assert list(json.loads(snapshot.canonical(names))) == ["\r", "1", "\u20ac", "\U0001f600", "\ufb33"]
    assert snapshot.canonical({"b": [1, None, True], "a": "é\n"}) == '{"a":"é\\n","b":[1,null,true]}'.encode()


def test_the_digest_does_not_depend_on_the_order_in_which_members_are_stored() -> None:
    document = frozen()
    backwards = json.loads(json.dumps(document), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert snapshot.digest(backwards) == snapshot.digest(document)
    assert list(snapshot.ordered(backwards)["definitions"])[:3] == ["subjects", "applicable", "met"]


def test_no_number_in_it_is_a_float() -> None:
    def floats(value: object) -> bool:
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return isinstance(value, float) or any(floats(part) for part in parts)

    document = frozen()
    assert not floats(document)
    assert document["standards"][0]["share_met"] == "0.6000"


def test_small_counts_single_waivers_and_small_shelters_are_not_in_it() -> None:
    document = frozen()
    assert document["standards"][3]["unknown"] is None
    assert document["waivers"]["listed"] is None
    assert document["shelters"][0]["condition"]["occupancy"] is None
    assert document["counts"]["answers"] == {"total": 1, "by_state": {"accepted": 1}}


def test_how_many_broke_a_limit_is_not_told_where_it_is_few_or_all_but_few() -> None:
    for of_a_limit in (5, 25):
        row = figures(100, {"met": 70})
        row.add(Status.UNMET, 30, of_a_limit=of_a_limit)
        (shown,) = frozen(content_of({"R1-01": row}))["standards"]
        assert (shown["unmet"], shown["unmet_of_a_limit"]) == (30, None)


def test_a_small_count_beside_a_shown_zero_cannot_be_subtracted_from_the_right() -> None:
    rows = {
        "R9-01a": figures(60, {"met": 1, "unmet": 31, "unknown": 28}),
        "R9-03a": figures(60, {"met": 29}),
    }
    document = frozen(content_of(rows))
    assert document["standards"][0]["met"] is None
    assert checking.differences(document) == []


@pytest.mark.parametrize("seed", range(40))
def test_nothing_small_follows_from_what_a_random_report_shows(seed: int) -> None:
    assert checking.differences(frozen(a_random_report(seed))) == []


def test_what_is_signed_says_what_for_and_where_in_the_log() -> None:
    said = snapshot.statement("ab", chain="c", position=7, entry_hash="cd")
    assert json.loads(said) == {
        "purpose": snapshot.FORMAT,
        "digest": "ab",
        "audit_chain": "c",
        "audit_position": 7,
        "audit_hash": "cd",
    }
