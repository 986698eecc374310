"""What the browser keeps for when there is no line: a page that says so, and the blank forms of acts. Nobody's, and about nobody.

The service worker fetches these pages without cookies (docs/offline.md); app/console/assets/scripts/blank.js makes a blank form one for the
case in the address.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.access import Permission, Role
from app.console import addresses, refusals
from app.console.answers import Page, html, protected
from app.console.asking import LANGUAGES, Asked, open_asked
from app.console.door import Pages
from app.console.forms import answering, showing
from app.console.forms.fields import Widget, askings
from app.console.labels import LOCALE
from app.console.rendering import render_open
from app.console.statics import shelf
from app.errors import NotFound, Refused
from app.records.base import Act
from app.records.registry import ACTS
from app.work import Work

pages = Pages()
# These decide on the case as it stands, which nobody sees without a line.
_DECIDING = frozenset({"change_step", "close_case"})


@pages.get("/outbox", Permission.OWN_SESSION)
def outbox(work: Work, asked: Asked) -> Page:
    """Give a place to the list of what is not sent yet, which only the browser knows."""
    return Page("outbox.html")


def offline_page(request: Request) -> Response:
    """Say that there is no line, and what is safe."""
    return _open(request, "offline.html", {})


def blank_form(request: Request) -> Response:
    """Show an act's form with nothing in it. Raises NotFound for an act that cannot be recorded without a line."""
    act = ACTS.get(request.path_params["act"])
    if act is None or not can_wait(act):
        raise NotFound
    asked = _asked(request)
    around = {
        "case": None,
        "standing": None,
        "refused": None,
        "blocking": (),
        "revision": "",
        "back": "/",
        "next": "",
        "draft": act.name,
    }
    context = showing.blank_context(asked.house.books, asked.language, act)
    return _open(request, "forms/form.html", context | around)


def kept(request: Request) -> Response:
    """List what the service worker keeps in one language; the version changes with any of it."""
    language = _asked(request).language
    paths = [f"/offline?language={language}", *(f"/offline/forms/{act.name}?language={language}" for act in ACTS.values() if can_wait(act))]
    # The assets' names carry the hash of their content, and these pages are made by the same release.
    made = hashlib.sha256("\n".join([*paths, *shelf().names.values(), _release()]).encode()).hexdigest()[:12]
    return JSONResponse({"version": made, "paths": paths}, headers={"Cache-Control": "no-store"})


def can_wait(act: Act) -> bool:
    """Say whether a social worker can record an act of a case from a blank form: what it needs can be answered without seeing the case."""
    if Role.SOCIAL_WORKER not in act.by or addresses.pattern(act) != f"/cases/{{case_id}}/do/{act.name}" or act.name in _DECIDING:
        return False
    needed = [field for field in askings(act) if field.required]
    return not any(field.widget is Widget.FILE or (field.names_something and not answering.fixed("en", field)) for field in needed)


@cache
def _release() -> str:
    """Return what changes when the texts of the forms do: the catalogues of words and the templates."""
    sources = [*LOCALE.rglob("*.po"), *(LOCALE.parent / "templates").rglob("*.html")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources))).hexdigest()


def _asked(request: Request) -> Asked:
    asked = open_asked(request, FormData())
    wanted = asked.query.get("language")
    return replace(asked, language=str(wanted)) if wanted in LANGUAGES else asked


def _open(request: Request, template: str, context: dict[str, Any]) -> Response:
    asked = _asked(request)
    text = render_open(template, context | {"offline": True}, asked=asked)
    return protected(html(request, text, status=200), nonce=asked.nonce, secure=asked.secure)


def _route(path: str, function: Callable[[Request], Response]) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            return await run_in_threadpool(function, request)
        except Refused as refused:
            return refusals.bare(request, refused)

    endpoint.permission = Permission.SIGN_IN  # type: ignore[attr-defined]  # what the tests of shape read
    return Route(path, endpoint, name=f"console_{function.__name__}")


ROUTES = [_route("/offline", offline_page), _route("/offline/forms/{act}", blank_form), _route("/offline/list", kept)]
