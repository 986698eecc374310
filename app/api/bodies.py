"""Reading a request's body: JSON in UTF-8 that means one thing to everybody, or a problem."""

import json
from collections.abc import Callable, Coroutine, Sequence
from email.message import Message
from typing import Any, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException


class StrictRequest(Request):
    """A request whose JSON names nothing twice and holds no half of a character and no number that is none."""

    async def json(self) -> Any:
        """Return the body. Raises JSONDecodeError, which quotes nothing of it."""
        body = await self.body()
        try:
            found = json.loads(body.decode(), object_pairs_hook=_each_once, parse_constant=_refuse)
            if b"\\u" in body:
                json.dumps(found, ensure_ascii=False).encode()  # Fails on half of a character, which only an escape can bring in.
        except (ValueError, RecursionError):
            raise json.JSONDecodeError("not JSON", "", 0) from None
        return found


class StrictRoute(APIRoute):
    """A route that reads its body as a `StrictRequest`, and says so where the body is of another kind."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            if self.body_field is not None and not _is_json(request.headers.get("content-type")):
                raise HTTPException(415)
            return await handle(StrictRequest(request.scope, request.receive))

        return handler


def _is_json(content_type: str | None) -> bool:
    """Say whether a body is declared to be JSON, or is not declared at all."""
    if not content_type:
        return True
    message = Message()
    message["content-type"] = content_type
    return message.get_content_type() == "application/json"


def _each_once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("not a number")
