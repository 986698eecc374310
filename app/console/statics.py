"""The console's own files: stylesheet, scripts, font and icons, as `assets/build.py` made them, from this process and from nowhere else."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app.errors import Misconfigured

STATIC: Final = Path(__file__).parent / "static"
SERVICE_WORKER: Final = "service-worker.js"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


class Shelved(NamedTuple):
    """One file as it is sent."""

    content: bytes
    compressed: bytes | None
    media_type: str


class Shelf(NamedTuple):
    """What was built: the hashed file name by the plain one, and each file by its hashed name."""

    names: dict[str, str]
    files: dict[str, Shelved]


def asset(name: str) -> str:
    """Return the address of a file of the console by its plain name, such as `console.css`. Raises Misconfigured."""
    try:
        return f"/static/{shelf().names[name]}"
    except KeyError:
        raise Misconfigured(f"the console has no file named {name}") from None


def routes() -> list[BaseRoute]:
    """Return what serves the files: all under /static/, and the service worker at the root, whose pages it serves. Raises Misconfigured."""
    shelf()
    return [Route("/static/{name}", _static), Route(f"/{SERVICE_WORKER}", _service_worker)]


@cache
def shelf() -> Shelf:
    """Return all files, read once: together they are smaller than one photograph. Raises Misconfigured when none were built."""
    try:
        names: dict[str, str] = json.loads((STATIC / "manifest.json").read_bytes())
        return Shelf(names, {name: _shelved(STATIC / name) for name in names.values()})
    except FileNotFoundError as missing:
        raise Misconfigured("the console's files were not built: run `./dev run`, or `python app/console/assets/build.py`") from missing


def _shelved(path: Path) -> Shelved:
    packed = path.with_name(f"{path.name}.gz")
    compressed = packed.read_bytes() if packed.exists() else None
    content = path.read_bytes()
    if compressed is not None and gzip.decompress(compressed) != content:
        raise Misconfigured(f"{path.name} and its compressed copy differ: delete {STATIC} and build it again")
    return Shelved(content, compressed, _TYPES[path.suffix])


async def _static(request: Request) -> Response:
    """Answer with a file that is named in the manifest; its name changes with its content, so it may be kept for ever."""
    name = request.path_params["name"]
    if name == SERVICE_WORKER or name not in shelf().files:
        raise HTTPException(404)
    return _answer(request, shelf().files[name], {"Cache-Control": "public, max-age=31536000, immutable"})


async def _service_worker(request: Request) -> Response:
    """Answer with the service worker; asked for afresh each time, so that a new version reaches every device."""
    return _answer(request, shelf().files[SERVICE_WORKER], {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"})


def _answer(request: Request, file: Shelved, headers: dict[str, str]) -> Response:
    headers = {**headers, "X-Content-Type-Options": "nosniff"}
    content = file.content
    if file.compressed is not None:
        headers["Vary"] = "Accept-Encoding"
        if _takes_gzip(request.headers.get("accept-encoding", "")):
            headers["Content-Encoding"] = "gzip"
            content = file.compressed
    return Response(content, media_type=file.media_type, headers=headers)


def _takes_gzip(accepted: str) -> bool:
    """Return whether gzip is among the accepted encodings.

    >>> _takes_gzip("br, gzip;q=0.5"), _takes_gzip("gzip;q=0"), _takes_gzip("identity")
    (True, False, False)
    """
    weights = dict(_weighted(part) for part in accepted.lower().split(","))
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _weighted(part: str) -> tuple[str, float]:
    coding, _, weight = part.partition(";q=")
    try:
        return coding.strip(), float(weight or 1)
    except ValueError:
        return coding.strip(), 0.0
