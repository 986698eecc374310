"""What a page function returns, and how it leaves: rendered, compressed, never kept by anybody on the way."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

_WORTH_IT = 1_000  # bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A template and what stands in it."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where to go next, and the word for what was done; the page there says it."""

    path: str
    told: str | None = None
    cookies: tuple[str, ...] = ()
    clears: bool = False

    def location(self, *, once: str | None = None) -> str:
        """Return the address. `once` is the key of the form that was sent, so that the browser lets go of its draft."""
        words = {name: value for name, value in (("told", self.told), ("sent", once)) if value}
        if not words:
            return self.path
        path, _, anchor = self.path.partition("#")
        address = path + ("&" if "?" in path else "?") + urlencode(words)
        return f"{address}#{anchor}" if anchor else address


@dataclass(frozen=True, slots=True)
class Bytes:
    """A file to keep: its bytes or where they lie on the disk, its media type and the name it is offered under."""

    value: bytes | Path
    media_type: str
    name: str


def protected(response: Response, *, nonce: str, secure: bool) -> Response:
    """Add what every page says to the browser: run nothing but our own scripts, load nothing from elsewhere, keep nothing."""
    response.headers.update(
        {
            "Content-Security-Policy": (
                f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
            ),
            "Cache-Control": "no-store",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "geolocation=(), microphone=(), payment=(), usb=()",
            # Not no-referrer: browsers then send no Origin either, and the forms' protection reads it.
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Vary": "Accept-Encoding, Accept-Language, Cookie",
        }
    )
    if secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def html(request: Request, text: str, *, status: int) -> Response:
    """Return a page as bytes, compressed where the browser takes it."""
    body = text.encode()
    if len(body) < _WORTH_IT or "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(body, status, media_type="text/html")
    return Response(gzip.compress(body, 5, mtime=0), status, headers={"Content-Encoding": "gzip"}, media_type="text/html")
