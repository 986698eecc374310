"""Refusals as problem documents (RFC 9457): one table from the domain's words to status and title. Never the input."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.errors import FieldError, Invalid, Refused, StepBlocked, TooManyAttempts, plain_message
from app.records.registry import RECORDS
from app.records.values import PlanItem
from app.schemas.base import Schema
from app.shape import FieldKind

MEDIA_TYPE = "application/problem+json"

# code -> (status, title). docs/problems.md tells each in full.
TABLE: Mapping[str, tuple[int, str]] = {
    "bad_request": (400, "The request cannot be read"),
    "not_signed_in": (401, "Sign in first"),
    "session_locked": (401, "The session is locked"),
    "sign_in_failed": (401, "Name, password or code do not fit"),
    "not_permitted": (403, "Not permitted"),
    "not_found": (404, "Not found"),
    "method_not_allowed": (405, "No such thing can be done here"),
    "conflict": (409, "Not possible now"),
    "step_blocked": (409, "Minimum standard not met"),
    "step_out_of_order": (409, "Step out of order"),
    "plan_required": (409, "A reintegration plan is needed first"),
    "consent_required": (409, "No consent covers this"),
    "four_eyes_required": (409, "Another person must decide"),
    "standard_not_waivable": (409, "This standard cannot be waived"),
    "stay_already_active": (409, "The person has a stay already"),
    "precondition_failed": (412, "Somebody changed it first"),
    "body_too_large": (413, "The request is too large"),
    "unsupported_media_type": (415, "Send JSON"),
    "invalid": (422, "Something in the request is not right"),
    "moment_in_future": (422, "It has not happened yet"),
    "unknown_reference": (422, "A reference leads nowhere"),
    "khmer_out_of_order": (422, "Khmer letters are not in their order"),
    "idempotency_key_reused": (422, "The Idempotency-Key was used for another request"),
    "precondition_required": (428, "Say which revision you have seen"),
    "too_many_attempts": (429, "Too many attempts"),
    "internal": (500, "The fault is ours"),
    "busy": (503, "Try again in a moment"),
    "not_ready": (503, "Not ready to serve"),
}

# What Starlette and FastAPI refuse by themselves.
_BY_STATUS = {400: "bad_request", 401: "not_signed_in", 404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}
_BY_STATUS |= {415: "unsupported_media_type", 422: "invalid", 503: "busy"}


# What a value must be, by the first word of the type of Pydantic's error.
_OF_TYPE = {"bool": "must be true or false", "int": "must be a whole number", "date": "must be a day, for example 2025-06-09"}
_OF_TYPE |= dict.fromkeys(("datetime", "timezone"), "must be a time with its zone, for example 2025-06-09T15:00:00+07:00")


def problem(code: str, detail: str = "", *, headers: Mapping[str, str] | None = None, **members: object) -> Response:
    """Return a problem document; `members` are added to the five of the RFC and to `code`."""
    status, title = TABLE.get(code, TABLE["internal"])
    document: dict[str, object] = {"type": f"/problems/{code.replace('_', '-')}", "title": title, "status": status, "code": code}
    if detail:
        document["detail"] = detail
    body = json.dumps(document | members, ensure_ascii=False).encode()
    return Response(body, status, headers=dict(headers or {}) | {"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)


def of(refused: Refused) -> Response:
    """Return the problem document of a refusal."""
    if isinstance(refused, StepBlocked):
        return problem(refused.code, refused.detail, findings=[shown._asdict() for shown in refused.findings])
    if isinstance(refused, Invalid) and refused.errors:
        return problem(refused.code, refused.detail, errors=[error._asdict() for error in refused.errors])
    if isinstance(refused, TooManyAttempts):
        return problem(refused.code, refused.detail, headers={"Retry-After": str(refused.wait_seconds)})
    headers = {"WWW-Authenticate": "Bearer"} if refused.code in ("not_signed_in", "session_locked", "sign_in_failed") else None
    return problem(refused.code, refused.detail, headers=headers)


async def on_refused(_request: Request, refused: Exception) -> Response:
    """Translate a refusal."""
    if not isinstance(refused, Refused):
        raise refused
    return of(refused)


async def on_validation(_request: Request, error: Exception) -> Response:
    """Say where a request is wrong and how, and nothing of what was sent."""
    if not isinstance(error, RequestValidationError):
        raise error
    found: Sequence[Any] = error.errors()
    if any(e["type"] == "json_invalid" for e in found):
        return problem("bad_request", "The body is not JSON in UTF-8, or names something twice.")
    code = "khmer_out_of_order" if any(e["type"] == "khmer_out_of_order" for e in found) else "invalid"
    errors = [FieldError(_place(e), _plain(e)) for e in found]
    return problem(code, f"{len(errors)} field(s) are not right.", errors=[e._asdict() for e in errors])


async def on_http(_request: Request, error: Exception) -> Response:
    """Translate what the framework refuses by itself."""
    if not isinstance(error, HTTPException):
        raise error
    return problem(_BY_STATUS.get(error.status_code, "internal"), headers=error.headers)


async def on_crash(_request: Request, _error: Exception) -> Response:
    """Answer for a fault of ours, of which nothing is told; the server's log has where it was."""
    return problem("internal", "The fault is ours; nothing was changed.")


def _place(error: Mapping[str, Any]) -> str:
    """Where the error is, as far as it is declared: a name nobody declared, of a field or in a map, is itself input."""
    source, *parts = error["loc"]
    declared = takewhile(lambda part: source != "body" or isinstance(part, int) or part in _declared_names(), parts)
    return ".".join(map(str, declared)) or str(source)


@cache
def _declared_names() -> frozenset[str]:
    """Every name a body may have: the fields of records and schemas, and the codes that are keys of a map."""
    fields = [field for record in RECORDS.values() for field in record.fields.values()]
    keys = {code for field in fields if field.kind is FieldKind.SCORES for code in field.codes}
    models: list[type[BaseModel]] = [PlanItem, *Schema.__subclasses__()]
    aliases = {info.alias or name for model in models for name, info in model.model_fields.items()}
    return frozenset({field.name for field in fields} | keys | aliases)


def _plain(error: Mapping[str, Any]) -> str:
    """One sentence for a field. Pydantic's own messages name what was expected; those that quote a value are replaced."""
    kind = str(error["type"])
    if kind == "enum":
        return f"must be one of {error['ctx']['expected']}"
    if kind == "extra_forbidden":
        return "holds a field that this request does not have"
    if kind == "missing":
        return "is required"
    return _OF_TYPE.get(kind.partition("_")[0]) or plain_message(kind, str(error["msg"]))
