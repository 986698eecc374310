"""Reports that were made: the frozen figures, so that asking again gives the same."""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Facts, Instant, Key, Ref


class Report(Base):
    """A compliance report of one organisation for one period."""

    __tablename__ = "reports"

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[Code]
    period_from: Mapped[str] = mapped_column(String(10))
    period_to: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[Instant]
    made_by: Mapped[Ref]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[Facts]
