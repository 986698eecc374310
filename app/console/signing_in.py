"""Signing in and out, the lock, the language: what works before one is known."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.access import Permission
from app.console import cookies, labels, refusals
from app.console.answers import Redirect, html, protected
from app.console.asking import LANGUAGE_COOKIE, LANGUAGES, Asked, inside, open_asked, require_plain
from app.console.marking import _
from app.console.rendering import render_open
from app.crypto.passwords import PasswordsBusy
from app.errors import NotPermitted, NotSignedIn, Refused, SignInFailed, TooManyAttempts
from app.services import sessions, signing_in

_YEAR = 365 * 86_400
_WRONG = _("The name, the password or the code does not fit. Check all three and take a fresh code.")
_WRONG_PASSWORD = _("The password does not fit.")
_WAIT = _("Too many tries. Wait %(seconds)s seconds, then try again.")
_CROWD = _("Many people are signing in just now. Try again in a moment.")


def sign_in_page(request: Request, form: FormData) -> Response:
    """Show the form, or lead on whoever is signed in already."""
    asked = open_asked(request, form)
    try:
        sessions.actor_of(asked.house, asked.authorization)
    except NotSignedIn:
        return _shown(request, asked, "sign_in.html", {"next": inside(asked.query.get("next"))})
    return _to(asked, Redirect(inside(asked.query.get("next"))))


def sign_in(request: Request, form: FormData) -> Response:
    """Sign in with name, password and one-time code, and go where one wanted to."""
    asked = open_asked(request, form)
    settings: Any = request.app.state.settings
    try:
        token, _session = signing_in.sign_in(
            asked.house,
            asked.typed("username"),
            str(form.get("password") or ""),
            asked.typed("totp"),
            idle_seconds=settings.session_idle_minutes * 60,
            absolute_seconds=settings.session_hours * 3600,
            prefix=signing_in.CONSOLE,
        )
    except (SignInFailed, TooManyAttempts, PasswordsBusy) as failed:
        context: dict[str, object] = {
            "next": inside(asked.typed("next")),
            "parked": asked.typed(refusals.PARKED),
            "username": asked.typed("username"),
            "problem": _said(asked, failed, _WRONG),
        }
        return _shown(request, asked, "sign_in.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _onward(asked, cookie=cookies.keep(token, secure=asked.secure))


def sign_out(request: Request, form: FormData) -> Response:
    """End the session, whatever state it is in."""
    asked = open_asked(request, form)
    with suppress(NotSignedIn):
        sessions.end(asked.house, asked.authorization)
    return _to(asked, Redirect("/sign-in", cookies=(cookies.drop(secure=asked.secure),), clears=True))


def lock(request: Request, form: FormData) -> Response:
    """Lock the session: the browser asks for it when nobody has touched it for a while, and on the quick exit."""
    asked = open_asked(request, form)
    with suppress(NotSignedIn):
        sessions.lock(asked.house, asked.authorization)
    return _to(asked, Redirect(f"/unlock?{refusals.next_of(asked.typed('next'))}"))


def unlock_page(request: Request, form: FormData) -> Response:
    """Ask for the password."""
    asked = open_asked(request, form)
    return _shown(request, asked, "unlock.html", {"next": inside(asked.query.get("next"))})


def unlock(request: Request, form: FormData) -> Response:
    """Unlock with the password, and go back to where one was."""
    asked = open_asked(request, form)
    try:
        sessions.unlock(asked.house, asked.authorization, str(form.get("password") or ""))
    except (SignInFailed, TooManyAttempts, PasswordsBusy) as failed:
        context: dict[str, object] = {
            "next": inside(asked.typed("next")),
            "parked": asked.typed(refusals.PARKED),
            "problem": _said(asked, failed, _WRONG_PASSWORD),
        }
        return _shown(request, asked, "unlock.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotSignedIn:
        return _to(asked, Redirect(f"/sign-in?{refusals.next_of(asked.typed('next'))}"))
    return _onward(asked)


def language(request: Request, form: FormData) -> Response:
    """Take the chosen language and go back."""
    asked = open_asked(request, form)
    chosen = asked.words["language"]
    if chosen not in LANGUAGES:
        chosen = LANGUAGES[0]
    cookie = f"{LANGUAGE_COOKIE}={chosen}; Max-Age={_YEAR}; Path=/; SameSite=Lax" + ("; Secure" if asked.secure else "")
    return _to(asked, Redirect(inside(asked.query.get("next")), cookies=(cookie,)))


def _onward(asked: Asked, *, cookie: str | None = None) -> Response:
    """Lead to where one wanted to go; a form that was parked is brought back there."""
    kept = (cookie,) if cookie else ()
    parked = asked.typed(refusals.PARKED)
    if not parked:
        return _to(asked, Redirect(inside(asked.typed("next")), cookies=kept))
    # The form itself goes with the answer to this request, for it may be longer than an address can be.
    text = render_open("parked.html", {"parked": parked, "next": inside(asked.typed("next"))}, asked=asked)
    response = protected(Response(text, media_type="text/html"), nonce=asked.nonce, secure=asked.secure)
    for one in kept:
        response.headers.append("Set-Cookie", one)
    return response


def _said(asked: Asked, failed: Exception, wrong: str) -> str:
    if isinstance(failed, TooManyAttempts):
        return labels.text(asked.language, _WAIT) % {"seconds": failed.wait_seconds}
    return labels.text(asked.language, _CROWD if isinstance(failed, PasswordsBusy) else wrong)


def _shown(request: Request, asked: Asked, template: str, context: dict[str, object], *, status: int = 200) -> Response:
    text = render_open(template, context, asked=asked)
    return protected(html(request, text, status=status), nonce=asked.nonce, secure=asked.secure)


def _to(asked: Asked, where: Redirect) -> Response:
    response = RedirectResponse(where.location(), HTTPStatus.SEE_OTHER)
    for cookie in where.cookies:
        response.headers.append("Set-Cookie", cookie)
    if where.clears:
        # Cache only: drafts stay on the device, sealed, for unsent work must survive a sign-out.
        response.headers["Clear-Site-Data"] = '"cache"'
    return protected(response, nonce=asked.nonce, secure=asked.secure)


def _route(method: str, path: str, function: Callable[[Request, FormData], Response]) -> Route:
    async def endpoint(request: Request) -> Response:
        require_plain(request)
        form = await request.form() if method == "POST" else FormData()
        if method == "POST" and not cookies.comes_from_here(request):
            return refusals.bare(request, NotPermitted("The form did not come from one of these pages."))
        return await run_in_threadpool(_safely, function, request, form)

    endpoint.permission = Permission.SIGN_IN  # type: ignore[attr-defined]  # what the tests of shape read
    return Route(path, endpoint, methods=[method], name=f"console_{function.__name__}")


def _safely(function: Callable[[Request, FormData], Response], request: Request, form: FormData) -> Response:
    try:
        return function(request, form)
    except Refused as refused:
        return refusals.bare(request, refused)


ROUTES = [
    _route("GET", "/sign-in", sign_in_page),
    _route("POST", "/sign-in", sign_in),
    _route("POST", "/sign-out", sign_out),
    _route("POST", "/lock", lock),
    _route("GET", "/unlock", unlock_page),
    _route("POST", "/unlock", unlock),
    _route("GET", "/language/{language}", language),
]
