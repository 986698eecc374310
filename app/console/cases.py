"""The list of cases: by step, by a part of the number, and by a name, which is sent in a form and stands in no address."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from app.access import GRANTS, Permission
from app.console import addresses
from app.console.answers import Page
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.errors import FieldError, Invalid, Refused
from app.records.registry import ACTS
from app.services import case_lines, reading, searching
from app.standards.steps import Step
from app.work import Work

pages = Pages()
SHORTEST = 2  # letters of a name
_PAGE = 25
_TEMPLATE = "cases/cases.html"


@pages.get("/cases", Permission.CASE_READ)
def cases(work: Work, asked: Asked) -> Page:
    """List the cases one may know of, the newest first."""
    chosen = asked.query.get("step", "")
    step = chosen if chosen in set(Step) else None
    part = asked.query.get("number", "")
    found = reading.cases(work, cursor=asked.query.get("cursor") or None, limit=_PAGE, step=step, number=part[:40])
    onward = {"step": step or "", "number": part, "cursor": found.next_cursor or ""}
    more = f"/cases?{urlencode({name: value for name, value in onward.items() if value})}" if found.next_cursor else None
    return Page(_TEMPLATE, _context(work, found.items) | {"step": step, "part": part, "more": more})


def _search_again(work: Work, asked: Asked, refused: Refused | None) -> Page:
    wrong = _("Write at least two letters of the name") if refused else None
    return Page(_TEMPLATE, _context(work, reading.cases(work, cursor=None, limit=_PAGE).items) | {"wrong": wrong})


@pages.post("/cases/search", Permission.PERSON_SEARCH, again=_search_again)
def search_cases(work: Work, asked: Asked) -> Page:
    """Find cases by the person's name. The name is not shown again: this page may stay open on a desk."""
    name = asked.typed("name")
    if len(name) < SHORTEST:
        raise Invalid("The name is too short.", [FieldError("name", "is too short")])
    found = searching.persons(work, name[:200])
    return Page(_TEMPLATE, _context(work, found) | {"searched": True})


def _context(work: Work, items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    opening = ACTS["open_case"]
    about = case_lines.about(work, [UUID(item["id"]) for item in items])
    return {
        "items": [item | {"about": about[UUID(item["id"])]} for item in items],
        "steps": list(Step),
        "step": None,
        "part": "",
        "more": None,
        "searched": False,
        "wrong": None,
        "open_case": addresses.form(opening, {}) if work.actor.role in opening.by else None,
        "may_search": Permission.PERSON_SEARCH in GRANTS[work.actor.role],
        "silent_before": work.now - 14 * 86_400,
    }
