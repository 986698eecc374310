"""Findings: what was judged, from when to when."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Instant, Key, Ref


class FindingRow(Base):
    """One status of one standard for one subject from `starts_at` up to, not including, `ends_at`.

    A status that will turn by the mere passing of time has its end and its successor written already, so that the present and any past
    day are one indexed comparison and no job has to run. What is not applicable has no row.
    """

    __tablename__ = "findings"
    __table_args__ = (
        Index("ix_findings_subject_id_ends_at", "subject_id", "ends_at"),
        Index("ix_findings_organisation_id_ends_at", "organisation_id", "ends_at"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[Ref]
    standard: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    due_at: Mapped[Instant | None]
    # Every breach is a deed after its due time: nothing is left to be done, and no gate asks for it.
    done_late: Mapped[bool] = mapped_column(default=False, server_default=false())
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]


class CaseReads(Base):
    """Whose facts the judgement of a case has read: a user's, or all staff's of an organisation. Recording those refreshes the case."""

    __tablename__ = "case_reads"
    __table_args__ = (Index("ix_case_reads_read_id", "read_id"),)

    case_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("cases.id"), primary_key=True)
    read_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)


class Mark(Base):
    """How far a piece of work that recurs has come, so that it goes on from there."""

    __tablename__ = "marks"

    name: Mapped[Code] = mapped_column(primary_key=True)
    at: Mapped[Instant]
