"""Readiness checks that an organisation kept for itself."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Cipher, Instant, Key, Ref


class ReadinessCheck(Base):
    """A kept check: sealed under a key of its own, which is all that there is of it."""

    __tablename__ = "readiness_checks"

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"), index=True)
    made_at: Mapped[Instant]
    ciphertext: Mapped[Cipher]
