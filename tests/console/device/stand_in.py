"""A small server with the pages that the browser's scripts need, which can be told how to answer: for what a real console seldom does."""

import html
import json
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from app.console import script_words
from app.console.answers import protected
from app.console.statics import asset, routes

FORM = "/cases/c1/do/record_interview"
SECRETS = {who: b64encode(bytes([number]) * 32).decode() for number, who in enumerate(("sokha", "dara", "bopha"), 1)}


@dataclass
class StandIn:
    """What the server was told and what reached it. `status` answers every form until it is 0 again."""

    url: str = ""
    status: int = 0
    revision: int = 1
    is_locked: bool = False
    recorded: list[dict[str, str]] = field(default_factory=list)

    def who(self, request: Request) -> str | None:
        """Return whose session it is."""
        return None if self.is_locked else request.cookies.get("who")


def _page(who: str | None, body: str, *, more: str = "") -> Response:
    """Return a page as base.html makes it, for a user or for nobody."""
    user = f'data-user="{who}" data-draft-secret="{SECRETS[who]}"' if who else ""
    words = html.escape(json.dumps(script_words.of("en")), quote=False)
    text = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Stand-in</title>
<link rel="stylesheet" href="{asset("console.css")}"><script type="module" src="{asset("console.js")}"></script></head>
<body class="govuk-template__body" data-language="en" data-idle-seconds="300" {user} {more}>
<script type="application/json" id="words">{words}</script>
<a id="outbox-link" href="/outbox" hidden>Not sent yet <span class="count"></span></a>
<form method="post" action="/sign-out"><button id="out">Sign out</button></form>
<p class="offline-strip" id="offline" role="status" hidden></p><main>{body}</main></body></html>"""
    return protected(Response(text, media_type="text/html"), nonce="n", secure=False)


def _form(about: str, *, draft: str, revision: int | str = "", filled: str = "", rows: int = 1) -> str:
    """Return a form with a field of each kind; `filled` is what the server puts into it when it gives it back."""
    items = "".join(f'<input name="items.{row}.what" id="items-{row}">' for row in range(rows))
    return f"""<h1>Interview</h1>
<form id="the-form" method="post" action="{FORM}" novalidate data-draft="{draft}" data-title="Record an interview" {about}
 {'data-filled="1"' if filled else ""}>
<input type="hidden" name="_once" value="{uuid4()}"><input type="hidden" name="_revision" value="{revision}">
<input type="date" id="day" name="day" data-now="day"><input type="time" id="time" name="time" data-now="time">
<textarea id="statement" name="statement">{filled}</textarea>
<input type="password" name="password" id="password"><input type="file" name="file" id="file">
<select name="language" id="language"><option value="">-</option><option value="khm">Khmer</option></select>
<div class="govuk-radios" data-module="govuk-radios">
<input class="govuk-radios__input" type="radio" name="safe" id="safe-yes" value="yes">
<input class="govuk-radios__input" type="radio" name="safe" id="safe-no" value="no" data-aria-controls="why-not">
<div class="govuk-radios__conditional govuk-radios__conditional--hidden" id="why-not"><input name="why" id="why"></div></div>
{items}<button id="send">Record it</button><button id="more" name="_more" value="1">Another</button></form>"""


def _case_form(revision: int, **rest: object) -> str:
    return _form('data-about="KH-1"', draft="record_interview:c1", revision=revision, **rest)  # type: ignore[arg-type]  # the form's own


async def _shown(request: Request) -> Response:
    state: StandIn = request.app.state.stand_in
    who = state.who(request)
    if who is None:
        return RedirectResponse(f"/unlock?next={request.url.path}", 303)
    return _page(who, _case_form(state.revision, rows=int(request.query_params.get("items_shown", 1))))


async def _sent(request: Request) -> Response:
    state: StandIn = request.app.state.stand_in
    who = state.who(request)
    typed = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    by_outbox = request.headers.get("rumduol-outbox")
    if by_outbox:
        status = 401 if by_outbox != who else state.status or 204
        if status == 204:
            state.recorded.append(typed | {"by": by_outbox})
        return Response(status_code=status)
    if state.status:
        return _page(who, _case_form(1, filled=typed["statement"]))
    state.recorded.append(typed | {"by": str(who)})
    return RedirectResponse(f"/done?sent={typed['_once']}", 303)


async def _done(request: Request) -> Response:
    sent = html.escape(request.query_params["sent"])
    return _page(request.app.state.stand_in.who(request), "<h1>Done</h1>", more=f'data-sent="{sent}"')


async def _outbox(request: Request) -> Response:
    return _page(request.app.state.stand_in.who(request), '<h1>Outbox</h1><div id="outbox"></div>')


async def _lock(request: Request) -> Response:
    request.app.state.stand_in.is_locked = True
    return RedirectResponse("/unlock", 303)


async def _unlock(request: Request) -> Response:
    return _page(None, '<h1>Locked</h1><form id="in" method="post" action="/unlock"></form>')


async def _offline(request: Request) -> Response:
    return _page(None, '<h1>No line</h1><div id="outbox"></div>', more="data-offline")


async def _blank(request: Request) -> Response:
    return _page(None, _form("", draft="record_interview"), more="data-offline")


async def _kept(request: Request) -> Response:
    return JSONResponse({"version": "1", "paths": ["/offline?language=en", "/offline/forms/record_interview?language=en"]})


async def _alive(request: Request) -> Response:
    return JSONResponse({})


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """Run the server on a free port for as long as the block lasts."""
    read = {"/done": _done, "/outbox": _outbox, "/unlock": _unlock, "/healthz": _alive, "/offline": _offline, "/offline/list": _kept}
    pages = [Route(path, answer) for path, answer in read.items()]
    forms = [Route(FORM, _shown), Route(FORM, _sent, methods=["POST"]), Route("/offline/forms/{act}", _blank)]
    application = Starlette(routes=[*pages, *forms, Route("/lock", _lock, methods=["POST"]), *routes()])
    application.state.stand_in = state = StandIn()
    server = uvicorn.Server(uvicorn.Config(application, port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    # By this name, since a browser keeps keys and runs a service worker on https or on localhost only.
    state.url = f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    yield state
    server.should_exit = True
    thread.join(5)
