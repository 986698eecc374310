"""The cookie of a session: its token, which no script can read and no other site can send."""

from starlette.requests import Request


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
    # Without an age: it goes when the browser is closed, for computers are shared.
    return _written(token, "", secure=secure)


def drop(*, secure: bool) -> str:
    """Return the header that takes it back."""
    return _written("", "Max-Age=0; ", secure=secure)


def _written(token: str, age: str, *, secure: bool) -> str:
    ending = "; Secure" if secure else ""
    return f"{_name(secure=secure)}={token}; {age}Path=/; HttpOnly; SameSite=Strict{ending}"


def comes_from_here(request: Request) -> bool:
    """Say whether a form was sent from one of our own pages: browsers tell it of themselves, and other sites cannot change it."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin == f"{request.url.scheme}://{request.headers.get('host')}"
