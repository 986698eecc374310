"""The one door to sealed values: finds the key of an owner for an organisation, and seals or opens with it."""

import hmac
from collections.abc import Mapping
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from app.crypto.cache import BoundedCache
from app.crypto.chain import public_key_of
from app.crypto.envelope import DataKey, open_fields, seal_fields, version_of
from app.crypto.errors import GrantExpired, KeyExists, MissingKey, WrongMasterKey
from app.crypto.framing import frame
from app.crypto.key_store import KeyCounts, KeyStore, WrappedOrganisationKey, WrappedOwnerKey
from app.crypto.keys import MasterKey, WrappingKey, new_data_key, unwrap, wrap

# Another process learns of a destroyed key or a grant taken back when its copy is this many seconds old.
MAX_AGE = 60


class SealedBatch(NamedTuple):
    """The sealed fields of one entry, and the version of the data key that sealed them."""

    key_version: int
    values: Mapping[str, bytes]

    def __repr__(self) -> str:
        return f"SealedBatch(key_version={self.key_version}, fields={len(self.values)})"


class KeysUsed(NamedTuple):
    """How much was done with keys since the start: data keys unwrapped, values sealed, values opened (or tried)."""

    unwrapped: int = 0
    sealed: int = 0
    opened: int = 0


class KeysKept(NamedTuple):
    """The public name of the master key, and how much the key store keeps."""

    master: str
    counts: KeyCounts


class _Ring(NamedTuple):
    """All versions of one owner's key that one organisation may use, from one instant until another."""

    newest: DataKey
    versions: Mapping[int, DataKey]
    loaded_at: int
    until: int


class Vault:
    """Seals and opens by organisation and owner. `organisation` is always the one that acts, and must hold the owner's key.

    An owner is whoever the values are about: a victim, or an organisation for what it keeps of itself. Safe to share between threads.
    """

    def __init__(self, master: MasterKey, store: KeyStore, *, cache_size: int = 4096) -> None:
        self._master = master
        self._store = store
        self._pepper = master.session_pepper()
        self._rings: BoundedCache[tuple[UUID, UUID], _Ring] = BoundedCache(cache_size)
        self._wrapping: BoundedCache[tuple[UUID, int], WrappingKey] = BoundedCache(cache_size)
        self._counting = Lock()
        self._unwrapped = self._sealed = self._opened = 0

    @property
    def keys_used(self) -> KeysUsed:
        """What was done with keys so far."""
        return KeysUsed(self._unwrapped, self._sealed, self._opened)

    def kept(self) -> KeysKept:
        """Return what the key store keeps; no key is unwrapped for it."""
        return KeysKept(self._master.id, self._store.counts())

    def seal(
        self, organisation: UUID, owner: UUID, *, record: str, entry: UUID, values: Mapping[str, str | bytes], now: int
    ) -> SealedBatch:
        """Seal fields of one entry under the owner's newest key. Raises MissingKey or GrantExpired."""
        key = self._ring(organisation, owner, now).newest
        with self._counting:
            self._sealed += len(values)
        return SealedBatch(key.version, seal_fields(key, values, record=record, entry=entry))

    def open(self, organisation: UUID, owner: UUID, *, record: str, entry: UUID, field: str, sealed: bytes, now: int) -> str | bytes:
        """Open one field. Raises MissingKey, GrantExpired or CannotOpen."""
        return self.open_fields(organisation, owner, record=record, entry=entry, sealed={field: sealed}, now=now)[field]

    def open_fields(
        self, organisation: UUID, owner: UUID, *, record: str, entry: UUID, sealed: Mapping[str, bytes], now: int
    ) -> dict[str, str | bytes]:
        """Open several fields of one entry, sealed together, all or none. Raises MissingKey, GrantExpired or CannotOpen."""
        if not sealed:
            return {}
        with self._counting:
            self._opened += len(sealed)
        key = self._version(organisation, owner, version_of(next(iter(sealed.values()))), now)
        return open_fields(key, sealed, record=record, entry=entry)

    def fingerprint(self, kind: str, data: bytes) -> bytes:
        """Return 32 bytes by which a token, a name or a request is known again; without the master key nobody can make or guess them."""
        return hmac.digest(self._pepper, frame(kind, data), "sha256")

    def index_key(self, organisation: UUID, kind: str) -> bytes:
        """Return the key of one organisation's blind index for one kind of value."""
        return self._master.index_key(organisation, kind)

    def sign_export(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of this installation over a report or an export that leaves it."""
        return self._master.export_signer().sign(message)

    def export_public_key(self) -> bytes:
        """Return the 32 bytes by which anybody checks what `sign_export` signed."""
        return public_key_of(self._master.export_signer())

    def audit_public_key(self) -> bytes:
        """Return the 32 bytes by which anybody checks the signed checkpoints of the audit log."""
        return public_key_of(self._master.audit_signer())

    def create_organisation_key(self, organisation: UUID) -> int:
        """Make the next version of an organisation's key and return its number. Owners' keys made from now on are wrapped by it."""
        version = 1 + max((key.version for key in self._store.organisation_keys(organisation)), default=0)
        context = WrappedOrganisationKey.context(organisation, version)
        wrapped = wrap(self._master.wrapping_key(), new_data_key(), context)
        self._store.add_organisation_key(WrappedOrganisationKey(organisation, version, self._master.id, wrapped))
        return version

    def create_owner_key(self, organisation: UUID, owner: UUID) -> int:
        """Make the next version of an owner's key, held by this organisation, and return its number. Grants do not follow by themselves.

        Raises KeyExists where another organisation made the owner's key: two would count the same versions.
        """
        rows = self._store.owner_keys(organisation, owner)
        if any(row.organisation != organisation for row in rows):
            raise KeyExists(f"the key of owner {owner} was granted to organisation {organisation}, which cannot make the next version")
        version = 1 + max((row.version for row in rows), default=0)
        self._keep(new_data_key(), holder=organisation, owner=owner, version=version, organisation=organisation, expires_at=None)
        self.forget(owner)
        return version

    def rewrap_for(self, receiver: UUID, owner: UUID, *, organisation: UUID, expires_at: int | None, now: int) -> int:
        """Grant the receiver every version of an owner's key that `organisation` holds, until `expires_at`; return how many.

        Whoever holds only a grant cannot pass it on for longer than it lasts. Raises MissingKey or GrantExpired.
        """
        if receiver == organisation:
            raise ValueError("an organisation cannot grant a key to itself")
        rows = self._usable(organisation, owner, now)
        for row in rows:
            if row.organisation == receiver:
                continue  # the receiver made the key and holds it without end
            ends = min((end for end in (row.expires_at, expires_at) if end is not None), default=None)
            self._keep(self._unwrap(row), holder=receiver, owner=owner, version=row.version, organisation=row.organisation, expires_at=ends)
        self.forget(owner)
        return len(rows)

    def revoke(self, holder: UUID, owner: UUID) -> None:
        """Take back a grant. Other processes stop using it within MAX_AGE seconds."""
        self._store.remove_grants(holder, owner)
        self.forget(owner)

    def destroy(self, owner: UUID) -> None:
        """Destroy an owner's keys for every holder: erasure. Other processes stop using them within MAX_AGE seconds."""
        self._store.remove_owner_keys(owner)
        self.forget(owner)

    def forget(self, owner: UUID) -> None:
        """Drop what this process remembers of an owner's keys; the store still has them."""
        self._rings.drop(lambda holder_and_owner: holder_and_owner[1] == owner)

    def _version(self, organisation: UUID, owner: UUID, version: int, now: int) -> DataKey:
        ring = self._ring(organisation, owner, now)
        if version not in ring.versions:
            # Another process may have made the version since this one looked.
            ring = self._load(organisation, owner, now)
        if (key := ring.versions.get(version)) is None:
            raise MissingKey(organisation, owner=owner, version=version)
        return key

    def _ring(self, organisation: UUID, owner: UUID, now: int) -> _Ring:
        ring = self._rings.get((organisation, owner))
        if ring is not None and ring.loaded_at <= now < ring.until:
            return ring
        return self._load(organisation, owner, now)

    def _load(self, organisation: UUID, owner: UUID, now: int) -> _Ring:
        generation = self._rings.generation
        rows = self._usable(organisation, owner, now)
        keys = {row.version: DataKey.of(self._unwrap(row), version=row.version, organisation=row.organisation, owner=owner) for row in rows}
        with self._counting:
            self._unwrapped += len(keys)
        until = min((row.expires_at for row in rows if row.expires_at is not None), default=now + MAX_AGE)
        ring = _Ring(keys[max(keys)], keys, loaded_at=now, until=min(until, now + MAX_AGE))
        self._rings.put((organisation, owner), ring, generation=generation)
        return ring

    def _usable(self, organisation: UUID, owner: UUID, now: int) -> list[WrappedOwnerKey]:
        rows = self._store.owner_keys(organisation, owner)
        usable = [row for row in rows if row.expires_at is None or now < row.expires_at]
        if not usable:
            raise (GrantExpired if rows else MissingKey)(organisation, owner=owner)
        return usable

    def _unwrap(self, row: WrappedOwnerKey) -> bytes:
        context = WrappedOwnerKey.context(
            holder=row.holder,
            owner=row.owner,
            version=row.version,
            organisation=row.organisation,
            holder_version=row.holder_version,
            expires_at=row.expires_at,
        )
        return unwrap(self._wrapping_key(row.holder, row.holder_version), row.wrapped, context)

    def _keep(self, secret: bytes, *, holder: UUID, owner: UUID, version: int, organisation: UUID, expires_at: int | None) -> None:
        holder_version = max((key.version for key in self._store.organisation_keys(holder)), default=0)
        context = WrappedOwnerKey.context(
            holder=holder, owner=owner, version=version, organisation=organisation, holder_version=holder_version, expires_at=expires_at
        )
        wrapped = wrap(self._wrapping_key(holder, holder_version), secret, context)
        self._store.add_owner_key(WrappedOwnerKey(holder, owner, version, organisation, holder_version, wrapped, expires_at))

    def _wrapping_key(self, organisation: UUID, version: int) -> WrappingKey:
        if (known := self._wrapping.get((organisation, version))) is not None:
            return known
        row = next((key for key in self._store.organisation_keys(organisation) if key.version == version), None)
        if row is None:
            raise MissingKey(organisation, version=version or None)
        if row.wrapped_by != self._master.id:
            raise WrongMasterKey(needed=row.wrapped_by, given=self._master.id)
        secret = unwrap(self._master.wrapping_key(), row.wrapped, row.context(organisation, version))
        wrapping = WrappingKey.of(secret)
        self._wrapping.put((organisation, version), wrapping, generation=self._wrapping.generation)
        return wrapping
