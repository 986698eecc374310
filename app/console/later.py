"""What can still be recorded on a record that is there: the end of a stay, the withdrawal of a consent, and the like."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from app.access import Role
from app.console import addresses
from app.records.base import placeholders
from app.records.registry import acts_of
from app.vocabulary.interviews import ConsentDecision

Facts = Mapping[str, Any]


class Later(NamedTuple):
    """An act that goes on with a record, and where its form is."""

    act: str
    href: str


def _none_of(*names: str) -> Callable[[Facts], bool]:
    return lambda facts: all(facts.get(name) is None for name in names)


# Acts that make sense only as a record stands; the services refuse what cannot be, this only keeps buttons away that lead nowhere.
_ONLY_IF: Mapping[str, Callable[[Facts], bool]] = {
    "withdraw_consent": lambda facts: facts.get("decision") == ConsentDecision.GIVEN,
    "tell_recipients": lambda facts: facts.get("withdrawn_at") is not None and facts.get("recipient") is not None,
    "record_departure": _none_of("withdrawn_at"),
    "withdraw_leave_request": _none_of("left_at"),
    "refuse_leave": _none_of("left_at", "withdrawn_at"),
    "decide_service": _none_of("ended_at"),
    "start_service": lambda facts: facts.get("decision") != "refused" and facts.get("ended_at") is None,
    "end_service": lambda facts: facts.get("started_at") is not None,
    "challenge_custody": lambda facts: facts.get("kind") == "custody_or_penalty",
    "notify_persons": lambda facts: facts.get("kind") == "data_breach",
    "record_border_arrival": lambda facts: facts.get("departed_at") is not None,
    "record_follow_up_action": lambda facts: facts.get("danger_found") in ("high", "other"),
    "request_document_return": _none_of("returned_at"),
    "chase_referral": _none_of("decided_at"),
}


def offered(role: Role, record: str, facts: Facts, *, case_id: UUID, record_id: UUID) -> list[Later]:
    """Return the acts by which the role may go on with a record, in the order of their declaration."""
    found = []
    for act in acts_of(record):
        names = placeholders(act.path)
        if act.makes or role not in act.by or not names or facts.get(act.moment) is not None:
            continue
        if not _ONLY_IF.get(act.name, _always)(facts):
            continue
        ids = {names[0]: case_id} | dict.fromkeys(names[1:], record_id) if names[0] == "case_id" else dict.fromkeys(names, record_id)
        found.append(Later(act.name, addresses.form(act, ids)))
    return found


def _always(facts: Facts) -> bool:  # the same shape as the others
    return True
