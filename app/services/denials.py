"""Refusals in the audit log, each in a transaction of its own: the one that was refused has been undone."""

from collections.abc import Mapping
from uuid import UUID

import structlog

from app.errors import Conflict, NotFound, NotPermitted, NotSignedIn, Refused, StepBlocked
from app.models.registers import Case, Organisation
from app.services import audit, scope, sessions, subjects
from app.services.events import AccessDenied, ActRefused, Event
from app.work import House, Work, unit_of_work

log = structlog.get_logger()


def record(house: House, authorization: str | None, refused: Refused, *, what: str, path: Mapping[str, object]) -> None:
    """Write down who was refused what; `path` holds the ids of the request's path. Never raises.

    What was merely sent wrongly, or came too late after somebody else's change, is not recorded.
    """
    event = _event(refused, what)
    if event is None:
        return
    try:
        with unit_of_work(house, sessions.actor_of(house, authorization)) as work:
            audit.record(work, _head(work, path), event)
    except NotSignedIn:
        return
    except Exception as error:
        # The refusal itself must reach the person whatever happens here. Not the error's text: it might quote what was sent.
        log.error("denial not recorded", what=what, code=refused.code, error=type(error).__name__)


def _event(refused: Refused, what: str) -> Event | None:
    if isinstance(refused, NotPermitted | NotFound):
        return AccessDenied(what, refused.code)
    if isinstance(refused, StepBlocked):
        return ActRefused(what, refused.code, tuple(shown.standard for shown in refused.findings))
    return ActRefused(what, refused.code) if isinstance(refused, Conflict) else None


def _head(work: Work, path: Mapping[str, object]) -> Case | Organisation:
    """The case that the path leads to, if the actor may know of it; else the actor's organisation. Locked."""
    for name, value in path.items():
        try:
            wanted = UUID(str(value))
            if name == "case_id":
                return scope.case(work, wanted, lock=True)
            found = subjects.find_record(work, name.removesuffix("_id"), wanted, lock=True).row
        except (ValueError, NotFound):
            continue
        if isinstance(found, Case):
            return found
    return scope.organisation(work, work.actor.organisation_id, lock=True)
