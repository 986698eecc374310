"""The cookie of a session: its token, which no script can read and no other site can send."""

from starlette.requests import Request

_LIFE = 72 * 3600  # the longest a session can be; the server ends it earlier


def _name(*, secure: bool) -> str:
    # The prefix makes the browser refuse the cookie from any other host or path, and without TLS.
    return "__Host-rumduol" if secure else "rumduol"


def is_secure(request: Request) -> bool:
    """Say whether the browser came by https."""
    return request.url.scheme == "https"


def authorization(request: Request) -> str | None:
    """Return the session's token as the Authorization header of the API would carry it."""
    token = request.cookies.get(_name(secure=is_secure(request)))
    return f"Bearer {token}" if token else None


def keep(token: str, *, secure: bool) -> str:
    """Return the header that gives the token to the browser."""
    return _written(token, _LIFE, secure=secure)


def drop(*, secure: bool) -> str:
    """Return the header that takes it back."""
    return _written("", 0, secure=secure)


def _written(token: str, seconds: int, *, secure: bool) -> str:
    ending = "; Secure" if secure else ""
    return f"{_name(secure=secure)}={token}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Strict{ending}"


def comes_from_here(request: Request) -> bool:
    """Say whether a form was sent from one of our own pages: browsers tell it of themselves, and other sites cannot change it."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin == f"{request.url.scheme}://{request.headers.get('host')}"
