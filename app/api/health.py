"""Whether the service lives, whether it is ready, and what it counts. Open to whoever reaches the port: nothing here is about anybody."""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.api.problem_words import WORDS
from app.api.problems import MEDIA_TYPE, TABLE, problem
from app.crypto.errors import CryptoError
from app.services.migrating import Section, is_current
from app.work import NOBODY, House

router = APIRouter(tags=["service"], strict_content_type=False)
_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_NOT_READY: dict[int | str, dict[str, Any]] = {503: {"description": "Not ready to serve (not_ready)", "content": _PROBLEM}}


@router.get("/healthz", operation_id="alive", summary="Say that the process lives.")
def alive() -> dict[str, str]:
    """Answer, whatever the databases do: a restart would not mend them."""
    return {"status": "alive"}


@router.get("/readyz", operation_id="ready", summary="Say whether requests can be served.", responses=_NOT_READY, response_model=None)
def ready(request: Request) -> dict[str, str] | Response:
    """Look at the database, its migrations, and the key store under the master key."""
    missing = list(_not_ready(request.app.state.house))
    return problem("not_ready", f"Not ready: {', '.join(missing)}.") if missing else {"status": "ready"}


@router.get("/metrics", operation_id="read_metrics", summary="Read counters in the text format of Prometheus.", response_class=Response)
def read_metrics(request: Request) -> Response:
    """Return what this process has counted since it started."""
    return Response(request.app.state.metrics.text(), media_type=CONTENT_TYPE_LATEST)


@router.get("/problems/{name}", operation_id="read_problem", summary="Read what a problem means and what to do.", response_class=Response)
def read_problem(name: str) -> Response:
    """Return, as plain text, where the `type` of a problem document leads."""
    code = name.replace("-", "_")
    if code not in WORDS:
        return problem("not_found")
    status, title = TABLE[code]
    meaning, remedy = WORDS[code]
    return Response(f"{title} ({status}, {code})\n\n{meaning}\n\nWhat to do: {remedy}\n", media_type="text/plain; charset=utf-8")


def _not_ready(house: House) -> Iterator[str]:
    for name, works in (("the database", _answers), ("its migrations", _is_migrated), ("the key store or its master key", _opens_keys)):
        if not _holds(works, house):
            yield name


def _holds(works: Callable[[House], bool], house: House) -> bool:
    try:
        return works(house)
    except (SQLAlchemyError, CryptoError):
        return False


def _answers(house: House) -> bool:
    with house.reading.connect() as connection:
        return bool(connection.scalar(text("SELECT 1")))


def _is_migrated(house: House) -> bool:
    return is_current(house.reading, Section.MAIN)


def _opens_keys(house: House) -> bool:
    """The installation's own key, fetched anew, must open under the master key."""
    house.vault.forget(NOBODY)
    house.vault.seal(NOBODY, NOBODY, record="ready", entry=NOBODY, values={}, now=house.clock())
    return True
