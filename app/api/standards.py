"""The standards themselves: open to everybody who is signed in, in both languages, each with where it comes from."""

from typing import Annotated

from fastapi import Query

from app.access import Permission
from app.api.door import Routes
from app.api.moments import CatalogueId
from app.services import standards
from app.work import Work

routes = Routes("standards")
RightKey = Annotated[str | None, Query(max_length=80, examples=["safety_protection"], description="Only the standards of this right.")]
StepName = Annotated[str | None, Query(max_length=40, examples=["interview"], description="Only the standards of this step; `any` is one.")]


@routes.add("GET", "/standards", Permission.STANDARDS_READ)
def list_standards(work: Work, *, catalogue: CatalogueId = None, right: RightKey = None, step: StepName = None) -> dict[str, object]:
    """List the standards of a catalogue with text, rule, limit, sources, provenance and grade."""
    book = standards.catalogue_named(work.books, catalogue)
    items = [standards.standard_shown(book, one) for one in standards.chosen(book, right=right, step=step)]
    return {"catalogue": {"id": book.id, "version": book.version}, "items": items}


@routes.add("GET", "/standards/{standard_id}", Permission.STANDARDS_READ, refusals=("not_found",))
def read_standard(work: Work, *, standard_id: str, catalogue: CatalogueId = None) -> dict[str, object]:
    """Read one standard."""
    return standards.one_standard(work.books, catalogue, standard_id)


@routes.add("GET", "/rights", Permission.STANDARDS_READ)
def list_rights(work: Work, *, catalogue: CatalogueId = None) -> dict[str, object]:
    """List the rights that the standards serve, with the provenance of their names."""
    book = standards.catalogue_named(work.books, catalogue)
    return {"catalogue": {"id": book.id, "version": book.version}, "items": [standards.right_shown(book, right) for right in book.rights]}


@routes.add("GET", "/catalogues", Permission.STANDARDS_READ)
def list_catalogues(work: Work) -> dict[str, object]:
    """List the catalogues and versions at hand."""
    return {"items": standards.all_catalogues(work.books)}


@routes.add("GET", "/catalogues/{catalogue_id}", Permission.STANDARDS_READ, refusals=("not_found",))
def read_catalogue(work: Work, *, catalogue_id: str) -> dict[str, object]:
    """Read a catalogue, as `id` (its newest version) or `id@version`, with its rights and standards."""
    return standards.one_catalogue(work.books, catalogue_id)
