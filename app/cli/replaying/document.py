"""The format of scenario files, read into what will be sent and what must come out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from app.access import Role
from app.cli.replaying.loading import Lined, Unreadable, load
from app.records.base import Act
from app.records.cases import OPEN_CASE
from app.records.registry import ACTS
from app.services.instants import instant_of
from app.standards.rules import Status
from app.standards.steps import Step

_ACT_KEYS = frozenset({"at", "by", "who", "do", "as", "of", "with", "refused", "because"})
_EXPECT_KEYS = frozenset({"as_of", "known_at", "step", "findings", "shelter", "staff"})
_ROLES, _STEPS, _STATUSES = (frozenset(kind.value for kind in kinds) for kinds in (Role, Step, Status))


class Person(NamedTuple):
    """Somebody of the cast: one name may stand for one person in each role."""

    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act of a file. `number` counts from 1; `because` is None where the open gates are not compared."""

    number: int
    line: int
    at: int
    actor: Person
    act: Act
    alias: str | None
    of: str | None
    said: Mapping[str, Any]
    refused: str | None
    because: frozenset[str] | None


class Wanted(NamedTuple):
    """The status a standard must have, and when it must be due if the file says so."""

    status: str
    due_at: int | None


class Subject(NamedTuple):
    """Whose findings: `scope` is case, shelter or staff; `name` is the word of the file, `case` where the case has none."""

    scope: str
    name: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be found as of an instant, as known at an instant."""

    as_of: int
    known_at: int
    step: str | None
    findings: Mapping[Subject, Mapping[str, Wanted]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One file."""

    path: Path
    title: str
    settings: Mapping[str, str]
    settings_line: int
    acts: tuple[ActLine, ...]
    expectations: tuple[Expectation, ...]

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def instants(self) -> list[int]:
        """Every instant at which the clock is set or something is asked."""
        return [a.at for a in self.acts] + [at for e in self.expectations for at in (e.as_of, e.known_at)] or [0]


def read(path: Path) -> Scenario:
    """Read a scenario file. Raises Unreadable with the line and what is wrong."""
    return _Reading(path).scenario()


class _Reading:
    def __init__(self, path: Path) -> None:
        self._path = path

    def scenario(self) -> Scenario:
        top = load(self._path)
        self._known_keys(top, frozenset({"title", "defs", "settings", "acts", "expect"}))
        settings = self._mapping(top, "settings")
        acts = tuple(self._act(number, line) for number, line in enumerate(self._items(top, "acts"), 1))
        case = next((line.alias for line in acts if line.act is OPEN_CASE and line.alias), "case")
        return Scenario(
            path=self._path,
            title=str(top.get("title") or self._path.stem),
            settings={name: str(value) for name, value in settings.items()},
            settings_line=top.line_of("settings"),
            acts=acts,
            expectations=tuple(self._expectation(item, case) for item in self._items(top, "expect")),
        )

    def _act(self, number: int, item: Lined) -> ActLine:
        self._known_keys(item, _ACT_KEYS)
        by = self._one_of(item, "by", _ROLES)
        return ActLine(
            number=number,
            line=item.line,
            at=self._instant(item, "at"),
            actor=Person(Role(by), self._optional(item, "who") or by),
            act=ACTS[self._one_of(item, "do", frozenset(ACTS))],
            alias=self._optional(item, "as"),
            of=self._optional(item, "of"),
            said=self._mapping(item, "with"),
            refused=self._optional(item, "refused"),
            because=self._codes(item, "because"),
        )

    def _expectation(self, item: Lined, case: str) -> Expectation:
        self._known_keys(item, _EXPECT_KEYS)
        as_of = self._instant(item, "as_of")
        step = self._one_of(item, "step", _STEPS) if item.get("step") is not None else None
        findings = {Subject("case", case): self._wanted(self._mapping(item, "findings"))}
        for scope in ("shelter", "staff"):
            named = self._mapping(item, scope)
            findings |= {Subject(scope, name): self._wanted(self._mapping(named, name)) for name in named}
        known_at = self._instant(item, "known_at") if "known_at" in item else as_of
        return Expectation(as_of, known_at, step, findings)

    def _wanted(self, findings: Lined) -> dict[str, Wanted]:
        return {standard: self._status(findings, standard) for standard in findings}

    def _status(self, findings: Lined, standard: str) -> Wanted:
        said = findings[standard]
        if not isinstance(said, Lined):
            return Wanted(self._one_of(findings, standard, _STATUSES), None)
        self._known_keys(said, frozenset({"status", "due_at"}))
        return Wanted(self._one_of(said, "status", _STATUSES), self._instant(said, "due_at") if said.get("due_at") is not None else None)

    def _known_keys(self, found: Lined, known: frozenset[str]) -> None:
        for key in found:
            if key not in known:
                raise self._wrong(found, key, f"{key} is not known here; known are {', '.join(sorted(known))}")

    def _items(self, found: Lined, key: str) -> Iterator[Lined]:
        items = found.get(key)
        if items is None and key != "acts":
            return
        if not isinstance(items, list):
            raise self._wrong(found, key, f"{key} must be a list")
        for item in items:
            if not isinstance(item, Lined):
                raise self._wrong(found, key, f"every item of {key} must be a mapping")
            yield item

    def _mapping(self, found: Lined, key: str) -> Lined:
        value = found.get(key)
        if value is None:
            return Lined(found.line_of(key), {})
        if not isinstance(value, Lined):
            raise self._wrong(found, key, f"{key} must be a mapping")
        return value

    def _codes(self, found: Lined, key: str) -> frozenset[str] | None:
        codes = found.get(key)
        if codes is not None and not (isinstance(codes, list) and all(isinstance(code, str) for code in codes)):
            raise self._wrong(found, key, f"{key} must be a list of words")
        return None if codes is None else frozenset(codes)

    def _one_of(self, found: Lined, key: str, known: frozenset[str]) -> str:
        word = self._word(found, key)
        if word not in known:
            raise self._wrong(found, key, f"{key}: {word} is not known")
        return word

    def _word(self, found: Lined, key: str) -> str:
        if (value := self._optional(found, key)) is None:
            raise self._wrong(found, key, f"{key} is missing")
        return value

    def _optional(self, found: Lined, key: str) -> str | None:
        value = found.get(key)
        if value is not None and not isinstance(value, str | int):
            raise self._wrong(found, key, f"{key} must be a word")
        return None if value is None else str(value)

    def _instant(self, found: Lined, key: str) -> int:
        text = self._word(found, key)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise self._wrong(found, key, f"{key} must be a time like 2025-06-09T15:00:00+07:00") from None
        if moment.tzinfo is None:
            raise self._wrong(found, key, f"{key} must carry its zone, like 2025-06-09T15:00:00+07:00")
        return instant_of(moment.replace(microsecond=0))

    def _wrong(self, found: Lined, key: str, message: str) -> Unreadable:
        return Unreadable(self._path, found.line_of(key), message)
