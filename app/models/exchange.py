"""Exchange: files that were imported, and requests to let identities out."""

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Cipher, Code, Facts, Instant, Key, Ref


class FileImport(Base):
    """A file whose rows became cases, known again by a keyed digest; of the file itself nothing is kept."""

    __tablename__ = "file_imports"
    __table_args__ = (UniqueConstraint("organisation_id", "digest"),)

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    rows: Mapped[int]
    made_at: Mapped[Instant]
    made_by: Mapped[Ref]


class IdentityExport(Base):
    """A request to let the identities of some cases out, encrypted to one recipient; somebody else approves it, and it expires."""

    __tablename__ = "identity_exports"

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"), index=True)
    format: Mapped[Code]
    recipient: Mapped[str] = mapped_column(String(100))
    purpose: Mapped[Code]
    reason: Mapped[Cipher]
    asked: Mapped[Facts]
    asked_at: Mapped[Instant]
    asked_by: Mapped[Ref]
    approved_at: Mapped[Instant | None]
    approved_by: Mapped[Ref | None]
    expires_at: Mapped[Instant]
