"""What must be put right, in OSCAL: plan of action and milestones, JSON. Codes, days and random ids; the text of an action is sealed."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.standards.instants import DAY, parse_date
from app.standards.oscal import Document, Json, ident, metadata, prop, timestamp

# Our state of an action -> the status of the risk that is left while it is not closed.
_RISKS: Mapping[str, str] = {"open": "open", "reopened": "open", "done": "remediating", "closed": "closed"}


class Action(NamedTuple):
    """One thing that must be put right; days are ISO dates."""

    id: str
    standard: str
    state: str
    due_on: str
    marks: Mapping[str, str]  # severity, who sees to it, further days


def plan(kind: str, subject_id: str, actions: Sequence[Action], *, written_at: int) -> Document:
    """Return the corrective plan of a subject; OSCAL has no plan without an item, so there must be one."""
    return {
        "plan-of-action-and-milestones": {
            "uuid": ident("plan-of-action", kind, subject_id),
            "metadata": metadata(
                f"Corrective plan: {kind} {subject_id}",
                timestamp(written_at),
                written_at,
                [prop("subject-kind", kind)],
                remarks="Each item names the standard that was not met; what has to be done stands in the system, sealed.",
            ),
            "system-id": {"identifier-type": "http://ietf.org/rfc/rfc4122", "id": subject_id},
            "risks": [_risk(action) for action in actions],
            "poam-items": [_item(action) for action in actions],
        }
    }


def _risk(action: Action) -> Document:
    last_second = parse_date(action.due_on) + DAY - 1
    return {
        "uuid": ident("risk", action.id),
        "title": action.standard,
        "description": f"{action.standard} is not met.",
        "statement": f"{action.standard} is to be met by {action.due_on}.",
        "status": _RISKS[action.state],
        "deadline": timestamp(last_second),
    }


def _item(action: Action) -> Document:
    props: list[Json] = [prop("standard", action.standard), prop("state", action.state), prop("due-on", action.due_on)]
    return {
        "uuid": action.id,
        "title": action.standard,
        "description": f"{action.standard}: to be put right by {action.due_on}; {action.state}.",
        "props": [*props, *(prop(name.replace("_", "-"), value) for name, value in action.marks.items())],
        "related-risks": [{"risk-uuid": ident("risk", action.id)}],
    }
