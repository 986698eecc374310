"""What all tables share: names of constraints, types of columns, and a repr that tells nothing."""

from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, LargeBinary, MetaData, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

# The last second of the year 9999: an end that has not come and is not foreseen.
FOREVER = 253_402_300_799

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

type_json = JSON().with_variant(JSONB(), "postgresql")

Key = Annotated[UUID, mapped_column(Uuid, primary_key=True)]
Ref = Annotated[UUID, mapped_column(Uuid)]
Instant = Annotated[int, mapped_column(BigInteger)]  # whole seconds since 1970 UTC
Code = Annotated[str, mapped_column(String(80))]
Text = Annotated[str, mapped_column(String(300))]
Cipher = Annotated[bytes, mapped_column(LargeBinary)]
# JSON values; what a record may hold is checked where it is recorded.
Facts = Annotated[dict[str, Any], mapped_column(type_json)]


class Base(DeclarativeBase):
    """Root of the tables of the main database."""

    metadata = MetaData(naming_convention=NAMES)

    def __repr__(self) -> str:
        """Name the class only: a field might say who it is about."""
        return f"<{type(self).__name__}>"
