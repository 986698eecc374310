"""The key store in a database of its own, with its own short transactions.

A new key is kept before the data that needs it: should that transaction fail, the key is an orphan and harms nobody.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from app.crypto.errors import KeyExists
from app.crypto.key_store import KeyCounts, WrappedOrganisationKey, WrappedOwnerKey
from app.db import for_writing
from app.models.keys import OrganisationKeyRow, OwnerKeyRow, StoreInfo

_ONLY = 1


class DatabaseKeyStore:
    """Implements `app.crypto.key_store.KeyStore` on SQLite or PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine
        self._writing = for_writing(engine)
        self._insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert

    def check_value(self) -> str | None:
        """Return the check value of the master key the store belongs to; None before its first use."""
        with self._reading.connect() as connection:
            return connection.scalar(select(StoreInfo.check_value))

    def keep_check_value(self, value: str) -> str:
        """Bind the store to a master key, unless another process just did; return the check value that holds."""
        with self._writing.begin() as connection:
            connection.execute(self._insert(StoreInfo).values(id=_ONLY, check_value=value).on_conflict_do_nothing())
            return connection.execute(select(StoreInfo.check_value)).scalar_one()

    def counts(self) -> KeyCounts:
        """Count what is kept."""
        own = OwnerKeyRow.holder_id == OwnerKeyRow.organisation_id
        bodies = select(func.count(OrganisationKeyRow.organisation_id.distinct()), func.count()).select_from(OrganisationKeyRow)
        owners = select(func.count(OwnerKeyRow.owner_id.distinct()).filter(own), func.count().filter(own), func.count().filter(~own))
        with self._reading.connect() as connection:
            bound = connection.scalar(select(StoreInfo.check_value)) is not None
            return KeyCounts(bound, *connection.execute(bodies).one(), *connection.execute(owners).one())

    def holders(self) -> frozenset[UUID]:
        """Return the organisations that have a key."""
        with self._reading.connect() as connection:
            return frozenset(connection.scalars(select(OrganisationKeyRow.organisation_id).distinct()))

    def organisation_keys(self, organisation: UUID) -> Sequence[WrappedOrganisationKey]:
        """Return all versions of an organisation's key."""
        row = OrganisationKeyRow
        query = select(row.organisation_id, row.version, row.wrapped_by, row.wrapped).where(row.organisation_id == organisation)
        with self._reading.connect() as connection:
            return [WrappedOrganisationKey(*values) for values in connection.execute(query)]

    def add_organisation_key(self, key: WrappedOrganisationKey) -> None:
        """Keep a new version. Raises KeyExists."""
        values = {"organisation_id": key.organisation, "version": key.version, "wrapped_by": key.wrapped_by, "wrapped": key.wrapped}
        try:
            with self._writing.begin() as connection:
                connection.execute(self._insert(OrganisationKeyRow).values(**values))
        except IntegrityError:
            raise KeyExists(f"organisation {key.organisation} already has a key in version {key.version}") from None

    def owner_keys(self, holder: UUID, owner: UUID) -> Sequence[WrappedOwnerKey]:
        """Return all versions of an owner's key that the holder has, expired grants too."""
        row = OwnerKeyRow
        columns = (row.holder_id, row.owner_id, row.version, row.organisation_id, row.holder_version, row.wrapped, row.expires_at)
        with self._reading.connect() as connection:
            found = connection.execute(select(*columns).where(row.holder_id == holder, row.owner_id == owner))
            return [WrappedOwnerKey(*values) for values in found]

    def add_owner_key(self, key: WrappedOwnerKey) -> None:
        """Keep a key, or replace a grant of the same version. Raises KeyExists."""
        renewed = {
            "organisation_id": key.organisation,
            "holder_version": key.holder_version,
            "wrapped": key.wrapped,
            "expires_at": key.expires_at,
        }
        place = {"holder_id": key.holder, "owner_id": key.owner, "version": key.version}
        statement = self._insert(OwnerKeyRow).values(**place, **renewed)
        if key.holder != key.organisation:
            statement = statement.on_conflict_do_update(index_elements=list(place), set_=renewed)
        try:
            with self._writing.begin() as connection:
                connection.execute(statement)
        except IntegrityError:
            raise KeyExists(f"owner {key.owner} already has a key in version {key.version}") from None

    def remove_grants(self, holder: UUID, owner: UUID) -> None:
        """Take back what was granted to the holder."""
        row = OwnerKeyRow
        granted = (row.holder_id == holder, row.owner_id == owner, row.organisation_id != holder)
        with self._writing.begin() as connection:
            connection.execute(delete(row).where(*granted))

    def remove_owner_keys(self, owner: UUID) -> None:
        """Destroy every version of an owner's key, whoever holds it, also in SQLite's write-ahead log."""
        with self._writing.begin() as connection:
            connection.execute(delete(OwnerKeyRow).where(OwnerKeyRow.owner_id == owner))
        if self._writing.dialect.name == "sqlite":
            # Not in a transaction: the log cannot be emptied inside of one.
            raw = self._writing.raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                raw.close()
