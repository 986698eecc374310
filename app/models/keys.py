"""The tables of the key store: a database of its own, so that a copy of the data opens nothing."""

from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, MetaData, String, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.models.base import NAMES


class KeyBase(DeclarativeBase):
    """Root of the tables of the key store."""

    metadata = MetaData(naming_convention=NAMES)

    def __repr__(self) -> str:
        """Name the class only."""
        return f"<{type(self).__name__}>"


class StoreInfo(KeyBase):
    """Which master key the store belongs to; one row, written on first use."""

    __tablename__ = "store_info"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    check_value: Mapped[str] = mapped_column(String(200))


class OrganisationKeyRow(KeyBase):
    """One version of an organisation's key, wrapped by the master key."""

    __tablename__ = "organisation_keys"

    organisation_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    wrapped_by: Mapped[str] = mapped_column(String(16))
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class OwnerKeyRow(KeyBase):
    """One version of an owner's data key, wrapped for a holder. Where the holder is not the organisation that made it, it is a grant."""

    __tablename__ = "owner_keys"
    __table_args__ = (Index("ix_owner_keys_owner_id", "owner_id"),)

    holder_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    holder_version: Mapped[int]
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[int | None] = mapped_column(BigInteger)
