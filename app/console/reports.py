"""Compliance reports: the list, making one, and where each stands on its way to the ministry and back."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.access import GRANTS, Permission, Role
from app.console import inner, labels, moments
from app.console.answers import Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.console.told import tell
from app.errors import Conflict, FieldError, Invalid, Refused
from app.services import directory, reports
from app.services.instants import local_day
from app.services.periods import Period
from app.vocabulary.reports import ReportState
from app.work import Work

pages = Pages()
_QUARTERS, _YEARS = 6, 2
_LAST_MONTH = 12
tell(
    "report_made", _("The report is made. Its figures are fixed; now answer each breach. Nobody outside your organisation sees the draft.")
)
tell("report_kept", _("The report is made: figures only, answered by nobody."))

_WRONG = {
    "period": _("Choose a period, or give its first and last day."),
    "period.from": _("The period has not begun yet."),
    "period_order": _("The last day lies before the first."),
    "whole_months": _("Choose whole months that are over: small counts are hidden from your role, and parts of months would tell them."),
    "organisation_id": _("Choose an organisation."),
}
_THERE_ALREADY = _("This period has its report already: it is in the list below. A draft can be withdrawn first.")


@pages.get("/reports", Permission.REPORT_READ)
def list_of_reports(work: Work, asked: Asked) -> Page:
    """List the reports one may read, and offer to make the next."""
    return _list(work, asked, None)


def _list(work: Work, asked: Asked, refused: Refused | None) -> Page:
    state = asked.query.get("state")
    wanted = ReportState(state) if state in set(ReportState) else None
    organisation = _id(asked.query.get("organisation_id"))
    page = reports.listed(work, cursor=asked.query.get("cursor"), limit=50, state=wanted, organisation_id=organisation)
    names = directory.organisation_names(work, {UUID(item["organisation_id"]) for item in page.items})
    context = {
        "inner": inner.places(work, asked),
        "items": [
            item | {"organisation": names.get(UUID(item["organisation_id"]), ""), "yours": _yours(work.actor.role, item["state"])}
            for item in page.items
        ],
        "next_cursor": page.next_cursor,
        "state": wanted,
        "organisation_id": organisation or "",
        "states": [s.value for s in ReportState],
        "many": work.actor.role in (Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR),
        "may_make": Permission.REPORT_MAKE in GRANTS[work.actor.role],
        "periods": list(_offered(asked.language, local_day(work.now))),
        "organisations": _bodies(work),
        "typed": dict(asked.form) if asked.form else {},
        "wrong": _wrong(asked.language, refused),
    }
    return Page("reports/list.html", context)


@pages.post("/reports", Permission.REPORT_MAKE, again=_list)
def make_report(work: Work, asked: Asked) -> Redirect:
    """Make the report of a period, and go to it."""
    organisation = _id(asked.typed("organisation_id")) if work.actor.role is Role.MOSAVY_AUDITOR else work.actor.organisation_id
    if organisation is None:
        raise Invalid("No organisation.", [FieldError("organisation_id", "is missing")])
    made = reports.make(work, organisation, _period(asked))
    told = "report_made" if made.cycle["state"] == ReportState.DRAFTED else "report_kept"
    return Redirect(f"/reports/{made.content['id']}", told=told)


def _period(asked: Asked) -> Period:
    """What was chosen from the list, else the two days that were typed."""
    first, _separator, last = asked.typed("period").partition("/")
    if not first:
        first, last = asked.typed("from"), asked.typed("to")
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        raise Invalid("No period.", [FieldError("period", "is missing")]) from None
    if period.last < period.first:
        raise Invalid("The period ends before it begins.", [FieldError("period_order", "ends before it begins")])
    return period


def _wrong(language: str, refused: Refused | None) -> list[str]:
    """Say why no report was made, and how to mend it."""
    if refused is None:
        return []
    if isinstance(refused, Conflict):
        return [labels.text(language, _THERE_ALREADY)]
    fields = [error.field for error in refused.errors] if isinstance(refused, Invalid) else []
    if "period_to" in fields:
        order = _WRONG["period_order"]
        return [labels.text(language, order)]
    whole = isinstance(refused, Invalid) and any("whole month" in error.message for error in refused.errors)
    told = ["whole_months"] if whole else [name for name in fields if name in _WRONG] or ["period"]
    return [labels.text(language, _WRONG[name]) for name in told]


def _offered(language: str, today: date) -> Iterable[tuple[str, str]]:
    """The quarters and years that ended last, as values of a list with their words."""
    end = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1) - timedelta(days=1)
    for _number in range(_QUARTERS):
        first = date(end.year, end.month - 2, 1)
        yield f"{first}/{end}", f"{moments.month(language, first)} – {moments.month(language, end)}"
        end = first - timedelta(days=1)
    for year in range(today.year - 1, today.year - 1 - _YEARS, -1):
        first, last = date(year, 1, 1), date(year, _LAST_MONTH, 31)
        yield f"{first}/{last}", f"{moments.month(language, first)} – {moments.month(language, last)}"


def _yours(role: Role, state: str) -> bool:
    """Whether the next move is the actor's."""
    if role is Role.MOSAVY_OFFICER:
        return state == ReportState.SUBMITTED
    return state in (ReportState.DRAFTED, ReportState.RETURNED) and role in (Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER)


def _bodies(work: Work) -> list[dict[str, Any]]:
    """Whose reports the ministry's auditor can make."""
    if work.actor.role is not Role.MOSAVY_AUDITOR:
        return []
    return sorted(directory.organisations(work, cursor=None, limit=500).items, key=lambda body: str(body["name"]))


def _id(text: str | None) -> UUID | None:
    with suppress(ValueError):
        return UUID(text) if text else None
    return None
