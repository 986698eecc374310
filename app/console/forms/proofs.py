"""Which standards a question of a form proves: it follows from the rules of the catalogue."""

from collections.abc import Mapping, Sequence
from functools import cache

from app.records.base import Act
from app.standards.books import Books
from app.standards.proving import proofs
from app.standards.rules import Standard


@cache
def of_act(books: Books, catalogue: str, act: Act) -> Mapping[str, Sequence[Standard]]:
    """Return for each field of an act the standards that are settled by its answer, in the order of the catalogue."""
    found: dict[str, list[Standard]] = {}
    names = {act.moment, *act.body}
    for standard in books.catalogue(catalogue).standards:
        for proof in proofs(standard):
            if proof.record == act.record.record_name:
                for field in names.intersection(proof.asked):
                    found.setdefault(field, []).append(standard)
    return found
