"""Pseudonymous files in HTCDS 2.0: the cases of one's own organisation, without any key."""

import hashlib

from sqlalchemy import func, select

from app.errors import FieldError, Invalid
from app.models.registers import Case
from app.records.htcds import flat
from app.reports.htcds_files import to_csv, to_xlsx
from app.services import audit, scope
from app.services.htcds import material
from app.services.htcds.events import PseudonymousFileMade
from app.work import Work

MOST_CASES = 20_000
WRITERS = {"csv": to_csv, "xlsx": to_xlsx}


def pseudonymous(work: Work, *, format_: str) -> bytes:
    """Return the cases of the actor's organisation as a file that names nobody. Raises Invalid if there are too many for one file."""
    organisation = scope.organisation(work, work.actor.organisation_id, lock=True)
    own = Case.organisation_id == organisation.id
    if (work.session.scalar(select(func.count()).select_from(Case).where(own)) or 0) > MOST_CASES:
        told = f"There are more than {MOST_CASES} cases; ask for an export of anything large instead."
        raise Invalid(told, [FieldError("format", "is too small for so many cases")])
    cases = work.session.scalars(select(Case).where(own).order_by(Case.registered_at, Case.id)).all()
    rows = [flat.row(told, flat.PSEUDONYMOUS) for told in material.plain(work, cases)]
    file = WRITERS[format_](flat.PSEUDONYMOUS, rows)
    audit.record(work, organisation, PseudonymousFileMade(format_, len(rows), hashlib.sha256(file).hexdigest()))
    return file
