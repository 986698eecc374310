"""Registers: what is looked up, joined and scoped. Each row is written by an act, in its transaction, and can be folded from the ledger.

`revision` counts the ledger entries of the subject; `audit_position` and `audit_hash` are the head of its chain in the audit log.
"""

from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Facts, Instant, Key, Ref, Text


class Chained:
    """A subject of the ledger that also heads a chain of the audit log."""

    revision: Mapped[int] = mapped_column(default=0)
    audit_position: Mapped[int] = mapped_column(default=0)
    audit_hash: Mapped[bytes] = mapped_column(LargeBinary, default=b"")


class Organisation(Chained, Base):
    """A body that takes part; the owner of cases, shelters and users."""

    __tablename__ = "organisations"

    id: Mapped[Key]
    name: Mapped[Text]
    type: Mapped[Code]
    province: Mapped[Code | None]
    registered_at: Mapped[Instant]
    rule_profile: Mapped[Facts]
    profile_revision: Mapped[int] = mapped_column(default=0)


class Mou(Base):
    """The time-bound agreement between a provider and the ministry."""

    __tablename__ = "mous"

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"), index=True)
    number: Mapped[Text]
    state: Mapped[Code]
    rule_set: Mapped[Code]
    starts_on: Mapped[str] = mapped_column(String(10))
    ends_on: Mapped[str] = mapped_column(String(10))
    ended_on: Mapped[str | None] = mapped_column(String(10))
    ministry_id: Mapped[UUID | None] = mapped_column(Uuid)
    facts: Mapped[Facts]


class Shelter(Chained, Base):
    """A place where people stay. Its name and address are sealed values, never columns."""

    __tablename__ = "shelters"

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"), index=True)
    code: Mapped[Text]
    province: Mapped[Code]
    accepts: Mapped[Code]
    accepts_age: Mapped[Code]


class User(Chained, Base):
    """A member of staff, official or interpreter. The name and address are sealed values."""

    __tablename__ = "users"

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[Code]
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    first_case_access_at: Mapped[Instant | None]


class Victim(Base):
    """A presumed victim: nothing but the id that owns a data key. One person may have several cases."""

    __tablename__ = "victims"

    id: Mapped[Key]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[Instant]


class Case(Chained, Base):
    """One person's way through the protection process; carries no name. The cut dimensions are here so that counts need no ledger."""

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_organisation_id_step", "organisation_id", "step"),)

    id: Mapped[Key]
    case_number: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisations.id"))
    victim_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("victims.id"))
    catalogue: Mapped[Code]
    step: Mapped[Code]
    sex: Mapped[Code]
    nationality_class: Mapped[Code]
    age_class: Mapped[Code]
    province: Mapped[Code | None]
    shelter_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("shelters.id"), index=True)
    registered_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]


class Placement(Base):
    """A stay and whether it has ended."""

    __tablename__ = "placements"

    id: Mapped[Key]
    case_id: Mapped[Ref] = mapped_column(ForeignKey("cases.id"), index=True)
    shelter_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("shelters.id"))
    admitted_at: Mapped[Instant]
    left_at: Mapped[Instant | None]


class Referral(Base):
    """A placement order or a request to another service, and its state."""

    __tablename__ = "referrals"

    id: Mapped[Key]
    case_id: Mapped[Ref] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[Code]
    state: Mapped[Code]
    recipient: Mapped[Code | None]
    valid_until: Mapped[str | None] = mapped_column(String(10))


class CaseAccess(Base):
    """Who may see a case besides the supervisors of its organisation: a user or an organisation, from when to when and why."""

    __tablename__ = "case_access"
    __table_args__ = (Index("ix_case_access_grantee_id_case_id", "grantee_id", "case_id"),)

    id: Mapped[Key]
    case_id: Mapped[Ref] = mapped_column(ForeignKey("cases.id"), index=True)
    grantee_id: Mapped[Ref]
    since: Mapped[Instant]
    until: Mapped[Instant]
    why: Mapped[Code]
    record_id: Mapped[UUID | None] = mapped_column(Uuid)
