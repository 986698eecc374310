"""How a request becomes a unit of work.

A route is a plain function whose first parameter is `work`. `Routes.add` turns it into an endpoint that signs the actor in, checks the
permission, opens the transaction, calls the function, serialises its answer, commits and only then sends: one hop into the thread pool
for all of it. A route cannot be declared without a permission. A refusal undoes the transaction and is logged in one of its own.
"""

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.access import GRANTS, Permission, Role
from app.api import problems
from app.api.bodies import StrictRoute
from app.errors import FieldError, Invalid, NotPermitted, Refused
from app.services import denials, idempotency, sessions, signing_in
from app.work import Actor, House, unit_of_work

T = TypeVar("T")
PREFIX = "/api/v1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a route returns when the plain value is not enough: another status, an ETag, other bytes than JSON.

    A path is sent from the disk after the commit, and a `Range` of it where the client asks for one.
    """

    value: object
    status: int = 200
    etag: str | None = None
    media_type: str = "application/json"
    headers: Mapping[str, str] | None = None


class Routes:
    """The routes of one file of the API, each with its permission."""

    def __init__(self, tag: str) -> None:
        self.router = APIRouter(tags=[tag], route_class=StrictRoute, strict_content_type=False)

    def add(
        self,
        method: str,
        path: str,
        permission: Permission,
        *,
        status: int = 200,
        writes: bool | None = None,
        repeatable: bool = False,
        audit: bool = False,
        operation_id: str | None = None,
        summary: str | None = None,
        refusals: tuple[str, ...] = (),
        response: Any = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Callable[[Callable[..., T]], Callable[..., T]]:
        """Declare a route. `writes` opens a writing transaction (default: not for GET); `repeatable` honours an Idempotency-Key.

        `audit` reads through the database role that has no right on sealed values.
        """
        changes = method != "GET" if writes is None else writes

        def declare(function: Callable[..., T]) -> Callable[..., T]:
            endpoint = _endpoint(function, permission, status=status, writes=changes, repeatable=repeatable, audit=audit)
            name = operation_id or function.__name__
            self.router.add_api_route(
                PREFIX + path,
                endpoint,
                methods=[method],
                status_code=status,
                operation_id=name,
                name=name,
                summary=summary or (inspect.getdoc(function) or name).split("\n")[0],
                response_model=None,
                responses=_responses(status, response, permission, refusals),
                openapi_extra=dict(extra or {}),
            )
            return function

        return declare


def _endpoint(
    function: Callable[..., object], permission: Permission, *, status: int, writes: bool, repeatable: bool, audit: bool
) -> Callable[..., Response]:
    takes_request = "request" in inspect.signature(function).parameters
    known = frozenset(inspect.signature(function).parameters) - {"work", "request", "body"}

    def endpoint(request: Request, **given: object) -> Response:
        house: House = request.app.state.house
        if takes_request:
            given["request"] = request
        try:
            actor = sessions.actor_of(house, _authorization(request))
            if permission not in GRANTS[actor.role]:
                raise NotPermitted("Your role does not do this.")
            _require_known(request, known)
            return _serve(request, house, actor, function, given, status=status, writes=writes, repeatable=repeatable, audit=audit)
        except Refused as refused:
            denials.record(house, _authorization(request), refused, what=request.scope["route"].name, path=request.path_params)
            return problems.of(refused)
        except (OperationalError, IntegrityError, PoolTimeout):
            return problems.problem("busy", "The database did not answer in time; nothing was changed.", headers={"Retry-After": "1"})

    parameters = [p for p in inspect.signature(function).parameters.values() if p.name != "work"]
    wanted = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    named = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters if p.annotation is not Request]
    endpoint.__signature__ = inspect.Signature([wanted, *named])  # type: ignore[attr-defined]  # what FastAPI reads
    endpoint.permission = permission  # type: ignore[attr-defined]  # what the tests of shape read
    return endpoint


def _authorization(request: Request) -> str | None:
    """Return the header; what was taken out of a console's cookie is none."""
    header = request.headers.get("authorization", "")
    return None if signing_in.CONSOLE in header else header


def _require_known(request: Request, known: frozenset[str]) -> None:
    """Refuse a parameter that the route does not have: a mistyped one would be answered as if it had not been asked for."""
    if any(name not in known for name in request.query_params):
        told = ", ".join(sorted(known - request.path_params.keys())) or "none"
        raise Invalid("The address holds a parameter that this route does not have.", [FieldError("query", f"known are: {told}")])


def _serve(
    request: Request,
    house: House,
    actor: Actor,
    function: Callable[..., object],
    given: Mapping[str, object],
    *,
    status: int,
    writes: bool,
    repeatable: bool,
    audit: bool,
) -> Response:
    key = request.headers.get("idempotency-key") if repeatable else None
    # An auditor reads with the rights of an auditor, whatever the route.
    audits = audit or (not writes and actor.role is Role.MOSAVY_AUDITOR)
    with unit_of_work(house, actor, writes=writes, engine=house.auditing if audits else None) as work:
        if key:
            values = {name: value for name, value in given.items() if value is not request}
            digest = idempotency.digest(work, request.method, request.url.path, values)
            if (earlier := idempotency.earlier(work, key, digest)) is not None:
                return Response(earlier.body, earlier.status, media_type="application/json", headers={"Idempotent-Replayed": "true"})
        answer = function(work, **given)
        if not isinstance(answer, Answer):
            answer = Answer(answer, status)
        body = answer.value if isinstance(answer.value, bytes) else b"" if isinstance(answer.value, Path) else to_bytes(answer.value)
        if key:
            idempotency.keep(work, key, digest, answer.status, body)
    headers = {"Cache-Control": "no-store"} | dict(answer.headers or {}) | ({"ETag": answer.etag} if answer.etag else {})
    if isinstance(answer.value, Path):
        return FileResponse(answer.value, headers=headers, media_type=answer.media_type)
    return Response(body, answer.status, headers=headers, media_type=answer.media_type)


def to_bytes(value: object) -> bytes:
    """Return a value as JSON in UTF-8."""
    return json.dumps(_jsonable(value), ensure_ascii=False, separators=(",", ":"), default=_jsonable).encode()


def _jsonable(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping | list | str | int | float | bool | type(None)):
        return value
    if hasattr(value, "_asdict"):
        return value._asdict()
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    return str(value)


def _responses(status: int, response: Any, permission: Permission, refusals: tuple[str, ...]) -> dict[int | str, dict[str, Any]]:
    """Every answer a route can give, for the OpenAPI document."""
    codes = {"bad_request", "invalid", "busy", "body_too_large", "unsupported_media_type", "internal", *refusals} | (
        {"not_signed_in", "session_locked", "not_permitted"} if permission is not Permission.SIGN_IN else set()
    )
    answers: dict[int | str, dict[str, Any]] = {status: {"model": response} if response is not None else {}}
    for code in sorted(codes):
        number, title = problems.TABLE[code]
        schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
        held = answers.setdefault(number, {"description": "", "content": {problems.MEDIA_TYPE: schema}})
        held["description"] = "; ".join(filter(None, [held.get("description"), f"{title} ({code})"]))
    return answers
