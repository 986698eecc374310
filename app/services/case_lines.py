"""What a list of cases says of each besides its register: open findings, the last entry, and who answers for it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from app.models.findings import FindingRow
from app.models.ledger import Entry
from app.services import people, supervision
from app.services.people import Called
from app.standards.rules import Status
from app.work import Work

_OPEN = (Status.OVERDUE, Status.UNMET, Status.UNKNOWN)


class About(NamedTuple):
    """What stands beside a case: how many findings are open by status, when something was last recorded, and its workers."""

    open: Mapping[str, int]
    last_entry_at: int | None
    workers: tuple[Called, ...]


def about(work: Work, ids: Iterable[UUID]) -> Mapping[UUID, About]:
    """Return what a list says of the cases; they must be in the actor's scope."""
    wanted = list(ids)
    counts = _counts(work, wanted)
    query = select(Entry.subject_id, func.max(Entry.recorded_at)).where(Entry.subject_id.in_(wanted)).group_by(Entry.subject_id)
    last: dict[UUID, int] = {row.subject_id: row[1] for row in work.session.execute(query)}
    workers = supervision.assigned_workers(work, wanted)
    names = people.name_of(work, (user for users in workers.values() for user in users))
    return {
        case_id: About(counts.get(case_id, {}), last.get(case_id), tuple(names[user] for user in workers.get(case_id, ()) if user in names))
        for case_id in wanted
    }


def _counts(work: Work, ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    row = FindingRow
    running = (row.subject_id.in_(ids), row.starts_at <= work.now, row.ends_at > work.now, row.done_late.is_(False))
    query = select(row.subject_id, row.status, func.count()).where(*running, row.status.in_([status.value for status in _OPEN]))
    found: dict[UUID, dict[str, int]] = {}
    for case_id, status, number in work.session.execute(query.group_by(row.subject_id, row.status)):
        found.setdefault(case_id, {})[status] = number
    return found
