"""The acts' routes, made from their declarations: 78 acts, one mechanism."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request

from app.access import Permission
from app.api.door import Answer, Routes
from app.models.registers import Case
from app.records.base import Act, placeholders
from app.records.bodies import Body, body_model
from app.records.registry import ACTS
from app.schemas.base import Recorded
from app.services import acts
from app.services.acts import Performed
from app.services.instants import iso, iso_or_none
from app.work import Work

# The refusals an act can answer with besides those of every route.
_SPECIAL = {
    "change_step": ("step_blocked", "step_out_of_order", "plan_required"),
    "close_case": ("step_blocked", "step_out_of_order"),
    "record_disclosure": ("consent_required",),
    "decide_waiver": ("four_eyes_required", "standard_not_waivable"),
    "admit_to_placement": ("stay_already_active",),
}


def routers() -> Iterable[APIRouter]:
    """One router a record, in the order of the declarations."""
    by_record: dict[str, Routes] = {}
    for act in ACTS.values():
        name = act.record.record_name
        routes = by_record.setdefault(name, Routes(name.replace("_", " ")))
        _declare(routes, act)
    return [routes.router for routes in by_record.values()]


def _declare(routes: Routes, act: Act) -> None:
    """Declare the route of one act: its path, its body, its answers."""
    routes.add(
        "POST",
        act.path,
        Permission.ACT,
        status=201,
        repeatable=True,
        operation_id=act.name,
        summary=act.summary,
        response=Recorded,
        refusals=("not_found", "moment_in_future", "unknown_reference", "idempotency_key_reused", *_SPECIAL.get(act.name, ())),
        extra={"x-rumduol-roles": sorted(act.by)},
    )(_function(act))


def _function(act: Act) -> Callable[..., Answer]:
    """The function of an act's route, with a signature that FastAPI can read."""
    names = placeholders(act.path)
    needed = bool(act.needs)

    def perform(work: Work, request: Request, body: Body | None = None, **ids: UUID) -> Answer:
        said = body if body is not None else body_model(act)()
        return answer(work, acts.perform(work, act, ids, said, if_match=request.headers.get("if-match")))

    keyword = inspect.Parameter.KEYWORD_ONLY
    model: Any = body_model(act)
    body = (
        inspect.Parameter("body", keyword, annotation=model)
        if needed
        else inspect.Parameter("body", keyword, annotation=model | None, default=None)
    )
    perform.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # what FastAPI reads
        [
            inspect.Parameter("work", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Work),
            inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request),
            *(inspect.Parameter(name, keyword, annotation=UUID) for name in names),
            body,
        ]
    )
    perform.__doc__ = act.summary
    return perform


def answer(work: Work, done: Performed) -> Answer:
    """Return what an act did as its route answers it: plain facts only, the findings that changed, and the new revision as ETag."""
    subject = done.subject.row
    value = {
        "id": str(done.record_id),
        "record": done.record,
        "case_id": str(subject.id) if isinstance(subject, Case) else None,
        "revision": done.revision,
        "recorded_at": iso(work.now),
        "recorded_by": str(work.actor.user_id),
        "facts": dict(done.plain),
        "findings_changed": [c._asdict() | {"due_at": iso_or_none(c.due_at)} for c in done.changed],
    }
    return Answer(value, 201, etag=acts.etag(done.revision))
