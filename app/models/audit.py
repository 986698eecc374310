"""The audit log: typed events in hash chains, one per case, one per organisation for what belongs to no case; and signed checkpoints."""

from uuid import UUID

from sqlalchemy import Index, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Facts, Instant, Key, Ref


class AuditEntry(Base):
    """One event. Its hash covers the one before it, so that no entry can be changed, cut or moved unseen. Append-only by trigger."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_at", "at"),)

    chain_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[Instant]
    actor_id: Mapped[Ref]
    event: Mapped[Code]
    details: Mapped[Facts]
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class Checkpoint(Base):
    """The signed root over the heads that moved since the checkpoint before. Outsiders keep copies."""

    __tablename__ = "audit_checkpoints"

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(unique=True)
    at: Mapped[Instant]
    root: Mapped[bytes] = mapped_column(LargeBinary)
    previous_root: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class CheckpointHead(Base):
    """One chain head that a checkpoint signed."""

    __tablename__ = "audit_checkpoint_heads"

    number: Mapped[int] = mapped_column(primary_key=True)
    chain_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    position: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    kind: Mapped[str] = mapped_column(String(20))
