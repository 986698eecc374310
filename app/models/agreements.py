"""What an agreement with the ministry obliges to, and what was delivered: folded from the organisation's ledger."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Key, Ref


class MouTerm(Base):
    """A term of an agreement; its due dates are computed from it and are no rows."""

    __tablename__ = "mou_terms"

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"), index=True)
    mou_id: Mapped[Ref]
    kind: Mapped[Code]
    rhythm: Mapped[Code]
    months_allowed: Mapped[int]
    days_allowed: Mapped[int]
    basis: Mapped[Code]
    agreed_on: Mapped[str] = mapped_column(String(10))
    ended_on: Mapped[str | None] = mapped_column(String(10))


class MouDuty(Base):
    """Something recorded about one due date: a single obligation that somebody added, or a delivery for a term.

    `record` says which. A delivery after an event has `event_on` and no `due_on`, for that follows from the term.
    """

    __tablename__ = "mou_duties"

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"), index=True)
    mou_id: Mapped[UUID] = mapped_column(Uuid)
    record: Mapped[Code]
    kind: Mapped[Code]
    due_on: Mapped[str | None] = mapped_column(String(10))
    event_on: Mapped[str | None] = mapped_column(String(10))
    submitted_on: Mapped[str | None] = mapped_column(String(10))
