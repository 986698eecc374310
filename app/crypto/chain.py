"""The audit log's arithmetic: entries chained by their hashes, checkpoints over all chains, signed.

It needs no secret to verify, so whoever keeps the checkpoints can.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.crypto.framing import frame

# No float: two languages write the same one differently, and a hash must not depend on that.
Detail: TypeAlias = "str | int | bool | Sequence[Detail] | Mapping[str, Detail] | None"
Details = Mapping[str, Detail]

GENESIS = bytes(32)  # what stands before the first entry of a chain


class Link(NamedTuple):
    """One entry of a chain as it was stored. Positions begin at 0."""

    position: int
    at: int
    actor: str
    event: str
    details: Details
    hash: bytes


class Break(NamedTuple):
    """The first entry of a chain that is not what it was."""

    position: int
    why: str


class Checkpoint(NamedTuple):
    """What all chains were at one instant: how many, and the Merkle root over their heads; and the checkpoint before it."""

    at: int
    chains: int
    root: bytes
    previous: bytes = GENESIS


def canonical(details: Details) -> bytes:
    """Return the one way to write the details: JSON in UTF-8, keys sorted, no spaces. Raises TypeError for what has no one way.

    >>> canonical({"b": 1, "a": [True, None, "x"]})
    b'{"a":[true,null,"x"],"b":1}'
    """
    _check(details)
    return json.dumps(details, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def entry_hash(previous: bytes, chain: str, position: int, at: int, actor: str, event: str, details: Details) -> bytes:
    """Return the SHA-256 of an entry and, through `previous`, of all before it. `at` is in whole seconds since 1970, UTC."""
    return hashlib.sha256(frame("rumduol audit entry 1", previous, chain, position, at, actor, event, canonical(details))).digest()


def first_break(chain: str, links: Iterable[Link], *, previous: bytes = GENESIS, position: int = 0) -> Break | None:
    """Return the first entry that was edited, cut out, put in or moved; None if the chain is whole from `position` on.

    Entries cut off at the end leave a whole chain: only a checkpoint that knows the head tells.
    """
    for expected, link in enumerate(links, start=position):
        if link.position != expected:
            return Break(expected, f"position {link.position} stands where {expected} should")
        if link.hash != entry_hash(previous, chain, link.position, link.at, link.actor, link.event, link.details):
            return Break(expected, "the entry, or the one before it, is not what was hashed")
        previous = link.hash
    return None


def head_leaf(chain: str, position: int, head: bytes) -> bytes:
    """Return the leaf of a checkpoint's tree for one chain: its name, the position of its last entry, and that entry's hash."""
    return frame(chain, position, head)


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash of RFC 6962, section 2.1.

    >>> merkle_root([]).hex()[:16]
    'e3b0c44298fc1c14'
    """
    if not leaves:
        return hashlib.sha256().digest()
    # A leaf and a node begin differently, so that neither can be passed off as the other.
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        # Pairing neighbours and carrying an odd last one up gives the same tree as splitting at the largest power of two.
        odd = level[len(level) & ~1 :]
        level = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)] + odd
    return level[0]


def checkpoint_hash(checkpoint: Checkpoint) -> bytes:
    """Return what the next checkpoint names as `previous`."""
    return hashlib.sha256(_signed_bytes(checkpoint)).digest()


def sign_checkpoint(signer: Ed25519PrivateKey, checkpoint: Checkpoint) -> bytes:
    """Return the Ed25519 signature of a checkpoint, 64 bytes."""
    return signer.sign(_signed_bytes(checkpoint))


def verify_checkpoint(public_key: bytes, checkpoint: Checkpoint, signature: bytes) -> bool:
    """Say whether the holder of the key (32 raw bytes, `public_key_of`) signed this checkpoint."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _signed_bytes(checkpoint))
    except InvalidSignature:
        return False
    return True


def public_key_of(signer: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes to publish, by which anyone verifies."""
    return signer.public_key().public_bytes_raw()


def _signed_bytes(checkpoint: Checkpoint) -> bytes:
    return frame("rumduol checkpoint 1", checkpoint.at, checkpoint.chains, checkpoint.root, checkpoint.previous)


def _check(detail: Detail) -> None:
    if isinstance(detail, Mapping):
        for name, value in detail.items():
            if not isinstance(name, str):
                raise TypeError("a detail's name is a text")
            _check(value)
    elif isinstance(detail, (list, tuple)):
        for value in detail:
            _check(value)
    elif detail is not None and not isinstance(detail, (str, int)):
        raise TypeError(f"a detail cannot be a {type(detail).__name__}")
