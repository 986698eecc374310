"""What every record has besides its acts: a list, one to read, its sealed fields to open, and corrections. Made from the declarations."""

import inspect
from collections.abc import Callable
from typing import Any
from uuid import UUID

from fastapi import Request

from app.access import Permission
from app.api.acts import answer
from app.api.door import Answer, Routes
from app.api.moments import Cursor, Limit
from app.records.base import Act, placeholders
from app.records.registry import ACTS
from app.schemas.cases import Correction, Opening
from app.services import acts, corrections, identities, reading, subjects
from app.services.scope import Subject
from app.work import Work

routes = Routes("records")
# Their lists and pages have files of their own.
_OWN_LISTS = frozenset({"organisation", "shelter", "user", "case"})
_OWN_PAGES = _OWN_LISTS | {"mou"}
_READ_BY = {"complaint": Permission.COMPLAINT_READ, "inspection_plan": Permission.INSPECTION_PLAN}
_READ_BY |= dict.fromkeys(("mou_term", "mou_obligation", "mou_delivery"), Permission.MOU_READ)
_CORRECT_REFUSALS = ("not_found", "conflict", "moment_in_future", "unknown_reference", "precondition_failed", "idempotency_key_reused")


def _subject(work: Work, act: Act, ids: dict[str, UUID], *, lock: bool = False) -> tuple[Subject, UUID]:
    """Whom a record's path is about, and the record it names."""
    names = placeholders(act.path)
    record_id = ids[_key(act)]
    record = act.record.record_name
    if not names:
        if record in _OWN_LISTS:
            return subjects.by_kind(work, record, record_id, lock=lock), record_id
        return subjects.find_record(work, record, record_id, lock=lock), record_id
    return subjects.named(work, names[0], ids[names[0]], lock=lock), record_id


def _key(act: Act) -> str:
    """The placeholder that names a record of the act's collection."""
    return f"{act.record.record_name}_id"


def _declare(act: Act) -> None:
    """Declare the routes of one collection."""
    record, owners = act.record.record_name, placeholders(act.path)
    one = f"{act.path}/{{{_key(act)}}}"
    name = act.path.rsplit("/", 1)[1].replace("-", "_")
    read = _READ_BY.get(record, Permission.RECORD_READ)

    def list_records(work: Work, *, cursor: Cursor = None, limit: Limit = 50, **ids: UUID) -> reading.Page:
        if not owners:
            return reading.of_organisations(work, record, cursor=cursor, limit=limit)
        subject = subjects.named(work, owners[0], ids[owners[0]])
        return reading.records(work, subject, record, cursor=cursor, limit=limit, act=act.name)

    def read_record(work: Work, **ids: UUID) -> Answer:
        subject, record_id = _subject(work, act, ids)
        return Answer(reading.one(work, subject, record, record_id), etag=acts.etag(subject.row.revision))

    def correct_record(work: Work, request: Request, body: Correction, **ids: UUID) -> Answer:
        subject, record_id = _subject(work, act, ids, lock=True)
        if_match = request.headers.get("if-match")
        return answer(work, corrections.correct(work, subject, record, record_id, body.fields, body.reason, if_match=if_match))

    def open_sealed(work: Work, body: Opening, **ids: UUID) -> dict[str, object]:
        subject, record_id = _subject(work, act, ids, lock=True)
        return {"id": str(record_id), "fields": identities.open_fields(work, subject, record, record_id, body.fields, body.purpose)}

    what = record.replace("_", " ")
    if record not in _OWN_PAGES:
        routes.add("GET", act.path, read, operation_id=f"list_{name}", summary=f"List each {what}, oldest first.", refusals=("not_found",))(
            _with_ids(list_records, owners)
        )
        routes.add("GET", one, read, operation_id=f"read_{name}", summary=f"Read one {what}, plain fields only.", refusals=("not_found",))(
            _with_ids(read_record, (*owners, _key(act)))
        )
    routes.add(
        "POST",
        one + "/corrections",
        Permission.CORRECT,
        status=201,
        repeatable=True,
        operation_id=f"correct_{name}",
        summary=f"Correct fields of a {what}, with the reason; the first writing stays in the ledger.",
        refusals=_CORRECT_REFUSALS,
    )(_with_ids(correct_record, (*owners, _key(act))))
    if any(f.sealed for f in act.record.fields.values()):
        routes.add(
            "POST",
            one + "/openings",
            Permission.IDENTITY_OPEN,
            operation_id=f"open_{name}",
            summary=f"Open sealed fields of a {what} by name, for a purpose; the log says so before the answer leaves.",
            refusals=("not_found",),
        )(_with_ids(open_sealed, (*owners, _key(act))))


def _with_ids(function: Callable[..., Any], names: tuple[str, ...]) -> Callable[..., Any]:
    """Give a function that takes `**ids` a signature with the path's names, which FastAPI can read."""
    given = [p for p in inspect.signature(function).parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
    keyword = inspect.Parameter.KEYWORD_ONLY
    ids = [inspect.Parameter(name, keyword, annotation=UUID) for name in names]
    function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # what FastAPI reads
        [p if p.name in ("work", "request") else p.replace(kind=keyword) for p in given] + ids
    )
    return function


for _act in ACTS.values():
    if _act.makes:
        _declare(_act)
