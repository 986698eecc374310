"""An organisation at a glance for its own people: how the standards are kept now, what would move that, and what is due next."""

from datetime import timedelta
from typing import Any

from app.access import GRANTS, Permission, Role
from app.console import addresses, charts, inner, labels, moments, report_cycle
from app.console.answers import Page
from app.console.asking import Asked
from app.console.charts import Point
from app.console.door import Pages
from app.console.marking import _
from app.records.registry import ACTS
from app.services import benchmarks, compliance, corrective_plan, directory, inspections, mous, obligations, reports
from app.services.benchmarks import Place
from app.services.compliance import By, Wanted
from app.services.corrective_plan import Asked as Items
from app.services.counting import Cut
from app.services.instants import local_day
from app.services.periods import Period
from app.standards.rules import Status
from app.vocabulary.agreements import DutyState
from app.vocabulary.reports import PlanState
from app.work import Work

pages = Pages()
_MINISTRY = frozenset({Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR})
_FEW, _SHOWN, _LEVERS, _ALL = 3, 5, 6, 200
_TREND = _("Share met at the end of each month")
_WORST = (Status.OVERDUE, Status.UNMET, Status.UNKNOWN, Status.PENDING, Status.WAIVED, Status.MET)


@pages.get("/organisation", Permission.PLAN_READ)
def organisation(work: Work, asked: Asked) -> Page:
    """Show where the organisation stands; the ministry is shown the organisations there are."""
    if work.actor.role in _MINISTRY:
        return _bodies(work, asked)
    granted = GRANTS[work.actor.role]
    levers, actions = benchmarks.levers(work, Place()), _actions(work, asked)
    duties = obligations.agenda(work, organisation_id=None, mou_id=None, states=[], kinds=[], cursor=None, limit=_ALL).items
    missed = [duty for duty in duties if duty["state"] == DutyState.MISSED]
    coming = [duty for duty in duties if duty["state"] != DutyState.MISSED]
    context = {
        "inner": inner.places(work, asked),
        "rights": _rights(work, asked),
        "hides": levers["hidden_below"] is not None,
        "hidden_below": levers["hidden_below"],
        "share_met": levers["share_met"],
        "as_of": levers["as_of"],
        "levers": levers["levers"][:_LEVERS],
        "targets": _targets(work, asked),
        "duties": missed[:_FEW] + coming[:_FEW],
        "missed": len(missed),
        "actions": actions[:_SHOWN],
        "late": sum(bool(item["days_overdue"]) for item in actions),
        "shelters": inspections.listed(work, state=None, organisation_id=None, cursor=None, limit=20).items,
        "reports": reports.listed(work, cursor=None, limit=3).items if Permission.REPORT_READ in granted else None,
        "may": {permission.value for permission in granted},
        "registering": f"{addresses.form(ACTS['register_shelter'], {})}?next=/organisation"
        if work.actor.role in ACTS["register_shelter"].by
        else None,
    }
    return Page("organisation/glance.html", context)


@pages.get("/organisation/trend", Permission.COMPLIANCE_SUMMARY)
def trend(work: Work, asked: Asked) -> Page:
    """Show the share met month by month; apart from the glance, for it counts a year."""
    hides = work.actor.role in compliance.HIDDEN_FROM
    return Page("organisation/trend.html", {"inner": inner.places(work, asked), "trend": _trend(work, asked), "hides": hides})


def _rights(work: Work, asked: Asked) -> list[dict[str, Any]]:
    """The eleven rights with the counts of their findings, a bar of them, and the worst answer there is."""
    rights = {right.key: right.label for catalogue in work.books.catalogues.values() for right in catalogue.rights}
    told = compliance.summary(work, Cut(at=work.now), Wanted(), [By.RIGHT], period=None)
    return [
        row
        | {
            "name": rights[row["right"]].get(asked.language) or rights[row["right"]]["en"],
            "bar": charts.counts(row),
            "worst": next((status.value for status in _WORST if row[status.value]), "met"),
        }
        for row in told["groups"]
    ]


def _targets(work: Work, asked: Asked) -> list[dict[str, Any]]:
    """The targets of this year with where we stand; what each is about in words."""
    rights = {right.key: right.label for catalogue in work.books.catalogues.values() for right in catalogue.rights}
    standards = compliance.every_standard(work)
    found = benchmarks.of_year(work, local_day(work.now).year)["targets"]
    return [
        target
        | {
            "about": report_cycle.called(asked.language, standards.get(target["standard"]), target["standard"])
            if target["standard"]
            else rights[target["right"]].get(asked.language, "")
            if target["right"]
            else None,
            "bar": charts.bar(target["actual"], target=target["share_met"]),
        }
        for target in found
    ]


def _trend(work: Work, asked: Asked) -> dict[str, Any]:
    """The share met at the end of each of the last twelve months that are over."""
    last = local_day(work.now).replace(day=1) - timedelta(days=1)
    first = (last - timedelta(days=330)).replace(day=1)
    period = Period(first, last)
    told = compliance.summary(work, Cut(at=period.end(work.now)), Wanted(), [By.MONTH], period=period)
    shares = [(moments.month(asked.language, f"{row['month']}-01"), _share(row["share_met"])) for row in told["groups"]]
    points = [Point(month, share, moments.percent(asked.language, share)) for month, share in shares]
    drawn = charts.trend(
        points,
        label=labels.text(asked.language, _TREND),
        bottom=moments.percent(asked.language, 0),
        middle=moments.percent(asked.language, 0.5),
        top=moments.percent(asked.language, 1),
    )
    return {"points": points, "svg": drawn if any(point.share is not None for point in points) else ""}


def _share(value: float | int | None) -> float | None:
    return None if value is None else float(value)


def _actions(work: Work, asked: Asked) -> list[dict[str, Any]]:
    """What is still to be put right, the most urgent first."""
    standards = compliance.every_standard(work)
    open_now = [PlanState.OPEN, PlanState.REOPENED]
    found = corrective_plan.listed(work, Items(), cursor=None, limit=_ALL).items
    return [
        item | {"words": report_cycle.called(asked.language, standards.get(item["standard"]), item["standard"])}
        for item in found
        if item["state"] in open_now
    ]


def _bodies(work: Work, asked: Asked) -> Page:
    """The organisations of the register, for the ministry."""
    page = directory.organisations(work, cursor=asked.query.get("cursor"), limit=100)
    standing = mous.listed(work, cursor=None, limit=200).items
    agreements: dict[str, list[dict[str, Any]]] = {}
    for mou in standing:
        agreements.setdefault(mou["organisation_id"], []).append(mou)
    context = {
        "inner": inner.places(work, asked),
        "bodies": [body | {"mous": agreements.get(body["id"], [])} for body in page.items],
        "next_cursor": page.next_cursor,
    }
    return Page("organisation/bodies.html", context)
