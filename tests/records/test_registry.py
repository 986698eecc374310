"""The declarations against independent copies of the data dictionary's fields and acts."""

import json
from pathlib import Path

import pytest

from app.records.base import Fact, Fill, Record, placeholders
from app.records.registry import ACTS, RECORDS, acts_of, making_acts, shape
from app.shape import FieldKind
from tests.records import extensions

HERE = Path(__file__).parent
FIELDS = json.loads((HERE / "fields.json").read_text())
EXPECTED = json.loads((HERE / "acts.json").read_text())


def test_all_43_records_and_the_systems_own_are_declared() -> None:
    assert len(FIELDS) == 43
    assert set(RECORDS) == {*FIELDS, "access"} | extensions.RECORDS
    assert all(record.__doc__ for record in RECORDS.values())


def test_all_399_fields_are_declared() -> None:
    added = sum(len(names) for names in extensions.FIELDS.values())
    assert sum(len(RECORDS[name].fields) for name in FIELDS) == 399 + added
    assert list(RECORDS["access"].fields) == ["user_id", "first_case_access_at"]


@pytest.mark.parametrize("name", FIELDS)
def test_a_record_has_the_dictionarys_fields_in_its_order_and_words(name: str) -> None:
    declared = {
        field.name: f"{field.kind} | {'required' if field.required else 'optional'} | {'SEALED' if field.sealed else 'PLAIN'}"
        for field in RECORDS[name].fields.values()
    }
    added = {field: declared.pop(field) for field in extensions.FIELDS.get(name, ())}
    assert list(declared.items()) == list(FIELDS[name].items())
    assert not [field for field, told in added.items() if "required" in told]


def test_what_a_later_act_fills_is_never_required() -> None:
    assert not [f.name for r in RECORDS.values() for f in r.fields.values() if f.required and f.fill is Fill.LATER]


def test_all_78_acts_are_declared() -> None:
    assert len(EXPECTED) == 78
    assert set(ACTS) == set(EXPECTED) | extensions.ACTS


@pytest.mark.parametrize("name", EXPECTED)
def test_an_act_is_declared_as_agreed(name: str) -> None:
    act, expected = ACTS[name], EXPECTED[name]
    assert f"POST {act.path}" == expected["route"]
    assert (act.record.record_name, act.makes, act.moment) == (expected["record"], expected["new"], expected["moment"])
    assert set(act.by) == set(expected["roles"])
    assert set(act.body) == set(expected["body"]) - set(placeholders(act.path)) | extensions.BODIES.get(name, frozenset())
    assert act.sets == expected.get("sets", {})
    assert list(act.actor) == expected.get("actor", [])
    assert act.path.startswith("/cases") == expected["case"]


@pytest.mark.parametrize("name", EXPECTED)
def test_an_act_speaks_only_of_its_records_fields_and_in_one_sentence(name: str) -> None:
    act = ACTS[name]
    named = {*act.body, *act.sets, *act.actor, *act.needs} | ({act.moment} - {"recorded_at"})
    assert named <= set(act.record.fields)
    assert act.needs <= set(act.body)
    assert act.summary.endswith(".")
    assert act.summary.count(".") == 1


def test_every_field_is_filled_by_someone() -> None:
    """A field of the body or of a later act has an act that takes it; only the system's own fields need none."""
    for record in RECORDS.values():
        filled = {name for act in acts_of(record.record_name) for name in (act.moment, *act.body, *act.from_path, *act.sets, *act.actor)}
        left = {f.name for f in record.fields.values() if f.fill is not Fill.SYSTEM} - filled
        assert not left, record.record_name


def test_a_referral_is_made_by_two_acts_and_the_access_record_by_none() -> None:
    assert [act.name for act in making_acts("referral")] == ["record_placement_order", "send_referral"]
    assert making_acts("access") == ()
    assert all(len(making_acts(name)) == 1 for name in FIELDS if name != "referral")


def test_the_shape_has_every_field_and_the_id_that_rules_link_by() -> None:
    assert set(shape()["interview"]) == {"id", *FIELDS["interview"]}
    assert shape()["consent"]["recipient"].kind is FieldKind.ID
    assert shape()["waiver"]["decision"].codes == ("approved", "refused")
    assert len(shape()["shelter"]["province"].codes) == 25
    assert "KH" in shape()["reintegration_plan"]["destination_country"].codes
    assert shape()["assessment"]["client_scores"].codes[0] == "physical_health"
    assert shape()["person"]["name_km"].sealed


def test_a_field_without_a_marker_or_of_an_unknown_type_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="declare it as"):
        type("Bare", (Record,), {"__annotations__": {"what": int}})
    with pytest.raises(TypeError, match="no field kind"):
        type("Unknown", (Record,), {"__annotations__": {"what": Fact[complex]}})
