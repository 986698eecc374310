"""Eighteenth birthdays to come, as keyed digests of days: a copy of the database tells nobody's age."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Birthday(Base):
    """The day on which the person of a case turns eighteen."""

    __tablename__ = "birthdays"
    __table_args__ = (Index("ix_birthdays_token", "token"),)

    case_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("cases.id"), primary_key=True)
    token: Mapped[bytes] = mapped_column(LargeBinary)
