"""Exports: asked for, made in parts by `exporting`, fetched part by part, and gone after a while.

Every part is encrypted to the requester before it touches the disk; what is kept beside it is how many rows it has and its digest.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_

from app.access import Role
from app.errors import Conflict, NotFound
from app.ids import new_id
from app.models.exports import Export, ExportPart
from app.reports.manifest import Manifest
from app.services import audit, cursors, export_rows, scope
from app.services.instants import iso, iso_or_none
from app.services.leaving import ExportAsked, ExportMoved, ExportRead
from app.services.reading import Page
from app.vocabulary.exports import ExportKind, ExportState
from app.work import Work

# An act reads the clock when it begins and is there when it ends: what stood so long ago does not change any more.
SETTLED = 5
MOST = 10  # exports of one user at a time: each fills the disk; proposed
KEPT = 7 * 86_400  # seconds until the files of an export are removed; proposed
_ENDED = frozenset({ExportState.WITHDRAWN, ExportState.EXPIRED, ExportState.FAILED})


def ask(work: Work, kind: ExportKind, *, recipient: str, organisation_id: UUID | None, statuses: tuple[str, ...]) -> Manifest:
    """Ask for an export as of a few seconds ago. Raises NotFound for another organisation's cases, Conflict for one too many."""
    own = work.actor.organisation_id
    if not export_rows.allowed(work.actor.role):
        if organisation_id not in (None, own):
            raise NotFound
        organisation_id = own
    elif organisation_id is not None:
        scope.organisation(work, organisation_id)
    asker = scope.user(work, work.actor.user_id, lock=True)
    living = select(func.count()).select_from(Export).where(Export.user_id == asker.id, Export.state.not_in([s.value for s in _ENDED]))
    if (work.session.scalar(living) or 0) >= MOST:
        raise Conflict(f"You have {MOST} exports already; withdraw one that you need no longer.")
    export = Export(
        id=new_id(),
        user_id=work.actor.user_id,
        kind=kind.value,
        asked={"organisation_id": str(organisation_id) if organisation_id else None, "status": list(statuses)},
        recipient=recipient,
        state=ExportState.WAITING.value,
        as_of=work.now - SETTLED,
        asked_at=work.now,
        expires_at=work.now + KEPT,
        leased_until=0,
    )
    work.session.add(export)
    audit.record(work, asker, ExportAsked(str(export.id), kind.value, recipient))
    return manifest(work, export, [])


def listed(work: Work, *, cursor: str | None, limit: int) -> Page:
    """Return the actor's own exports, newest first, without their parts."""
    query = select(Export).where(Export.user_id == work.actor.user_id).order_by(Export.asked_at.desc(), Export.id.desc())
    if cursor is not None:
        query = query.where(tuple_(Export.asked_at, Export.id) < tuple_(*cursors.read(cursor, _asked_at_and_id)))
    found = work.session.scalars(query.limit(limit + 1)).all()
    last = found[limit - 1] if len(found) > limit else None
    return Page([_item(export) for export in found[:limit]], cursors.write(last.asked_at, last.id) if last else None)


def read(work: Work, export_id: UUID) -> Manifest:
    """Return an export of the actor's with the parts that are ready. Raises NotFound."""
    export = _own(work, export_id)
    return manifest(work, export, parts_of(work, export.id))


def part(work: Work, export_id: UUID, number: int, folder: Path) -> tuple[Path, str]:
    """Return the file of a part and its digest, and log that it leaves. Raises NotFound, and Conflict until it is whole."""
    export = _own(work, export_id)
    held = work.session.get(ExportPart, (export.id, number))
    if held is None or export.state in _ENDED:
        if ExportState(export.state) in (ExportState.WAITING, ExportState.MAKING):
            raise Conflict("This part is not ready yet; ask for the export to see how far it is.")
        raise NotFound
    file, digest = file_of(folder, export, number), held.digest.hex()
    if not file.is_file():
        # A database that was restored knows of files that were not.
        raise NotFound
    audit.record(work, scope.user(work, work.actor.user_id, lock=True), ExportRead(str(export.id), number, digest))
    return file, digest


def withdraw(work: Work, export_id: UUID) -> Manifest:
    """End an export of the actor's: its files go, nothing more is made. Raises NotFound."""
    export = _own(work, export_id, lock=True)
    if export.state not in _ENDED:
        end(work, export, ExportState.WITHDRAWN)
    return manifest(work, export, [])


def end(work: Work, export: Export, state: ExportState, *, why: str | None = None) -> None:
    """Move an export to a state that is final, and log it; files of an ended one are removed by `exporting`."""
    rows = sum(p.rows for p in parts_of(work, export.id))
    export.state, export.why, export.leased_until = state.value, why, 0
    audit.record(work, scope.user(work, export.user_id, lock=True), ExportMoved(str(export.id), state.value, rows))


def parts_of(work: Work, export_id: UUID) -> list[ExportPart]:
    """Return the parts that are ready, in order."""
    return list(work.session.scalars(select(ExportPart).where(ExportPart.export_id == export_id).order_by(ExportPart.number)))


def file_of(folder: Path, export: Export, number: int) -> Path:
    """Return where a part is kept: the name tells nothing but which export it is of."""
    return folder / str(export.id) / f"{export.kind}-{number:05d}.{export_rows.SOURCES[ExportKind(export.kind)].ending}.age"


def manifest(work: Work, export: Export, parts: list[ExportPart]) -> Manifest:
    """Return what the requester sees of an export; once it is ready it is signed."""
    return _item(export) | {
        "recipient": export.recipient,
        "rows": sum(p.rows for p in parts),
        "parts": [{"number": p.number, "rows": p.rows, "size": p.size, "sha256": p.digest.hex()} for p in parts],
        "signature": export.signature.hex() if export.signature else None,
        "public_key": work.vault.export_public_key().hex(),
    }


def _item(export: Export) -> dict[str, Any]:
    return {
        "id": str(export.id),
        "kind": export.kind,
        **export.asked,
        "state": export.state,
        "why": export.why,
        "as_of": iso(export.as_of),
        "expected_rows": export.expected_rows,
        "asked_at": iso(export.asked_at),
        "ready_at": iso_or_none(export.ready_at),
        "expires_at": iso(export.expires_at),
    }


def _own(work: Work, export_id: UUID, *, lock: bool = False) -> Export:
    """An export is its requester's alone, whatever the role."""
    query = select(Export).where(Export.id == export_id, Export.user_id == work.actor.user_id)
    found = work.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None or work.actor.role not in _MAKERS:
        raise NotFound
    return found


_MAKERS = frozenset({Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.MOSAVY_AUDITOR})


def _asked_at_and_id(asked_at: object, export_id: object) -> tuple[int, UUID]:
    return cursors.whole(asked_at), cursors.ident(export_id)
