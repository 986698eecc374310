"""The manifest of an export: what its parts are, signed, so that whoever joins them knows that none is missing or another's."""

import hashlib
from collections.abc import Sequence
from typing import Any, TypeAlias

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Manifest: TypeAlias = "dict[str, Any]"
_PURPOSE = "rumduol export manifest 1"
SIGNED = ("id", "kind", "as_of", "recipient", "rows", "parts")


def statement(manifest: Manifest) -> bytes:
    """Return what is signed: the signed members as canonical JSON (RFC 8785), with what the signature is for."""
    return rfc8785.dumps({"purpose": _PURPOSE, **{name: manifest[name] for name in SIGNED}})


def mistakes(manifest: Manifest, *, public_key: bytes) -> list[str]:
    """Say what is wrong with a manifest by itself: nothing, when it is as this installation signed it.

    >>> mistakes({"id": "x"}, public_key=bytes(32))
    ['the manifest lacks kind, as_of, recipient, rows, parts, signature']
    """
    if missing := [name for name in (*SIGNED, "signature") if manifest.get(name) is None]:
        return [f"the manifest lacks {', '.join(missing)}"]
    wrong = []
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(bytes.fromhex(manifest["signature"]), statement(manifest))
    except (InvalidSignature, ValueError, TypeError):
        wrong.append("the signature does not fit: the manifest was changed, or another installation signed it")
    if sum(part["rows"] for part in manifest["parts"]) != manifest["rows"]:
        wrong.append("the parts have not as many rows as the export")
    return wrong


def digest_of(blocks: Sequence[bytes]) -> str:
    """Return the SHA-256 (hex) of a file in blocks."""
    held = hashlib.sha256()
    for block in blocks:
        held.update(block)
    return held.hexdigest()
