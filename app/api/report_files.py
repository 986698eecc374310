"""Frozen reports as files: JSON, CSV, XLSX and PDF, each with its snapshot, its signature and its seal."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from app.access import Permission
from app.api.door import Answer, Routes
from app.reports.files import Format, Language
from app.services import report_files
from app.work import Work

routes = Routes("reports")
Said = Annotated[Language, Query(description="The language of a PDF; the other formats hold both.")]


@routes.add("GET", "/reports/{report_id}/files/{format}", Permission.REPORT_READ, writes=True, refusals=("not_found", "conflict"))
def read_report_file(work: Work, *, report_id: UUID, format: Format, language: Said = "km") -> Answer:  # noqa: A002 - the parameter's name
    """Read a frozen report as a file that anybody can verify offline."""
    made = report_files.read(work, report_id, format, language=language)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Answer(made.data, etag=f'"{made.digest}"', media_type=made.media_type, headers=headers)
