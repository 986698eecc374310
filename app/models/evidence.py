"""Evidence for treaty bodies: entries that two people stand for, the figures of each year, and packs as they were handed out."""

from typing import Any

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Cipher, Code, Instant, Key, Ref, type_json


class EvidenceEntry(Base):
    """A qualitative entry. Its words are sealed under the ministry's key until a second person has verified that they name nobody."""

    __tablename__ = "evidence_entries"

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"), index=True)
    recommendation: Mapped[str] = mapped_column(String(40))
    indicator: Mapped[Code | None]
    year: Mapped[int] = mapped_column(Integer)
    kind: Mapped[Code]
    state: Mapped[Code]
    written_at: Mapped[Instant]
    written_by: Mapped[Ref]
    decided_at: Mapped[Instant | None]
    decided_by: Mapped[Ref | None]
    reason: Mapped[Code | None]
    ciphertext: Mapped[Cipher]
    released: Mapped[dict[str, Any] | None] = mapped_column(type_json)  # the words in clear, once verified


class EvidenceYear(Base):
    """The figures of all indicators for one ended year: counted once, whichever pack asks first."""

    __tablename__ = "evidence_years"

    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    frozen_at: Mapped[Instant]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[Cipher]  # canonical JSON


class EvidencePack(Base):
    """What was handed out about one recommendation and the years of a cycle. Written once."""

    __tablename__ = "evidence_packs"
    __table_args__ = (UniqueConstraint("recommendation", "first_year", "last_year", "edition"),)

    id: Mapped[Key]
    recommendation: Mapped[str] = mapped_column(String(40))
    first_year: Mapped[int] = mapped_column(Integer)
    last_year: Mapped[int] = mapped_column(Integer)
    edition: Mapped[int] = mapped_column(Integer)
    frozen_at: Mapped[Instant]
    frozen_by: Mapped[Ref]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    document: Mapped[Cipher]  # canonical JSON, signature and all
    table: Mapped[Cipher]  # CSV
