"""A life in the ledger: each act checked as its body would be, judged when it was recorded, as the service judges it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from app.records.base import Act
from app.records.bodies import body_model
from app.records.examples import example_value
from app.records.facts import occurred_at, split
from app.services.findings import Segment, segments_of, stands
from app.shape import Shape
from app.standards.duties import Finding
from app.standards.facts import Entry as Fact
from app.standards.facts import fold
from app.standards.judge import Judge
from app.standards.rules import Scope

# These widen what may count for a case, so that all is judged again and not only what reads the record.
_WIDENING = frozenset({"assignment", "referral"})


class Told(NamedTuple):
    """One entry: the act, who recorded it, and what it says."""

    act: str
    by: UUID
    fact: Fact


def fact_of(act: Act, by: UUID, at: int, *, record_id: str, body: Mapping[str, object], ids: Mapping[str, UUID]) -> Fact:
    """Return what an act would write down at an instant. Raises ValidationError for a body that the service would refuse.

    What would be sealed is said, where the body needs it, and left out again: nobody in a nation has an identity, and no key is needed.
    """
    fields = act.record.fields
    whole = {name: example_value(fields[name]) for name in act.needs - body.keys() if fields[name].sealed} | dict(body)
    plain = split(act, body_model(act).model_validate(whole), now=at, ids={**ids, **dict.fromkeys(act.actor, by)}).plain
    return Fact(act.record.record_name, record_id, act.makes, occurred_at(act, plain, at), at, plain)


class Life:
    """One subject of the ledger: what was recorded about it, and every finding as it stood and stands."""

    def __init__(self, judge: Judge, scope: Scope | None, shape: Shape, trainings: Sequence[Fact] = ()) -> None:
        """Begin with nothing. `trainings` of the staff are heard of when they are recorded, as a case's judgement reads them."""
        self.told: list[Told] = []
        self.kept: dict[str, list[Segment]] = {}
        self._judge, self._scope, self._shape = judge, scope, shape
        self._trainings = sorted(trainings, key=lambda t: t.recorded_at)
        self._heard = 0

    def write(self, act: str, by: UUID, fact: Fact) -> None:
        """Write down an entry and judge."""
        self.pass_until(fact.recorded_at)
        self.told.append(Told(act, by, fact))
        self._refresh(fact.recorded_at, None if len(self.told) == 1 or fact.record in _WIDENING else fact.record)

    def pass_until(self, at: int) -> None:
        """Let time pass: what is recorded of the staff meanwhile is judged too, if it is read here."""
        while self._heard < len(self._trainings) and self._trainings[self._heard].recorded_at <= at:
            training = self._trainings[self._heard]
            self._heard += 1
            if self.told and training in self._read():
                self._refresh(training.recorded_at, "training")

    @property
    def last(self) -> int:
        """When the newest entry was recorded."""
        return self.told[-1].fact.recorded_at if self.told else 0

    @property
    def entries(self) -> list[Fact]:
        """The entries in the order of acceptance."""
        return [told.fact for told in self.told]

    def interviewers(self) -> set[str]:
        """Return who has held a talk."""
        return {str(told.fact.facts["interviewer_id"]) for told in self.told if told.fact.record == "interview"}

    def findings_with(self, fact: Fact) -> Mapping[str, Finding]:
        """Judge as things would stand with an act done: what its guard asks."""
        entries = [*self.entries, fact, *self._read()]
        return self._judge.findings(self._scope or Scope.CASE, fold(entries, self._shape, fact.recorded_at), fact.recorded_at)

    def _read(self) -> Iterable[Fact]:
        """The trainings that count: the interviewers', or before the first talk all staff's."""
        talked = self.interviewers()
        return [t for t in self._trainings if not talked or t.facts["user_id"] in talked]

    def _refresh(self, now: int, touched: str | None) -> None:
        """As `findings.refresh` does it, in memory."""
        if self._scope is None:
            return
        facts = fold([*self.entries, *self._read()], self._shape, now)
        wanted = segments_of(self._judge.timeline(self._scope, facts, now, touched=touched), now)
        for standard, new in wanted.items():
            history = self.kept.get(standard, [])
            old = [s for s in history if s.ends_at > now]
            if not stands(old, new, now):
                cut = [s._replace(ends_at=now) for s in old if s.starts_at < now]
                self.kept[standard] = [s for s in history if s.ends_at <= now] + cut + new
