"""The largest body a request may have, refused as a problem document before it is read into memory."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import problem

_DIGITS = 18  # of any length that is worth reading as a number


class BodyLimit:
    """Count the bytes of a body as they come, whatever its Content-Length says."""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 413 as soon as it is known to be too large."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = dict(scope["headers"]).get(b"content-length", b"0")
        if told.isdigit() and (len(told) > _DIGITS or int(told) > self.most):
            await problem("body_too_large", f"At most {self.most} bytes.")(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.most:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)
