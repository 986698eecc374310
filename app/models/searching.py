"""Names that can be found without being opened: keyed digests of folded words, never the words."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Ref


class NameToken(Base):
    """One folded word of a name of the person of a case."""

    __tablename__ = "name_tokens"
    __table_args__ = (Index("ix_name_tokens_token", "token"),)

    case_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("cases.id"), primary_key=True)
    token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    entry_id: Mapped[Ref] = mapped_column(ForeignKey("entries.id"))
