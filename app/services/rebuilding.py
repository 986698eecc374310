"""Folding the ledger again, to see whether registers and findings are what it says."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from app.models.base import FOREVER
from app.models.findings import FindingRow
from app.models.registers import Case, Organisation, Placement, Referral, Shelter, User
from app.models.reports import PlanItem
from app.services import audit, corrective_register, findings, ledger, registers
from app.services.events import FindingsRebuilt
from app.services.instants import instant, iso
from app.services.scope import Row
from app.services.sessions import NOBODY_AT_WORK
from app.standards.facts import Entry as Fact
from app.standards.rules import Status
from app.work import NOBODY, House, Work, unit_of_work

PAGE = 200
# At how many past instants each case is judged again and compared with what was kept then.
_PAST = 3
_TABLES: Mapping[str, type[Row]] = {"organisation": Organisation, "shelter": Shelter, "user": User, "case": Case}

Columns = Mapping[str, object]


class Difference(NamedTuple):
    """Something a register or a finding says that the ledger does not: where, what stands there, what should."""

    subject: str
    where: str
    stands: str
    should: str


class _Kept(NamedTuple):
    status: str
    due_at: int | None
    starts_at: int
    ends_at: int


def count(house: House, case_id: UUID | None = None) -> int:
    """Return how many subjects `check` will go through: none for a case that there is not."""
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        if case_id is not None:
            return int(work.session.get(Case, case_id) is not None)
        return sum(work.session.scalar(select(func.count()).select_from(table)) or 0 for table in _TABLES.values())


def check(house: House, case_id: UUID | None = None) -> Iterator[list[Difference]]:
    """Compare every subject, or one case, with its ledger; one list for each, in pages, each page in a transaction of its own."""
    for kind, table in _TABLES.items():
        if case_id is not None and kind != "case":
            continue
        last: UUID | None = None
        while True:
            with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
                rows = _page(work, table, case_id, last)
                found = [differences(work, row) for row in rows]
                last = rows[-1].id if rows else None
            yield from found
            if len(found) < PAGE:
                break


def repair(house: House, case_id: UUID | None = None) -> Iterator[list[Difference]]:
    """Judge again what is not what it should be from now on; the past and the registers stay as they are. Yields what was repaired."""
    for table in _TABLES.values():
        if case_id is not None and table is not Case:
            continue
        with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
            query = select(table.id).order_by(table.id)
            ids = list(work.session.scalars(query if case_id is None else query.where(table.id == case_id)))
        for subject_id in ids:
            yield _repaired(house, table, subject_id)


def differences(work: Work, row: Row) -> list[Difference]:
    """Return what the registers and findings of one subject say otherwise than its ledger."""
    if row.id == NOBODY:
        return []  # The installation itself: its row comes with the migrations and no act made it.
    entries = ledger.held(work, row.id)
    name = f"{findings.subject_of(row).kind} {row.id}"
    found = [Difference(name, where, str(stands), str(should)) for where, stands, should in _registers(work, row, entries)]
    found += [Difference(name, *told) for told in _running(work, row, entries)]
    found += [Difference(name, *told) for told in _past(work, row, entries)]
    return found


def _page(work: Work, table: type[Row], case_id: UUID | None, last: UUID | None) -> list[Any]:
    query = select(table).order_by(table.id).limit(PAGE)
    if case_id is not None:
        query = query.where(table.id == case_id)
    if last is not None:
        query = query.where(table.id > last)
    return list(work.session.scalars(query))


def _repaired(house: House, table: type[Row], subject_id: UUID) -> list[Difference]:
    with unit_of_work(house, NOBODY_AT_WORK) as work:
        row: Any = work.session.get_one(table, subject_id, with_for_update=True)
        entries = ledger.held(work, subject_id)
        name = f"{findings.subject_of(row).kind} {row.id}"
        found = [Difference(name, *told) for told in _running(work, row, entries)]
        if found:
            findings.refresh(work, findings.subject_of(row), entries)
            audit.record(work, row, FindingsRebuilt(len(found)))
        return found


# --- registers ------------------------------------------------------------------------------------------------------


def _registers(work: Work, row: Row, entries: list[Fact]) -> Iterator[tuple[str, object, object]]:
    if row.revision != len(entries):
        yield "revision", row.revision, len(entries)
    if not entries:
        return
    yield from _unlike(row, _columns(work, row, entries), "")
    tables: list[tuple[Any, Any, Mapping[UUID, Columns]]] = []
    if isinstance(row, Case):
        tables = [
            (Placement, Placement.case_id, registers.placement_rows(entries)),
            (Referral, Referral.case_id, registers.referral_rows(entries)),
        ]
    elif isinstance(row, Organisation):
        tables = [(table, table.organisation_id, wanted) for table, wanted in registers.agreement_rows(entries).items()]
    if isinstance(row, Organisation | Shelter):
        tables.append((PlanItem, PlanItem.subject_id, corrective_register.rows(row, entries)))
    for table, owner, wanted in tables:
        held = {r.id: r for r in work.session.scalars(select(table).where(owner == row.id))}
        for record_id in sorted(held.keys() | wanted.keys()):
            where = f"{table.__tablename__} {record_id}"
            if record_id not in held or record_id not in wanted:
                yield where, *(("a row", "no row") if record_id in held else ("no row", "a row"))
            else:
                yield from _unlike(held[record_id], wanted[record_id], where + ".")


def _columns(work: Work, row: Row, entries: list[Fact]) -> Columns:
    """Return what the columns of a register row should hold."""
    if isinstance(row, Case):
        return registers.case_columns(entries)
    columns: dict[str, object] = registers.columns_of(row, entries)
    if isinstance(row, Organisation):
        columns["rule_profile"] = dict(findings.profile_of(work, row.id, known_at=work.now))
    elif isinstance(row, User):
        opened = registers.fold_all(entries).of("access").values()
        columns["first_case_access_at"] = min((instant(str(a["first_case_access_at"])) for a in opened), default=None)
    return columns


def _unlike(row: Any, wanted: Columns, prefix: str) -> Iterator[tuple[str, object, object]]:
    for column, value in wanted.items():
        if getattr(row, column) != value:
            yield f"{prefix}{column}", getattr(row, column), value


# --- findings -------------------------------------------------------------------------------------------------------


def _running(work: Work, row: Row, entries: list[Fact]) -> Iterator[tuple[str, str, str]]:
    """What runs from now on, against the timeline judged afresh."""
    subject = findings.subject_of(row)
    if subject.kind not in findings.SCOPES:
        return
    kept: dict[str, list[_Kept]] = {}
    for standard, segment in _rows(work, row.id, FindingRow.ends_at > work.now):
        kept.setdefault(standard, []).append(segment._replace(starts_at=max(segment.starts_at, work.now)))
    facts = findings.facts_of(work, subject, entries, as_of=work.now, known_at=work.now)
    for standard, segments in findings.judge_for(work, subject).timeline(findings.SCOPES[subject.kind], facts, work.now).items():
        fresh = [
            _Kept(s.status.value, s.due_at, max(s.start, work.now), FOREVER if s.end is None else s.end)
            for s in segments
            if s.status is not Status.NOT_APPLICABLE
        ]
        if fresh != kept.get(standard, []):
            yield f"finding {standard} now", _shown(kept.get(standard, [])), _shown(fresh)


def _past(work: Work, row: Row, entries: list[Fact]) -> Iterator[tuple[str, str, str]]:
    """What was kept for past instants, against the replay of those instants with the knowledge of then."""
    subject = findings.subject_of(row)
    if not entries or subject.kind not in findings.SCOPES:
        return
    first = min(e.recorded_at for e in entries)
    for at in sorted({first + (work.now - first) * k // (_PAST + 1) for k in range(1, _PAST + 1)} - {work.now}):
        kept = {standard: k.status for standard, k in _rows(work, row.id, (FindingRow.starts_at <= at) & (FindingRow.ends_at > at))}
        _, _, judged = findings.at(work, subject, as_of=at, known_at=at)
        for standard, finding in judged.items():
            stands = kept.get(standard, Status.NOT_APPLICABLE.value)
            if stands != finding.status.value:
                yield f"finding {standard} on {iso(at)}", stands, finding.status.value


def _rows(work: Work, subject_id: UUID, condition: Any) -> list[tuple[str, _Kept]]:
    columns = (FindingRow.standard, FindingRow.status, FindingRow.due_at, FindingRow.starts_at, FindingRow.ends_at)
    rows = work.session.execute(select(*columns).where(FindingRow.subject_id == subject_id, condition).order_by(FindingRow.starts_at))
    return [(row.standard, _Kept(row.status, row.due_at, row.starts_at, row.ends_at)) for row in rows]


def _shown(segments: list[_Kept]) -> str:
    def one(segment: _Kept) -> str:
        due = "" if segment.due_at is None else f" (due {iso(segment.due_at)})"
        end = "" if segment.ends_at == FOREVER else f" until {iso(segment.ends_at)}"
        return f"{segment.status}{due}{end}"

    return ", then ".join(map(one, segments)) or Status.NOT_APPLICABLE.value
