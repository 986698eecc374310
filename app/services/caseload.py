"""The open cases an actor may know of, as lists name them."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement

from app.models.registers import Case
from app.services import scope
from app.work import Work

# What `CaseLine` is made of, in its order.
COLUMNS = (Case.id, Case.case_number, Case.step, Case.registered_at)


class CaseLine(NamedTuple):
    """An open case as lists name it: by pseudonym."""

    case_id: UUID
    case_number: str
    step: str
    registered_at: int


def still_open(work: Work) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the open cases the actor may know of."""
    return (scope.cases_of(work.actor, work.now), Case.closed_at.is_(None))
