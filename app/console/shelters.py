"""Shelters: by code and province, each with what is recorded of it, how it keeps the standards, and its inspections."""

from typing import Any

from app.access import GRANTS, Permission
from app.console import addresses, inner
from app.console.answers import Page
from app.console.asking import Asked
from app.console.door import Pages
from app.records.registry import ACTS
from app.services import directory, explaining, inspections, reading, scope
from app.services.scope import Subject
from app.standards.rules import Status
from app.work import Work

pages = Pages()
_ORDER = (Status.OVERDUE, Status.UNMET, Status.UNKNOWN, Status.PENDING, Status.WAIVED, Status.MET)
_CONDITIONS = 6
# What a condition says of a house, in the order of the form.
CONDITION = ACTS["record_shelter_condition"].body


@pages.get("/shelters", Permission.REGISTER_READ)
def list_of_shelters(work: Work, asked: Asked) -> Page:
    """List the shelters one may know of."""
    page = directory.shelters(work, cursor=asked.query.get("cursor"), limit=100)
    context = {
        "inner": inner.places(work, asked),
        "items": page.items,
        "next_cursor": page.next_cursor,
        "registering": f"{addresses.form(ACTS['register_shelter'], {})}?next=/shelters"
        if work.actor.role in ACTS["register_shelter"].by
        else None,
    }
    return Page("organisation/shelters.html", context)


@pages.get("/shelters/{shelter_id}", Permission.REGISTER_READ)
def shelter(work: Work, asked: Asked) -> Page:
    """Show one shelter: its facts, the standards for facilities, its conditions and its visits, as far as one's role reads them."""
    row = scope.shelter(work, asked.ids["shelter_id"])
    judged = Permission.SHELTER_FINDINGS in GRANTS[work.actor.role]
    subject = Subject("shelter", row)
    context: dict[str, Any] = {
        "inner": inner.places(work, asked),
        "shelter": directory.shelter_item(row),
        "findings": _findings(work, subject) if judged else None,
        "inspection": inspections.of_shelter(work, row.id) if judged else None,
        "conditions": _conditions(work, subject) if Permission.RECORD_READ in GRANTS[work.actor.role] else None,
        "fields": CONDITION,
        "forms": [
            {"act": name, "href": f"{addresses.form(ACTS[name], {'shelter_id': row.id})}?next=/shelters/{row.id}"}
            for name in ("record_shelter_condition",)
            if work.actor.role in ACTS[name].by
        ],
    }
    return Page("organisation/shelter.html", context)


def _findings(work: Work, subject: Subject) -> list[dict[str, Any]]:
    """The standards for facilities, what asks for something first; what does not apply is left out."""
    told = explaining.of(work, subject, as_of=None, known_at=None, catalogue=None)
    order = {status.value: number for number, status in enumerate(_ORDER)}
    found = [finding for finding in told["findings"] if finding["status"] in order]
    return sorted(found, key=lambda finding: (order[finding["status"]], finding["standard"]))


def _conditions(work: Work, subject: Subject) -> list[dict[str, Any]]:
    """What was observed, the newest first."""
    items = reading.records(work, subject, "shelter_condition", cursor=None, limit=200).items
    return sorted(items, key=lambda item: str(item["facts"].get("observed_on")), reverse=True)[:_CONDITIONS]
