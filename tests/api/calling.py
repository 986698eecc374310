"""Many requests without a client between them and the service: one event loop, no hop from thread to thread and back for each."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from starlette.types import ASGIApp, Message


class Call(NamedTuple):
    """A request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: object = None
    query: str = ""


class Reply(NamedTuple):
    """What was answered."""

    status: int
    content: bytes


def call_all(app: ASGIApp, calls: Iterable[Call]) -> list[Reply]:
    """Send requests one after the other."""

    async def one_by_one() -> list[Reply]:
        return [await _call(app, call) for call in calls]

    return asyncio.run(one_by_one())


async def _call(app: ASGIApp, call: Call) -> Reply:
    sent = b"" if call.body is None else json.dumps(call.body).encode()
    headers = {"content-type": "application/json", "content-length": str(len(sent)), "host": "testserver"} | dict(call.headers)
    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": call.method,
        "path": call.path,
        "raw_path": call.path.encode(),
        "root_path": "",
        "query_string": call.query.encode(),
        "scheme": "http",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("testclient", 50000),
        "server": ("testserver", 80),
        "app": app,
    }
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": sent, "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    try:
        await app(scope, receive, send)
    except Exception:
        assert told
    return Reply(told[0]["status"], b"".join(message.get("body", b"") for message in told[1:]))
