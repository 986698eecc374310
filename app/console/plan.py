"""The corrective plan: what must be put right, the most urgent first, what is late standing out, and the forms that go with it."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from app.access import GRANTS, Permission, Role
from app.console import addresses, inner, report_cycle
from app.console.answers import Page
from app.console.asking import Asked
from app.console.door import Pages
from app.records.registry import ACTS
from app.services import compliance, corrective_plan, directory
from app.services.corrective_plan import Asked as Wanted
from app.vocabulary.consequences import Consequence
from app.vocabulary.reports import PlanState
from app.work import Work

pages = Pages()
_EVERYBODYS = frozenset({Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR})
_RAISE, _FINISH, _LOOK = ACTS["raise_corrective_action"], ACTS["finish_corrective_action"], ACTS["look_again_at_corrective_action"]


@pages.get("/plan", Permission.PLAN_READ)
def plan(work: Work, asked: Asked) -> Page:
    """List what must be put right, with what each item waits for."""
    state, step = asked.query.get("state"), asked.query.get("escalation")
    many = work.actor.role in _EVERYBODYS
    wanted = Wanted(
        organisation_id=_id(asked.query.get("organisation_id")) if many else None,
        state=PlanState(state) if state in set(PlanState) else None,
        escalation=Consequence(step) if step in set(Consequence) else None,
    )
    page = corrective_plan.listed(work, wanted, cursor=asked.query.get("cursor"), limit=50)
    names = directory.organisation_names(work, {UUID(item["organisation_id"]) for item in page.items}) if many else {}
    context = {
        "inner": inner.places(work, asked),
        "items": [_item(work, asked, item, names) for item in page.items],
        "late": sum(bool(item["days_overdue"]) for item in page.items),
        "next_cursor": page.next_cursor,
        "state": wanted.state,
        "escalation": wanted.escalation,
        "states": [s.value for s in PlanState],
        "steps": [s.value for s in Consequence],
        "many": many,
        "organisation_id": wanted.organisation_id or "",
        "may_read_reports": Permission.REPORT_READ in GRANTS[work.actor.role],
        "raising": f"{addresses.form(_RAISE, {})}?next=/plan" if work.actor.role in _RAISE.by else None,
    }
    return Page("plan/plan.html", context)


def _item(work: Work, asked: Asked, item: dict[str, Any], names: dict[UUID, str]) -> dict[str, Any]:
    standard = compliance.every_standard(work).get(item["standard"])
    return item | {
        "words": report_cycle.called(asked.language, standard, item["standard"]),
        "is_standard": standard is not None,
        "organisation": names.get(UUID(item["organisation_id"]), ""),
        "form": _form(work, item),
    }


def _form(work: Work, item: dict[str, Any]) -> dict[str, str] | None:
    """Return the act that an item waits for and the address of its form, if it is the actor's to do."""
    waits_for = _FINISH if item["state"] in (PlanState.OPEN, PlanState.REOPENED) else _LOOK if item["state"] == PlanState.DONE else None
    if waits_for is None or work.actor.role not in waits_for.by:
        return None
    address = addresses.form(waits_for, {"corrective_action_id": item["id"]})
    return {"act": waits_for.name, "href": f"{address}?next=/plan"}


def _id(text: str | None) -> UUID | None:
    with suppress(ValueError):
        return UUID(text) if text else None
    return None
