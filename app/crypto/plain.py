"""A vault that seals nothing. Only tests and benchmarks may import it: the search for canaries, and the price of sealing."""

from collections.abc import Mapping
from uuid import UUID

from app.crypto.vault import SealedBatch, Vault

_TEXT, _BYTES = b"T", b"B"


class PlainVault(Vault):
    """Keeps values in clear, one letter for their kind before them, and asks for no key. Everything else is the vault's."""

    def seal(
        self, organisation: UUID, owner: UUID, *, record: str, entry: UUID, values: Mapping[str, str | bytes], now: int
    ) -> SealedBatch:
        """Return the values as they are."""
        return SealedBatch(
            0, {name: _TEXT + value.encode() if isinstance(value, str) else _BYTES + value for name, value in values.items()}
        )

    def open_fields(
        self, organisation: UUID, owner: UUID, *, record: str, entry: UUID, sealed: Mapping[str, bytes], now: int
    ) -> dict[str, str | bytes]:
        """Return the values as they were."""
        return {name: value[1:].decode() if value.startswith(_TEXT) else value[1:] for name, value in sealed.items()}
