"""Records that wait for something more: the one to go on with, found for many cases at once."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.models.ledger import Entry
from app.standards.asking import surely
from app.standards.rules import Test
from app.work import Work


class Lack(NamedTuple):
    """A record of a case in which a value of `fields` is missing; `where` says which records are meant, `latest` only the newest."""

    case_id: UUID
    record: str
    fields: tuple[str, ...]
    where: tuple[Test, ...] = ()
    latest: bool = False


def find(work: Work, wanted: Iterable[Lack]) -> Mapping[Lack, UUID]:
    """Return the oldest such record for each lack; where there is none, nothing. The cases must be in the actor's scope."""
    lacks = set(wanted)
    if not lacks:
        return {}
    held: dict[tuple[UUID, str], dict[UUID, dict[str, Any]]] = {}
    query = select(Entry.subject_id, Entry.record, Entry.record_id, Entry.facts).order_by(Entry.subject_id, Entry.position)
    query = query.where(Entry.subject_id.in_({lack.case_id for lack in lacks}), Entry.record.in_({lack.record for lack in lacks}))
    for row in work.session.execute(query):
        held.setdefault((row.subject_id, row.record), {}).setdefault(row.record_id, {}).update(row.facts)
    found = {lack: _oldest(held.get((lack.case_id, lack.record), {}), lack) for lack in lacks}
    return {lack: record_id for lack, record_id in found.items() if record_id is not None}


def _oldest(records: Mapping[UUID, dict[str, Any]], lack: Lack) -> UUID | None:
    fits = surely(lack.where)
    told = [(record_id, {name: value for name, value in facts.items() if value is not None}) for record_id, facts in records.items()]
    meant = [one for one in told if not lack.where or fits(one[1])]
    asked = meant[-1:] if lack.latest else meant
    return next((record_id for record_id, facts in asked if any(name not in facts for name in lack.fields)), None)
