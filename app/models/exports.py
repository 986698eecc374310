"""Exports: what was asked for, how far it has come, and the parts that are ready. The rows themselves are in files."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Facts, Instant, Key, Ref


class Export(Base):
    """One export: its rows are those that stood at `as_of`, so that it can be made again from any point and is the same."""

    __tablename__ = "exports"

    id: Mapped[Key]
    user_id: Mapped[Ref] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[Code]
    asked: Mapped[Facts]
    recipient: Mapped[str] = mapped_column(String(100))
    state: Mapped[Code] = mapped_column(index=True)
    why: Mapped[Code | None]  # what made it fail
    as_of: Mapped[Instant]
    expected_rows: Mapped[int | None] = mapped_column(BigInteger)
    asked_at: Mapped[Instant]
    ready_at: Mapped[Instant | None]
    expires_at: Mapped[Instant]
    leased_until: Mapped[Instant]
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)


class ExportPart(Base):
    """A file that is whole and on disk; `last` is the key of its last row, after which the next part begins."""

    __tablename__ = "export_parts"

    export_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("exports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    rows: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    last: Mapped[str] = mapped_column(String(200))
