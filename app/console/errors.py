"""Failures that no page function answered for: a page for people, a problem document for programs."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.console import refusals
from app.errors import NotFound, NotPermitted

Handler = Callable[[Request, Exception], Awaitable[Response]]
_NOT_FOUND = 404
_FAULT = 500


def or_page(handler: Handler, prefix: str) -> Handler:
    """Return a handler that answers people with a page and everybody else as `handler` does; below `prefix` there are only programs."""

    async def handle(request: Request, error: Exception) -> Response:
        if request.url.path.startswith(prefix) or "text/html" not in request.headers.get("accept", ""):
            return await handler(request, error)
        status = error.status_code if isinstance(error, HTTPException) else _FAULT
        if status >= _FAULT:
            return await run_in_threadpool(refusals.crashed, request)
        return await run_in_threadpool(refusals.bare, request, NotFound() if status == _NOT_FOUND else NotPermitted())

    return handle
