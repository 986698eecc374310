"""The ledger: append-only entries, and apart from them the sealed values."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Cipher, Code, Facts, Instant, Key, Ref


class Entry(Base):
    """What one act wrote down about one subject: the PLAIN facts, when they happened and when they were recorded.

    Triggers refuse UPDATE and DELETE. `position` counts the entries of a subject from 1: the order of acceptance.
    """

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("subject_id", "position"),
        Index("ix_entries_record_id", "record_id"),
        Index("ix_entries_organisation_id_record", "organisation_id", "record", "subject_kind"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[Ref]
    position: Mapped[int]
    record: Mapped[Code]
    record_id: Mapped[Ref]
    act: Mapped[Code]
    makes: Mapped[bool]
    occurred_at: Mapped[Instant]
    recorded_at: Mapped[Instant]
    recorded_by: Mapped[Ref]
    facts: Mapped[Facts]


class SealedValue(Base):
    """One sealed field of one entry. No list, rule, report or auditor ever reads this table."""

    __tablename__ = "sealed_values"

    entry_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("entries.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(80), primary_key=True)
    owner_id: Mapped[Ref]
    ciphertext: Mapped[Cipher]
