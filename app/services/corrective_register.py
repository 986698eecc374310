"""The register of corrective actions, folded from the ledger of an organisation or a shelter."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from app.models.registers import Organisation, Shelter
from app.standards.facts import Entry as Fact
from app.vocabulary.reports import PlanState, SecondLook

RECORD = "corrective_action"
# What waits for the organisation comes before what waits for the ministry.
URGENCY = {PlanState.OPEN: 0, PlanState.REOPENED: 0, PlanState.DONE: 1, PlanState.CLOSED: 2}
_COPIED = ("severity", "responsible", "raised_on", "due_on", "done_on", "evidence_digest", "looked_again_on", "second_look")

Values = Mapping[str, object]


def rows(row: Organisation | Shelter, entries: Iterable[Fact]) -> dict[UUID, dict[str, object]]:
    """Return the corrective actions of a subject by record id, as columns of the register."""
    told: dict[str, list[Fact]] = {}
    for entry in entries:
        if entry.record == RECORD:
            told.setdefault(entry.record_id, []).append(entry)
    return {UUID(record_id): _columns(row, said) for record_id, said in told.items()}


def _columns(row: Organisation | Shelter, told: list[Fact]) -> dict[str, object]:
    facts: dict[str, object] = {}
    state = PlanState.OPEN
    # In the order of writing down: a fault that was done again after a second look waits for another one.
    for entry in sorted(told, key=lambda e: e.recorded_at):
        facts |= entry.facts
        state = _state_after(entry.facts, state)
    shelter = isinstance(row, Shelter)
    return {name: facts.get(name) for name in _COPIED} | {
        "organisation_id": row.organisation_id if isinstance(row, Shelter) else row.id,
        "subject_id": row.id,
        "shelter_id": row.id if shelter else None,
        "report_id": UUID(str(facts["report_id"])) if facts.get("report_id") else None,
        "item": facts.get("duty") or facts["standard_id"],
        "state": state,
        "urgency": URGENCY[state],
    }


def _state_after(facts: Values, state: PlanState) -> PlanState:
    if facts.get("second_look"):
        return PlanState.CLOSED if facts["second_look"] == SecondLook.PUT_RIGHT else PlanState.REOPENED
    if "done_on" in facts:
        return PlanState.DONE if facts["done_on"] else PlanState.OPEN
    return state
