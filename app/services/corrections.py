"""Corrections: what was written down wrongly is written down again; nothing is overwritten.

A corrected field keeps the moment of the act that stated it, for what happened has not moved because the writing was mended: with today's
knowledge a past day shows the corrected value, with the knowledge of that day the first one. A corrected moment takes its new value.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from app.errors import Conflict, FieldError, Invalid, NotFound, NotPermitted, plain_message
from app.records.base import Act
from app.records.facts import sealed_form, to_json
from app.records.registry import ACTS, making_acts
from app.services import acts, ledger, reading, references
from app.services.acts import Performed
from app.services.instants import first_second, instant_of
from app.services.scope import Subject
from app.services.situations import Situation
from app.shape import FieldKind
from app.standards.facts import Entry as Fact
from app.work import Work

# What the system itself carried out is undone by another act, not by writing it differently.
_NOT_CORRECTED = frozenset(
    {
        ("step_change", "to_step"),
        ("waiver", "standard_id"),
        ("waiver", "decision"),
        ("waiver", "decided_at"),
        ("waiver", "expires_on"),
        ("disclosure", "override"),
        ("closure", "reason"),
        ("assignment", "user_id"),
        ("mou", "organisation_id"),
        # What is late must not be on time again because the day was written differently.
        ("corrective_action", "due_on"),
        ("corrective_action", "organisation_id"),
        # Who has which power, and where: a correction must not be a way round whoever may give it.
        ("user", "role"),
        ("user", "organisation_id"),
        ("organisation", "type"),
    }
)


def correct(
    work: Work, subject: Subject, record: str, record_id: UUID, fields: Mapping[str, object], reason: str, *, if_match: str | None = None
) -> Performed:
    """Write corrected values of a record's fields with the reason, which is sealed. A null takes a value back: not recorded.

    Raises NotFound, NotPermitted, Invalid and its kin, or Conflict for what cannot be corrected.
    """
    acts.require_match(subject, if_match)
    before = ledger.held(work, subject.id)
    told = [e for e in before if e.record == record and e.record_id == str(record_id)]
    if not told:
        raise NotFound
    done = _acts_done(work, record, record_id, told)
    values = _validated(record, done, fields)
    first, changed = None, []
    grouped = _by_act(done, values)
    if any(work.actor.role not in act.by for act in grouped):
        raise NotPermitted("Your role does not record all of this, so it does not correct it.")
    for act, names in grouped.items():
        fact, sealed = _entry(work, act, record, told, {name: values[name] for name in names})
        situation = Situation(act, subject, record_id, before, fact, sealed | {"correction_reason": reason})
        references.check(work, situation)
        changed += acts.write(work, situation, name=reading.CORRECT)
        before = situation.after
        first = first or fact
    if first is None:
        raise Invalid("Nothing to correct was sent.", [FieldError("fields", "is empty")])
    plain = {name: value for name, value in values.items() if not ACTS[done[0].name].record.fields[name].sealed}
    return Performed(subject, record, record_id, {n: to_json(v) for n, v in plain.items()}, subject.row.revision, changed)


def correctable(work: Work, subject: Subject, record: str, record_id: UUID) -> list[str]:
    """Return the fields of a record that the actor may write again, in the order of the acts. Raises NotFound or NotPermitted."""
    told = [e for e in ledger.held(work, subject.id) if e.record == record and e.record_id == str(record_id)]
    if not told:
        raise NotFound
    done = [act for act in _acts_done(work, record, record_id, told) if work.actor.role in act.by]
    names = dict.fromkeys(name for act in done for name in (act.moment, *act.body) if name in act.record.fields)
    return [name for name in names if (record, name) not in _NOT_CORRECTED]


def _acts_done(work: Work, record: str, record_id: UUID, told: list[Fact]) -> list[Act]:
    """The acts whose facts the record holds; the actor must be allowed to do one of them."""
    made = making_acts(record)
    kind = next((e.facts.get("kind") for e in told if e.makes), None)
    making = [a for a in made if len(made) == 1 or a.sets.get("kind") == kind]
    stated = {name for e in told for name in e.facts}
    later = [a for a in ACTS.values() if a.record.record_name == record and not a.makes and a.moment in stated]
    done = [*making, *later]
    if not any(work.actor.role in act.by for act in done):
        raise NotPermitted("Your role does not record this, so it does not correct it.")
    return done


def _validated(record: str, done: list[Act], fields: Mapping[str, object]) -> dict[str, Any]:
    """Check the new values by the declarations of the acts that state them; return them by field, None where taken back."""
    known = {name: act for act in reversed(done) for name in (act.moment, *act.body) if name in act.record.fields}
    errors = [
        FieldError(f"fields.{name}" if name in done[0].record.fields else "fields", "cannot be corrected on this record")
        for name in fields
        if name not in known
    ]
    if frozen := [name for name in fields if (record, name) in _NOT_CORRECTED]:
        raise Conflict(f"{', '.join(sorted(frozen))}: what the system carried out is undone by another act, not by a correction.")
    values: dict[str, Any] = {}
    for name in [n for n in fields if n in known]:
        act, value = known[name], fields[name]
        if value is None:
            if name in act.needs or name == act.moment:
                errors.append(FieldError(f"fields.{name}", "is required and cannot be taken back"))
            values[name] = None
            continue
        try:
            values[name] = TypeAdapter(act.record.fields[name].annotation).validate_python(value)
        except ValidationError as error:
            errors += [FieldError(f"fields.{name}", plain_message(e["type"], e["msg"])) for e in error.errors(include_input=False)]
    for derive in {act.derive for act in done if act.derive}:
        derived = derive({name: value for name, value in values.items() if value is not None})
        errors += [
            FieldError(f"fields.{n}", "disagrees with the facts it follows from") for n, v in derived.items() if values.get(n, v) != v
        ]
        values |= derived
    if errors:
        raise Invalid(f"{len(errors)} field(s) are not right.", errors)
    return values


def _by_act(done: list[Act], values: Mapping[str, object]) -> dict[Act, list[str]]:
    """Group the corrected fields by the act that stated them last, for its moment is theirs."""
    grouped: dict[Act, list[str]] = {}
    for name in values:
        act = next(a for a in reversed(done) if name == a.moment or name in a.body)
        grouped.setdefault(act, []).append(name)
    return grouped


def _entry(work: Work, act: Act, record: str, told: list[Fact], values: Mapping[str, Any]) -> tuple[Fact, dict[str, str | bytes]]:
    """Return the entry that states the values at the moment of the act, and its sealed part."""
    fields = act.record.fields
    # A sealed value that is taken back leaves its name with nothing in it among the plain facts.
    plain = {name: to_json(value) for name, value in values.items() if value is None or not fields[name].sealed}
    hidden = {name: value for name, value in values.items() if fields[name].sealed and value is not None}
    sealed: dict[str, str | bytes] = {name: sealed_form(value) for name, value in hidden.items()}
    stating = [e for e in told if (e.makes if act.makes else act.moment in e.facts)]
    moment = max(stating, key=lambda e: e.recorded_at).occurred_at
    moved = act.moment in values
    if moved:
        value = values[act.moment]
        moment = first_second(value) if fields[act.moment].kind is FieldKind.DATE and isinstance(value, date) else moment
        moment = instant_of(value) if isinstance(value, datetime) else moment
    acts.require_past(work, act, plain, moment)
    return Fact(record, told[0].record_id, act.makes and moved, moment, work.now, plain), sealed
