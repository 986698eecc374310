"""What the key store keeps, and what it must be able to do. It is a database of its own, apart from the data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple, Protocol
from uuid import UUID

from app.crypto.errors import KeyExists
from app.crypto.framing import frame


@dataclass(frozen=True, slots=True)
class WrappedOrganisationKey:
    """One version of an organisation's key, wrapped by the master key that `wrapped_by` names."""

    organisation: UUID
    version: int
    wrapped_by: str
    wrapped: bytes = field(repr=False)

    @staticmethod
    def context(organisation: UUID, version: int) -> bytes:
        """Return what the wrapped bytes are bound to."""
        return frame("organisation key", organisation, version)


@dataclass(frozen=True, slots=True)
class WrappedOwnerKey:
    """One version of an owner's data key, wrapped for `holder` by version `holder_version` of its organisation key.

    `organisation` is the one under which the key was made. Where the holder is another, this is a grant, until `expires_at` (None: no end).
    """

    holder: UUID
    owner: UUID
    version: int
    organisation: UUID
    holder_version: int
    wrapped: bytes = field(repr=False)
    expires_at: int | None = None

    @staticmethod
    def context(*, holder: UUID, owner: UUID, version: int, organisation: UUID, holder_version: int, expires_at: int | None) -> bytes:
        """Return what the wrapped bytes are bound to. The expiry is among it: a later one written into the store opens nothing."""
        return frame("owner key", holder, owner, version, organisation, holder_version, "" if expires_at is None else expires_at)


class KeyCounts(NamedTuple):
    """How much a key store keeps."""

    check_value: bool  # whether the store is bound to a master key
    organisations: int  # that have a key
    organisation_keys: int  # with all versions
    owners: int  # that have a key
    owner_keys: int  # with all versions, without grants
    grants: int  # keys lent to another organisation, expired ones too


class KeyStore(Protocol):
    """Wrapped keys by who holds them."""

    def counts(self) -> KeyCounts:
        """Count what is kept."""

    def organisation_keys(self, organisation: UUID) -> Sequence[WrappedOrganisationKey]:
        """Return all versions of an organisation's key, in any order; none if it has none."""

    def add_organisation_key(self, key: WrappedOrganisationKey) -> None:
        """Keep a new version. Raises KeyExists if the organisation already has it."""

    def owner_keys(self, holder: UUID, owner: UUID) -> Sequence[WrappedOwnerKey]:
        """Return all versions of an owner's key that the holder has, expired grants too, in any order; none if it has none."""

    def add_owner_key(self, key: WrappedOwnerKey) -> None:
        """Keep a key. A grant (holder is not organisation) may replace a grant of the same version, and that alone; else KeyExists."""

    def remove_grants(self, holder: UUID, owner: UUID) -> None:
        """Take back what was granted to the holder. The keys of the organisation under which they were made stay."""

    def remove_owner_keys(self, owner: UUID) -> None:
        """Destroy every version of an owner's key, whoever holds it. What it sealed can never be opened again."""


class MemoryKeyStore:
    """A key store for tests and benchmarks: it is gone with the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._organisations: dict[tuple[UUID, int], WrappedOrganisationKey] = {}
        self._owners: dict[tuple[UUID, UUID, int], WrappedOwnerKey] = {}

    def counts(self) -> KeyCounts:
        """Count what is kept; this store is bound to no master key."""
        with self._lock:
            organisations = {organisation for organisation, _ in self._organisations}
            own = [key for key in self._owners.values() if key.holder == key.organisation]
            owners = len({key.owner for key in own})
            return KeyCounts(
                check_value=False,
                organisations=len(organisations),
                organisation_keys=len(self._organisations),
                owners=owners,
                owner_keys=len(own),
                grants=len(self._owners) - len(own),
            )

    def organisation_keys(self, organisation: UUID) -> Sequence[WrappedOrganisationKey]:
        """Return all versions of an organisation's key."""
        with self._lock:
            return [key for key in self._organisations.values() if key.organisation == organisation]

    def add_organisation_key(self, key: WrappedOrganisationKey) -> None:
        """Keep a new version."""
        with self._lock:
            if (key.organisation, key.version) in self._organisations:
                raise KeyExists(f"organisation {key.organisation} already has a key in version {key.version}")
            self._organisations[key.organisation, key.version] = key

    def owner_keys(self, holder: UUID, owner: UUID) -> Sequence[WrappedOwnerKey]:
        """Return all versions of an owner's key that the holder has."""
        with self._lock:
            return [key for key in self._owners.values() if (key.holder, key.owner) == (holder, owner)]

    def add_owner_key(self, key: WrappedOwnerKey) -> None:
        """Keep a key or replace a grant."""
        with self._lock:
            place = (key.holder, key.owner, key.version)
            known = self._owners.get(place)
            if known is not None and key.holder in (key.organisation, known.organisation):
                raise KeyExists(f"owner {key.owner} already has a key in version {key.version}")
            self._owners[place] = key

    def remove_grants(self, holder: UUID, owner: UUID) -> None:
        """Take back what was granted to the holder."""
        with self._lock:
            for place, key in list(self._owners.items()):
                if (key.holder, key.owner) == (holder, owner) and key.organisation != holder:
                    del self._owners[place]

    def remove_owner_keys(self, owner: UUID) -> None:
        """Destroy every version of an owner's key."""
        with self._lock:
            self._owners = {place: key for place, key in self._owners.items() if key.owner != owner}
