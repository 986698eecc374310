"""From lives to rows: the ledger, the findings and the log of one subject, as its acts would have left them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import NamedTuple, TypeAlias, cast

from app.crypto.chain import GENESIS, Detail, entry_hash
from app.models.ledger import Entry
from app.services import ledger
from app.services.events import AccessGiven, ActPerformed, Event
from app.services.findings import Segment
from app.services.nation.living import Told
from app.services.nation.plan import Kind, Plan, dashed, digits_of

Value: TypeAlias = "str | int | bytes | None"
Row = tuple[Value, ...]
# What is written, in an order in which nothing comes before what it refers to.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisations": (
        *("id", "name", "type", "province", "registered_at", "rule_profile", "profile_revision"),
        *("revision", "audit_position", "audit_hash"),
    ),
    "shelters": ("id", "organisation_id", "code", "province", "accepts", "accepts_age", "revision", "audit_position", "audit_hash"),
    "users": ("id", "organisation_id", "role", "active", "first_case_access_at", "revision", "audit_position", "audit_hash"),
    "victims": ("id", "organisation_id", "created_at"),
    "cases": (
        *("id", "case_number", "organisation_id", "victim_id", "catalogue", "step", "sex", "nationality_class", "age_class"),
        *("province", "shelter_id", "registered_at", "closed_at", "revision", "audit_position", "audit_hash"),
    ),
    "placements": ("id", "case_id", "shelter_id", "admitted_at", "left_at"),
    "referrals": ("id", "case_id", "kind", "state", "recipient", "valid_until"),
    "case_access": ("id", "case_id", "grantee_id", "since", "until", "why", "record_id"),
    "case_reads": ("case_id", "read_id"),
    "entries": (
        *("id", "organisation_id", "subject_kind", "subject_id", "position", "record", "record_id", "act", "makes"),
        *("occurred_at", "recorded_at", "recorded_by", "facts"),
    ),
    "findings": (
        *("id", "organisation_id", "subject_kind", "subject_id", "standard", "status", "due_at", "done_late", "starts_at", "ends_at"),
    ),
    "audit_entries": ("chain_id", "position", "at", "actor_id", "event", "details", "hash"),
}


class Rows:
    """Rows by table, in the order in which they were made."""

    def __init__(self) -> None:
        """Begin with none."""
        self.by_table: defaultdict[str, list[Row]] = defaultdict(list)

    def add(self, table: str, *values: Value) -> None:
        """Add a row; its values are in the order of `COLUMNS`."""
        self.by_table[table].append(values)


class Subject(NamedTuple):
    """Whom entries are about. `number` is where its ids begin."""

    kind: str
    id: str
    organisation: str
    number: int


class Head(NamedTuple):
    """What a register row keeps of its ledger and of its chain in the log."""

    revision: int
    position: int
    hash: bytes


class _Entry(NamedTuple):
    """An entry as `ledger.digest_of` reads it."""

    id: str
    subject_id: str
    position: int
    record: str
    record_id: str
    act: str
    makes: bool
    occurred_at: int
    recorded_at: int
    recorded_by: str
    facts: Mapping[str, object]


class Line(NamedTuple):
    """One entry of a life, ready to be written for many subjects: which of its facts are stand-ins, and who may see the case by it."""

    told: Told
    stand_ins: tuple[str, ...]
    gives: str | None


# Acts that let somebody see a case, and why: whoever opens it, and whoever is made answerable for it.
_GIVES: Mapping[str, str] = {"open_case": "opened", "assign_case_worker": "assigned"}
_FIELDS: Mapping[str, tuple[str, ...]] = {e.__name__: tuple(field.name for field in fields(e)) for e in (AccessGiven, ActPerformed)}


def lines_of(told: Sequence[Told], known: Iterable[str]) -> list[Line]:
    """Return the entries of a life; `known` are the stand-ins that its facts may hold."""
    standing = frozenset(known)
    lines = []
    for one in told:
        stand_ins = tuple(name for name, value in one.fact.facts.items() if isinstance(value, str) and value in standing)
        lines.append(Line(one, stand_ins, _GIVES.get(one.act)))
    return lines


def add_ledger(rows: Rows, plan: Plan, subject: Subject, lines: Sequence[Line], ids: Mapping[str, str]) -> Head:
    """Add the entries of a subject and the events that tell of them; `ids` says for every stand-in what it stands for."""
    chain = _Chain(rows, subject)
    for position, (told, stand_ins, gives) in enumerate(lines, 1):
        fact = told.fact
        facts = dict(fact.facts)
        for name in stand_ins:
            facts[name] = ids[str(facts[name])]
        entry_id, record_id, by = plan.id(Kind.ENTRY, subject.number, position), ids[fact.record_id], ids[str(told.by)]
        said = (position, fact.record, record_id, told.act, fact.makes, fact.occurred_at, fact.recorded_at, by, facts)
        entry = _Entry(dashed(entry_id), chain.name, *said)
        if gives:
            chain.add(fact.recorded_at, by, AccessGiven(str(facts.get("user_id", by)), gives))
        digest = ledger.digest_of(cast(Entry, entry))
        chain.add(fact.recorded_at, by, ActPerformed(told.act, fact.record, record_id, entry.id, position, digest))
        rows.add(
            "entries",
            *(entry_id, subject.organisation, subject.kind, subject.id, position, fact.record, digits_of(record_id), told.act),
            *(int(fact.makes), fact.occurred_at, fact.recorded_at, digits_of(by), json.dumps(facts)),
        )
    return Head(len(lines), chain.position, chain.hash)


def add_findings(rows: Rows, plan: Plan, subject: Subject, kept: Mapping[str, Sequence[Segment]]) -> None:
    """Add every finding of a subject as it stood and stands."""
    part, add = 0, rows.by_table["findings"].append
    for standard, segments in kept.items():
        for starts_at, ends_at, status, due_at, done_late in segments:
            part += 1
            add(
                (
                    *(plan.id(Kind.FINDING, subject.number, part), subject.organisation, subject.kind, subject.id),
                    *(standard, status, due_at, int(done_late), starts_at, ends_at),
                )
            )


class _Chain:
    """The log of one subject as it grows."""

    def __init__(self, rows: Rows, subject: Subject) -> None:
        self._rows, self._subject = rows, subject
        self.name, self.position, self.hash = dashed(subject.id), 0, b""

    def add(self, at: int, actor: str, event: Event) -> None:
        # As `event.details()` has them, at a tenth of its price: the fields of these events are plain values.
        details: dict[str, Detail] = {name: getattr(event, name) for name in _FIELDS[event.name]}
        self.hash = entry_hash(self.hash or GENESIS, self.name, self.position, at, actor, event.name, details)
        self._rows.add("audit_entries", self._subject.id, self.position, at, digits_of(actor), event.name, json.dumps(details), self.hash)
        self.position += 1
