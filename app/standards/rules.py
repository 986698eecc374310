"""The minimum standards as typed values: what a catalogue holds after it was parsed.

The words are those of docs/decisions (semantics): a *selector* picks records, a *test* asks one field, a rule of one of four kinds
joins them. Nothing here judges; `judge.py` does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """What a judgement can say of one standard."""

    MET = "met"
    UNMET = "unmet"
    OVERDUE = "overdue"
    PENDING = "pending"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    WAIVED = "waived"


class Op(StrEnum):
    """How a test compares."""

    IS = "is"
    IN = "in"
    NOT_IN = "not_in"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    PRESENT = "present"


class Pick(StrEnum):
    """Which of the selected records count."""

    ALL = "all"
    FIRST = "first"
    LATEST = "latest"


class LimitAs(StrEnum):
    """What the limit of the standard means for the age of a need."""

    MAX_AGE = "max_age"
    MIN_AGE = "min_age"


class Scope(StrEnum):
    """Whom a standard is judged for."""

    CASE = "case"
    SHELTER = "shelter"
    STAFF = "staff"


class Duration(NamedTuple):
    """An ISO 8601 duration: either whole hours (`hours` set), or calendar months and days (a year is 12 months, a week 7 days)."""

    hours: int | None = None
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class FieldRef:
    """Another field of the same record, as the right side of a test."""

    name: str


@dataclass(frozen=True, slots=True)
class Test:
    """One question to one field: false beats not recorded, and not recorded beats true."""

    __test__ = False  # The class is a question to a field, not a test for pytest.

    field: str
    op: Op
    value: bool | int | str | tuple[str, ...] | FieldRef


@dataclass(frozen=True, slots=True)
class Selector:
    """The records of a kind that have the time field `at` set and fit `where`.

    `link` joins (a field of the selected record, a field of the anchor record).
    """

    record: str
    at: str
    where: tuple[Test, ...] = ()
    pick: Pick = Pick.ALL
    link: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OwnField:
    """A time field of the anchor record itself."""

    field: str


Deed = Selector | OwnField


@dataclass(frozen=True, slots=True)
class Need:
    """What must have happened before an event and still be in force then."""

    selector: Selector
    tests: tuple[Test, ...] = ()
    until: tuple[str, ...] = ()
    latest: bool = False
    covers: str | None = None
    limit_as: LimitAs | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A stricter limit for gaps that begin before `before` has passed since the start."""

    before: Duration
    limit: Duration


@dataclass(frozen=True, slots=True)
class Holds:
    """Each record (or the latest) must pass the tests."""

    each: tuple[str, ...]
    tests: tuple[Test, ...]
    none: Status
    where: tuple[Test, ...] = ()
    pick: Pick = Pick.ALL


@dataclass(frozen=True, slots=True)
class Before:
    """Each event needs one of the needs to be there before it."""

    event: Selector
    needs: tuple[Need, ...]
    none: Status
    unless: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class Within:
    """For each start one of the deeds must happen within the limit."""

    start: Selector
    done: tuple[Deed, ...]
    none: Status
    after: str | None = None
    until: tuple[Deed, ...] = ()


@dataclass(frozen=True, slots=True)
class Every:
    """From a start on, the gap to the next event is never longer than the limit."""

    event: Selector
    start: Selector
    none: Status
    until: tuple[Deed, ...] = ()
    phases: tuple[Phase, ...] = ()
    lasting: Duration | None = None


Rule = Holds | Before | Within | Every


class ConditionForm(StrEnum):
    """How a condition is asked."""

    ANY = "any"
    LATEST = "latest"
    LATEST_NOT = "latest_not"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class Condition:
    """When a standard applies at all."""

    name: str
    form: ConditionForm
    text: Mapping[str, str]
    record: str | None = None
    where: tuple[Test, ...] = ()
    tests: tuple[Test, ...] = ()
    ages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Right:
    """One of the rights, with the provenance of its name."""

    key: str
    number: int
    label: Mapping[str, str]
    provenance: str
    state: str


@dataclass(frozen=True, slots=True)
class Standard:
    """One minimum standard: its rule, its texts by language (en, km) and where it comes from."""

    id: str
    group: str
    right: str
    step: str
    level: str
    scope: Scope
    applies: tuple[str, ...]
    rule: Rule
    limit: Duration | None
    limit_basis: str
    setting: str | None
    gate: bool
    waivable: bool
    text: Mapping[str, str]
    next: Mapping[str, str]
    sources: tuple[str, ...]
    tag: str
    grade: str
    crossrefs: Mapping[str, str | int]
    note: str | None = None
    limit_text: str | None = None  # The limit as it was written, for people.


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One version of a set of standards, in the order it was written."""

    id: str
    version: str
    jurisdiction: str
    title: Mapping[str, str]
    note: Mapping[str, str]
    translation_status: Mapping[str, str]
    rights: tuple[Right, ...]
    conditions: Mapping[str, Condition]
    standards: tuple[Standard, ...]
    by_id: Mapping[str, Standard] = field(default_factory=dict)
