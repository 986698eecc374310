"""What is due for whoever is at work: what is late first, by case; and the cases in which nobody has written anything for long."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from app.access import Permission
from app.console import deeds
from app.console.answers import Page
from app.console.asking import Asked
from app.console.deeds import Next, Wanted
from app.console.door import Pages
from app.console.marking import _
from app.records.registry import ACTS
from app.services import agenda, people, supervision
from app.services.agenda import Due
from app.services.instants import instant
from app.work import Work

pages = Pages()
FIRST, MOST = 30, 1_000
_FIRST_SILENT = 5
_HEADINGS = {
    "overdue": (_("Overdue"), _("The time for these has passed.")),
    "soon": (_("Within a week"), ""),
    "unknown": (_("Not known"), _("Nobody has recorded whether this was done.")),
    "unmet": (_("Not kept"), _("This happened otherwise than it should have. What can still be done stands beside it.")),
    "later": (_("Later"), ""),
}


class Card(NamedTuple):
    """One thing to do: what is due, how far off it is in seconds (negative: past), and what to press."""

    due: Due
    off: int | None
    next: Next | None


class Bundle(NamedTuple):
    """The things to do in one case."""

    case_id: str
    case_number: str
    cards: list[Card]


@pages.get("/today", Permission.AGENDA_READ)
def today(work: Work, asked: Asked) -> Page:
    """Show what is due, by how pressing it is and by case."""
    everything = asked.query.get("show") == "all"
    groups = agenda.in_groups(work, limit=MOST if everything else FIRST)
    dues = [due for group in groups for due in group.items]
    following = deeds.next_of(work, wanted(work, dues), back="/today")
    sections = [
        {"name": group.name, "heading": _HEADINGS[group.name], "number": group.number, "bundles": _bundles(work, group.items, following)}
        for group in groups
        if group.items
    ]
    silent = supervision.silent(work)
    quiet = silent if everything else silent[:_FIRST_SILENT]
    number = sum(group.number for group in groups)
    return Page(
        "today/today.html",
        {
            "sections": sections,
            "total": number,
            "shown": len(dues),
            "late": groups[0].number,
            "silent": len(silent),
            "quiet": quiet,
            "may_note": work.actor.role in ACTS["write_case_note"].by,
            "workers": people.name_of(work, {user for one in quiet for user in one.workers}),
        },
    )


def wanted(work: Work, dues: Sequence[Due]) -> list[Wanted]:
    """Return the standards behind what is due; a case is judged under the catalogue it was opened with."""
    return [Wanted(UUID(due.case_id), work.books.catalogue(due.catalogue).by_id[due.standard]) for due in dues]


def card(work: Work, due: Due, following: Mapping[tuple[UUID, str], Next]) -> Card:
    """Return a thing to do with what to press."""
    off = None if due.due_at is None else instant(due.due_at) - work.now
    return Card(due, off, following.get((UUID(due.case_id), due.standard)))


def _bundles(work: Work, dues: Sequence[Due], following: Mapping[tuple[UUID, str], Next]) -> list[Bundle]:
    """Put what is due into cases, in the order in which the cases come up."""
    found: dict[str, Bundle] = {}
    for due in dues:
        found.setdefault(due.case_id, Bundle(due.case_id, due.case_number, [])).cards.append(card(work, due, following))
    return list(found.values())
