"""How a story of the demonstration is told: days counted from the first contact, and who does what then."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from random import Random
from typing import NamedTuple
from uuid import UUID

from app.services.demo_people import Invented
from app.services.instants import iso, local_day
from app.work import Actor

DAY, MINUTE = 86400, 60


class Lapse(StrEnum):
    """What goes wrong in a case, so that there is something to see; each is a breach of one or two standards."""

    NAME_LATE = auto()
    WORKER_LATE = auto()
    SCREENED_LATE = auto()
    SCREENED_BESIDE_SUSPECT = auto()
    RISK_LATE = auto()
    NEEDS_NOT_ASKED = auto()
    NEEDS_UNMET = auto()
    TREATED_LATE = auto()
    AGE_LATE = auto()
    GUARDIAN_LATE = auto()
    CONSENT_THIN = auto()
    ASSENT_MISSING = auto()
    OVERHEARD = auto()
    NOT_JUDGED = auto()
    CROWDED = auto()
    NOT_UNDERSTOOD = auto()
    STOP_IGNORED = auto()
    SEX_UNSUITED = auto()
    SUPPORTER_SUSPECTED = auto()
    TOLD_AGAIN = auto()
    INTERPRETER_TIED = auto()
    BRIEFING_THIN = auto()
    DECIDED_LATE = auto()
    ORDER_MISSING = auto()
    ORDER_LATE = auto()
    RULES_NOT_TOLD = auto()
    STAY_NOT_AGREED = auto()
    OPTIONS_SKIPPED = auto()
    BEST_INTERESTS_LATE = auto()
    CHECK_LATE = auto()
    CHECK_NOT_AGREED = auto()
    COUNSELLING_LATE = auto()
    LESSONS_LATE = auto()
    LEGAL_TALK_MISSING = auto()
    CLAIM_FORGOTTEN = auto()
    ASSESSED_LATE = auto()
    PLANNED_LATE = auto()
    PLAN_UNSIGNED = auto()
    HELP_CONDITIONAL = auto()
    PAPERS_UNCHECKED = auto()
    VIEW_MISSING = auto()
    NOTES_SPARSE = auto()
    PAPER_KEPT = auto()
    REMINDER_LATE = auto()
    NOTICE_SHORT = auto()
    NOTICE_UNANSWERED = auto()
    CHIEF_UNSIGNED = auto()
    VISITED_LATE = auto()
    VISIT_MISSED = auto()
    TOLD_NEIGHBOURS = auto()
    RESULTS_MISSING = auto()
    DANGER_UNANSWERED = auto()
    CLOSED_LATE = auto()


# What many acts say alike.
GIVEN: Mapping[str, object] = {"decision": "given", "informed": True, "given_by": "client", "signed": True}
REFUSED: Mapping[str, object] = {"decision": "refused", "informed": True, "given_by": "client", "signed": True}
REVIEWED: Mapping[str, object] = {"outcome": "continue", "reasons_recorded": True, "client_view_recorded": True}


class Named(str):
    """In a body: the name under which the story keeps a record."""


class Held(StrEnum):
    """What people do when a gate holds a step change."""

    WAIVE = auto()  # ask for a waiver of each open gate; the supervisor grants it
    REFUSED_FIRST = auto()  # the first answer is no; asked again later, the other supervisor grants it
    STAY = auto()  # leave the case where it is


class Step(NamedTuple):
    """One act of somebody, written down at an instant. `keep` and `of` name records of the story; empty means the newest of the kind."""

    at: int
    by: Actor
    act: str
    body: Mapping[str, object]
    names: dict[str, UUID]
    keep: str = ""
    of: str = ""
    happened: int | None = None
    held: Held = Held.WAIVE


Steps = Iterator[Step]


@dataclass(frozen=True)
class Provider:
    """An invented organisation with its people and shelters: the first takes women and girls, the last everybody."""

    id: UUID
    province: int
    worker: Actor
    supervisor: Actor
    second: Actor
    admin: Actor
    reporter: Actor
    shelters: tuple[UUID, ...]


@dataclass(frozen=True)
class Town:
    """Everybody who takes part."""

    ministry: UUID
    officer: Actor
    auditor: Actor
    monitor: Actor
    providers: tuple[Provider, ...]


@dataclass(frozen=True)
class Tale:
    """One case: the day it begins, whom it is about, where, and what goes wrong. Days and times are local."""

    town: Town
    home: Provider
    person: Invented
    first: int
    rng: Random = field(repr=False)
    lapses: frozenset[Lapse]
    shelter: UUID
    turn: int
    names: dict[str, UUID] = field(default_factory=dict)

    def on(
        self,
        day: int,
        time: str,
        by: Actor,
        act: str,
        *facts: Mapping[str, object],
        keep: str = "",
        of: str = "",
        happened: tuple[int, str] | None = None,
        held: Held = Held.WAIVE,
        **body: object,
    ) -> Step:
        """Return the step that writes an act down on a day of the story; `happened` is its moment where that is earlier."""
        moment = self.instant(*happened) if happened else None
        stated = {name: value for told in (*facts, body) for name, value in told.items()}
        return Step(self.instant(day, time), by, act, stated, self.names, keep, of, moment, held)

    def instant(self, day: int, time: str) -> int:
        """Return the seconds of a time on a day of the story."""
        hours, minutes = time.split(":")
        return self.first + day * DAY + (int(hours) * 60 + int(minutes)) * MINUTE

    def moment(self, day: int, time: str) -> str:
        """Return a time on a day of the story as a body takes it."""
        return iso(self.instant(day, time))

    def date(self, day: int) -> str:
        """Return a day of the story as a body takes it."""
        return local_day(self.first + day * DAY).isoformat()

    @property
    def official(self) -> Actor:
        """Who records what the ministry decides: its officer where the case was referred to it, else the worker who got the paper."""
        return self.home.worker if self.turn % 2 else self.town.officer

    def slips(self, lapse: Lapse) -> bool:
        """Say whether this goes wrong here."""
        return lapse in self.lapses


Story = Callable[[Tale], Steps]
