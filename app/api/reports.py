"""Reports: made, listed, and read again as JSON or as a table. What is done with them stands in report_cycle.py."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request

from app.access import Permission
from app.api.door import PREFIX, Answer, Routes
from app.api.moments import Cursor, Limit
from app.schemas.reports import MouReport
from app.services import reading, report_cycle_steps, reports
from app.services.periods import Period
from app.vocabulary.reports import ReportState
from app.work import Work

routes = Routes("reports")
_SEEN = ("not_found",)
Format = Annotated[Literal["json", "csv"] | None, Query(description="csv for a table; an Accept header of text/csv asks for the same.")]


@routes.add(
    "POST", "/reports/mou", Permission.REPORT_MAKE, status=201, repeatable=True, refusals=(*_SEEN, "conflict", "idempotency_key_reused")
)
def make_mou_report(work: Work, *, body: MouReport) -> Answer:
    """Make the compliance report of an organisation for a period: its figures are fixed, its breaches are to be answered."""
    made = reports.make(work, body.organisation_id, Period(body.period.first, body.period.last))
    return Answer(made.as_json(), 201, etag=_etag(made), headers={"Location": f"{PREFIX}/reports/{made.content['id']}"})


@routes.add("GET", "/reports", Permission.REPORT_READ)
def list_reports(
    work: Work, *, state: ReportState | None = None, organisation_id: UUID | None = None, cursor: Cursor = None, limit: Limit = 50
) -> reading.Page:
    """List the reports one may read, newest first: what each is about, where it stands, and its digest."""
    return reports.listed(work, cursor=cursor, limit=limit, state=state, organisation_id=organisation_id)


# Declared before the route of the report itself, whose path would swallow the ending.
@routes.add("GET", "/reports/{report_id}.csv", Permission.REPORT_READ, writes=True, refusals=_SEEN)
def read_report_as_csv(work: Work, *, report_id: UUID) -> Answer:
    """Read a report as one table for spreadsheets."""
    return _as_csv(reports.read(work, report_id, format_="csv"))


@routes.add("GET", "/reports/{report_id}", Permission.REPORT_READ, writes=True, refusals=_SEEN)
def read_report(work: Work, request: Request, *, report_id: UUID, format: Format = None) -> Answer:  # noqa: A002 - the parameter's name
    """Read a report as it was made, as JSON or as a table."""
    wanted = format or ("csv" if "text/csv" in request.headers.get("accept", "") else "json")
    made = reports.read(work, report_id, format_=wanted)
    return _as_csv(made) if wanted == "csv" else Answer(made.as_json(), etag=_etag(made), headers={"Vary": "Accept"})


def _etag(made: reports.Made) -> str:
    return report_cycle_steps.etag(made.cycle["revision"])


def _as_csv(made: reports.Made) -> Answer:
    name = f"mou-report-{made.content['period']['from']}-{made.content['period']['to']}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Vary": "Accept"}
    return Answer(made.as_csv(), media_type="text/csv; charset=utf-8", headers=headers)
