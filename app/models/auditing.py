"""What the national audit keeps: who was touched, and the tables that a task force was shown."""

from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Facts, Instant, Key


class Touch(Base):
    """When a subject was last changed, by the order of transactions. Triggers write it; one row for each subject."""

    __tablename__ = "touches"
    # The subject stands in the index too: else SQLite reads the whole table for the few that were changed of late.
    __table_args__ = (Index("ix_touches_stamp_subject_id", "stamp", "subject_id"),)

    subject_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    stamp: Mapped[Instant]


class TaskForceTable(Base):
    """A table as it was shown to a task force; whoever asks again on that day sees the same."""

    __tablename__ = "task_force_tables"
    __table_args__ = (UniqueConstraint("day", "area", "name"),)

    id: Mapped[Key]
    day: Mapped[str] = mapped_column(String(10))
    area: Mapped[Code]
    name: Mapped[Code]
    made_at: Mapped[Instant]
    content: Mapped[Facts]
