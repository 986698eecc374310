"""The catalogues as people read them, at the API as on the command line: every standard with its sources and how sure they are."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.errors import FieldError, Invalid, NotFound
from app.standards import oscal
from app.standards.books import Books
from app.standards.documents import BASES, GRADES, KINDS, TAGS
from app.standards.rule_words import rule_in_words
from app.standards.rulebook import UnknownCatalogue
from app.standards.rules import Catalogue, Right, Standard


def catalogue_named(books: Books, name: str | None) -> Catalogue:
    """Return a catalogue by `id` or `id@version`, or the one a new case is bound to. Raises Invalid."""
    try:
        return books.catalogue(name or books.default)
    except UnknownCatalogue:
        raise Invalid("No such catalogue.", [FieldError("catalogue", "is not loaded; see /api/v1/catalogues")]) from None


def each_once(books: Books, names: Iterable[str]) -> list[str]:
    """Return the catalogues named, each once though it may be named with and without its version. Raises Invalid."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(oscal.named(catalogue_named(books, name)), name)
    return list(found.values())


def all_catalogues(books: Books) -> list[dict[str, Any]]:
    """Return every catalogue and version at hand, and which is the one new cases are bound to."""
    default = books.catalogue(books.default)
    different = {f"{c.id}@{c.version}": c for c in books.catalogues.values()}
    return [catalogue_shown(c) | {"default": c is default} for _, c in sorted(different.items())]


def one_catalogue(books: Books, name: str) -> dict[str, Any]:
    """Return one catalogue with its rights and standards. Raises NotFound."""
    try:
        return whole(books.catalogue(name))
    except UnknownCatalogue:
        raise NotFound from None


def as_oscal(books: Books, name: str, *, written_at: int) -> oscal.Document:
    """Return one catalogue as an OSCAL catalog. Raises NotFound."""
    try:
        return oscal.catalog(books.catalogue(name), written_at=written_at)
    except UnknownCatalogue:
        raise NotFound from None


def one_standard(books: Books, name: str | None, standard_id: str) -> dict[str, Any]:
    """Return one standard. Raises Invalid for an unknown catalogue, NotFound for an unknown standard."""
    catalogue = catalogue_named(books, name)
    if standard_id not in catalogue.by_id:
        raise NotFound
    return standard_shown(catalogue, catalogue.by_id[standard_id])


def whole(catalogue: Catalogue) -> dict[str, Any]:
    """Return a catalogue with everything in it."""
    return {
        "catalogue": catalogue_shown(catalogue),
        "rights": [right_shown(catalogue, right) for right in catalogue.rights],
        "standards": [standard_shown(catalogue, standard) for standard in catalogue.standards],
    }


def chosen(catalogue: Catalogue, *, right: str | None = None, step: str | None = None) -> Iterator[Standard]:
    """Return the standards of a right, of a step, or all, in the order of the catalogue."""
    for standard in catalogue.standards:
        if right in (None, standard.right) and step in (None, standard.step):
            yield standard


def catalogue_shown(catalogue: Catalogue) -> dict[str, Any]:
    """Return what a catalogue is, and what its marks mean."""
    return {
        "id": catalogue.id,
        "version": catalogue.version,
        "jurisdiction": catalogue.jurisdiction,
        "title": dict(catalogue.title),
        "note": dict(catalogue.note),
        "translation_status": dict(catalogue.translation_status),
        "provenance_tags": dict(TAGS),
        "grades": dict(GRADES),
        "limit_bases": dict(BASES),
        "rule_kinds": dict(KINDS),
    }


def right_shown(catalogue: Catalogue, right: Right) -> dict[str, Any]:
    """Return a right with the provenance of its name and how many standards serve it."""
    return {
        "key": right.key,
        "number": right.number,
        "label": dict(right.label),
        "label_status": translations(catalogue),
        "provenance": right.provenance,
        "name_state": right.state,
        "standards": sum(1 for s in catalogue.standards if s.right == right.key),
    }


def standard_shown(catalogue: Catalogue, standard: Standard) -> dict[str, Any]:
    """Return a standard: what it asks in both languages, its rule, limit, sources, provenance and grade."""
    proposed = standard.limit_basis == "proposed"
    limit = {"duration": standard.limit_text, "basis": standard.limit_basis, "proposed": proposed, "setting": standard.setting}
    return {
        "id": standard.id,
        "group": standard.group,
        "right": standard.right,
        "step": standard.step,
        "level": standard.level,
        "scope": standard.scope.value,
        "applies": list(standard.applies),
        "rule": {"kind": kind_of(standard), "words": rule_in_words(standard)},
        "limit": limit if standard.limit_text else None,
        "gate": standard.gate,
        "waivable": standard.waivable,
        "text": dict(standard.text),
        "next": dict(standard.next),
        "translation_status": translations(catalogue),
        "sources": list(standard.sources),
        "tag": standard.tag,
        "grade": standard.grade,
        "crossrefs": dict(standard.crossrefs),
        "note": standard.note,
    }


def kind_of(standard: Standard) -> str:
    """Return the kind of its rule: holds, before, within or every."""
    return type(standard.rule).__name__.lower()


def translations(catalogue: Catalogue) -> Mapping[str, str]:
    """Return for each language whether the text is the original, a signed translation or a draft."""
    return {language: status.partition(":")[0] for language, status in catalogue.translation_status.items()}
