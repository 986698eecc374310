"""The envelope: what is sealed opens in its place, and nowhere else."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.crypto.envelope import BUCKETS, DataKey, open_field, open_fields, seal_fields, version_of
from app.crypto.errors import CannotOpen
from app.crypto.keys import new_data_key

ORGANISATION, OWNER, ENTRY = UUID(int=1), UUID(int=2), UUID(int=3)
SECRET = new_data_key()
KEY = DataKey.of(SECRET, version=1, organisation=ORGANISATION, owner=OWNER)
SEALED = seal_fields(KEY, {"name": "Sok Invented"}, record="person", entry=ENTRY)["name"]


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])) | st.binary()))
def test_every_value_opens_as_what_it_was(values: dict[str, str | bytes]) -> None:
    sealed = seal_fields(KEY, values, record="person", entry=ENTRY)
    assert open_fields(KEY, sealed, record="person", entry=ENTRY) == values


@pytest.mark.parametrize("kind", [lambda size: "x" * size, bytes, lambda size: b"\x02" * size])
def test_every_length_up_to_the_third_multiple_opens_and_fills_its_bucket(kind: type[bytes]) -> None:
    for size in range(3 * BUCKETS[-1] + 1):
        sealed = seal_fields(KEY, {"note": kind(size)}, record="person", entry=ENTRY)["note"]
        assert open_field(KEY, "note", sealed, record="person", entry=ENTRY) == kind(size)
        padded = len(sealed) - 31
        assert padded in BUCKETS or padded % BUCKETS[-1] == 0


def test_the_size_does_not_tell_a_latin_name_from_a_khmer_one() -> None:
    names = {"latin": "Sok", "long latin": "Chanthavy Sreymom Invented", "khmer": "សុខ ចាន់ថាវី", "none": ""}
    assert {len(value) for value in seal_fields(KEY, names, record="person", entry=ENTRY).values()} == {64 + 31}


def test_the_same_value_never_looks_the_same_twice() -> None:
    values = {str(number): "the same" for number in range(500)}
    sealed = seal_fields(KEY, values, record="person", entry=ENTRY).values()
    assert len({value[3:15] for value in sealed}) == 500
    assert len({value[15:] for value in sealed}) == 500


@given(st.integers(0, len(SEALED) * 8 - 1))
def test_one_flipped_bit_is_refused(bit: int) -> None:
    altered = bytearray(SEALED)
    altered[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CannotOpen):
        open_field(KEY, "name", bytes(altered), record="person", entry=ENTRY)


@given(st.integers(0, len(SEALED) - 1))
def test_a_value_cut_short_is_refused(length: int) -> None:
    for part in (SEALED[:length], SEALED[length + 1 :], SEALED[:length] + SEALED[length + 1 :]):
        with pytest.raises(CannotOpen):
            open_field(KEY, "name", part, record="person", entry=ENTRY)


def test_a_value_with_something_added_is_refused() -> None:
    with pytest.raises(CannotOpen):
        open_field(KEY, "name", SEALED + b"\x00", record="person", entry=ENTRY)


@pytest.mark.parametrize(
    ("field", "record", "entry"),
    [("alias", "person", ENTRY), ("name", "interview", ENTRY), ("name", "person", uuid4()), ("nam", "eperson", ENTRY)],
)
def test_a_value_moved_to_another_field_record_or_entry_is_refused(field: str, record: str, entry: UUID) -> None:
    with pytest.raises(CannotOpen, match="does not fit its place"):
        open_field(KEY, field, SEALED, record=record, entry=entry)


@pytest.mark.parametrize(
    "other",
    [
        DataKey.of(SECRET, version=1, organisation=uuid4(), owner=OWNER),
        DataKey.of(SECRET, version=1, organisation=ORGANISATION, owner=uuid4()),
        DataKey.of(SECRET, version=1, organisation=OWNER, owner=ORGANISATION),
        DataKey.of(new_data_key(), version=1, organisation=ORGANISATION, owner=OWNER),
    ],
    ids=["organisation", "owner", "both exchanged", "secret"],
)
def test_a_value_moved_to_another_organisation_or_owner_is_refused(other: DataKey) -> None:
    with pytest.raises(CannotOpen, match="does not fit its place"):
        open_field(other, "name", SEALED, record="person", entry=ENTRY)


def test_a_value_of_another_version_says_which_one_it_needs() -> None:
    newer = DataKey.of(SECRET, version=2, organisation=ORGANISATION, owner=OWNER)
    with pytest.raises(CannotOpen, match=rf"needs version 1 of key {newer.id} \(version 2\)"):
        open_field(newer, "name", SEALED, record="person", entry=ENTRY)


def test_the_version_written_over_does_not_help() -> None:
    newer = DataKey.of(SECRET, version=2, organisation=ORGANISATION, owner=OWNER)
    with pytest.raises(CannotOpen, match="does not fit its place"):
        open_field(newer, "name", newer.header + SEALED[3:], record="person", entry=ENTRY)


def test_the_key_id_is_bound() -> None:
    renamed = replace(KEY, bound=KEY.bound.replace(KEY.id.encode(), b"0" * 16))
    with pytest.raises(CannotOpen):
        open_field(renamed, "name", SEALED, record="person", entry=ENTRY)


def test_an_unknown_suite_is_named() -> None:
    with pytest.raises(CannotOpen, match="suite 9"):
        version_of(b"\x09" + SEALED[1:])


def test_one_value_that_does_not_fit_opens_none() -> None:
    with pytest.raises(CannotOpen, match=r"person\.alias"):
        open_fields(KEY, {"name": SEALED, "alias": SEALED}, record="person", entry=ENTRY)


def test_neither_errors_nor_reprs_show_contents_or_keys() -> None:
    with pytest.raises(ValueError, match=r"^a text to seal holds a lone surrogate$"):
        seal_fields(KEY, {"name": "canary \ud800"}, record="person", entry=ENTRY)
    assert SECRET.hex() not in repr(KEY)
    assert "cipher" not in repr(KEY)


def test_nothing_to_seal_is_nothing_sealed() -> None:
    assert seal_fields(KEY, {}, record="person", entry=ENTRY) == {}
