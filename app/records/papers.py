"""Papers and files that a case holds."""

from app.access import CASE_STAFF
from app.records.base import Fact, Later, Record, Sealed, changes, makes
from app.records.values import Digest, File, Timestamp
from app.vocabulary.justice import DocumentKind, HeldBy


class Document(Record):
    """A paper or file: identity paper, court paper, order, form, picture."""

    kind: Fact[DocumentKind]
    logged_at: Fact[Timestamp]
    held_by: Fact[HeldBy]
    return_requested_at: Later[Timestamp]
    returned_at: Later[Timestamp]
    document_digest: Fact[Digest | None]
    file: Sealed[File | None]


LOG_DOCUMENT = makes(
    "log_document",
    Document,
    path="/cases/{case_id}/documents",
    moment="logged_at",
    by=CASE_STAFF,
    summary="Log a paper or file, and who has it in hand.",
)

REQUEST_DOCUMENT_RETURN = changes(
    "request_document_return",
    Document,
    path="/cases/{case_id}/documents/{document_id}/return-request",
    moment="return_requested_at",
    by=CASE_STAFF,
    summary="Record that the person asked for a paper back.",
)

RETURN_DOCUMENT = changes(
    "return_document",
    Document,
    path="/cases/{case_id}/documents/{document_id}/return",
    moment="returned_at",
    by=CASE_STAFF,
    summary="Record that a paper was given back.",
)
