"""What a file carries so that it proves itself: the whole snapshot with its signature, and a seal over the file's own bytes.

The seal stands in the file as a fixed number of characters. What is signed is the hash of the file with that place blank, so nothing in
it can change, be added or be cut off, whatever the format.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias
from uuid import UUID

from app.crypto.signatures import is_signed
from app.reports import snapshot
from app.reports.mou import Document

Sign: TypeAlias = Callable[[bytes], bytes]

_MARK = b"rumduol-seal-1:"
_SEAL = re.compile(_MARK + rb"([0-9a-f]{128})")
BLANK = (_MARK + b"0" * 128).decode()
_PURPOSE = "rumduol file seal 1"
# A spreadsheet's cell holds 32,767 characters.
_PIECE = 30_000
_MOST = 2**53  # Canonical JSON holds no larger number.


class NotSealed(ValueError):
    """The file carries no seal, or more than one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Who signed a snapshot and where its freezing stands in the audit log; digests, keys and signatures in hex."""

    digest: str
    signature: str
    public_key: str
    audit_chain: str
    audit_position: int
    audit_hash: str

    @property
    def fingerprint(self) -> str:
        """The signer's key as people compare it: the first 32 digits of its SHA-256, in fours."""
        return fingerprint(bytes.fromhex(self.public_key))

    def holds(self) -> bool:
        """Say whether the key it names signed the digest at that place of the audit log."""
        said = snapshot.statement(self.digest, chain=self.audit_chain, position=self.audit_position, entry_hash=self.audit_hash)
        return is_signed(said, bytes.fromhex(self.signature), public_key=bytes.fromhex(self.public_key))


def fingerprint(public_key: bytes) -> str:
    """Return the first 32 hex digits of the SHA-256 of a key, in fours.

    >>> fingerprint(bytes(32))
    '6668 7aad f862 bd77 6c8f c18b 8e9f 8e20'
    """
    digits = hashlib.sha256(public_key).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def package(document: Document, proof: Proof, **about: object) -> Document:
    """Return the snapshot with its proof, as every file carries it; `about` is what else the file needs to be made again."""
    return {"snapshot": document, "proof": asdict(proof), **about}


def unpacked(carried: Any) -> tuple[Document, Proof]:
    """Return the snapshot and the proof of a package. Raises ValueError where it is none."""
    try:
        document: object = carried["snapshot"]
        proof = Proof(**carried["proof"])
        UUID(proof.audit_chain)
        bytes.fromhex(proof.public_key + proof.signature + proof.audit_hash + proof.digest)
    except (KeyError, TypeError, AttributeError):
        raise ValueError("this is no snapshot with its proof") from None
    position: object = proof.audit_position  # Whatever the file says: a dataclass checks nothing.
    if not isinstance(document, dict) or not isinstance(position, int) or not 0 <= position < _MOST:
        raise ValueError("this is no snapshot with its proof")
    return document, proof


def seal(blank: bytes, *, format_: str, digest: str, sign: Sign) -> bytes:
    """Return the file with its seal in the blank place (`BLANK`), wherever that stands. Raises NotSealed where it stands nowhere."""
    if BLANK.encode() not in blank:
        raise NotSealed("the file has no place for a seal")
    signature = sign(_message(blank, format_, digest)).hex().encode()
    return blank.replace(BLANK.encode(), _MARK + signature)


def opened(data: bytes) -> tuple[bytes, bytes]:
    """Return the file with its seal blanked, and the seal. Raises NotSealed."""
    seals = set(_SEAL.findall(data))
    if len(seals) != 1:
        raise NotSealed("it carries no seal" if not seals else "it carries more than one seal")
    (found,) = seals
    return data.replace(_MARK + found, BLANK.encode()), bytes.fromhex(found.decode())


def is_sealed(blank: bytes, found: bytes, *, format_: str, proof: Proof) -> bool:
    """Say whether the signer of the snapshot sealed these bytes as a file of that format."""
    return is_signed(_message(blank, format_, proof.digest), found, public_key=bytes.fromhex(proof.public_key))


def pieces(carried: Document) -> list[str]:
    """Return a package as texts that fit into cells, each with its number and how many there are.

    >>> pieces({"a": 1})
    ['1/1 {"a":1}']
    """
    text = snapshot.canonical(carried).decode()
    cut = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    return [f"{number}/{len(cut)} {piece}" for number, piece in enumerate(cut, start=1)]


def joined(texts: Iterable[str]) -> str:
    """Return the text that `pieces` cut up. Raises ValueError where a piece is missing or out of its place.

    >>> joined(['1/2 {"a"', '2/2 :1}'])
    '{"a":1}'
    """
    cut = [text.partition(" ") for text in texts]
    if not cut or [number for number, _, _ in cut] != [f"{n}/{len(cut)}" for n in range(1, len(cut) + 1)]:
        raise ValueError("a piece of the snapshot is missing or out of its place")
    return "".join(piece for _, _, piece in cut)


def _message(blank: bytes, format_: str, digest: str) -> bytes:
    said = {"purpose": _PURPOSE, "format": format_, "sha256": hashlib.sha256(blank).hexdigest(), "digest": digest}
    return snapshot.canonical(said)
