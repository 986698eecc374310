"""The audit log's chains and checkpoints: every change is seen, and named."""

import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.crypto.chain import (
    GENESIS,
    Break,
    Checkpoint,
    Details,
    Link,
    canonical,
    checkpoint_hash,
    entry_hash,
    first_break,
    head_leaf,
    merkle_root,
    public_key_of,
    sign_checkpoint,
    verify_checkpoint,
)
from app.crypto.keys import MasterKey

SIGNER = MasterKey.of(bytes(range(32))).audit_signer()
CHECKPOINT = Checkpoint(at=1_800_000_000, chains=2, root=merkle_root([b"a", b"b"]))
# The leaves and roots of the reference tests that RFC 6962's authors published with Certificate Transparency.
LEAVES = [
    bytes.fromhex(leaf) for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def a_chain(length: int) -> list[Link]:
    links, previous = [], GENESIS
    for position in range(length):
        details: Details = {"case": "c-1", "number": position}
        previous = entry_hash(previous, "case c-1", position, 1000 + position, "user-1", "RecordMade", details)
        links.append(Link(position, 1000 + position, "user-1", "RecordMade", details, previous))
    return links


def test_a_whole_chain_has_no_break_and_can_be_checked_from_the_middle() -> None:
    links = a_chain(5)
    assert first_break("case c-1", links) is None
    assert first_break("case c-1", links[2:], previous=links[1].hash, position=2) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda link: link._replace(at=1),
        lambda link: link._replace(actor="user-2"),
        lambda link: link._replace(event="Denied"),
        lambda link: link._replace(details={"case": "c-2", "number": 2}),
        lambda link: link._replace(hash=bytes(32)),
    ],
    ids=["at", "actor", "event", "details", "hash"],
)
def test_an_edited_entry_is_named(change: Callable[[Link], Link]) -> None:
    links = a_chain(5)
    links[2] = change(links[2])
    broken = first_break("case c-1", links)
    assert broken is not None
    assert broken.position == 2


def test_an_entry_cut_out_put_in_or_moved_is_named() -> None:
    links = a_chain(5)
    assert first_break("case c-1", links[:2] + links[3:]) == Break(2, "position 3 stands where 2 should")
    assert first_break("case c-1", [*links[:3], links[1], *links[3:]]) == Break(3, "position 1 stands where 3 should")
    assert first_break("case c-1", [links[0], links[2], links[1]]) == Break(1, "position 2 stands where 1 should")
    assert first_break("case c-1", links[1:]) == Break(0, "position 1 stands where 0 should")
    renumbered = [link._replace(position=position) for position, link in enumerate(links[1:])]
    assert first_break("case c-1", renumbered) == Break(0, "the entry, or the one before it, is not what was hashed")


def test_a_chain_does_not_pass_for_another() -> None:
    assert first_break("case c-2", a_chain(1)) == Break(0, "the entry, or the one before it, is not what was hashed")


def test_an_entry_hashed_anew_breaks_the_next() -> None:
    links = a_chain(3)
    forged = entry_hash(links[0].hash, "case c-1", 1, 1001, "user-9", "RecordMade", {})
    links[1] = Link(1, 1001, "user-9", "RecordMade", {}, forged)
    assert first_break("case c-1", links) == Break(2, "the entry, or the one before it, is not what was hashed")


def test_the_hash_of_an_entry_never_changes() -> None:
    # Computed once: if this fails, audit logs of earlier versions no longer verify.
    assert a_chain(1)[0].hash.hex().startswith("11e7fa1f94d63f2d")


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers() | st.booleans() | st.none()))
def test_details_are_written_one_way_whatever_their_order(details: dict[str, int | bool | None]) -> None:
    assert canonical(dict(reversed(details.items()))) == canonical(details)


def test_details_with_no_one_way_are_refused() -> None:
    assert canonical({"a": ["ខ", {"b": None}]}) == '{"a":["ខ",{"b":null}]}'.encode()
    for wrong in ({"a": 1.5}, {"a": [float("nan")]}, {"a": {1: "x"}}, {"a": b"x"}, {"a": {"b": {"c"}}}):
        with pytest.raises(TypeError, match="a detail"):
            canonical(wrong)  # type: ignore[arg-type]  # what the type forbids is refused at run time too


@pytest.mark.parametrize(("size", "root"), list(enumerate(ROOTS)))
def test_roots_are_those_of_certificate_transparency(size: int, root: str) -> None:
    assert merkle_root(LEAVES[:size]).hex() == root


@given(st.lists(st.binary(max_size=4), min_size=2, max_size=40))
def test_a_root_is_the_recursion_of_rfc_6962(leaves: list[bytes]) -> None:
    split = 1 << (len(leaves) - 1).bit_length() - 1
    both = merkle_root(leaves[:split]) + merkle_root(leaves[split:])
    assert merkle_root(leaves) == hashlib.sha256(b"\x01" + both).digest()


def test_a_leaf_names_its_chain_and_position() -> None:
    assert len({head_leaf("a", 1, GENESIS), head_leaf("b", 1, GENESIS), head_leaf("a", 2, GENESIS)}) == 3


def test_a_checkpoint_verifies_without_a_secret_and_only_unchanged() -> None:
    public, signature = public_key_of(SIGNER), sign_checkpoint(SIGNER, CHECKPOINT)
    assert verify_checkpoint(public, CHECKPOINT, signature)
    for changed in (
        CHECKPOINT._replace(at=1),
        CHECKPOINT._replace(chains=3),
        CHECKPOINT._replace(root=bytes(32)),
        CHECKPOINT._replace(previous=checkpoint_hash(CHECKPOINT)),
    ):
        assert not verify_checkpoint(public, changed, signature)
    assert not verify_checkpoint(public, CHECKPOINT, bytes(64))
    assert not verify_checkpoint(public_key_of(MasterKey.of(bytes(range(1, 33))).audit_signer()), CHECKPOINT, signature)
