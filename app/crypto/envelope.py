"""One ciphertext per field, bound to its place.

A sealed value is suite (1 byte), key version (2), nonce (12), AES-256-GCM ciphertext with its tag (16). The associated data, a
length-prefixed list of suite, key version, key id, organisation, owner, entry, record and field, is not stored: whoever opens must know
where the value belongs. It is in this order because the beginning is the same for a key, the middle for an entry, the end for a field.
"""

import os
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.crypto.errors import CannotOpen
from app.crypto.framing import frame
from app.crypto.keys import NONCE_SIZE, key_id

SUITE_AES_256_GCM = 1
# Khmer takes three bytes a character: below 64 the size would tell the script and the length of a name.
BUCKETS = (64, 128, 256, 512)  # and then every multiple of the last
_LAST = BUCKETS[-1]

_HEADER = struct.Struct(">BH")
_ENTRY = frame(bytes(16))[:4]  # the length that frame puts before a UUID
_START = _HEADER.size
_BODY = _START + NONCE_SIZE
_SMALLEST = _BODY + BUCKETS[0] + 16
_TEXT, _BYTES = b"\x01", b"\x02"


def _endings(kind: bytes) -> tuple[bytes, ...]:
    """For each length below the last bucket, what fills it up: the kind of value, which no zero can follow, then zeros."""
    sizes = (next(bucket for bucket in BUCKETS if length < bucket) - length for length in range(_LAST))
    return tuple(kind.ljust(size, b"\x00") for size in sizes)


_TEXT_ENDINGS, _BYTES_ENDINGS = _endings(_TEXT), _endings(_BYTES)
# For longer values, by the length past the last full multiple: filled up to the next one.
_LONG_TEXT_ENDINGS, _LONG_BYTES_ENDINGS = (
    tuple(kind.ljust(_LAST - length, b"\x00") for length in range(_LAST)) for kind in (_TEXT, _BYTES)
)


@dataclass(frozen=True, slots=True, eq=False)
class DataKey:
    """The key to one owner's values, as a cipher that never gives its bytes back.

    `organisation` is the one under which the key was made; it stays so when another organisation is granted the key.
    """

    id: str
    version: int
    organisation: UUID
    owner: UUID
    cipher: AESGCM = field(repr=False)
    header: bytes = field(repr=False)
    bound: bytes = field(repr=False)

    @classmethod
    def of(cls, secret: bytes, *, version: int, organisation: UUID, owner: UUID) -> Self:
        """Make the data key of 32 secret bytes for one owner. A version is between 1 and 65535."""
        name = key_id(secret)
        header = _HEADER.pack(SUITE_AES_256_GCM, version)
        bound = frame(header, name, organisation, owner)
        return cls(name, version, organisation, owner, AESGCM(secret), header, bound)


def seal_fields(key: DataKey, values: Mapping[str, str | bytes], *, record: str, entry: UUID) -> dict[str, bytes]:
    """Seal the fields of one entry. Raises ValueError, without its text, for a text that is not Unicode."""
    bound = key.bound + _ENTRY + entry.bytes
    header, encrypt = key.header, key.cipher.encrypt
    nonces = _cut(len(values))(os.urandom(NONCE_SIZE * len(values)))
    sealed = {}
    # The loop is written for speed: it runs for every field written, and its rival is the bare cipher.
    try:
        for name, value, named, nonce in zip(values, values.values(), _all_named(record, tuple(values)), nonces, strict=True):
            if isinstance(value, str):
                data = value.encode()
                size = len(data)
                data += _TEXT_ENDINGS[size] if size < _LAST else _LONG_TEXT_ENDINGS[size % _LAST]
            else:
                size = len(value)
                data = value + (_BYTES_ENDINGS[size] if size < _LAST else _LONG_BYTES_ENDINGS[size % _LAST])
            sealed[name] = header + nonce + encrypt(nonce, data, bound + named)
    except UnicodeEncodeError:
        raise ValueError("a text to seal holds a lone surrogate") from None
    return sealed


def open_field(key: DataKey, field: str, sealed: bytes, *, record: str, entry: UUID) -> str | bytes:
    """Return what was sealed in this place: text as text, bytes as bytes. Raises CannotOpen for anything else."""
    return open_fields(key, {field: sealed}, record=record, entry=entry)[field]


def open_fields(key: DataKey, sealed: Mapping[str, bytes], *, record: str, entry: UUID) -> dict[str, str | bytes]:
    """Return the values of several fields of one entry, all or none. Raises CannotOpen, naming the first that does not fit."""
    bound = key.bound + _ENTRY + entry.bytes
    header, decrypt = key.header, key.cipher.decrypt
    values: dict[str, str | bytes] = {}
    for name, value in sealed.items():
        if not value.startswith(header) or len(value) < _SMALLEST:
            raise CannotOpen(f"{record}.{name} of entry {entry} needs version {version_of(value)} of {_told(key)}")
        try:
            padded = decrypt(value[_START:_BODY], value[_BODY:], bound + _named(record, name))
        except InvalidTag:
            raise CannotOpen(f"{record}.{name} of entry {entry} does not fit its place under {_told(key)}") from None
        data = padded.rstrip(b"\x00")
        values[name] = data[:-1].decode() if data[-1] == _TEXT[0] else data[:-1]
    return values


def version_of(sealed: bytes) -> int:
    """Return the version of the data key that sealed a value. Raises CannotOpen if it is too short or of an unknown suite."""
    if len(sealed) < _SMALLEST:
        raise CannotOpen(f"a sealed value of {len(sealed)} bytes is too short to be whole")
    suite, version = _HEADER.unpack_from(sealed)
    if suite != SUITE_AES_256_GCM:
        raise CannotOpen(f"a sealed value names suite {suite}, which this version does not know")
    return int(version)


def _told(key: DataKey) -> str:
    return f"key {key.id} (version {key.version}) of owner {key.owner}"


@lru_cache(maxsize=1024)
def _named(record: str, field: str) -> bytes:
    return frame(record, field)


@lru_cache(maxsize=1024)
def _all_named(record: str, fields: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(_named(record, field) for field in fields)


@lru_cache(maxsize=256)
def _cut(count: int) -> Callable[[bytes], tuple[bytes, ...]]:
    """Return what cuts so many nonces from random bytes."""
    return struct.Struct(f"{NONCE_SIZE}s" * count).unpack
