"""What crosses the border about exports."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from app.crypto.errors import BadKey
from app.crypto.recipients import parse
from app.schemas.base import Schema
from app.standards.rules import Status
from app.vocabulary.exports import ExportKind


def _recipient(text: str) -> str:
    try:
        parse(text)
    except BadKey as error:
        raise ValueError(str(error)) from None
    return text.strip()


class ExportOrder(Schema):
    """What to export and for whom: `recipient` is the requester's public age key, and nobody else can open the files."""

    kind: ExportKind
    recipient: Annotated[str, Field(max_length=100), AfterValidator(_recipient)]
    organisation_id: UUID | None = None
    status: Annotated[tuple[Status, ...], Field(max_length=7, description="Of `findings`: only these; nothing for all.")] = ()
