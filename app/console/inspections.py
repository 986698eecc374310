"""Inspections: which shelter is to be visited and when, its visits, and what they found; also for those who run the shelters."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.access import GRANTS, Permission
from app.console import addresses, told
from app.console.answers import Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.errors import Invalid, NotFound, Refused
from app.records.registry import ACTS
from app.services import bodies, compliance, corrections, corrective_plan, inspection_visits, inspections, scope
from app.services.corrective_plan import Asked as PlanAsked
from app.services.instants import local_day
from app.services.scope import Subject
from app.vocabulary.inspections import InspectionState
from app.vocabulary.organisations import InspectionResult
from app.work import Work

pages = Pages()
told.tell("result_changed", _("The result of the visit was changed. What was written first stays in the record."))
_MOST = 500
# The most pressing first.
_ORDER = ("failed_twice", "second_visit_due", "overdue", "never_inspected", "mending", "referred", "in_order")
_REASON = {"second_visit_due": "second_visit", "mending": "second_visit", "never_inspected": "new_shelter"}


@pages.get("/inspections", Permission.INSPECTION_PLAN)
def list_inspections(work: Work, asked: Asked) -> Page:
    """Every shelter with what comes next, the most pressing first, and the visits that are planned, by day."""
    items = inspections.listed(work, state=None, organisation_id=None, cursor=None, limit=_MOST).items
    names = bodies.names_of(work, (UUID(item["organisation_id"]) for item in items))
    shown = [item | {"organisation": names.get(UUID(item["organisation_id"]), "")} for item in items]
    chosen = asked.query.get("state")
    counts = {state: sum(item["state"] == state for item in shown) for state in _ORDER}
    return Page(
        "inspections/list.html",
        {
            "items": sorted((i for i in shown if chosen in (None, "", i["state"])), key=_pressing),
            "planned": sorted((item for item in shown if item["planned_on"]), key=lambda item: str(item["planned_on"])),
            "counts": {state: number for state, number in counts.items() if number},
            "chosen": chosen if chosen in set(InspectionState) else None,
            "total": len(shown),
            "plan": lambda item: plan_link(work, item),
            "today": local_day(work.now).isoformat(),
        },
    )


@pages.get("/inspections/mine", Permission.PLAN_READ)
def list_own_inspections(work: Work, asked: Asked) -> Page:
    """What was found in the shelters of one's organisation, and by when it is to be mended."""
    items = inspections.listed(work, state=None, organisation_id=work.actor.organisation_id, cursor=None, limit=_MOST).items
    found = [part_of(work, UUID(item["shelter_id"])) for item in sorted(items, key=_pressing)]
    return Page("inspections/mine.html", {"found": found})


@pages.get("/inspections/{shelter_id}", Permission.SHELTER_FINDINGS)
def show_shelter_inspections(work: Work, asked: Asked) -> Page:
    """One shelter: where it stands, its visits and plans, what is to be mended, and what can be done next."""
    shelter_id = asked.ids["shelter_id"]
    found = part_of(work, shelter_id)
    state = found["state"]
    return Page("inspections/shelter.html", found | {"plan": plan_link(work, state), "begin": _begin_link(work, state), "may": _may(work)})


@pages.get("/inspections/{shelter_id}/latest", Permission.SHELTER_FINDINGS)
def go_to_latest_visit(work: Work, asked: Asked) -> Redirect:
    """Lead to the checklist of the newest visit; a visit that was just recorded is continued there."""
    shelter_id = asked.ids["shelter_id"]
    visits = inspection_visits.of_shelter(work, shelter_id).visits
    where = f"/inspections/{shelter_id}"
    return Redirect(f"{where}/visits/{visits[0].id}" if visits else where, told=asked.query.get("told"))


def _show_result(work: Work, asked: Asked, refused: Refused | None) -> Page:
    visit = inspection_visits.of_shelter(work, asked.ids["shelter_id"]).visit(asked.ids["visit_id"])
    if work.actor.role not in ACTS["record_inspection"].by:
        raise NotFound
    context = {
        "shelter": scope.shelter(work, asked.ids["shelter_id"]),
        "visit": visit,
        "results": [result.value for result in InspectionResult],
        "refused": refused,
        "typed": dict(asked.form),
    }
    return Page("inspections/result.html", context)


@pages.get("/inspections/{shelter_id}/visits/{visit_id}/result", Permission.CORRECT)
def form_of_result(work: Work, asked: Asked) -> Page:
    """The result of a visit, to be changed once everything was looked at."""
    return _show_result(work, asked, None)


@pages.post("/inspections/{shelter_id}/visits/{visit_id}/result", Permission.CORRECT, again=_show_result)
def change_result(work: Work, asked: Asked) -> Redirect:
    """Write the result down again with the reason; what was written first stays."""
    shelter_id, visit_id = asked.ids["shelter_id"], asked.ids["visit_id"]
    result, reason = asked.typed("result"), asked.typed("reason")
    if result not in set(InspectionResult) or not reason:
        raise Invalid("The form is not complete.")
    subject = Subject("shelter", scope.shelter(work, shelter_id, lock=True))
    corrections.correct(work, subject, "inspection", visit_id, {"result": result}, reason)
    return Redirect(f"/inspections/{shelter_id}/visits/{visit_id}", told="result_changed")


def part_of(work: Work, shelter_id: UUID) -> dict[str, Any]:
    """Return what inspections/part.html shows of one shelter: its state, its visits, and what is to be mended by when. Raises NotFound."""
    state = inspections.of_shelter(work, shelter_id)
    visited = inspection_visits.of_shelter(work, shelter_id)
    known = compliance.every_standard(work)
    actions: Sequence[Mapping[str, Any]] = ()
    if Permission.PLAN_READ in GRANTS[work.actor.role]:
        actions = corrective_plan.listed(work, PlanAsked(shelter_id=shelter_id), cursor=None, limit=_MOST).items
    return {
        "state": state,
        "visits": visited.visits,
        "pictures": visited.pictures,
        "actions": actions,
        "known": {standard: known[standard] for visit in visited.visits for standard in visit.faults if standard in known},
        "today": local_day(work.now).isoformat(),
    }


def plan_link(work: Work, item: Mapping[str, Any]) -> str | None:
    """Return the address of the form that plans the next visit to a shelter, filled in as far as it is known, for whoever may."""
    state = str(item["state"])
    reason = _REASON.get(state, "yearly")
    number = 2 if reason == "second_visit" else 1
    return _act_link(
        work, "plan_inspection", item, {"visit_number": str(number), "reason": reason, "planned_on": str(item["next_on"] or "")}
    )


def _begin_link(work: Work, item: Mapping[str, Any]) -> str | None:
    number = 2 if item["state"] in ("mending", "second_visit_due", "failed_twice") else 1
    given = {"visit_number": str(number), "inspected_on": local_day(work.now).isoformat()}
    return _act_link(work, "record_inspection", item, given, then="/latest")


def _act_link(work: Work, name: str, item: Mapping[str, Any], given: Mapping[str, str], then: str = "") -> str | None:
    act, shelter_id = ACTS[name], item["shelter_id"]
    if work.actor.role not in act.by:
        return None
    words = "&".join(f"{key}={value}" for key, value in given.items() if value)
    return f"{addresses.form(act, {'shelter_id': shelter_id})}?{words}&next=/inspections/{shelter_id}{then}"


def _may(work: Work) -> frozenset[str]:
    """The acts of an inspection that are the actor's."""
    names = (
        "call_off_inspection",
        "give_inspection_notice",
        "raise_corrective_action",
        "record_shelter_condition",
        "record_inspection_item",
    )
    return frozenset(name for name in names if work.actor.role in ACTS[name].by)


def _pressing(item: Mapping[str, Any]) -> tuple[int, str]:
    return (_ORDER.index(str(item["state"])), str(item["next_on"] or date.max))
