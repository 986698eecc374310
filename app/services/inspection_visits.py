"""What the visits of the ministry to one shelter saw, side by side, and the photographs that were taken on them."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from app.errors import NotFound
from app.services import ledger, scope
from app.services.registers import fold_all
from app.work import Work


class Visit(NamedTuple):
    """A visit, numbered from the first ever made; `seen` is the newest word on each standard."""

    id: UUID
    nth: int
    facts: Mapping[str, Any]
    seen: Mapping[str, str]

    @property
    def faults(self) -> list[str]:
        """The standards that this visit found not kept."""
        return sorted(standard for standard, seen in self.seen.items() if seen == "not_met")


class Picture(NamedTuple):
    """A photograph of a visit: what it shows, never the picture itself."""

    id: UUID
    inspection_id: UUID
    standard: str | None
    shows: str
    taken_at: str


class Told(NamedTuple):
    """What is known of a shelter's visits, the newest visit first."""

    visits: list[Visit]
    pictures: list[Picture]

    def visit(self, visit_id: UUID) -> Visit:
        """Return one visit. Raises NotFound."""
        found = next((visit for visit in self.visits if visit.id == visit_id), None)
        if found is None:
            raise NotFound
        return found

    def before(self, visit: Visit) -> Visit | None:
        """Return the visit made before another, which a second visit is compared with."""
        return next((other for other in self.visits if other.nth == visit.nth - 1), None)


def of_shelter(work: Work, shelter_id: UUID) -> Told:
    """Return the visits to a shelter and their photographs. Raises NotFound."""
    shelter = scope.shelter(work, shelter_id)
    folded = fold_all(ledger.held(work, shelter.id))
    items = sorted(folded.of("inspection_item").values(), key=lambda item: str(item["seen_at"]))
    made = sorted(folded.of("inspection").items(), key=lambda visit: (str(visit[1]["inspected_on"]), _number(visit[1])))
    visits = [
        Visit(UUID(ident), nth, facts, {str(item["standard_id"]): str(item["seen"]) for item in items if item["inspection_id"] == ident})
        for nth, (ident, facts) in enumerate(made, start=1)
    ]
    pictures = [
        Picture(UUID(ident), UUID(str(p["inspection_id"])), _text(p.get("standard_id")), str(p["shows"]), str(p["taken_at"]))
        for ident, p in folded.of("inspection_picture").items()
    ]
    return Told(visits[::-1], sorted(pictures, key=lambda picture: picture.taken_at))


def _number(facts: Mapping[str, Any]) -> int:
    return int(facts["visit_number"])


def _text(value: object) -> str | None:
    return None if value is None else str(value)
