"""Exchange in HTCDS 2.0: files in, pseudonymous files out, and identities by four eyes."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from email.message import Message
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.routing import APIRoute

from app.access import Permission
from app.api.door import PREFIX, Answer, Routes
from app.api.moments import Cursor, Limit, moment
from app.records.htcds.rows import Asked
from app.reports.htcds_files import CSV, XLSX
from app.schemas.exchange import IdentityRequest
from app.services import reading
from app.services.htcds import exporting, identity_exports, importing
from app.services.htcds import imports as history
from app.services.instants import PHNOM_PENH
from app.vocabulary.cases import NationalityClass
from app.work import Work

_SEEN = ("not_found",)


class FileRoute(APIRoute):
    """A route whose body is a file: read into memory as it is, for a form would be put on the disk in clear."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Read the body before FastAPI's handler, whose route runs in a thread."""
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            request.state.file = await request.body()
            return await handle(request)

        return handler


imports = Routes("exchange")
imports.router.route_class = FileRoute
routes = Routes("exchange")

Format = Annotated[Literal["xlsx", "csv"], Query(description="A workbook for people or a table for programs.")]
FirstContact = Annotated[
    str | None, Query(max_length=40, description="When each person was first met, where the file does not say; the standard has no field.")
]
Interpreter = Annotated[bool | None, Query(description="Whether each person needs an interpreter, where the file does not say.")]
Nationality = Annotated[NationalityClass | None, Query(description="For rows without a citizenship.")]
Ignore = Annotated[str | None, Query(max_length=400, pattern="^[A-Z]{1,3}(,[A-Z]{1,3})*$", description="Columns not to be read: AN,AO")]
_BINARY = {"schema": {"type": "string", "format": "binary"}}


@imports.add(
    "POST",
    "/imports/htcds",
    Permission.EXCHANGE_IMPORT,
    refusals=("conflict", "moment_in_future", "khmer_out_of_order"),
    extra={"requestBody": {"required": True, "content": {XLSX: _BINARY, CSV: _BINARY}}},
)
def import_htcds(
    work: Work,
    request: Request,
    *,
    mode: Literal["dry_run", "import"] = "dry_run",
    first_contact_at: FirstContact = None,
    interpreter_needed: Interpreter = None,
    nationality_class: Nationality = None,
    ignore_columns: Ignore = None,
) -> dict[str, object]:
    """Look at a file in HTCDS 2.0, or open a case for each of its rows: all of them, or none if anything is wrong."""
    at = moment("first_contact_at", first_contact_at)
    asked = Asked(datetime.fromtimestamp(at, PHNOM_PENH) if at is not None else None, interpreter_needed, nationality_class)
    ignore = frozenset(ignore_columns.split(",")) if ignore_columns else frozenset()
    looked = importing.look(work, request.state.file, _media_type(request), asked=asked, ignore=ignore)
    return importing.dry_run(work, looked) if mode == "dry_run" else importing.make(work, looked)


@routes.add("GET", "/imports/htcds", Permission.EXCHANGE_IMPORT)
def list_imports(work: Work, *, cursor: Cursor = None, limit: Limit = 50) -> reading.Page:
    """List the files that one's organisation imported, newest first."""
    return history.listed(work, cursor=cursor, limit=limit)


@routes.add("GET", "/imports/htcds/{import_id}", Permission.EXCHANGE_IMPORT, refusals=_SEEN)
def read_import(work: Work, *, import_id: UUID) -> dict[str, object]:
    """Say which row of a file became which case."""
    return history.read(work, import_id)


@routes.add("GET", "/htcds-export", Permission.EXCHANGE_EXPORT, writes=True)
def export_htcds(work: Work, *, format: Format = "xlsx") -> Answer:  # noqa: A002 - the parameter's name
    """Read the cases of one's organisation in HTCDS 2.0, by pseudonym."""
    return _file(exporting.pseudonymous(work, format_=format), f"htcds-pseudonymous.{format}", {"xlsx": XLSX, "csv": CSV}[format])


@routes.add("POST", "/identity-exports", Permission.IDENTITY_EXPORT, status=201, repeatable=True, refusals=("unknown_reference",))
def ask_for_identities(work: Work, *, body: IdentityRequest) -> Answer:
    """Ask to let the identities of cases out, encrypted to a recipient; another supervisor must approve it."""
    asked = identity_exports.ask(
        work, body.case_ids, recipient=body.recipient, purpose=body.purpose, reason=body.reason, format_=body.format
    )
    return Answer(asked, 201, headers={"Location": f"{PREFIX}/identity-exports/{asked['id']}"})


@routes.add("GET", "/identity-exports", Permission.IDENTITY_EXPORT)
def list_identity_exports(work: Work, *, cursor: Cursor = None, limit: Limit = 50) -> reading.Page:
    """List the requests for identities that one may know of, newest first."""
    return identity_exports.listed(work, cursor=cursor, limit=limit)


@routes.add("GET", "/identity-exports/{identity_export_id}", Permission.IDENTITY_EXPORT, refusals=_SEEN)
def read_identity_export(work: Work, *, identity_export_id: UUID) -> dict[str, object]:
    """Read a request for identities, with its reason."""
    return identity_exports.read(work, identity_export_id)


@routes.add(
    "POST",
    "/identity-exports/{identity_export_id}/approval",
    Permission.IDENTITY_EXPORT_APPROVE,
    refusals=(*_SEEN, "conflict", "four_eyes_required"),
)
def approve_identity_export(work: Work, *, identity_export_id: UUID) -> dict[str, object]:
    """Approve a request for identities that somebody else made."""
    return identity_exports.approve(work, identity_export_id)


@routes.add("POST", "/identity-exports/{identity_export_id}/file", Permission.IDENTITY_EXPORT, refusals=(*_SEEN, "conflict"))
def fetch_identities(work: Work, *, identity_export_id: UUID) -> Answer:
    """Fetch the file of an approved request, encrypted; each record opened for it is in the log."""
    data, name = identity_exports.file(work, identity_export_id)
    return _file(data, name, "application/octet-stream")


def _file(data: bytes, name: str, media_type: str) -> Answer:
    return Answer(data, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _media_type(request: Request) -> str:
    message = Message()
    message["content-type"] = request.headers.get("content-type", "")
    return message.get_content_type()
