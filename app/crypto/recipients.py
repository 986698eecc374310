"""Files that only their recipient opens: the age format, so that any age program can."""

import io
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeAlias

import pyrage

from app.crypto.errors import BadKey

Recipient: TypeAlias = pyrage.x25519.Recipient


class Sink(Protocol):
    """Where encrypted bytes go."""

    def write(self, data: bytes, /) -> int:
        """Take the bytes and say how many."""

    def flush(self) -> None:
        """See to it that they are taken."""


def parse(text: str) -> Recipient:
    """Return the recipient that a public age key (`age1...`) names. Raises BadKey, which does not repeat the text.

    >>> parse("age1...")
    Traceback (most recent call last):
    app.crypto.errors.BadKey: not a public age key: it begins with age1 and `age-keygen` prints it
    """
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise BadKey("not a public age key: it begins with age1 and `age-keygen` prints it") from None


def encrypt(chunks: Iterable[bytes], into: Sink, *, to: Recipient) -> None:
    """Write the chunks to `into`, encrypted; one piece of 64 KiB at a time is held in memory."""
    pyrage.encrypt_io(_Pulled(iter(chunks)), into, [to])


class _Pulled(io.RawIOBase):
    """Chunks as a file that can be read: encrypting pulls, and whoever makes the chunks makes them no sooner."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = memoryview(b"")

    def readable(self) -> bool:
        """Whether it can be read: yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, and nothing at the end; encrypting asks for a size always."""
        while not self._held:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._held = memoryview(chunk)
        taken, self._held = self._held[:size], self._held[size:]
        return bytes(taken)
