"""The bodies that are made from the declarations: what they take and what they refuse."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.records import values
from app.records.base import Act
from app.records.bodies import body_model
from app.records.examples import example_of
from app.records.registry import ACTS
from app.vocabulary.care import ClientDomain

CONSENT: dict[str, object] = {"purpose": "interview", "decision": "given", "informed": True, "given_by": "client", "signed": True}
DISCLOSURE: dict[str, object] = {"purpose": "services", "recipient": "dosavy", "data_categories": ["health"], "channel": "paper"}
ASSESSMENT: dict[str, object] = {"type": "initial"}


def refusal(act: str, body: Mapping[str, object]) -> set[str]:
    """The fields that an act's body is refused for."""
    with pytest.raises(ValidationError) as caught:
        body_model(ACTS[act]).model_validate(body)
    return {str(error["loc"][0]) if error["loc"] else "" for error in caught.value.errors()}


@pytest.mark.parametrize("act", ACTS.values(), ids=lambda act: act.name)
def test_an_acts_example_is_accepted(act: Act) -> None:
    assert set(body_model(act).model_validate(example_of(act)).sent()) == set(example_of(act))


@pytest.mark.parametrize("act", ACTS.values(), ids=lambda act: act.name)
def test_an_act_refuses_what_it_does_not_know_and_a_missing_need(act: Act) -> None:
    assert refusal(act.name, example_of(act) | {"surprise": 1}) == {"surprise"}
    for name in act.needs:
        assert name in refusal(act.name, {key: value for key, value in example_of(act).items() if key != name})


@pytest.mark.parametrize("act", ACTS.values(), ids=lambda act: act.name)
def test_what_is_not_needed_may_be_null(act: Act) -> None:
    if act.name != "decide_referral":  # It wants one of two.
        model = body_model(act)
        nulls = {name: None for name in model.model_fields if name not in act.needs}
        assert set(model.model_validate(example_of(act) | nulls).sent()) == act.needs


@pytest.mark.parametrize("act", ACTS.values(), ids=lambda act: act.name)
def test_the_schema_has_a_title_an_example_and_a_sentence(act: Act) -> None:
    schema = body_model(act).model_json_schema()
    assert schema["examples"] == [example_of(act)]
    assert schema["description"] == act.summary
    assert all("title" in field or "$ref" in field for field in schema["properties"].values())


@pytest.mark.parametrize("wrong", ["yes", 1, 0, "true"])
def test_yes_and_no_are_true_and_false_and_nothing_else(wrong: object) -> None:
    assert refusal("record_consent", CONSENT | {"informed": wrong}) == {"informed"}


@pytest.mark.parametrize(
    "wrong", ["2025-06-09T15:00:00", "2025-06-09", "1749456000", 1749456000, "0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-12:00"]
)
def test_a_time_without_a_zone_or_outside_the_calendar_is_refused(wrong: object) -> None:
    assert refusal("record_consent", CONSENT | {"decided_at": wrong}) == {"decided_at"}


@pytest.mark.parametrize("wrong", ["2025-06-09T00:00:00Z", "2025-6-9", "2025-02-29", 1749456000, "0001-01-01"])
def test_a_day_is_a_day(wrong: object) -> None:
    assert refusal("record_consent", CONSENT | {"expires_on": wrong}) == {"expires_on"}


@pytest.mark.parametrize("wrong", ["", "  \n", "a\x00b", "a\x1bb", "half \ud800", "x" * 100_001, 5])
def test_text_is_readable(wrong: object) -> None:
    assert refusal("write_case_note", {"note_text": wrong}) == {"note_text"}


def test_text_stays_as_typed() -> None:
    typed = " ស្រី\u200bនាង\tcafe\u0301\r\n"
    assert body_model(ACTS["write_case_note"]).model_validate({"note_text": typed}).sent() == {"note_text": typed}


@pytest.mark.parametrize("right", ["7c9e6679-7425-40de-944b-e07fc1f90ae7", "dosavy", "other_ngo"])
def test_a_recipient_is_an_organisation_or_a_code(right: str) -> None:
    assert body_model(ACTS["record_disclosure"]).model_validate(DISCLOSURE | {"recipient": right}).sent()


@pytest.mark.parametrize("wrong", ["Dosavy", "a", "x" * 41, "two words", 7])
def test_a_recipient_is_nothing_else(wrong: object) -> None:
    assert refusal("record_disclosure", DISCLOSURE | {"recipient": wrong}) == {"recipient"}


@pytest.mark.parametrize("wrong", [["health", "health"], ["shoe_size"], "health"])
def test_a_list_of_codes_names_each_known_code_once(wrong: object) -> None:
    assert refusal("record_disclosure", DISCLOSURE | {"data_categories": wrong}) == {"data_categories"}


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (values.Country, "KH", "XX"),
        (values.Language, "khm", "xyz"),
        (values.StandardCode, "R1-04a", "R1 04"),
        (values.VillageCode, "12010101", "១២០១០១០១"),
        (values.ClientCode, "12010101-0001", "1" * 41),
        (values.Digest, "ab" * 32, "ab" * 31),
        (values.Score, 4, 5),
        (values.Score, 1, True),
        (values.Count, 0, -1),
        (values.Count, 3, 3.0),
        (values.Amount, 12.5, float("inf")),
        (values.File, "aGk=", "a b!"),
        (values.File, b"hi", 5),
        (values.File, "aGk=", "A" * (4 * (values.MAX_FILE_BYTES // 3 + 1))),
        (values.Items, [{"domain": "food", "due_on": "2025-09-01"}], [{"domain": "luck"}]),
        (values.Scores[ClientDomain], {"food": 1}, {"luck": 1}),
    ],
)
def test_a_value_is_of_its_kind(kind: Any, right: object, wrong: object) -> None:
    adapter = TypeAdapter[object](kind)
    adapter.validate_python(right)
    with pytest.raises(ValidationError):
        adapter.validate_python(wrong)


def test_totals_that_contradict_the_scores_are_refused() -> None:
    scores: dict[str, object] = {"client_scores": {"safety": 1, "food": 4}, "family_scores": {"closeness": 3, "relatives_help": 1}}
    model = body_model(ACTS["record_assessment"])
    assert model.model_validate(ASSESSMENT | scores | {"client_total": 5, "client_lowest": 1, "family_lowest": 3}).sent()
    assert model.model_validate(ASSESSMENT | {"client_total": 30, "client_lowest": 2}).sent()
    assert refusal("record_assessment", ASSESSMENT | scores | {"client_total": 6}) == {""}
    assert refusal("record_assessment", ASSESSMENT | scores | {"family_lowest": 1}) == {""}


def test_the_state_of_a_referral_follows_its_decision_where_none_was_sent() -> None:
    derive = ACTS["decide_referral"].derive
    assert derive is not None
    assert derive({"decision": "refused"}) == {"state": "refused"}
    assert derive({"decision": "refused", "state": "withdrawn"}) == {}
    assert derive({}) == {}


def test_a_name_in_khmer_must_be_in_the_order_of_its_letters() -> None:
    for right in ("ស្ត្រី", "បណ្ដឹង", "បណ្តឹង", "សប្ដាហ៍", "ខ្ញុំ", "ភ្នំពេញ"):
        body_model(ACTS["register_person"]).model_validate(example_of(ACTS["register_person"]) | {"name_km": right})
    assert refusal("register_person", example_of(ACTS["register_person"]) | {"name_km": "ស្រ្តី"}) == {"name_km"}


def test_neither_an_error_nor_a_repr_shows_what_was_said() -> None:
    marker = "Invented marker word"
    body = body_model(ACTS["write_case_note"]).model_validate({"note_text": marker})
    assert marker not in repr(body) + str(body)
    assert marker not in repr(values.PlanItem(domain=ClientDomain.FOOD, goal=marker))
    with pytest.raises(ValidationError) as caught:
        body_model(ACTS["write_case_note"]).model_validate({"note_text": marker + "\x00"})
    assert marker not in str(caught.value)


def test_a_body_is_frozen_and_its_model_made_once() -> None:
    body = body_model(ACTS["write_case_note"]).model_validate({"note_text": "Invented"})
    with pytest.raises(ValidationError):
        body.note_text = "changed"  # type: ignore[attr-defined]  # The field is made at run time.
    assert body_model(ACTS["write_case_note"]) is type(body)
