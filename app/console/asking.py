"""What came with a request for a page, read once: where, by whom, in which language, with which form."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from starlette.datastructures import FormData, QueryParams
from starlette.formparsers import MultiPartParser
from starlette.requests import Request

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


def inside(path: str | None) -> str:
    """Return a path of our own to go to next; whatever could lead elsewhere becomes the start."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or any(letter <= " " for letter in path):
        return "/"
    return path
