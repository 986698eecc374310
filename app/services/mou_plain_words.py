"""An agreement in plain words for both sides: what it obliges to, what follows if something is missed, what it takes."""

from collections import Counter
from typing import Any
from uuid import UUID

from app.reports import effort, mou_takes, mou_words
from app.services import agreements, mou_numbers, mous
from app.services.agreements import Held
from app.services.instants import iso, local_day
from app.standards.rules import Catalogue
from app.vocabulary.agreements import DutyState, Rhythm, Standing
from app.work import Work

# In these an agreement obliges, or is about to; in the others only to what is still open.
_BINDING = frozenset({Standing.DRAFT, Standing.NOT_BEGUN, Standing.ACTIVE})


def tell(work: Work, mou_id: UUID) -> dict[str, Any]:
    """Return the page as sentences with their numbers, in both languages. Raises NotFound."""
    held = agreements.find(work, mou_id)
    numbers = mou_numbers.gather(work, held)
    return {
        "mou_id": str(mou_id),
        "number": held.mou.number,
        "as_of": iso(work.now),
        "parties": mous.parties(work, [held.mou])[mou_id],
        "standing": {"state": held.agreement.standing.value, "sentence": mou_words.standing(held.agreement.standing)},
        "note": mou_words.NOTE,
        "translation_status": mou_words.TRANSLATION,
        "obliges": {"title": mou_words.TITLES["obliges"], "duties": _duties(work, held), "catalogues": _catalogues(work, held)},
        "ministry": {"title": mou_words.TITLES["ministry"], "does": mou_words.ministry()},
        "falling_short": {"title": mou_words.TITLES["falling_short"], "steps": mou_words.ladder(), "now": _missed(held)},
        "takes": {"title": mou_words.TITLES["takes"], **mou_takes.takes(numbers), "effort": effort.shown()},
    }


def _duties(work: Work, held: Held) -> list[dict[str, Any]]:
    """Each running term in a sentence with its next date, then what was added by hand and is still open."""
    today = local_day(work.now).isoformat()
    by_term = {d.slot.term_id: d for d in reversed(held.duties) if d.submitted_on is None and d.state is not DutyState.MISSED}
    said = [
        {
            "term_id": str(term.id),
            "kind": term.kind,
            "rhythm": term.rhythm,
            "sentence": mou_words.term(term.kind, Rhythm(term.rhythm), months=term.months_allowed, days=term.days_allowed),
            "basis": term.basis,
            "next": mous.duty_item(by_term[str(term.id)]) if str(term.id) in by_term else None,
        }
        for term in held.terms
        if str(term.id) in by_term or (held.agreement.standing in _BINDING and (term.ended_on is None or term.ended_on >= today))
    ]
    singles = [d for d in held.duties if d.slot.term_id is None and d.submitted_on is None]
    return said + [
        {
            "term_id": None,
            "kind": d.slot.kind,
            "rhythm": None,
            "sentence": mou_words.duty(d),
            "basis": "agreed",
            "next": mous.duty_item(d),
        }
        for d in singles
    ]


def _missed(held: Held) -> list[dict[str, Any]]:
    return [mous.duty_item(d) for d in held.duties if d.state is DutyState.MISSED]


def _catalogues(work: Work, held: Held) -> list[dict[str, Any]]:
    """What binds, right by right; a catalogue that is not loaded here is named all the same."""
    return [_catalogue(name, work.books.catalogues.get(name)) for name in mous.binding(held.mou)]


def _catalogue(name: str, book: Catalogue | None) -> dict[str, Any]:
    if book is None:
        missing = {"en": "Its text is not loaded in this installation.", "km": "អត្ថបទរបស់វាមិនមានក្នុងប្រព័ន្ធនេះទេ។"}
        return {"id": name, "loaded": False, "sentence": missing, "rights": []}
    number = Counter(standard.right for standard in book.standards)
    gates = Counter(standard.right for standard in book.standards if standard.gate)
    return {
        "id": book.id,
        "version": book.version,
        "loaded": True,
        "title": dict(book.title),
        "note": dict(book.note),
        "translation_status": dict(book.translation_status),
        "sentence": mou_words.catalogue(len(book.standards), len(number)),
        "rights": [
            {
                "right": right.key,
                "label": dict(right.label),
                "provenance": right.provenance,
                "standards": number[right.key],
                "gates": gates[right.key],
                "sentence": mou_words.right(right.label, standards=number[right.key], gates=gates[right.key]),
                "link": f"/api/v1/standards?catalogue={book.id}&right={right.key}",
            }
            for right in book.rights
            if number[right.key]
        ],
    }
