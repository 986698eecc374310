"""The figures of a report as tables, and a frozen one as files. Both stand in the audit log before they leave."""

from collections.abc import Mapping
from typing import Any

from app.access import Permission
from app.console import labels, report_cycle
from app.console.answers import Bytes, Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.errors import Conflict, NotFound
from app.reports.files import Format, Language
from app.reports.mou import Document
from app.services import report_files, reports
from app.work import Work

pages = Pages()
_LANGUAGES: Mapping[str, Language] = {"km": "km", "en": "en"}
# What the figures are called that are no status.
_CALLED = {
    "subjects": _("Cases or members of staff"),
    "applicable": _("Findings that apply"),
    "share_met": _("Share met"),
    "overdue_days_max": _("Longest overdue, in days"),
    "overdue_days_median": _("Middle of the days overdue"),
    "unmet_of_a_limit": _("Not met, of a limit of time"),
    "hidden": _("Hidden"),
}
COLUMNS = ("met", "unmet", "overdue", "unknown", "waived", "pending")


@pages.get("/reports/{report_id}/figures", Permission.REPORT_READ, writes=True)
def figures(work: Work, asked: Asked) -> Page:
    """Show what a report says, as it was made; small counts are hidden from whoever may not see them."""
    report_id = asked.ids["report_id"]
    made = reports.read(work, report_id, format_="page")
    context = {
        "report": report_cycle.about(work, reports.found(work, report_id)),
        "content": made.content,
        "digest": made.digest,
        "hides": made.content["hidden_below"] is not None,
        "columns": COLUMNS,
        "rights": _rights(made.content),
        "called": {name: labels.text(asked.language, words) for name, words in _CALLED.items()},
    }
    return Page("reports/figures.html", context)


def _rights(content: Document) -> list[dict[str, Any]]:
    """Each right with its row and the rows of its standards."""
    rows = content["standards"]
    return [dict(right) | {"standards": [row for row in rows if row["right"] == right["right"]]} for right in content["rights"]]


@pages.get("/reports/{report_id}/files/{format}", Permission.REPORT_READ, writes=True)
def report_file(work: Work, asked: Asked) -> Bytes | Redirect:
    """Give a frozen report as a file that proves itself; one that is not frozen leads back to where it stands."""
    language = asked.query.get("language", "km")
    if asked.words["format"] not in set(Format) or language not in _LANGUAGES:
        raise NotFound
    report_id = asked.ids["report_id"]
    try:
        made = report_files.read(work, report_id, Format(asked.words["format"]), language=_LANGUAGES[language])
    except Conflict:
        return Redirect(f"/reports/{report_id}")
    return Bytes(made.data, made.media_type, made.name)
