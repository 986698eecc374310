"""Accounts, sessions, failed attempts, and answers kept for repeated requests."""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Instant, Key, Ref


class Account(Base):
    """How a user signs in. The TOTP secret is sealed under the organisation's key."""

    __tablename__ = "accounts"

    user_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("users.id"), primary_key=True)
    username: Mapped[str] = mapped_column(String(100), unique=True)
    password_hash: Mapped[str] = mapped_column(String(300))
    totp_secret: Mapped[bytes] = mapped_column(LargeBinary)
    totp_step: Mapped[int] = mapped_column(default=0)


class SessionRow(Base):
    """A signed-in session, known by the digest of its token only. Both its ends were settled when it began."""

    __tablename__ = "sessions"

    id: Mapped[Key]
    user_id: Mapped[Ref] = mapped_column(ForeignKey("users.id"), index=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    started_at: Mapped[Instant]
    used_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    idle_seconds: Mapped[int]
    revoked_at: Mapped[Instant | None]
    locked_at: Mapped[Instant | None]


class Attempt(Base):
    """Failed sign-ins of one name (kept as a keyed digest), and when the next try is heard."""

    __tablename__ = "attempts"

    name_digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    failures: Mapped[int]
    wait_until: Mapped[Instant]


class Answer(Base):
    """The answer once given under an Idempotency-Key, so that a repeated request does nothing twice."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[Key]
    user_id: Mapped[Ref] = mapped_column(ForeignKey("users.id"))
    key: Mapped[Code]
    request_digest: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    given_at: Mapped[Instant]
