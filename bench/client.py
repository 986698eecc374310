"""A client that costs little: one kept connection, and blocks of requests whose processor time the server spent is read."""

import http.client
import itertools
import json
from collections.abc import Mapping
from typing import Any

_NUMBERS = itertools.count()


class Client:
    """One person at one server."""

    def __init__(self, port: int, authorization: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": authorization, "Content-Type": "application/json"}

    def get(self, path: str) -> Any:
        """Read; anything but 200 is a fault of the benchmark."""
        return self._ask("GET", path, None, {}, 200)

    def post(self, path: str, body: Mapping[str, object], *, status: int = 201) -> Any:
        """Write, under an Idempotency-Key of its own, which a server may ignore."""
        return self._ask("POST", path, json.dumps(body).encode(), {"Idempotency-Key": f"bench-{next(_NUMBERS)}"}, status)

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], status: int) -> Any:
        self._connection.request(method, path, body, self._headers | dict(headers))
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != status:
            raise SystemExit(f"bench: {method} {path} answered {answer.status}: {content[:500].decode()}")
        return content
