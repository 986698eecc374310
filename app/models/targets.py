"""Targets the ministry sets: which share is to be met, of what, where, by the end of which year."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Instant, Key, Ref


class Target(Base):
    """One target that holds; what it was before is in the audit log."""

    __tablename__ = "targets"

    id: Mapped[Key]
    year: Mapped[int] = mapped_column(index=True)
    right: Mapped[Code | None]
    standard: Mapped[Code | None]
    organisation_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("organisations.id"), index=True)
    province: Mapped[str | None] = mapped_column(String(10))
    share: Mapped[int]  # ten-thousandths
    set_at: Mapped[Instant]
    set_by: Mapped[Ref]
