"""Files that were imported: when, by whom, and which row became which case, also for whoever lost the answer."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from app.errors import NotFound
from app.models.exchange import FileImport
from app.models.ledger import Entry
from app.models.registers import Case
from app.services import cursors, scope
from app.services.instants import iso
from app.services.reading import Page
from app.work import Work


def listed(work: Work, *, cursor: str | None, limit: int) -> Page:
    """Return the imports of one's organisation, newest first."""
    query = select(FileImport).where(FileImport.organisation_id == work.actor.organisation_id)
    query = query.order_by(FileImport.made_at.desc(), FileImport.id.desc())
    if cursor is not None:
        query = query.where(tuple_(FileImport.made_at, FileImport.id) < tuple_(*cursors.read(cursor, _at_and_id)))
    found = work.session.scalars(query.limit(limit + 1)).all()
    last = found[limit - 1] if len(found) > limit else None
    return Page([_item(made) for made in found[:limit]], cursors.write(last.made_at, last.id) if last else None)


def read(work: Work, import_id: UUID) -> dict[str, Any]:
    """Return an import with the case of each row. Raises NotFound for another organisation's."""
    made = work.session.get(FileImport, import_id)
    if made is None or made.organisation_id != work.actor.organisation_id:
        raise NotFound
    query = select(Case.id, Case.case_number, Entry.facts["file_row"].as_integer().label("row")).join(Entry, Entry.subject_id == Case.id)
    query = query.where(Entry.organisation_id == made.organisation_id, Entry.record == "origin", Entry.subject_kind == "case", Entry.makes)
    query = query.where(Entry.facts["file_digest"].as_string() == made.digest.hex(), scope.cases_of(work.actor, work.now))
    cases = [{"row": row, "case_id": str(case_id), "case_number": number} for case_id, number, row in work.session.execute(query)]
    return _item(made) | {"cases": sorted(cases, key=lambda case: int(case["row"]))}


def _item(made: FileImport) -> dict[str, Any]:
    return {"id": str(made.id), "rows": made.rows, "made_at": iso(made.made_at), "made_by": str(made.made_by)}


def _at_and_id(at: object, last: object) -> tuple[int, UUID]:
    return cursors.whole(at), cursors.ident(last)
