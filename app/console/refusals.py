"""Refusals as pages: what is not possible, why, and what to do instead. Never what was typed."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.console import cookies
from app.console.answers import Page, html, protected
from app.console.asking import inside, open_asked
from app.console.rendering import render_open
from app.errors import (
    Conflict,
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    PreconditionFailed,
    Refused,
    SessionLocked,
    SignInFailed,
    TooManyAttempts,
)
from app.services import parking
from app.work import House

PARKED = "_parked"
_KEPT_BACK = frozenset({"password", "totp", PARKED})
_STATUS: tuple[tuple[type[Refused], HTTPStatus], ...] = (
    (NotSignedIn, HTTPStatus.UNAUTHORIZED),
    (SignInFailed, HTTPStatus.UNPROCESSABLE_ENTITY),
    (TooManyAttempts, HTTPStatus.TOO_MANY_REQUESTS),
    (NotPermitted, HTTPStatus.FORBIDDEN),
    (NotFound, HTTPStatus.NOT_FOUND),
    (PreconditionFailed, HTTPStatus.PRECONDITION_FAILED),
    (Conflict, HTTPStatus.CONFLICT),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
)


def status_of(refused: Refused) -> int:
    """Return the status of HTTP for a refusal."""
    return next((int(status) for kind, status in _STATUS if isinstance(refused, kind)), int(HTTPStatus.BAD_REQUEST))


def page(refused: Refused) -> Page:
    """Return the page that says what was refused to somebody who is signed in."""
    return Page("refused.html", {"refused": refused, "kind": refused.code}, status_of(refused))


def bare(request: Request, refused: Refused) -> Response:
    """Return the same for whoever has no session, or where nothing more can be known."""
    return _open(request, "refused.html", {"refused": refused, "kind": refused.code}, status=status_of(refused))


def busy(request: Request) -> Response:
    """Say that the database did not answer in time, and that nothing was changed."""
    return _open(request, "busy.html", {}, status=HTTPStatus.SERVICE_UNAVAILABLE)


def crashed(request: Request) -> Response:
    """Say that the fault is ours."""
    return _open(request, "crashed.html", {}, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def signed_out(request: Request, form: FormData, refused: NotSignedIn) -> Response:
    """Ask to sign in or to unlock, and come back; a form that arrived too late is kept sealed in the page for the one who sent it."""
    locked = isinstance(refused, SessionLocked)
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method == "GET":
        where = "/unlock" if locked else "/sign-in"
        return RedirectResponse(f"{where}?{next_of(path)}", HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store"})
    parked = _parked(request, form)
    context = {"next": inside(request.url.path), "parked": parked, "late": True}
    return _open(request, "unlock.html" if locked else "sign_in.html", context, status=HTTPStatus.UNAUTHORIZED)


def next_of(path: str) -> str:
    """Return the query that says where to go after signing in."""
    return urlencode({"next": inside(path)})


def _parked(request: Request, form: FormData) -> str:
    """Seal what was typed for the user whose session it was; empty if nobody's."""
    house: House = request.app.state.house
    fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name not in _KEPT_BACK]
    return parking.park(house, cookies.authorization(request), request.url.path, fields) or ""


def _open(request: Request, template: str, context: Mapping[str, object], *, status: int) -> Response:
    """Render a page for whoever asks, without knowing who that is."""
    asked = open_asked(request, FormData())
    return protected(html(request, render_open(template, context, asked=asked), status=status), nonce=asked.nonce, secure=asked.secure)
