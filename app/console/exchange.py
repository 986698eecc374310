"""Exchange in HTCDS 2.0: a file is looked at first, with all that is wrong in it, and only then imported; our own leaves by pseudonym."""

from base64 import b64decode, b64encode
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from starlette.datastructures import UploadFile

from app.access import GRANTS, Permission
from app.console import inner, labels, moments
from app.console.answers import Bytes, Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.console.told import tell
from app.errors import Conflict, FieldError, Invalid, MomentInFuture, Refused
from app.records.htcds.rows import Asked as Told
from app.reports.htcds_files import CSV, XLSX
from app.services import parking
from app.services.htcds import exporting, importing
from app.services.htcds import imports as history
from app.vocabulary.cases import NationalityClass
from app.work import Work

pages = Pages()
tell("file_imported", _("The file is imported: each of its rows is a case now."))
_HERE = "/exchange/import"
_LOOKED_AT = _HERE + "#file"  # no address: a form that came too late is never taken for a file
_KINDS = {".xlsx": XLSX, ".csv": CSV}
# A file that is larger is chosen again to be imported: it would be sent twice over a bad line.
_CARRIED = 1_500_000
_PROBLEMS = {
    "file": _("Choose a file: a workbook (XLSX) or a table (CSV)"),
    "body": _("The file cannot be read: no row near its top names three or more fields of HTCDS 2.0, or it has more than 1,000 rows"),
    "moment": _("Give the day and the time when each person was first met, not in the future"),
    "ignore_columns": _("Write columns by their letters with commas between, for example AN,AO"),
    "again": _("The file was kept too long in the page: choose it once more"),
    "before": _("This very file was imported before: it would make every case twice. The list of imports has its cases"),
    "errors": _("The file holds errors: nothing was imported. Mend them in the file, then choose it again"),
}
_SAID = {
    "unknown_column": _("This column is no field of the standard: remove it, or have it ignored"),
    "unnamed_column": _("This column is filled but has no header: name it, empty it, or have it ignored"),
    "ambiguous_label": _("Several fields of the standard share this label: write the field's name, for example hte_City"),
    "header_disagreement": _("The name and the label stand for two different fields: mend one of them"),
    "deprecated_field": _("The standard has given this field up: remove the column, or have it ignored"),
    "duplicate_column": _("Another column is the same field: remove one of the two"),
    "no_such_column": _("This column is to be ignored, but the file does not have it"),
    "one_code": _("One code is asked for, the cell holds several"),
    "not_text": _("The cell is formatted as a date: format it as text and type it again"),
    "not_a_day": _("Write a day as year-month-day, for example 2025-06-09"),
    "not_yes_or_no": _("Write TRUE or FALSE"),
    "not_a_number": _("Write a number, for example 103.2"),
    "not_whole": _("Write a whole number"),
    "unknown_code": _("The standard does not have this code"),
    "in_future": _("This lies in the future: what has not happened yet cannot be recorded"),
    "before_birth": _("This lies before the date of birth"),
    "needed": _("This is needed to open a case: fill the column, or say it for all rows below"),
    "not_a_moment": _("Write a time with its zone, for example 2025-06-09T15:00:00+07:00"),
    "no_decision": _("A decision needs, in the same row, a status that is decided and the body that decided it"),
    "not_beside_other": _("TRUE cannot stand beside a code of its own"),
    "not_accepted": _("This cannot be recorded as it stands"),
}
_NOTICES = {
    "consent_not_recorded": _("The file states something of consent. It is kept as a statement; no consent is recorded. Ask the person."),
    "status_not_followed": _(
        "The file says that a case has gone on or is closed. That is a statement; each case begins in its first step."
    ),
    "decision_not_recorded": _("The file says that victim status was decided, not when and by whom. It is kept as a statement."),
}


class Sent(NamedTuple):
    """A file with what it is, and what was said for all its rows."""

    data: bytes
    media_type: str
    said: dict[str, str]


@pages.get("/exchange", Permission.EXCHANGE_EXPORT)
def exchange(work: Work, asked: Asked) -> Page:
    """Offer the organisation's cases as a file, and lead to the imports."""
    may = {permission.value for permission in GRANTS[work.actor.role]}
    return Page("exports/exchange.html", {"inner": inner.places(work, asked), "may": may})


@pages.post("/exchange/file", Permission.EXCHANGE_EXPORT)
def htcds_file(work: Work, asked: Asked) -> Bytes:
    """Give the cases of the organisation in HTCDS 2.0, by pseudonym."""
    ending, media_type = ("csv", CSV) if asked.typed("format") == "csv" else ("xlsx", XLSX)
    return Bytes(exporting.pseudonymous(work, format_=ending), media_type, f"htcds-pseudonymous.{ending}")


@pages.get(_HERE, Permission.EXCHANGE_IMPORT)
def import_page(work: Work, asked: Asked) -> Page:
    """Ask for a file, and list those that were imported."""
    return _page(work, asked, None)


def _page(work: Work, asked: Asked, refused: Refused | None, found: dict[str, Any] | None = None) -> Page:
    name = _problem(refused)
    imports = history.listed(work, cursor=asked.query.get("cursor"), limit=25)
    context = {
        "inner": inner.places(work, asked),
        "imports": imports.items,
        "next_cursor": imports.next_cursor,
        "typed": dict(asked.form) if asked.form else {},
        "classes": [one.value for one in NationalityClass],
        "problem": labels.text(asked.language, _PROBLEMS[name]) if name else None,
        "found": found,
    }
    return Page("exports/import.html", context)


def _problem(refused: Refused | None) -> str | None:
    """Which of the sentences says why a file was not taken."""
    if refused is None:
        return None
    if isinstance(refused, MomentInFuture):
        return "moment"
    if isinstance(refused, Conflict):
        return "before"
    fields = [error.field for error in refused.errors] if isinstance(refused, Invalid) else []
    return next((name for name in fields if name in _PROBLEMS), "file" if "Content-Type" in fields else "errors")


@pages.post(_HERE, Permission.EXCHANGE_IMPORT, again=_page)
def look_at_file(work: Work, asked: Asked) -> Page:
    """Look at a file and say what an import would do; nothing is recorded but that somebody looked."""
    sent = _sent(asked)
    looked = importing.look(work, sent.data, sent.media_type, asked=_told(sent.said), ignore=_ignored(sent.said))
    found = importing.dry_run(work, looked)
    found |= {
        "errors": [error | {"said": labels.text(asked.language, _SAID.get(error["code"], error["message"]))} for error in found["errors"]],
        "notices": [n | {"said": labels.text(asked.language, _NOTICES.get(n["code"], n["message"]))} for n in found["notices"]],
        "file": _carried(asked, sent),
    }
    return _page(work, asked, None, found)


@pages.post("/exchange/import/confirmation", Permission.EXCHANGE_IMPORT, again=_page)
def import_file(work: Work, asked: Asked) -> Redirect:
    """Open a case for each row of the file that was looked at: all of them, or none."""
    kept = parking.unpark(asked.house, work.actor, asked.typed("file"))
    if kept is None or kept.path != _LOOKED_AT:
        raise Invalid("The file is not there any more.", [FieldError("again", "choose the file again")])
    said = dict(kept.fields)
    sent = Sent(b64decode(said.pop("data")), said.pop("media_type"), said)
    looked = importing.look(work, sent.data, sent.media_type, asked=_told(sent.said), ignore=_ignored(sent.said))
    made = importing.make(work, looked)
    return Redirect(f"{_HERE}/{made['id']}", told="file_imported")


@pages.get("/exchange/import/{import_id}", Permission.EXCHANGE_IMPORT)
def imported(work: Work, asked: Asked) -> Page:
    """Say which row of a file became which case."""
    return Page("exports/imported.html", {"inner": inner.places(work, asked), "made": history.read(work, asked.ids["import_id"])})


def _sent(asked: Asked) -> Sent:
    file = asked.form.get("file")
    if not isinstance(file, UploadFile) or not file.size:
        raise Invalid("No file.", [FieldError("file", "is missing")])
    ending = "." + (file.filename or "").rpartition(".")[2].lower()
    names = ("first_day", "first_time", "interpreter_needed", "nationality_class", "ignore_columns")
    said = {name: asked.typed(name) for name in names}
    return Sent(file.file.read(), _KINDS.get(ending, file.content_type or ""), said)


def _told(said: dict[str, str]) -> Told:
    """What was said for all rows. Raises Invalid for half a moment."""
    first = None
    if said["first_day"] or said["first_time"]:
        with suppress(ValueError):
            first = datetime.fromisoformat(f"{said['first_day']}T{said['first_time'] or '12:00'}").replace(tzinfo=moments.LOCAL)
        if first is None:
            raise Invalid("No moment.", [FieldError("moment", "is not right")])
    interpreter = {"yes": True, "no": False}.get(said["interpreter_needed"])
    return Told(
        first, interpreter, NationalityClass(said["nationality_class"]) if said["nationality_class"] in set(NationalityClass) else None
    )


def _ignored(said: dict[str, str]) -> frozenset[str]:
    columns = said["ignore_columns"].upper().replace(" ", "")
    found = frozenset(filter(None, columns.split(",")))
    if any(not (name.isascii() and name.isalpha()) for name in found):
        raise Invalid("No columns.", [FieldError("ignore_columns", "are letters")])
    return found


def _carried(asked: Asked, sent: Sent) -> str:
    """The file, sealed for the one who sent it, to come back with the word that it is to be imported; empty if it is too large."""
    if len(sent.data) > _CARRIED:
        return ""
    fields = [("data", b64encode(sent.data).decode()), ("media_type", sent.media_type), *sent.said.items()]
    return parking.park(asked.house, asked.authorization, _LOOKED_AT, fields) or ""
