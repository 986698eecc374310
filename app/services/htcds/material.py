"""What a case tells for its row in the standard's columns: the plain record without any key, the sealed one by name and logged."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.models.ledger import Entry, SealedValue
from app.models.registers import Case, Organisation
from app.records.htcds.flat import Told
from app.records.htcds.homes import HOMES
from app.records.registry import RECORDS
from app.services import identities
from app.services.instants import local_day
from app.services.scope import Subject
from app.shape import FieldKind
from app.work import Work

_AT_ONCE = 500
_OF_HOMES = frozenset(home.part.record for home in HOMES.values())
_READ = _OF_HOMES | {"closure", "step_change", "identification", "screening", "referral", "consent"}
_OPENED = _OF_HOMES | {"closure", "referral"}
# Sealed as they are; everything else is sealed as JSON.
_AS_TEXT = frozenset({FieldKind.TEXT, FieldKind.CODE, FieldKind.DATE, FieldKind.ID})


class Held(NamedTuple):
    """One record of a case: its id, and its facts as they are known now."""

    id: UUID
    facts: dict[str, Any]


def plain(work: Work, cases: Sequence[Case]) -> Iterator[Told]:
    """Yield what each case tells without a key."""
    names = _names(work)
    for start in range(0, len(cases), _AT_ONCE):
        some = cases[start : start + _AT_ONCE]
        held = _records(work, [case.id for case in some])
        for case in some:
            yield _told(work, case, held.get(case.id, {}), names)


def opened(work: Work, case: Case, *, purpose: str) -> Told:
    """Return what a case tells, its identity opened: each record that is opened is in the log. The case's row is locked."""
    held = _records(work, [case.id]).get(case.id, {})
    subject = Subject("case", case)
    sealed = _sealed_names(work, case.id)
    for record, several in held.items():
        for one in several if record in _OPENED else ():
            fields = sorted(sealed.get(one.id, set()) & RECORDS[record].fields.keys())
            if fields:
                values = identities.open_fields(work, subject, record, one.id, fields, purpose)
                one.facts.update({name: _value(record, name, value) for name, value in values.items()})
    return _told(work, case, held, _names(work))


def _told(work: Work, case: Case, held: Mapping[str, Sequence[Held]], names: Mapping[str, str]) -> Told:
    own = work.session.get_one(Organisation, case.organisation_id)
    return Told(
        case={"case_number": case.case_number, "step": case.step},
        records={record: [one.facts for one in several] for record, several in held.items()},
        organisation={"name": own.name, "type": own.type, "province": own.province},
        names=names,
        today=local_day(work.now).isoformat(),
    )


def _records(work: Work, case_ids: Sequence[UUID]) -> dict[UUID, dict[str, list[Held]]]:
    """Fold the entries of cases into records, oldest first."""
    query = select(Entry.subject_id, Entry.record, Entry.record_id, Entry.facts)
    query = query.where(Entry.subject_id.in_(case_ids), Entry.record.in_(_READ)).order_by(Entry.recorded_at, Entry.position)
    found: dict[UUID, dict[str, dict[UUID, Held]]] = {}
    for subject_id, record, record_id, facts in work.session.execute(query):
        of_kind = found.setdefault(subject_id, {}).setdefault(record, {})
        of_kind.setdefault(record_id, Held(record_id, {})).facts.update(facts)
    return {case: {record: list(several.values()) for record, several in kinds.items()} for case, kinds in found.items()}


def _sealed_names(work: Work, case_id: UUID) -> dict[UUID, set[str]]:
    query = select(Entry.record_id, SealedValue.field).join(Entry, Entry.id == SealedValue.entry_id).where(Entry.subject_id == case_id)
    names: dict[UUID, set[str]] = {}
    for record_id, field in work.session.execute(query):
        names.setdefault(record_id, set()).add(field)
    return names


def _names(work: Work) -> dict[str, str]:
    return {str(ident): name for ident, name in work.session.execute(select(Organisation.id, Organisation.name))}


def _value(record: str, name: str, value: str) -> object:
    return value if RECORDS[record].fields[name].kind in _AS_TEXT else json.loads(value)
