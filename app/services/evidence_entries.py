"""Qualitative entries: written by one person of the ministry, verified by another, sealed until then.

They are about policy and practice, not about people; but nobody can know what somebody types. So the words are sealed under the ministry's
own key until a second person has read them, seen the source and confirmed that they name nobody. From then on they stand in clear, for they
are meant to be published.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from app.errors import Conflict, FieldError, FourEyesRequired, Invalid, NotFound
from app.ids import new_id
from app.models.evidence import EvidenceEntry
from app.reports.evidence.catalogue import Recommendation, recommendations
from app.schemas.evidence import EvidenceDecision, EvidenceWriting
from app.services import audit, cursors, scope
from app.services.events import EvidenceDecided, EvidenceOpened
from app.services.instants import iso, iso_or_none, local_day
from app.services.leaving import EvidenceWritten
from app.services.reading import Page
from app.vocabulary.evidence import EntryState, RejectionReason
from app.work import Work

_FIELD = "words"


def write(work: Work, said: EvidenceWriting) -> EvidenceEntry:
    """Keep an entry as a draft, its words sealed. Raises Invalid for what is not declared, and for a year to come."""
    about = known(said.recommendation)
    if said.indicator is not None and said.indicator not in about.indicators:
        raise Invalid("No such indicator.", [FieldError("indicator", "is none of the recommendation's indicators")])
    if said.year > local_day(work.now).year:
        raise Invalid("The year has not begun.", [FieldError("year", "must not lie in the future")])
    entry_id, head = new_id(), scope.organisation(work, work.actor.organisation_id, lock=True)
    words = {
        "text": {"en": said.text_en, "km": said.text_km},
        "source": {
            "title": said.source_title,
            "date": said.source_date.isoformat() if said.source_date else None,
            "sha256": said.source_sha256,
            "url": said.source_url,
        },
    }
    sealed = work.vault.seal(
        head.id, head.id, record=str(entry_id), entry=entry_id, values={_FIELD: json.dumps(words, ensure_ascii=False)}, now=work.now
    )
    entry = EvidenceEntry(
        id=entry_id,
        organisation_id=head.id,
        recommendation=said.recommendation,
        indicator=said.indicator,
        year=said.year,
        kind=said.kind.value,
        state=EntryState.DRAFT.value,
        written_at=work.now,
        written_by=work.actor.user_id,
        ciphertext=sealed.values[_FIELD],
    )
    work.session.add(entry)
    audit.record(work, head, EvidenceWritten(str(entry_id), said.recommendation, said.indicator or "", said.year, said.kind.value))
    return entry


def open_words(work: Work, entry_id: UUID) -> dict[str, Any]:
    """Open the words of an entry of the actor's ministry; the log says so before they leave. Raises NotFound."""
    entry = _own(work, entry_id)
    audit.record(work, scope.organisation(work, entry.organisation_id, lock=True), EvidenceOpened(str(entry.id)))
    work.session.flush()
    return {"id": str(entry.id), **_words(work, entry)}


def decide(work: Work, entry_id: UUID, said: EvidenceDecision) -> EvidenceEntry:
    """Verify an entry, which releases its words, or reject it. The writer may only withdraw it.

    Raises NotFound, FourEyesRequired for the writer's own hand, and Conflict for what was decided before.
    """
    entry = _own(work, entry_id, lock=True)
    withdrawn = said.reason is RejectionReason.WITHDRAWN
    if (entry.written_by == work.actor.user_id) is not withdrawn:
        raise FourEyesRequired("Somebody else must verify or reject it; only who wrote it withdraws it.")
    if entry.state != EntryState.DRAFT.value:
        raise Conflict("The entry was decided on before.")
    entry.state, entry.decided_at, entry.decided_by = said.state, work.now, work.actor.user_id
    entry.reason = said.reason.value if said.reason else None
    if said.reason is None:
        entry.released = _words(work, entry)
    head = scope.organisation(work, entry.organisation_id, lock=True)
    audit.record(work, head, EvidenceDecided(str(entry.id), entry.state, entry.reason or ""))
    return entry


def one(work: Work, entry_id: UUID) -> dict[str, Any]:
    """Return what an entry of the actor's ministry is. Raises NotFound."""
    return item(_own(work, entry_id))


def listed(work: Work, *, recommendation: str | None, state: EntryState | None, cursor: str | None, limit: int) -> Page:
    """Return the entries of the actor's ministry, newest first: codes, and the words of those that are verified."""
    e = EvidenceEntry
    query = select(e).where(e.organisation_id == work.actor.organisation_id).order_by(e.written_at.desc(), e.id.desc())
    if recommendation is not None:
        query = query.where(e.recommendation == recommendation)
    if state is not None:
        query = query.where(e.state == state.value)
    if cursor is not None:
        query = query.where(tuple_(e.written_at, e.id) < tuple_(*cursors.read(cursor, _at_and_id)))
    found = work.session.scalars(query.limit(limit + 1)).all()
    last = found[limit - 1] if len(found) > limit else None
    return Page([item(entry) for entry in found[:limit]], cursors.write(last.written_at, last.id) if last else None)


def for_pack(work: Work, recommendation: str, first_year: int, last_year: int) -> list[dict[str, Any]]:
    """Return the verified entries as a pack holds them. Uses no key: verified words stand in clear."""
    e = EvidenceEntry
    query = select(e).where(e.recommendation == recommendation, e.year.between(first_year, last_year), e.state == EntryState.VERIFIED.value)
    found = work.session.scalars(query.order_by(e.year, e.kind, e.written_at, e.id))
    about = ("indicator", "year", "kind")
    return [
        {
            "id": str(entry.id),
            **{name: getattr(entry, name) for name in about},
            **_released(entry),
            "verified_at": iso(entry.decided_at or 0),
        }
        for entry in found
    ]


def item(entry: EvidenceEntry) -> dict[str, Any]:
    """Return what an entry is; of words that are still sealed nothing."""
    told = {name: getattr(entry, name) for name in ("recommendation", "indicator", "year", "kind", "state", "reason")}
    who = {"written_by": str(entry.written_by), "decided_by": str(entry.decided_by) if entry.decided_by else None}
    when = {"written_at": iso(entry.written_at), "decided_at": iso_or_none(entry.decided_at)}
    return {"id": str(entry.id), **told, **when, **who, "words": _released(entry) or None}


def known(recommendation: str) -> Recommendation:
    """Return a declared recommendation. Raises Invalid."""
    found = recommendations().get(recommendation)
    if found is None:
        raise Invalid("No such recommendation.", [FieldError("recommendation", "see GET /evidence/recommendations")])
    return found


def _released(entry: EvidenceEntry) -> Mapping[str, Any]:
    return entry.released or {}


def _words(work: Work, entry: EvidenceEntry) -> dict[str, Any]:
    owner = entry.organisation_id
    opened = work.vault.open(owner, owner, record=str(entry.id), entry=entry.id, field=_FIELD, sealed=entry.ciphertext, now=work.now)
    words: dict[str, Any] = json.loads(opened)
    return words


def _own(work: Work, entry_id: UUID, *, lock: bool = False) -> EvidenceEntry:
    query = select(EvidenceEntry).where(EvidenceEntry.id == entry_id, EvidenceEntry.organisation_id == work.actor.organisation_id)
    found = work.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def _at_and_id(at: object, entry_id: object) -> tuple[int, UUID]:
    return cursors.whole(at), cursors.ident(entry_id)
