"""Evidence packs: made for a recommendation and the years of a cycle, frozen with digest and signature, read again as the same bytes.

A later edition has new words and further years, never other figures of a year: those are kept once (`evidence_years`).
"""

import json
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import defer

from app.errors import FieldError, Invalid, NotFound
from app.ids import new_id
from app.models.evidence import EvidencePack
from app.reports.evidence import pack
from app.reports.evidence.catalogue import Recommendation, described, indicators, recommendations
from app.reports.suppression import THRESHOLD
from app.services import audit, compliance, cursors, evidence_entries, evidence_years, scope
from app.services.instants import iso
from app.services.leaving import EvidencePackFrozen
from app.services.reading import Page
from app.standards.rules import Standard
from app.work import Work


class Order(NamedTuple):
    """Which pack is asked for."""

    recommendation: str
    first_year: int
    last_year: int
    edition: int = 1


class Made(NamedTuple):
    """A pack, and whether it was made by this call."""

    pack: EvidencePack
    new: bool


def mapping() -> list[dict[str, Any]]:
    """Return every recommendation with the ids of its indicators, what was seen of it, and how sure that is."""
    return [described(one) for one in recommendations().values()]


def declared(work: Work) -> list[dict[str, Any]]:
    """Return every indicator, and of the standard it counts what it asks and where that comes from."""
    known = _standards(work)
    return [described(one) | {"standard": known.get(one.counted.standard or "")} for one in indicators().values()]


def make(work: Work, order: Order) -> Made:
    """Make and keep a pack, or return the one that was made before.

    Raises Invalid for what is not declared or an edition that does not follow, Conflict where statistics are not frozen yet.
    """
    recommendation = evidence_entries.known(order.recommendation)
    # Locked, so that two who ask at once are given one pack.
    head = scope.organisation(work, work.actor.organisation_id, lock=True)
    e = EvidencePack
    same = (e.recommendation == order.recommendation, e.first_year == order.first_year, e.last_year == order.last_year)
    kept = work.session.scalar(select(e).where(*same, e.edition == order.edition))
    if kept is not None:
        return Made(kept, new=False)
    following = 1 + (work.session.scalar(select(func.max(e.edition)).where(*same)) or 0)
    if order.edition != following:
        raise Invalid("Editions are made one after the other.", [FieldError("edition", f"the next one is {following}")])
    made = _keep(work, recommendation, order)
    audit.record(work, head, EvidencePackFrozen(str(made.id), *order, digest=made.digest.hex()))
    return Made(made, new=True)


def read(work: Work, pack_id: UUID) -> EvidencePack:
    """Return a pack as it was made. Raises NotFound."""
    kept = work.session.get(EvidencePack, pack_id)
    if kept is None:
        raise NotFound
    return kept


def listed(work: Work, *, cursor: str | None, limit: int) -> Page:
    """Return the packs, newest first, without what is in them."""
    e = EvidencePack
    query = select(e).options(defer(e.document), defer(e.table)).order_by(e.frozen_at.desc(), e.id.desc())
    if cursor is not None:
        query = query.where(tuple_(e.frozen_at, e.id) < tuple_(*cursors.read(cursor, _at_and_id)))
    found = work.session.scalars(query.limit(limit + 1)).all()
    last = found[limit - 1] if len(found) > limit else None
    return Page([item(kept) for kept in found[:limit]], cursors.write(last.frozen_at, last.id) if last else None)


def item(kept: EvidencePack) -> dict[str, Any]:
    """Return what a pack is."""
    told = {"recommendation": kept.recommendation, "from": kept.first_year, "to": kept.last_year, "edition": kept.edition}
    return {"id": str(kept.id), **told, "frozen_at": iso(kept.frozen_at), "digest": kept.digest.hex()}


def pdf(kept: EvidencePack, *, language: str) -> bytes:
    """Return a pack as PDF, in `km` or `en`, made from what was kept."""
    # Loaded here, for the typesetter costs a third of a second that nothing else needs.
    from app.reports.evidence.pdf import to_pdf

    return to_pdf(json.loads(kept.document), language=language)


def file_name(kept: EvidencePack, ending: str) -> str:
    """Return a name for a file of the pack, in ASCII."""
    return f"evidence-{kept.recommendation}-{kept.first_year}-{kept.last_year}-edition-{kept.edition}{ending}"


def _keep(work: Work, recommendation: Recommendation, order: Order) -> EvidencePack:
    pack_id = new_id()
    years = [evidence_years.of(work, year) for year in range(order.first_year, order.last_year + 1)]
    entries = evidence_entries.for_pack(work, recommendation.id, order.first_year, order.last_year)
    header = {
        "id": str(pack_id),
        "edition": order.edition,
        "frozen_at": iso(work.now),
        "hidden_below": THRESHOLD,
        "cycle": {"from": order.first_year, "to": order.last_year},
    }
    rights = {right.key: right.label for book in work.books.catalogues.values() for right in book.rights}
    content = pack.build(recommendation, years, entries, standards=_standards(work), rights=rights, header=header)
    digest = pack.digest(content)
    signature = work.vault.sign_export(pack.statement(digest))
    signed = content | {"digest": digest, "signature": signature.hex(), "public_key": work.vault.export_public_key().hex()}
    kept = EvidencePack(
        id=pack_id,
        recommendation=order.recommendation,
        first_year=order.first_year,
        last_year=order.last_year,
        edition=order.edition,
        frozen_at=work.now,
        frozen_by=work.actor.user_id,
        digest=bytes.fromhex(digest),
        document=pack.canonical(signed),
        table=pack.to_table(content),
    )
    work.session.add(kept)
    return kept


def _standards(work: Work) -> dict[str, dict[str, Any]]:
    named = {one.counted.standard for one in indicators().values()}
    return {name: _told(standard) for name, standard in compliance.every_standard(work).items() if name in named}


def _told(standard: Standard) -> dict[str, Any]:
    told = {name: getattr(standard, name) for name in ("id", "right", "scope", "limit_basis", "tag", "grade")}
    return {**told, "limit": standard.limit_text, "text": dict(standard.text), "sources": list(standard.sources)}


def _at_and_id(at: object, pack_id: object) -> tuple[int, UUID]:
    return cursors.whole(at), cursors.ident(pack_id)
