"""Whom and what the words of a file stand for, settled over the whole file before its first act."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from app.access import Role
from app.cli.replaying.document import ActLine, Person, Scenario
from app.cli.replaying.loading import Unreadable
from app.ids import new_id
from app.records.base import placeholders
from app.records.examples import example_value
from app.shape import FieldKind

_DIGEST = re.compile(r"[0-9a-fA-F]{64}")
_USERS = frozenset({"user_id", "interviewer_id"})
# Fields in which a word that nothing else explains makes a member of the cast, and which kind.
_MADE_BY = {"shelter_id": "shelter", "recipient": "organisation", "organisation_id": "home", "previous_case_id": "case"} | dict.fromkeys(
    _USERS, "user"
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody and everything that must be there before the first act, by the words of the file."""

    aliases: frozenset[str]
    people: tuple[Person, ...]
    made: frozenset[tuple[str, str]]  # kind and word, for all but people

    def person(self, name: str) -> Person | None:
        """Return the person of a name; where it acts in several roles, the first."""
        return next((p for p in self.people if p.name == name), None)


def gather(scenario: Scenario) -> Cast:
    """Return the cast of a file. Raises Unreadable for a word that stands for nothing."""
    aliases = frozenset(line.alias for line in scenario.acts if line.alias)
    people = dict.fromkeys(line.actor for line in scenario.acts)
    named = aliases | {person.name for person in people}
    made: set[tuple[str, str]] = set()
    mentions = [(field, word, line) for line in scenario.acts for field, word in _words(scenario, line)]
    for field, word, line in mentions:
        if word not in named:
            if field not in _MADE_BY:
                raise Unreadable(scenario.path, line.line, f"{word} stands for nothing that {field} could name: no act has it as `as`")
            made.add((_MADE_BY[field], word))
    for subject in (s for expectation in scenario.expectations for s in expectation.findings):
        if subject.scope != "case" and subject.name not in named:
            made.add(("user" if subject.scope == "staff" else "shelter", subject.name))
    people |= {Person(Role.SOCIAL_WORKER, word): None for kind, word in sorted(made) if kind == "user"}
    return Cast(aliases, tuple(p for p in people if p.name not in aliases), frozenset(m for m in made if m[0] != "user"))


def owned(line: ActLine) -> str | None:
    """Return the placeholder of the path that `of` fills: the last one that is not the case."""
    return next((name for name in reversed(placeholders(line.act.path)) if name != "case_id"), None)


class Request(NamedTuple):
    """What an act sends: its path with the ids in it, its body, and the id of the record it belongs to where that is no case's business."""

    path: str
    ids: dict[str, str]
    body: dict[str, Any]
    owned_id: str | None


class Known(Protocol):
    """What is known of the world so far."""

    case_id: str | None

    @property
    def parents(self) -> Mapping[str, Mapping[str, str]]:
        """The ids in the path of the act that made a record, by the id of the record."""

    def id_of(self, field: str, word: str) -> str:
        """Return the id a word stands for in a field."""


def request(line: ActLine, known: Known) -> Request:
    """Return what an act sends. What is not known, because it was refused or comes later, is an id of nothing: the service answers that."""
    body = {field: _value(line, field, value, known) for field, value in line.said.items()}
    names, owner = placeholders(line.act.path), owned(line)
    ids = {name: str(new_id()) for name in names}
    if line.of is not None and owner:
        record_id = line.of if is_id(line.of) else known.id_of(owner, line.of)
        ids |= {**known.parents.get(record_id, {}), owner: record_id}
    if known.case_id and "case_id" in names:
        ids["case_id"] = known.case_id
    ids |= {name: str(body.pop(name)) for name in names if name in body}
    for field in line.act.needs - body.keys():
        if line.act.record.fields[field].sealed:
            body[field] = example_value(line.act.record.fields[field])
    return Request(line.act.path.format_map(ids), ids, body, ids[owner] if owner and "case_id" not in names else None)


def _names(line: ActLine, field: str) -> bool:
    """Say whether the words of a field of the body are names: of a record, of a person or of something of the cast."""
    known = line.act.record.fields.get(field)
    if known is not None and known.kind in (FieldKind.CODE, FieldKind.CODES):
        return False
    return field == "recipient" or field.endswith("_id")


def _words(scenario: Scenario, line: ActLine) -> list[tuple[str, str]]:
    """The words of an act that are names, each with its field."""
    words = [(field, str(value)) for field, value in line.said.items() if _names(line, field) and isinstance(value, str | int)]
    if line.of is not None:
        if (owner := owned(line)) is None:
            raise Unreadable(scenario.path, line.line, f"of: {line.act.name} belongs to no record")
        words.append((owner, line.of))
    return [(field, word) for field, word in words if not is_id(word)]


def _value(line: ActLine, field: str, value: Any, known: Known) -> Any:
    declared = line.act.record.fields.get(field)
    if _names(line, field) and isinstance(value, str | int):
        return str(value) if is_id(str(value)) else known.id_of(field, str(value))
    if field.endswith("_digest") and value is not None and not _DIGEST.fullmatch(str(value)):
        return hashlib.sha256(str(value).encode()).hexdigest()
    if declared is not None and declared.kind in (FieldKind.TEXT, FieldKind.CODE) and type(value) is int:
        return str(value)
    return value


def is_id(word: str) -> bool:
    """Say whether a word is an id already."""
    try:
        UUID(word)
    except ValueError:
        return False
    return True
