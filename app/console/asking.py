"""What came with a request for a page, read once: where, by whom, in which language, with which form."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import punctuation
from urllib.parse import quote
from uuid import UUID

from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, QueryParams
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.requests import Request

from app.console import cookies
from app.errors import NotFound
from app.work import Actor, House

LANGUAGES = ("en", "km")
LANGUAGE_COOKIE = "language"
# Files of forms stay in memory: a temporary file would hold a photograph in clear. How large a request may be is limited elsewhere.
MultiPartParser.spool_max_size = 64_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a page. `ids` are the path's ids and `words` its other parts; `actor` is None before signing in."""

    house: House
    path: str
    ids: Mapping[str, UUID]
    words: Mapping[str, str]
    query: QueryParams
    form: FormData
    language: str
    actor: Actor | None
    authorization: str | None
    nonce: str
    secure: bool
    exports: Path | None = None  # the folder of what is exported in parts

    def typed(self, name: str) -> str:
        """Return what was typed into a field of the form, without spaces around it; empty if nothing was."""
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    @property
    def address(self) -> str:
        """The path with its query, to come back to."""
        return f"{self.path}?{self.query}" if self.query else self.path


def asked_of(request: Request, form: FormData, actor: Actor) -> Asked:
    """Read a request of somebody who is signed in. Raises NotFound for an id that is none."""
    given = {name: str(value) for name, value in request.path_params.items()}
    ids = {name: _id(value) for name, value in given.items() if name.endswith("_id")}
    return _asked(request, form, actor, ids=ids, words={name: value for name, value in given.items() if name not in ids})


def open_asked(request: Request, form: FormData) -> Asked:
    """Read a request from whom nobody has to be known; nothing in its path is taken for an id."""
    return _asked(request, form, None, ids={}, words={name: str(value) for name, value in request.path_params.items()})


def _asked(request: Request, form: FormData, actor: Actor | None, *, ids: Mapping[str, UUID], words: Mapping[str, str]) -> Asked:
    return Asked(
        request.app.state.house,
        request.url.path,
        ids,
        words,
        request.query_params,
        form,
        language_of(request),
        actor,
        cookies.authorization(request),
        secrets.token_urlsafe(16),
        cookies.is_secure(request),
        request.app.state.settings.exports,
    )


def _id(text: str) -> UUID:
    if not re.fullmatch(r"[0-9a-fA-F-]{32,36}", text):
        raise NotFound
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def language_of(request: Request) -> str:
    """Return the reader's language: as chosen, else as the browser prefers."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    for wanted in request.headers.get("accept-language", "").lower().split(","):
        language = wanted.strip()[:2]
        if language in LANGUAGES:
            return language
    return "en"


def require_plain(request: Request) -> None:
    """Refuse a form in a charset that no browser names, before it is read: some take Python hours to decode. Raises HTTPException."""
    _kind, options = parse_options_header(request.headers.get("content-type"))
    if options.get(b"charset", b"utf-8").lower() != b"utf-8":
        raise HTTPException(415)


def inside(path: str | None) -> str:
    """Return a path of our own to go to next; whatever could lead elsewhere becomes the start."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or any(letter <= " " for letter in path):
        return "/"
    return quote(path, safe=punctuation)
