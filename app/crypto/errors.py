"""What can go wrong with keys and ciphertext. Every message names ids and versions, never contents and never a key."""

from uuid import UUID


class CryptoError(Exception):
    """Any refusal of this room."""


class CannotOpen(CryptoError):
    """A ciphertext was altered, moved from its place, or sealed under another key than the one at hand."""


class CannotUnwrap(CryptoError):
    """A wrapped key was altered, moved from its row, or wrapped by another key than the one at hand."""


class BadKey(CryptoError):
    """A master key is not 32 random bytes in base64, or others than its owner may read its file."""


class KeyExists(CryptoError):
    """The store already has this key, and replacing it would lose what it sealed."""


class WrongMasterKey(CryptoError):
    """The master key is not the one that wrapped the key store."""

    def __init__(self, *, needed: str, given: str) -> None:
        super().__init__(f"the key store belongs to master key {needed}, the key given is {given}")
        self.needed, self.given = needed, given


class MissingKey(CryptoError):
    """No key that could open this: it was never made or granted, or it was destroyed."""

    def __init__(self, organisation: UUID, *, owner: UUID | None = None, version: int | None = None) -> None:
        of = f"organisation {organisation}" if owner is None else f"owner {owner} for organisation {organisation}"
        which = "any version" if version is None else f"version {version}"
        super().__init__(f"no key of {of} in {which}")
        self.organisation, self.owner, self.version = organisation, owner, version


class GrantExpired(MissingKey):
    """The organisation once had a grant to this key, and its time is over."""
