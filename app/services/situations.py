"""An act about to be done: who is concerned, and the facts as they would stand with it done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.records.base import Act
from app.services.scope import Subject
from app.standards.facts import Entry as Fact


@dataclass(slots=True)
class Situation:
    """What a guard may look at before an act is accepted."""

    act: Act
    subject: Subject
    record_id: UUID
    before: list[Fact]
    fact: Fact
    sealed: Mapping[str, str | bytes] = field(repr=False)

    @property
    def after(self) -> list[Fact]:
        """The entries as they would stand with the act done."""
        return [*self.before, self.fact]

    def value(self, name: str) -> object:
        """The newest value of a field of the record, the act's own facts first."""
        if name in self.fact.facts:
            return self.fact.facts[name]
        told = [e for e in self.before if e.record == self.fact.record and e.record_id == self.fact.record_id and name in e.facts]
        return max(told, key=lambda e: e.recorded_at).facts[name] if told else None
