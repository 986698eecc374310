"""Importing a file in HTCDS 2.0: looked at first, then all of it or nothing, through the same acts that people perform."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from app.errors import Conflict, FieldError, Invalid, MomentInFuture
from app.ids import new_id
from app.models.exchange import FileImport
from app.models.registers import Case
from app.records.htcds import headers, rows, sheets
from app.records.htcds.headers import Layout, Trouble
from app.records.htcds.rows import Asked, Planned, Read
from app.reports.htcds_files import CSV, XLSX
from app.services import acts, audit, scope
from app.services.htcds import likeness
from app.services.htcds.events import FileChecked, FileImported
from app.services.instants import PHNOM_PENH, instant_of, iso
from app.work import Work

MOST_ROWS = 1_000  # as many as the published templates have
_SHOWN = 200  # errors of one file
_READERS = {XLSX: sheets.from_xlsx, CSV: sheets.from_csv}


class Looked(NamedTuple):
    """A file that was read: how, what it holds, by which digest it is known again, and when it was imported before."""

    layout: Layout
    read: Read
    digest: bytes
    before: int | None


def look(work: Work, data: bytes, media_type: str, *, asked: Asked, ignore: frozenset[str] = frozenset()) -> Looked:
    """Read a file. Raises Invalid where it is no file of the standard at all."""
    if asked.first_contact_at is not None and instant_of(asked.first_contact_at) > work.now:
        raise MomentInFuture("first_contact_at lies after the server's clock; what has not happened yet cannot be recorded.")
    reader = _READERS.get(media_type)
    if reader is None:
        raise Invalid("This kind of file cannot be imported.", [FieldError("Content-Type", f"must be {XLSX} or {CSV}")])
    try:
        found = headers.find(reader(data), ignore)
    except sheets.Unreadable as error:
        raise Invalid(str(error), [FieldError("body", "cannot be read")]) from None
    if found is None:
        told = "The file has no header that is known: no row near the top has three or more names or labels of HTCDS 2.0."
        raise Invalid(told, [FieldError("body", "has no header that is known")])
    # Counted before any is read, for reading a row takes a while.
    if (filled := sum(map(found.holds, found.rows[found.first :]))) > MOST_ROWS:
        raise Invalid(f"The file has more than {MOST_ROWS} rows; split it.", [FieldError("body", f"has {filled} rows")])
    digest = work.vault.fingerprint("file import", data)
    read = rows.read(found, asked, now=datetime.fromtimestamp(work.now, PHNOM_PENH), digest=digest.hex())
    return Looked(found, read, digest, _before(work, digest))


def dry_run(work: Work, looked: Looked) -> dict[str, Any]:
    """Return what an import would do and what is wrong; nothing is recorded but that somebody looked."""
    alike = likeness.possible_duplicates(work, looked.read.planned)
    event = FileChecked(looked.digest.hex(), len(looked.read.planned), len(looked.read.troubles), len(alike))
    audit.record(work, scope.organisation(work, work.actor.organisation_id, lock=True), event)
    return _described(looked) | {"mode": "dry_run", "possible_duplicates": alike}


def make(work: Work, looked: Looked) -> dict[str, Any]:
    """Open a case for every row, and return which. Raises Invalid if anything is wrong, Conflict for a file that came before."""
    if looked.before is not None:
        raise Conflict(
            f"This very file was imported at {iso(looked.before)}: it would make every case twice. The list of imports has its cases."
        )
    if wrong := looked.read.troubles:
        told = f"The file holds {len(wrong)} error(s); nothing was imported."
        raise Invalid(told, [FieldError(_place(t), _said(t)) for t in wrong[:_SHOWN]])
    made = [_record(work, planned) for planned in looked.read.planned]
    import_id = new_id()
    organisation = scope.organisation(work, work.actor.organisation_id, lock=True)
    row = FileImport(
        id=import_id,
        organisation_id=organisation.id,
        digest=looked.digest,
        rows=len(made),
        made_at=work.now,
        made_by=work.actor.user_id,
    )
    work.session.add(row)
    audit.record(work, organisation, FileImported(str(import_id), looked.digest.hex(), len(made)))
    return _described(looked) | {"mode": "import", "id": str(import_id), "cases": made}


def _record(work: Work, planned: Planned) -> dict[str, Any]:
    """Perform the acts of one row; the first opens the case."""
    (_, opening), *others = planned.bodies.items()
    case = acts.perform(work, rows.act_of(rows.CASE), {}, opening).subject.row
    for part, body in others:
        acts.perform(work, rows.act_of(part), {"case_id": case.id}, body)
    if not isinstance(case, Case):
        raise TypeError("a row opens a case")
    return {"row": planned.row, "case_id": str(case.id), "case_number": case.case_number}


def _before(work: Work, digest: bytes) -> int | None:
    """Return when the organisation imported this very file."""
    known = (FileImport.organisation_id == work.actor.organisation_id, FileImport.digest == digest)
    return work.session.scalar(select(FileImport.made_at).where(*known))


def _described(looked: Looked) -> dict[str, Any]:
    planned, troubles = looked.read.planned, looked.read.troubles
    return {
        "rows": len(planned),
        "columns": [{"column": c.letter, "header": c.header, "field": c.field, "known_by": c.by} for c in looked.layout.columns],
        "ignored": [i._asdict() for i in looked.layout.ignored],
        "errors": [_shown(trouble) for trouble in troubles[:_SHOWN]],
        "errors_in_all": len(troubles),
        "imported_before": iso(looked.before) if looked.before is not None else None,
        "consents_recorded": 0,
        "notices": _notices(planned),
    }


def _notices(planned: Sequence[Planned]) -> list[dict[str, Any]]:
    """What is kept as a statement and is not what it says: a consent, a decision, a step."""
    consents = [p.row for p in planned if p.consent_stated is not None]
    told: list[tuple[str, str, list[int]]] = [
        (
            "consent_not_recorded",
            "The file states something of consent. It is kept as a statement; no consent is recorded. Ask the person.",
            consents,
        ),
        (
            "status_not_followed",
            "The file says that the case has gone on or is closed. It is kept as a statement; the case begins in its first step.",
            [p.row for p in planned if p.status not in (None, "Active")],
        ),
        (
            "decision_not_recorded",
            "The file says that victim status was decided, not when and by whom. It is kept as a statement.",
            [p.row for p in planned if p.decision_stated and rows.DECISION not in p.bodies],
        ),
    ]
    return [{"code": code, "message": message, "rows": found} for code, message, found in told if found]


def _shown(trouble: Trouble) -> dict[str, Any]:
    return trouble._asdict() | {"allowed": list(trouble.allowed)}


def _place(trouble: Trouble) -> str:
    where = [f"row {trouble.row}" if trouble.row else "", f"column {trouble.column}" if trouble.column else "", trouble.field or ""]
    return ", ".join(filter(None, where))


def _said(trouble: Trouble) -> str:
    allowed = f"; one of: {', '.join(trouble.allowed)}" if trouble.allowed else ""
    return f"{trouble.message} ({trouble.code}){allowed}"
