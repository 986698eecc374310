"""Whether a message was signed; nothing secret is needed."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def is_signed(message: bytes, signature: bytes, *, public_key: bytes) -> bool:
    """Say whether the holder of an Ed25519 key (32 raw bytes) signed the message; a key or signature of another length signed nothing."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
