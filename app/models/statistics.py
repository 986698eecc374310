"""Releases of statistics: computed once, kept as the bytes that were published."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Cipher, Instant, Key, Ref


class StatisticsRelease(Base):
    """All tables of one rhythm for one ended period. Written once; nothing changes or counts it again."""

    __tablename__ = "statistics_releases"

    id: Mapped[Key]
    period: Mapped[str] = mapped_column(String(7), unique=True)
    ends_at: Mapped[Instant]  # the last second of the period
    frozen_at: Mapped[Instant]
    frozen_by: Mapped[Ref]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    document: Mapped[Cipher]  # JSON as published, signature and all
    table: Mapped[Cipher]  # CSV as published
    profiles: Mapped[Cipher | None]  # CSV of the case profiles, of a year
