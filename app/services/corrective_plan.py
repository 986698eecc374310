"""The corrective plan: what must be put right, the most urgent first, and which step each item that is late has come to by itself."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, tuple_

from app.access import Role
from app.errors import NotFound
from app.models.reports import PlanItem
from app.reports.mou import Document
from app.services import compliance, cursors
from app.services.instants import local_day
from app.services.reading import Page
from app.standards.rules import Standard
from app.vocabulary.consequences import LADDER, Consequence, following, reached
from app.vocabulary.reports import PlanState
from app.work import Work

# Who reads the plans of every organisation.
_EVERY_PLAN = frozenset({Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR})
_ORDER = {step.consequence: number for number, step in enumerate(LADDER)}
_NOT_LATE = -1
# After so many days nothing more follows, whatever the ladder says: a hundred years.
_LATEST = 36_525


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which items are asked for; what is None does not narrow."""

    organisation_id: UUID | None = None
    item: str | None = None
    shelter_id: UUID | None = None
    state: PlanState | None = None
    escalation: Consequence | None = None


def listed(work: Work, asked: Asked, *, cursor: str | None, limit: int) -> Page:
    """Return the items in the actor's reach: open ones by the day they are due, then those to be looked at again, then the closed.

    Raises NotFound for another organisation's plan.
    """
    today = local_day(work.now)
    query = select(PlanItem).where(*_conditions(work, asked, today)).order_by(PlanItem.urgency, PlanItem.due_on, PlanItem.id)
    if cursor is not None:
        query = query.where(tuple_(PlanItem.urgency, PlanItem.due_on, PlanItem.id) > tuple_(*cursors.read(cursor, _place)))
    found = work.session.scalars(query.limit(limit + 1)).all()
    standards = compliance.every_standard(work)
    last = found[limit - 1] if len(found) > limit else None
    items = [shown(item, standards.get(item.item), today) for item in found[:limit]]
    return Page(items, cursors.write(last.urgency, last.due_on, last.id) if last else None)


def shown(item: PlanItem, standard: Standard | None, today: date) -> Document:
    """Return an item as lists show it: codes and days; its words stay sealed."""
    return {
        "id": str(item.id),
        "organisation_id": str(item.organisation_id),
        "shelter_id": str(item.shelter_id) if item.shelter_id else None,
        "report_id": str(item.report_id) if item.report_id else None,
        "standard": item.item,
        "text": dict(standard.text) if standard else None,
        "severity": item.severity,
        "responsible": item.responsible,
        "state": item.state,
        "raised_on": item.raised_on,
        "due_on": item.due_on,
        "done_on": item.done_on,
        "evidence_digest": item.evidence_digest,
        "looked_again_on": item.looked_again_on,
        "second_look": item.second_look,
    } | _lateness(item, today)


def escalation(due_on: date, today: date) -> Document | None:
    """Return the step that an item due on a day and still not put right has reached, with its source; None if it is not late."""
    step = reached(due_on, today)
    return None if step is None else _told(step)


def next_step(due_on: date, today: date) -> Document | None:
    """Return the step that comes next if nothing is put right, and its day; None after the last.

    >>> next_step(date(2026, 1, 31), date(2026, 2, 1))["on"]
    '2026-02-14'
    """
    comes = following(due_on, today)
    return None if comes is None else _told(comes[0].consequence) | {"on": comes[1].isoformat()}


def _lateness(item: PlanItem, today: date) -> Document:
    if item.state not in (PlanState.OPEN, PlanState.REOPENED):
        return {"days_overdue": None, "escalation": None, "next_step": None}
    due_on = date.fromisoformat(item.due_on)
    late = (today - due_on).days
    return {"days_overdue": max(late, 0), "escalation": escalation(due_on, today), "next_step": next_step(due_on, today)}


def _told(step: Consequence) -> Document:
    rung = LADDER[_ORDER[step]]
    return {"step": step.value, "basis": rung.basis, "source": rung.source}


def _rank(due_on: date, today: date) -> int:
    step = reached(due_on, today)
    return _NOT_LATE if step is None else _ORDER[step]


def _conditions(work: Work, asked: Asked, today: date) -> list[ColumnElement[bool]]:
    own = work.actor.organisation_id
    if work.actor.role not in _EVERY_PLAN and asked.organisation_id not in (None, own):
        raise NotFound
    organisation = asked.organisation_id if work.actor.role in _EVERY_PLAN else own
    wanted = (
        (PlanItem.organisation_id, organisation),
        (PlanItem.item, asked.item),
        (PlanItem.shelter_id, asked.shelter_id),
        (PlanItem.state, asked.state),
    )
    where: list[ColumnElement[bool]] = [column == value for column, value in wanted if value is not None]
    return where if asked.escalation is None else [*where, *_at_step(asked.escalation, today)]


def _at_step(step: Consequence, today: date) -> list[ColumnElement[bool]]:
    """The days on which an open item was due that has now come to a step, and no further."""
    last, before = _latest_due(_ORDER[step], today), _latest_due(_ORDER[step] + 1, today)
    return [PlanItem.urgency == 0, PlanItem.due_on <= last.isoformat(), PlanItem.due_on > before.isoformat()]


def _latest_due(rank: int, today: date) -> date:
    """The latest day that, if something was due on it, has come to a rung of the ladder or beyond."""
    days = bisect_left(range(_LATEST), rank, key=lambda late: _rank(today - timedelta(days=late), today))
    return today - timedelta(days=days)


def _place(urgency: object, due_on: object, last: object) -> tuple[int, str, UUID]:
    return cursors.whole(urgency), date.fromisoformat(str(due_on)).isoformat(), cursors.ident(last)
