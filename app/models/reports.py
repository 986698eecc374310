"""Compliance reports: the figures as they were made, the answers to each breach, the way of the report, and what was frozen."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Facts, Instant, Key, Ref


class Report(Base):
    """A compliance report of one organisation for one period. `revision` counts what was done with it, answers included."""

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
    # The edition with small counts hidden and its digest; reports made before there was a cycle have none.
    hidden: Mapped[Facts | None]
    hidden_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[Code]
    revision: Mapped[int]
    submitted_by: Mapped[UUID | None] = mapped_column(Uuid)
    # From here on only once it is frozen. The digest is hex; the hash is of the entry of the audit log that says so.
    frozen_at: Mapped[Instant | None]
    snapshot: Mapped[Facts | None]
    snapshot_digest: Mapped[str | None] = mapped_column(String(64))
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)
    audit_chain: Mapped[UUID | None] = mapped_column(Uuid)
    audit_position: Mapped[int | None]
    audit_hash: Mapped[bytes | None] = mapped_column(LargeBinary)


class ReportAnswer(Base):
    """What the organisation says to one breach, as it stands and as it was last submitted. Words are sealed values of its ledger."""

    __tablename__ = "report_answers"
    __table_args__ = (UniqueConstraint("report_id", "item"),)

    id: Mapped[Key]
    report_id: Mapped[Ref] = mapped_column(ForeignKey("reports.id"))
    item: Mapped[Code]  # a standard, or the kind of a duty under the agreement
    found: Mapped[Facts]  # for a duty the days on which it was missed; of a standard the report's content tells
    state: Mapped[Code]
    revision: Mapped[int]
    said: Mapped[Facts]
    said_entry: Mapped[UUID | None] = mapped_column(Uuid)
    submitted: Mapped[Facts]
    submitted_entry: Mapped[UUID | None] = mapped_column(Uuid)
    decision: Mapped[Facts]
    decision_entry: Mapped[UUID | None] = mapped_column(Uuid)


class ReportMove(Base):
    """One step on the way of a report: who did what, when. Never changed."""

    __tablename__ = "report_moves"

    report_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("reports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    move: Mapped[Code]
    at: Mapped[Instant]
    by: Mapped[Ref]
    role: Mapped[Code]
    state: Mapped[Code]  # of the report after it
    item: Mapped[Code | None]
    code: Mapped[Code | None]


class PlanItem(Base):
    """A corrective action of the register, folded from the ledger of its organisation or shelter."""

    __tablename__ = "corrective_actions"
    __table_args__ = (Index("ix_corrective_actions_urgency", "urgency", "due_on", "id"),)

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"), index=True)
    subject_id: Mapped[Ref] = mapped_column(index=True)
    shelter_id: Mapped[UUID | None] = mapped_column(Uuid)
    report_id: Mapped[UUID | None] = mapped_column(Uuid)
    item: Mapped[Code]
    state: Mapped[Code]
    urgency: Mapped[int]  # 0 waits for the organisation, 1 for the ministry's second look, 2 is closed
    severity: Mapped[Code]
    responsible: Mapped[Code | None]
    raised_on: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[str] = mapped_column(String(10))
    done_on: Mapped[str | None] = mapped_column(String(10))
    evidence_digest: Mapped[str | None] = mapped_column(String(64))
    looked_again_on: Mapped[str | None] = mapped_column(String(10))
    second_look: Mapped[Code | None]
