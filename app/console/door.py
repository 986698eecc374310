"""How a page is asked for and answered.

A page is a plain function `(work, asked) -> Page | Redirect | Bytes`. `Pages` turns it into an endpoint that finds the session by its
cookie, checks the permission, opens one unit of work, calls the function, renders, commits and only then sends: one hop into the thread
pool. What is refused becomes a readable page, or the form again with what was typed and how to mend it. All of it works without JavaScript.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import TypeAlias

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from app.access import GRANTS, Permission, Role
from app.console import cookies, refusals
from app.console.answers import Bytes, Page, Redirect, html, protected
from app.console.asking import Asked, asked_of, require_plain
from app.console.rendering import render
from app.errors import NotPermitted, NotSignedIn, Refused
from app.services import acts, denials, idempotency, parking, second_factor, sessions
from app.work import Actor, House, Work, unit_of_work

Given: TypeAlias = Page | Redirect | Bytes
PageFunction: TypeAlias = Callable[[Work, Asked], Given]
AgainFunction: TypeAlias = Callable[[Work, Asked, Refused | None], Page]
OUTBOX = "rumduol-outbox"
ONCE = "_once"
_MOST_FIELDS, _MOST_PART = 2_000, 8_000_000


@dataclass(frozen=True, slots=True)
class _Declared:
    """A page as it was declared."""

    function: PageFunction
    permission: Permission
    name: str
    writes: bool
    again: AgainFunction | None
    opens_case: bool
    second_factor: bool
    audit: bool


class Pages:
    """The pages of one file, each with its permission."""

    def __init__(self) -> None:
        self.routes: list[Route] = []

    def get(
        self, path: str, permission: Permission, *, opens_case: bool = False, audit: bool = False, writes: bool = False
    ) -> Callable[[PageFunction], PageFunction]:
        """Declare a page to read. `opens_case` notes a first opening; `audit` reads as the audit does; `writes` logs what leaves."""
        return self._declare("GET", path, permission, opens_case=opens_case, audit=audit, writes=writes)

    def post(
        self, path: str, permission: Permission, *, again: AgainFunction | None = None, second_factor: bool = False, writes: bool = True
    ) -> Callable[[PageFunction], PageFunction]:
        """Declare what a form does. `again` shows the form once more when it is refused; `second_factor` wants a fresh one-time code."""
        return self._declare("POST", path, permission, writes=writes, again=again, second_factor=second_factor)

    def _declare(
        self,
        method: str,
        path: str,
        permission: Permission,
        *,
        writes: bool = False,
        again: AgainFunction | None = None,
        opens_case: bool = False,
        second_factor: bool = False,
        audit: bool = False,
    ) -> Callable[[PageFunction], PageFunction]:
        def declare(function: PageFunction) -> PageFunction:
            name = function.__name__
            declared = _Declared(function, permission, name, writes, again, opens_case, second_factor, audit)
            self.routes.append(Route(path, endpoint_of(declared), methods=[method], name=f"console_{name}"))
            return function

        return declare


def endpoint_of(page: _Declared) -> Callable[..., object]:
    """Return the endpoint of a declared page."""

    async def endpoint(request: Request) -> Response:
        if request.method != "POST":
            return await run_in_threadpool(_serve, page, request, FormData())
        require_plain(request)
        async with request.form(max_fields=_MOST_FIELDS, max_part_size=_MOST_PART) as form:
            return await run_in_threadpool(_serve, page, request, form)

    endpoint.permission = page.permission  # type: ignore[attr-defined]  # what the tests of shape read
    return endpoint


def _serve(page: _Declared, request: Request, form: FormData) -> Response:
    """Answer a request for a page; whatever is refused or fails becomes a page too."""
    house: House = request.app.state.house
    try:
        if request.method == "POST" and not cookies.comes_from_here(request):
            raise NotPermitted("The form did not come from one of these pages.")
        try:
            actor = sessions.actor_of(house, cookies.authorization(request))
        except NotSignedIn as refused:
            return refusals.signed_out(request, form, refused)
        if request.headers.get(OUTBOX, str(actor.user_id)) != str(actor.user_id):
            # What one person wrote without a line is never recorded as another's.
            raise NotSignedIn
        asked = asked_of(request, form, actor)
        if page.permission not in GRANTS[actor.role]:
            raise NotPermitted("Your role does not do this.")
        return _answer(page, request, asked, actor)
    except Refused as refused:
        denials.record(
            house,
            cookies.authorization(request),
            refused,
            what=page.name.removeprefix("do_").removeprefix("form_"),
            path=request.path_params,
        )
        return _refused(page, request, form, refused)
    except (OperationalError, IntegrityError, PoolTimeout):
        return refusals.busy(request)


def _answer(page: _Declared, request: Request, asked: Asked, actor: Actor) -> Response:
    house = asked.house
    if (parked := asked.typed(refusals.PARKED)) and page.again is not None:
        return _brought_back(page.again, request, asked, actor, parked)
    if page.second_factor:
        # Before the unit of work: it counts tries in a transaction of its own.
        second_factor.confirm(house, actor, asked.typed("totp"))
    if page.opens_case:
        _note_first_access(house, actor)
    # An auditor reads with the rights of an auditor, whatever the page.
    audits = page.audit or (not page.writes and actor.role is Role.MOSAVY_AUDITOR)
    once = asked.typed(ONCE)
    with unit_of_work(house, actor, writes=page.writes, engine=house.auditing if audits else None) as work:
        digest = b""
        if page.writes and once:
            digest = idempotency.digest(work, "POST", asked.path, {"form": _typed(asked.form)})
            if (earlier := idempotency.earlier(work, once, digest)) is not None:
                return _away(request, asked, Redirect(earlier.body.decode()), once=None)
        given = page.function(work, asked)
        if isinstance(given, Redirect):
            if digest:
                idempotency.keep(work, once, digest, HTTPStatus.SEE_OTHER, given.location(once=once).encode())
            return _away(request, asked, given, once=once or None)
        if isinstance(given, Bytes):
            return _file(asked, given)
        text = render(given.template, given.context, work=work, asked=asked)
        return protected(html(request, text, status=given.status), nonce=asked.nonce, secure=asked.secure)


def _brought_back(again: AgainFunction, request: Request, asked: Asked, actor: Actor, parked: str) -> Response:
    """Show a form that arrived after its session had ended, as it was sent; it is sent again by hand."""
    kept = parking.unpark(asked.house, actor, parked)
    if kept is None or kept.path != asked.path:
        return _away(request, asked, Redirect(asked.path, told="parked_lost"), once=None)
    asked = replace(asked, form=FormData(list(kept.fields)))
    with unit_of_work(asked.house, actor, writes=False) as work:
        shown = again(work, asked, None)
        text = render(shown.template, shown.context, work=work, asked=asked)
    return protected(html(request, text, status=HTTPStatus.OK), nonce=asked.nonce, secure=asked.secure)


def _typed(form: FormData) -> list[tuple[str, str]]:
    """What was typed, in one order; a file is known by its name and size."""
    return sorted((name, value if isinstance(value, str) else f"{value.filename} {value.size}") for name, value in form.multi_items())


def _note_first_access(house: House, actor: Actor) -> None:
    if acts.has_opened_cases(house, actor):
        return
    with unit_of_work(house, actor) as work:
        acts.first_access(work)


def _away(request: Request, asked: Asked, given: Redirect, *, once: str | None) -> Response:
    if OUTBOX in request.headers:
        return protected(Response(status_code=204), nonce=asked.nonce, secure=asked.secure)
    response = Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": given.location(once=once)})
    for cookie in given.cookies:
        response.headers.append("Set-Cookie", cookie)
    if given.clears:
        # Drafts stay: they are sealed, and unsent work must survive a sign-out.
        response.headers["Clear-Site-Data"] = '"cache"'
    return protected(response, nonce=asked.nonce, secure=asked.secure)


def _file(asked: Asked, given: Bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{given.name}"'}
    send = FileResponse if isinstance(given.value, Path) else Response
    response: Response = send(given.value, headers=headers, media_type=given.media_type)  # type: ignore[arg-type]  # each takes its own
    return protected(response, nonce=asked.nonce, secure=asked.secure)


def _refused(page: _Declared, request: Request, form: FormData, refused: Refused) -> Response:
    """Show the form again where there is one to show, else a page that says what was refused and what to do."""
    status = refusals.status_of(refused)
    if OUTBOX in request.headers:
        return protected(Response(status_code=status), nonce=secrets.token_urlsafe(16), secure=cookies.is_secure(request))
    house: House = request.app.state.house
    try:
        actor = sessions.actor_of(house, cookies.authorization(request))
        asked = asked_of(request, form, actor)
        with unit_of_work(house, actor, writes=False) as work:
            again = page.again(work, asked, refused) if page.again else refusals.page(refused)
            text = render(again.template, again.context, work=work, asked=asked)
    except Refused:
        return refusals.bare(request, refused)
    return protected(html(request, text, status=status), nonce=asked.nonce, secure=asked.secure)
