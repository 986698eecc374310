"""Requests to the service in this process, without a socket: what a server would hand the application, and what it sends back."""

import asyncio
import json
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import quote, urlencode

from fastapi import FastAPI
from structlog import get_logger

log = get_logger()


class Answer(NamedTuple):
    """A status and the JSON that came with it."""

    status: int
    value: Any

    @property
    def refused(self) -> str | None:
        """The code of the problem, or None where there is none."""
        return None if self.status < 400 else str(self.value.get("code") or self.status)


class Client:
    """Asks one application. Requests run one after the other, in one event loop that is closed with the client."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._runner.close()

    def ask(self, method: str, path: str, token: str | None, *, query: dict[str, str] | None = None, body: object = None) -> Answer:
        """Send a request and return the answer; a crash of the service is an answer too."""
        raw = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = [(b"host", b"replay"), (b"content-type", b"application/json"), (b"content-length", str(len(raw)).encode())]
        if token:
            headers.append((b"authorization", f"Bearer {token}".encode()))
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": f"/api/v1{path}",
            "raw_path": quote(f"/api/v1{path}").encode(),
            "root_path": "",
            "query_string": urlencode(query or {}).encode(),
            "headers": headers,
            "client": ("replay", 0),
            "server": ("replay", 80),
        }
        return self._runner.run(self._exchange(scope, raw))

    async def _exchange(self, scope: dict[str, Any], raw: bytes) -> Answer:
        status, sent = 500, bytearray()

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": raw, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            status = message.get("status", status)
            sent.extend(message.get("body", b""))

        try:
            await self.app(scope, receive, send)
        except Exception:
            # The rest of the scenarios is still worth knowing; everything in them is invented, so the trace may be shown.
            log.exception("the service failed", path=scope["path"])
            return Answer(500, {"code": "internal"})
        return Answer(status, json.loads(sent) if sent else {})
