"""The keys: master, then organisation, then one data key per owner; each wraps the next.

What is not wrapped but derived (blind index, session pepper, signing keys) grows from the master key in HKDF trees of its own, so that no
key ever serves two purposes.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.crypto.errors import BadKey, CannotUnwrap, WrongMasterKey
from app.crypto.framing import Part, frame

KEY_SIZE = 32
NONCE_SIZE = 12

_WRAP_FORMAT = b"\x01"
_WRAPPED_SIZE = len(_WRAP_FORMAT) + NONCE_SIZE + KEY_SIZE + 16 + 32  # format, nonce, key, GCM tag, commitment
# 32 random bytes have fewer distinct values than this less than once in 10^12 times; a placeholder such as AAAA... always has.
_DISTINCT_BYTES = 20


class Tree(StrEnum):
    """What a derived key is for. The text is part of every key derived, so it must never change."""

    ID = "key id"
    CHECK = "check value"
    WRAP = "wrap organisation keys"
    BLIND_INDEX = "blind index"
    SESSION = "session pepper"
    AUDIT = "audit signing"
    EXPORT = "export signing"


def new_data_key() -> bytes:
    """Return 32 fresh random bytes, good for a data key as for an organisation key."""
    return secrets.token_bytes(KEY_SIZE)


def key_id(secret: bytes) -> str:
    """Return a short public name of a key, which tells nothing about it."""
    return hashlib.sha256(b"rumduol key id\x00" + secret).hexdigest()[:16]


@dataclass(frozen=True, slots=True, eq=False)
class WrappingKey:
    """A key that wraps other keys, by its public name and as a cipher that never gives its bytes back."""

    id: str
    cipher: AESGCM = field(repr=False)

    @classmethod
    def of(cls, secret: bytes) -> Self:
        """Make the wrapping key of 32 secret bytes."""
        return cls(key_id(secret), AESGCM(secret))


@dataclass(frozen=True, slots=True, eq=False)
class MasterKey:
    """The root of all keys. It never leaves this object; what others need is derived from it."""

    id: str
    _secret: bytes = field(repr=False)

    @classmethod
    def of(cls, secret: bytes) -> Self:
        """Take 32 random bytes as the master key. Raises BadKey for what cannot be random."""
        if len(secret) != KEY_SIZE:
            raise BadKey(f"a master key has {KEY_SIZE} bytes, this one has {len(secret)}")
        if len(set(secret)) < _DISTINCT_BYTES:
            raise BadKey("a master key must be random, this one looks like a placeholder")
        return cls(_derive(secret, Tree.ID)[:8].hex(), secret)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a master key from base64. Raises BadKey without repeating the text."""
        try:
            secret = base64.b64decode(text.strip(), validate=True)
        except (binascii.Error, ValueError):
            raise BadKey("a master key is written in base64, this one is not") from None
        return cls.of(secret)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read a master key in base64 from a file that only its owner may read (mode 0400 or 0600)."""
        with path.open("rb") as file:
            # Asked of the open file and not of the path, which could be another file by then.
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise BadKey(f"the master key file has mode {mode:04o}; others than its owner may use it; set it to 0400")
            return cls.from_text(file.read(256).decode("ascii", "replace"))

    def wrapping_key(self) -> WrappingKey:
        """Return what wraps the organisation keys. Its id is the master key's own."""
        return WrappingKey(self.id, AESGCM(_derive(self._secret, Tree.WRAP)))

    def index_key(self, organisation: UUID, kind: str) -> bytes:
        """Return the blind index key of one organisation for one kind of value (name, telephone ...), which never match each other."""
        return _derive(self._secret, Tree.BLIND_INDEX, organisation, kind)

    def session_pepper(self) -> bytes:
        """Return what keys the digests of session tokens, so that a row written into the database makes no session."""
        return _derive(self._secret, Tree.SESSION)

    def audit_signer(self) -> Ed25519PrivateKey:
        """Return the key that signs the audit log's checkpoints."""
        return Ed25519PrivateKey.from_private_bytes(_derive(self._secret, Tree.AUDIT))

    def export_signer(self) -> Ed25519PrivateKey:
        """Return the key that signs reports and exports."""
        return Ed25519PrivateKey.from_private_bytes(_derive(self._secret, Tree.EXPORT))

    def check_value(self) -> str:
        """Return a text to keep beside the key store, by which a wrong master key is recognised at start-up."""
        return f"{self.id}:{_derive(self._secret, Tree.CHECK).hex()}"

    def require(self, check_value: str) -> None:
        """Raise WrongMasterKey, naming both keys, unless the check value is this key's."""
        if not hmac.compare_digest(check_value.encode(), self.check_value().encode()):
            raise WrongMasterKey(needed=check_value.partition(":")[0], given=self.id)


def _derive(secret: bytes, tree: Tree, *context: Part) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_SIZE, salt=b"rumduol", info=frame(tree.value, *context)).derive(secret)


def wrap(wrapping: WrappingKey, key: bytes, context: bytes) -> bytes:
    """Seal one key under another. The context (who it is for, which version) must be given again to unwrap it."""
    nonce = os.urandom(NONCE_SIZE)
    body = wrapping.cipher.encrypt(nonce, key, frame(_WRAP_FORMAT, wrapping.id, context))
    return _WRAP_FORMAT + nonce + body + _commitment(key, context)


def unwrap(wrapping: WrappingKey, wrapped: bytes, context: bytes) -> bytes:
    """Return the key that `wrap` sealed. Raises CannotUnwrap for another wrapping key, another context or any change."""
    if len(wrapped) != _WRAPPED_SIZE or not wrapped.startswith(_WRAP_FORMAT):
        raise CannotUnwrap("a wrapped key has a format that this version does not know")
    start = len(_WRAP_FORMAT)
    nonce, body, commitment = wrapped[start : start + NONCE_SIZE], wrapped[start + NONCE_SIZE : -32], wrapped[-32:]
    try:
        key = wrapping.cipher.decrypt(nonce, body, frame(_WRAP_FORMAT, wrapping.id, context))
    except InvalidTag:
        raise CannotUnwrap(f"a wrapped key does not open under key {wrapping.id} in its place") from None
    # GCM alone lets its maker craft one ciphertext that opens under two keys; the commitment leaves room for one.
    if not hmac.compare_digest(commitment, _commitment(key, context)):
        raise CannotUnwrap(f"a wrapped key under key {wrapping.id} is not the one committed to")
    return key


def _commitment(key: bytes, context: bytes) -> bytes:
    return hmac.digest(key, b"rumduol key commitment\x00" + context, "sha256")
