"""Evidence for treaty bodies and the UPR: the mapping, entries that two people stand for, and frozen packs."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from app.access import Permission
from app.api.door import PREFIX, Answer, Routes
from app.api.moments import Cursor, Limit
from app.reports.files import Language
from app.schemas.evidence import EvidenceDecision, EvidenceWriting, PackOrder
from app.services import evidence, evidence_entries, reading
from app.services.evidence import Order
from app.vocabulary.evidence import EntryState
from app.work import Work

routes = Routes("evidence")
_SEEN = ("not_found",)
_POSTED = ("conflict", "idempotency_key_reused")
_About = Annotated[str | None, Query(max_length=40)]
_Said = Annotated[Language, Query(description="The language of the PDF.")]


@routes.add("GET", "/evidence/recommendations", Permission.EVIDENCE_READ)
def list_recommendations(work: Work) -> dict[str, Any]:
    """List the recommendations that are answered, each with its indicators, what was seen of its source and how sure that is."""
    return {"items": evidence.mapping(), "next_cursor": None}


@routes.add("GET", "/evidence/indicators", Permission.EVIDENCE_READ)
def list_indicators(work: Work) -> dict[str, Any]:
    """List the indicators: definition, numerator, denominator, source, limits, and how a change may be read."""
    return {"items": evidence.declared(work), "next_cursor": None}


@routes.add("GET", "/evidence/entries", Permission.EVIDENCE_WRITE)
def list_evidence_entries(
    work: Work, *, recommendation: _About = None, state: EntryState | None = None, cursor: Cursor = None, limit: Limit = 50
) -> reading.Page:
    """List the ministry's entries, newest first; the words of those that are verified."""
    return evidence_entries.listed(work, recommendation=recommendation, state=state, cursor=cursor, limit=limit)


@routes.add("POST", "/evidence/entries", Permission.EVIDENCE_WRITE, status=201, repeatable=True, refusals=("idempotency_key_reused",))
def write_evidence_entry(work: Work, *, body: EvidenceWriting) -> dict[str, Any]:
    """Draft an entry beside the numbers; its words are sealed until a second person has verified it."""
    return evidence_entries.item(evidence_entries.write(work, body))


@routes.add("POST", "/evidence/entries/{entry_id}/openings", Permission.EVIDENCE_WRITE, refusals=_SEEN)
def open_evidence_entry(work: Work, *, entry_id: UUID) -> dict[str, Any]:
    """Open the sealed words of an entry to look at them; the log says so before the answer leaves."""
    return evidence_entries.open_words(work, entry_id)


@routes.add(
    "POST",
    "/evidence/entries/{entry_id}/decisions",
    Permission.EVIDENCE_WRITE,
    status=201,
    repeatable=True,
    refusals=(*_SEEN, *_POSTED, "four_eyes_required"),
)
def decide_evidence_entry(work: Work, *, entry_id: UUID, body: EvidenceDecision) -> dict[str, Any]:
    """Verify an entry that somebody else wrote, which releases its words into packs, or reject it."""
    return evidence_entries.item(evidence_entries.decide(work, entry_id, body))


@routes.add("POST", "/evidence/packs", Permission.EVIDENCE_WRITE, status=201, repeatable=True, refusals=_POSTED)
def make_evidence_pack(work: Work, *, body: PackOrder) -> Answer:
    """Make and freeze a pack of a recommendation and the years of a cycle; 200 and the same pack if it was made before."""
    made = evidence.make(work, Order(body.recommendation, body.first_year, body.last_year, body.edition))
    headers = {"Location": f"{PREFIX}/evidence/packs/{made.pack.id}"}
    return Answer(evidence.item(made.pack), 201 if made.new else 200, headers=headers)


@routes.add("GET", "/evidence/packs", Permission.EVIDENCE_READ)
def list_evidence_packs(work: Work, *, cursor: Cursor = None, limit: Limit = 50) -> reading.Page:
    """List the packs, newest first: recommendation, years, edition, when it was made, and its digest."""
    return evidence.listed(work, cursor=cursor, limit=limit)


# Declared before the route of the pack itself, whose path would swallow the ending.
@routes.add("GET", "/evidence/packs/{pack_id}.csv", Permission.EVIDENCE_READ, refusals=_SEEN)
def read_evidence_pack_as_csv(work: Work, *, pack_id: UUID) -> Answer:
    """Read a pack as one CSV: a line for each figure and each entry."""
    kept = evidence.read(work, pack_id)
    return _file(kept.table, "text/csv; charset=utf-8", evidence.file_name(kept, ".csv"))


@routes.add("GET", "/evidence/packs/{pack_id}.pdf", Permission.EVIDENCE_READ, refusals=_SEEN)
def read_evidence_pack_as_pdf(work: Work, *, pack_id: UUID, language: _Said = "km") -> Answer:
    """Read a pack as a PDF for people, in Khmer or English."""
    kept = evidence.read(work, pack_id)
    return _file(evidence.pdf(kept, language=language), "application/pdf", evidence.file_name(kept, f"-{language}.pdf"))


@routes.add("GET", "/evidence/packs/{pack_id}", Permission.EVIDENCE_READ, refusals=_SEEN)
def read_evidence_pack(work: Work, *, pack_id: UUID) -> Answer:
    """Read a pack as it was made, with digest, signature and the key that checks it: always the same bytes."""
    return Answer(evidence.read(work, pack_id).document)


def _file(data: bytes, media_type: str, name: str) -> Answer:
    return Answer(data, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
