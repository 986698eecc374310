"""Who did what in a case, as its audit log says; and letting somebody else see it."""

from datetime import date
from typing import Any
from uuid import UUID

from app.access import Permission
from app.console import addresses
from app.console.answers import Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.forms import answering
from app.console.marking import _
from app.console.told import tell
from app.errors import FieldError, Invalid, Refused
from app.services import access, logbook, naming, scope
from app.services.instants import first_second
from app.work import NOBODY, Work

pages = Pages()
_PAGE = 50
_DAY = 86_400
tell("access_given", _("Access was given. The log of the case says so."))


@pages.get("/cases/{case_id}/log", Permission.CASE_AUDIT, opens_case=True)
def case_log(work: Work, asked: Asked) -> Page:
    """Show the audit log of a case, oldest first."""
    case = scope.case(work, asked.ids["case_id"])
    found = logbook.of_case(work, case, cursor=asked.query.get("cursor") or None, limit=_PAGE)
    named = naming.of(work, _ids(found.items))
    rows = [item | {"who": None if UUID(item["actor_id"]) == NOBODY else named.get(UUID(item["actor_id"]))} for item in found.items]
    more = f"/cases/{case.id}/log?cursor={found.next_cursor}" if found.next_cursor else None
    return Page("cases/log.html", {"case": case, "rows": rows, "named": named, "more": more})


def _ids(items: list[dict[str, Any]]) -> set[UUID]:
    told = {UUID(item["actor_id"]) for item in items}
    return told | {UUID(item["details"]["user_id"]) for item in items if item["details"].get("user_id")}


def _access_form(work: Work, asked: Asked, refused: Refused | None) -> Page:
    case = scope.case(work, asked.ids["case_id"])
    colleagues = answering.named(work, asked.language, "user_id", subject_id=case.id)
    bodies = answering.named(work, asked.language, "recipient", subject_id=case.id)
    wrong = {error.field for error in refused.errors} if isinstance(refused, Invalid) else set()
    context = {
        "case": case,
        "colleagues": colleagues,
        "bodies": [body for body in bodies if body.value != str(work.actor.organisation_id)],
        "grantee": asked.typed("grantee_id"),
        "until": asked.typed("until"),
        "wrong": wrong,
        "tomorrow": work.now + _DAY,
    }
    return Page("cases/access.html", context)


@pages.get("/cases/{case_id}/access", Permission.ACCESS_GIVE, opens_case=True)
def access_form(work: Work, asked: Asked) -> Page:
    """Ask who may see the case, until when."""
    return _access_form(work, asked, None)


@pages.post("/cases/{case_id}/access", Permission.ACCESS_GIVE, again=_access_form)
def give_access(work: Work, asked: Asked) -> Redirect:
    """Let a colleague or another body see the case until the end of a day."""
    case = scope.case(work, asked.ids["case_id"], lock=True)
    grantee, until = asked.typed("grantee_id"), asked.typed("until")
    wrong = [FieldError(name, "is missing") for name, value in (("grantee_id", grantee), ("until", until)) if not value]
    if wrong:
        raise Invalid("Not all was chosen.", wrong)
    try:
        whom = UUID(grantee)
    except ValueError:
        raise Invalid("Nobody is called so.", [FieldError("grantee_id", "names nobody")]) from None
    try:
        end = first_second(date.fromisoformat(until)) + _DAY
    except (ValueError, OverflowError):
        raise Invalid("No day.", [FieldError("until", "is no day")]) from None
    access.give_by_hand(work, case, whom, until=end)
    return Redirect(addresses.case(case.id), told="access_given")
