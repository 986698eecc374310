"""The standards as a book that answers back: what each right asks, why, from where, how sure that is, and what proves it."""

from collections.abc import Mapping
from typing import Any

from app.access import Permission
from app.console.answers import Page
from app.console.asking import Asked
from app.console.door import Pages
from app.errors import NotFound
from app.records.base import Act
from app.records.registry import RECORDS, acts_of
from app.services import standards
from app.standards.proving import proofs
from app.standards.rules import Catalogue, Standard
from app.standards.steps import Step
from app.work import Work

pages = Pages()
_STEPS = ("any", *(step.value for step in Step if step is not Step.CLOSED))


@pages.get("/standards", Permission.STANDARDS_READ)
def contents(work: Work, asked: Asked) -> Page:
    """Show the rights with their standards, and what was searched for."""
    book = _book(work, asked)
    words, step = asked.query.get("q", "").strip()[:100], asked.query.get("step", "")
    found = [_shown(book, s) for s in book.standards if _fits(s, words, step)] if words or step else []
    counted = {right.key: sum(1 for s in book.standards if s.right == right.key) for right in book.rights}
    context = {"words": words, "step": step, "steps": _STEPS, "found": found, "searched": bool(words or step), "counted": counted}
    return Page("standards/contents.html", _of(work, book) | context)


@pages.get("/standards/rights/{key}", Permission.STANDARDS_READ)
def right(work: Work, asked: Asked) -> Page:
    """Show one right and all that serves it."""
    book = _book(work, asked)
    rights = list(book.rights)
    at = next((number for number, right in enumerate(rights) if right.key == asked.words["key"]), None)
    if at is None:
        raise NotFound
    context = {
        "right": rights[at],
        "before": rights[at - 1] if at else None,
        "after": rights[at + 1] if at + 1 < len(rights) else None,
        "standards": [_shown(book, s) for s in standards.chosen(book, right=rights[at].key)],
    }
    return Page("standards/right.html", _of(work, book) | context)


@pages.get("/standards/print", Permission.STANDARDS_READ)
def whole(work: Work, asked: Asked) -> Page:
    """Show the whole book on one page, to print."""
    book = _book(work, asked)
    by_right = [(right, [_shown(book, s) for s in standards.chosen(book, right=right.key)]) for right in book.rights]
    return Page("standards/whole.html", _of(work, book) | {"by_right": by_right})


@pages.get("/standards/{standard}", Permission.STANDARDS_READ)
def one(work: Work, asked: Asked) -> Page:
    """Show one standard with everything that is known of it."""
    book = _book(work, asked)
    found = book.by_id.get(asked.words["standard"])
    if found is None:
        raise NotFound
    right = next(right for right in book.rights if right.key == found.right)
    siblings = [s for s in book.standards if s.group == found.group and s.id != found.id]
    return Page("standards/one.html", _of(work, book) | {"right": right, "standard": _shown(book, found), "siblings": siblings})


def _book(work: Work, asked: Asked) -> Catalogue:
    return standards.catalogue_named(work.books, asked.query.get("catalogue"))


def _of(work: Work, book: Catalogue) -> dict[str, Any]:
    """What every page of the book says: which catalogue it is, and what its marks mean."""
    others = [c for c in standards.all_catalogues(work.books) if (c["id"], c["version"]) != (book.id, book.version)]
    default = work.books.catalogue(work.books.default)
    named = "" if default is book else f"?catalogue={book.id}@{book.version}"
    return {"book": standards.catalogue_shown(book), "rights": book.rights, "other_books": others, "catalogue_query": named}


def _shown(book: Catalogue, standard: Standard) -> Mapping[str, Any]:
    return standards.standard_shown(book, standard) | {
        "proofs": [
            {
                "record": proof.record,
                "fields": [name for name in proof.fields if name in RECORDS[proof.record].fields],
                "acts": [act for act in acts_of(proof.record) if _tells(act, proof.fields)],
            }
            for proof in proofs(standard)
            if proof.record in RECORDS
        ]
    }


def _tells(act: Act, fields: tuple[str, ...]) -> bool:
    """Whether an act can record one of the fields, or makes the record."""
    return act.makes or act.moment in fields or bool(set(act.body) & set(fields))


def _fits(standard: Standard, words: str, step: str) -> bool:
    if step and standard.step != step:
        return False
    held = " ".join([standard.id, *standard.text.values(), *standard.next.values(), *standard.sources]).casefold()
    return all(word in held for word in words.casefold().split())
