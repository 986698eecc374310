"""One unambiguous byte string from several parts, for everything that is hashed, signed or bound to a ciphertext."""

from uuid import UUID

Part = bytes | str | int | UUID


def frame(*parts: Part) -> bytes:
    """Join the parts, each after its length in four bytes, so that no two lists of the same kinds of parts give the same bytes.

    A whole number takes eight bytes, signed; text is UTF-8.

    >>> frame("ab", "c") == frame("a", "bc")
    False
    """
    return b"".join([len(data).to_bytes(4, "big") + data for data in map(_encode, parts)])


def _encode(part: Part) -> bytes:
    if isinstance(part, bytes):
        return part
    if isinstance(part, str):
        return part.encode()
    if isinstance(part, UUID):
        return part.bytes
    return part.to_bytes(8, "big", signed=True)
