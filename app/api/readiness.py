"""The readiness check: an organisation's own, made before it signs and as often as it likes."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from app.access import Permission
from app.api.door import PREFIX, Answer, Routes
from app.schemas.readiness import ReadinessOrder
from app.services import readiness
from app.work import Work

routes = Routes("readiness")
_SEEN = ("not_found",)
Catalogues = Annotated[list[Annotated[str, Query(max_length=80)]], Query(max_length=10, description="Ids of catalogues; all if left out.")]


@routes.add("GET", "/readiness", Permission.READINESS)
def check_readiness(work: Work, *, catalogue: Catalogues = []) -> readiness.Check:  # noqa: B006 - FastAPI copies defaults
    """Hold the organisation's own cases, shelters and staff against every standard; nothing is kept, nobody else learns of it."""
    return readiness.check(work, list(dict.fromkeys(catalogue)))


@routes.add("POST", "/readiness/checks", Permission.READINESS, status=201)
def keep_readiness(work: Work, *, body: ReadinessOrder) -> Answer:
    """Make a readiness check and keep it, sealed under a key of its own."""
    made = readiness.check(work, list(dict.fromkeys(body.catalogues)))
    check_id = readiness.keep(work, made)
    return Answer(made | {"id": str(check_id)}, 201, headers={"Location": f"{PREFIX}/readiness/checks/{check_id}"})


@routes.add("GET", "/readiness/checks", Permission.READINESS)
def list_readiness(work: Work) -> dict[str, object]:
    """List the checks that were kept, newest first: when each was made."""
    return {"items": readiness.kept(work), "next_cursor": None}


@routes.add("GET", "/readiness/checks/{check_id}", Permission.READINESS, refusals=_SEEN)
def read_readiness(work: Work, *, check_id: UUID) -> readiness.Check:
    """Open a check that was kept."""
    return readiness.read(work, check_id)


@routes.add("DELETE", "/readiness/checks/{check_id}", Permission.READINESS, status=204, refusals=_SEEN)
def remove_readiness(work: Work, *, check_id: UUID) -> Answer:
    """Remove a check that was kept, and destroy its key: no backup gives it back."""
    readiness.remove(work, check_id)
    return Answer(b"", 204)
