"""The agenda of obligations: all that is due or missed under agreements, so that it is seen who is silent."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from app.services import agreements, cursors, mous
from app.services.reading import Page
from app.vocabulary.agreements import DutyState
from app.work import Work

# What still asks for something; what was delivered is told only to whoever asks for it.
OPEN = frozenset({DutyState.UPCOMING, DutyState.DUE, DutyState.MISSED})
# An order over everything: the due date first, then what makes it one of a kind.
_Key = tuple[str, str, str, str]


def agenda(
    work: Work,
    *,
    organisation_id: UUID | None,
    mou_id: UUID | None,
    states: Collection[DutyState],
    kinds: Collection[str],
    cursor: str | None,
    limit: int,
) -> Page:
    """Return duties under the agreements in scope, those due longest ago first. Nothing asked of the state means what is open.

    Raises NotFound for another organisation or its agreement.
    """
    after = None if cursor is None else cursors.read(cursor, _key_of)
    held = agreements.in_scope(work, organisation_id=organisation_id, mou_id=mou_id)
    wanted = states or OPEN
    found = sorted(
        (
            ((d.slot.due_on.isoformat(), str(i), d.slot.kind, d.record_id or ""), i, d)
            for i, h in held.items()
            for d in h.duties
            if d.state in wanted and (not kinds or d.slot.kind in kinds)
        ),
        key=lambda told: told[0],
    )
    page = [told for told in found if after is None or told[0] > after][: limit + 1]
    sides = mous.parties(work, [held[i].mou for i in {i for _, i, _ in page}])
    items = [_about(held[i].mou.number, i, sides[i]) | mous.duty_item(duty) for _, i, duty in page[:limit]]
    return Page(items, cursors.write(*page[limit - 1][0]) if len(page) > limit else None)


def _about(number: str, mou_id: UUID, sides: dict[str, Any]) -> dict[str, Any]:
    return {"mou_id": str(mou_id), "mou_number": number, "organisation": sides["organisation"]}


def _key_of(due_on: object, mou_id: object, kind: object, record_id: object) -> _Key:
    day = date.fromisoformat(str(due_on)).isoformat()
    if not (isinstance(kind, str) and isinstance(record_id, str)):
        raise ValueError
    return day, str(cursors.ident(mou_id)), kind, record_id
