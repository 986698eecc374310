"""The rows of exports: plain facts by pseudonym, in a fixed order, as they stood at one instant. No key is used for any of them.

What stood at an instant in the past does not change, so an export that was broken off goes on where its last part ended.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_

from app.access import Role
from app.models.findings import FindingRow
from app.models.ledger import Entry
from app.models.registers import Case
from app.services.instants import iso, iso_or_none
from app.vocabulary.exports import ExportKind
from app.work import Work

_FETCH = 2_000  # rows held in memory at once

Query: TypeAlias = "Select[*tuple[Any, ...]]"


class Asked(NamedTuple):
    """What an export is about: whose cases, as they stood when, with which statuses (nothing: all)."""

    as_of: int
    organisation_id: UUID | None
    statuses: tuple[str, ...]


class Source(NamedTuple):
    """Where rows come from: the query without order, the columns that order it, and how a row is written."""

    query: Callable[[Asked], Query]
    key: tuple[Any, ...]
    columns: tuple[str, ...]
    written: Callable[[Sequence[Any]], tuple[object, ...]]
    ending: str


def expected(work: Work, kind: ExportKind, asked: Asked) -> int:
    """Count the rows of an export with a statement of its own, to hold against what is written."""
    return work.session.scalar(select(func.count()).select_from(SOURCES[kind].query(asked).subquery())) or 0


def chunks(
    work: Work, kind: ExportKind, asked: Asked, *, after: str | None, most: int, wrote: Callable[[Sequence[Any]], None]
) -> Iterator[bytes]:
    """Yield the lines of the next part, headed by the names of the columns; `wrote` is told each row."""
    source = SOURCES[kind]
    query = source.query(asked).order_by(*source.key).limit(most)
    if after is not None:
        query = query.where(tuple_(*source.key) > tuple_(*_read(after)))
    yield _line(kind, source.columns, source.columns)
    for row in work.session.execute(query, execution_options={"yield_per": _FETCH}):
        yield _line(kind, source.columns, source.written(row))
        wrote(row)


def key_of(kind: ExportKind, row: Sequence[Any]) -> str:
    """Return the place of a row in the order of its export, as text to go on from."""
    return json.dumps([str(part) if isinstance(part, UUID) else part for part in row[: len(SOURCES[kind].key)]])


def allowed(role: Role) -> bool:
    """Whether a role exports the whole country; every other only its own organisation."""
    return role is Role.MOSAVY_AUDITOR


def _read(key: str) -> list[object]:
    subject, *rest = json.loads(key)
    return [UUID(subject), *rest]


def _line(kind: ExportKind, columns: tuple[str, ...], values: tuple[object, ...]) -> bytes:
    if kind is ExportKind.ENTRIES:
        # Facts differ from record to record, so each line is a document of its own and names no columns.
        return b"" if values is columns else json.dumps(dict(zip(columns, values, strict=True)), ensure_ascii=False).encode() + b"\n"
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(["" if value is None else value for value in values])
    return text.getvalue().encode()


def _known(asked: Asked) -> list[Any]:
    first = select(Entry.subject_id).where(Entry.subject_id == Case.id, Entry.position == 1, Entry.recorded_at <= asked.as_of)
    return [first.exists(), *([Case.organisation_id == asked.organisation_id] if asked.organisation_id else [])]


def _cases(asked: Asked) -> Query:
    c = Case
    return select(
        c.id, c.case_number, c.organisation_id, c.shelter_id, c.province, c.step, c.sex, c.age_class, c.nationality_class, c.catalogue,
        c.registered_at, c.closed_at,
    ).where(*_known(asked))  # fmt: skip


def _findings(asked: Asked) -> Query:
    f = FindingRow
    query = select(f.subject_id, f.standard, f.organisation_id, Case.case_number, f.status, f.due_at, f.starts_at)
    query = query.join(Case, Case.id == f.subject_id).where(f.subject_kind == "case", f.starts_at <= asked.as_of, f.ends_at > asked.as_of)
    if asked.organisation_id:
        query = query.where(f.organisation_id == asked.organisation_id)
    return query.where(f.status.in_(asked.statuses)) if asked.statuses else query


def _entries(asked: Asked) -> Query:
    e = Entry
    query = select(e.subject_id, e.position, e.organisation_id, e.record, e.record_id, e.act, e.occurred_at, e.recorded_at, e.facts)
    query = query.where(e.subject_kind == "case", e.recorded_at <= asked.as_of)
    return query.where(e.organisation_id == asked.organisation_id) if asked.organisation_id else query


def _case(row: Sequence[Any]) -> tuple[object, ...]:
    *plain, registered_at, closed_at = row
    return (*plain, iso(registered_at), iso_or_none(closed_at))


def _finding(row: Sequence[Any]) -> tuple[object, ...]:
    *plain, due_at, starts_at = row
    return (*plain, iso_or_none(due_at), iso(starts_at))


def _entry(row: Sequence[Any]) -> tuple[object, ...]:
    case_id, position, organisation_id, record, record_id, act, occurred_at, recorded_at, facts = row
    return str(case_id), position, str(organisation_id), record, str(record_id), act, iso(occurred_at), iso(recorded_at), facts


SOURCES: Mapping[ExportKind, Source] = {
    ExportKind.CASES: Source(
        _cases,
        (Case.id,),
        (
            *("case_id", "case_number", "organisation_id", "shelter_id", "province", "step", "sex", "age_class", "nationality_class"),
            *("catalogue", "registered_at", "closed_at"),
        ),
        _case,
        "csv",
    ),
    ExportKind.FINDINGS: Source(
        _findings,
        (FindingRow.subject_id, FindingRow.standard),
        ("case_id", "standard", "organisation_id", "case_number", "status", "due_at", "judged_at"),
        _finding,
        "csv",
    ),
    ExportKind.ENTRIES: Source(
        _entries,
        (Entry.subject_id, Entry.position),
        ("case_id", "position", "organisation_id", "record", "record_id", "act", "occurred_at", "recorded_at", "facts"),
        _entry,
        "jsonl",
    ),
}
