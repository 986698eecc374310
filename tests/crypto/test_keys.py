"""The hierarchy of keys: wrapping, derivation, and telling a wrong master key."""

import base64
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.crypto.chain import public_key_of
from app.crypto.errors import BadKey, CannotUnwrap, WrongMasterKey
from app.crypto.framing import frame
from app.crypto.keys import MasterKey, WrappingKey, key_id, new_data_key, unwrap, wrap

SECRET = bytes(range(32))
MASTER = MasterKey.of(SECRET)
OTHER = MasterKey.of(bytes(range(1, 33)))
WRAPPING = MASTER.wrapping_key()
KEY = new_data_key()
WRAPPED = wrap(WRAPPING, KEY, b"place")


def test_a_wrapped_key_comes_back() -> None:
    assert unwrap(WRAPPING, WRAPPED, b"place") == KEY
    assert KEY not in WRAPPED
    assert wrap(WRAPPING, KEY, b"place") != WRAPPED


@given(st.integers(0, len(WRAPPED) * 8 - 1))
def test_one_flipped_bit_of_a_wrapped_key_is_refused(bit: int) -> None:
    altered = bytearray(WRAPPED)
    altered[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CannotUnwrap):
        unwrap(WRAPPING, bytes(altered), b"place")


@given(st.integers(0, len(WRAPPED) - 1))
def test_a_wrapped_key_cut_short_is_refused(length: int) -> None:
    with pytest.raises(CannotUnwrap, match="format"):
        unwrap(WRAPPING, WRAPPED[:length], b"place")


def test_another_context_or_another_wrapping_key_is_refused_and_named() -> None:
    with pytest.raises(CannotUnwrap, match=MASTER.id):
        unwrap(WRAPPING, WRAPPED, b"another place")
    with pytest.raises(CannotUnwrap, match=OTHER.id):
        unwrap(OTHER.wrapping_key(), WRAPPED, b"place")


def test_a_commitment_to_another_key_is_refused() -> None:
    other = wrap(WRAPPING, new_data_key(), b"place")
    with pytest.raises(CannotUnwrap, match="committed"):
        unwrap(WRAPPING, WRAPPED[:-32] + other[-32:], b"place")


def test_derived_keys_are_of_their_tree_and_master_only() -> None:
    one, two = UUID(int=1), UUID(int=2)
    keys = [
        MASTER.index_key(one, "name"),
        MASTER.index_key(one, "telephone"),
        MASTER.index_key(two, "name"),
        OTHER.index_key(one, "name"),
        MASTER.session_pepper(),
        OTHER.session_pepper(),
        public_key_of(MASTER.audit_signer()),
        public_key_of(MASTER.export_signer()),
        public_key_of(OTHER.audit_signer()),
    ]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 32 for key in keys)
    assert MasterKey.of(SECRET).index_key(one, "name") == keys[0]


def test_derivation_never_changes() -> None:
    # Computed once: if this fails, no value sealed by an earlier version can be opened or found.
    assert MASTER.id == "2294dadd6bb6ebd2"
    assert MASTER.session_pepper().hex().startswith("915001a4f5023a1e")
    assert MASTER.index_key(UUID(int=1), "name").hex().startswith("d266a1d553f10593")
    assert key_id(SECRET) == "b42f04305391f2b9"


def test_a_wrong_master_key_is_recognised_and_both_are_named() -> None:
    MASTER.require(MASTER.check_value())
    with pytest.raises(WrongMasterKey, match=rf"belongs to master key {MASTER.id}, the key given is {OTHER.id}") as error:
        OTHER.require(MASTER.check_value())
    assert (error.value.needed, error.value.given) == (MASTER.id, OTHER.id)
    with pytest.raises(WrongMasterKey):
        MASTER.require(f"{MASTER.id}:00")


def test_a_master_key_is_read_from_text_and_from_a_file_of_its_owner(tmp_path: Path) -> None:
    text = base64.b64encode(SECRET).decode()
    assert MasterKey.from_text(f" {text}\n").id == MASTER.id
    path = tmp_path / "master.key"
    path.write_text(text + "\n")
    path.chmod(0o400)
    assert MasterKey.from_file(path).id == MASTER.id
    path.chmod(0o440)
    with pytest.raises(BadKey, match="mode 0440"):
        MasterKey.from_file(path)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("not base64 %%%", "base64"),
        ("é" * 44, "base64"),
        (base64.b64encode(bytes(range(31))).decode(), "has 31"),
        (base64.b64encode(b"changeme" * 4).decode(), "placeholder"),
        ("", "has 0"),
    ],
)
def test_what_is_no_master_key_is_refused_without_repeating_it(text: str, why: str) -> None:
    with pytest.raises(BadKey, match=why) as error:
        MasterKey.from_text(text)
    assert not text or text not in str(error.value)


def test_no_repr_shows_a_secret() -> None:
    for shown in (repr(MASTER), repr(WRAPPING), repr(WrappingKey.of(SECRET))):
        assert SECRET.hex() not in shown
        assert repr(SECRET) not in shown
        assert "AESGCM" not in shown


@given(st.lists(st.binary(), max_size=4), st.lists(st.binary(), max_size=4))
def test_two_lists_of_parts_never_frame_alike(one: list[bytes], two: list[bytes]) -> None:
    assert (frame(*one) == frame(*two)) == (one == two)
