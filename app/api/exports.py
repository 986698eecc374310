"""Exports of anything large: asked for, made while one waits, fetched part by part and again from where a line broke."""

from typing import Annotated
from uuid import UUID

from fastapi import Path as PathParameter
from fastapi import Request

from app.access import Permission
from app.api.door import PREFIX, Answer, Routes
from app.api.moments import Cursor, Limit
from app.reports.manifest import Manifest
from app.schemas.exports import ExportOrder
from app.services import exports, reading
from app.work import Work

routes = Routes("exports")
_SEEN = ("not_found",)
Number = Annotated[int, PathParameter(ge=1, le=1_000_000)]


@routes.add(
    "POST", "/exports", Permission.EXPORT_MAKE, status=201, repeatable=True, refusals=(*_SEEN, "conflict", "idempotency_key_reused")
)
def ask_for_export(work: Work, *, body: ExportOrder) -> Answer:
    """Ask for an export as of a few seconds ago, encrypted to one's own public age key; it is made in parts meanwhile."""
    statuses = tuple(status.value for status in body.status)
    asked = exports.ask(work, body.kind, recipient=body.recipient, organisation_id=body.organisation_id, statuses=statuses)
    return Answer(asked, 201, headers={"Location": f"{PREFIX}/exports/{asked['id']}"})


@routes.add("GET", "/exports", Permission.EXPORT_MAKE)
def list_exports(work: Work, *, cursor: Cursor = None, limit: Limit = 50) -> reading.Page:
    """List one's own exports, newest first, with how far each has come."""
    return exports.listed(work, cursor=cursor, limit=limit)


@routes.add("GET", "/exports/{export_id}", Permission.EXPORT_MAKE, refusals=_SEEN)
def read_export(work: Work, *, export_id: UUID) -> Manifest:
    """Read the manifest of an export: its parts with their rows and digests, and once it is whole the signature over them."""
    return exports.read(work, export_id)


@routes.add("GET", "/exports/{export_id}/parts/{number}", Permission.EXPORT_MAKE, writes=True, refusals=(*_SEEN, "conflict"))
def fetch_export_part(work: Work, request: Request, *, export_id: UUID, number: Number) -> Answer:
    """Fetch a part, encrypted; with a Range header only what is still missing of it."""
    file, digest = exports.part(work, export_id, number, request.app.state.settings.exports)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Answer(file, etag=f'"{digest}"', media_type="application/octet-stream", headers=headers)


@routes.add("POST", "/exports/{export_id}/withdrawal", Permission.EXPORT_MAKE, refusals=_SEEN)
def withdraw_export(work: Work, *, export_id: UUID) -> Manifest:
    """Withdraw an export: nothing more is made of it, and its files are removed."""
    return exports.withdraw(work, export_id)
