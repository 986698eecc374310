"""Statistics that are safe to publish: the catalogue of tables, and the frozen releases. Nothing is counted on request."""

from typing import Any
from uuid import UUID

from app.access import Permission
from app.api.door import PREFIX, Answer, Routes
from app.api.moments import Cursor, Limit
from app.errors import NotFound
from app.schemas.statistics import Freezing
from app.services import reading, statistics
from app.work import Work

routes = Routes("statistics")
_SEEN = ("not_found",)


@routes.add("GET", "/statistics", Permission.STATISTICS_READ)
def list_statistics(work: Work) -> dict[str, Any]:
    """List the tables that are published: what each counts, of whom, how often, and the limits."""
    return statistics.catalogue()


@routes.add("POST", "/statistics/releases", Permission.STATISTICS_FREEZE, status=201, repeatable=True, refusals=("idempotency_key_reused",))
def freeze_statistics(work: Work, *, body: Freezing) -> Answer:
    """Freeze the statistics of an ended period; 200 and the same release if it was frozen before."""
    kept = statistics.freeze(work, body.period)
    headers = {"Location": f"{PREFIX}/statistics/releases/{kept.release.id}"}
    return Answer(statistics.item(kept.release), 201 if kept.made else 200, headers=headers)


@routes.add("GET", "/statistics/releases", Permission.STATISTICS_READ)
def list_statistics_releases(work: Work, *, cursor: Cursor = None, limit: Limit = 50) -> reading.Page:
    """List the releases, newest first: the period, when it was frozen, and its digest."""
    return statistics.listed(work, cursor=cursor, limit=limit)


# Declared before the route of the release itself, whose path would swallow the ending.
@routes.add("GET", "/statistics/releases/{release_id}.csv", Permission.STATISTICS_READ, refusals=_SEEN)
def read_statistics_as_csv(work: Work, *, release_id: UUID) -> Answer:
    """Read all tables of a release as one CSV, a line for each count."""
    kept = statistics.read(work, release_id)
    return _csv(kept.table, f"statistics-{kept.period}.csv")


@routes.add("GET", "/statistics/releases/{release_id}/profiles.csv", Permission.STATISTICS_READ, refusals=_SEEN)
def read_statistics_profiles(work: Work, *, release_id: UUID) -> Answer:
    """Read the case profiles of a year's release in the columns of CTDC; a quarter has none."""
    kept = statistics.read(work, release_id)
    if kept.profiles is None:
        raise NotFound
    return _csv(kept.profiles, f"statistics-{kept.period}-profiles.csv")


@routes.add("GET", "/statistics/releases/{release_id}", Permission.STATISTICS_READ, refusals=_SEEN)
def read_statistics(work: Work, *, release_id: UUID) -> Answer:
    """Read a release as it was published, with digest, signature and the key that checks it: always the same bytes."""
    return Answer(statistics.read(work, release_id).document)


def _csv(table: bytes, name: str) -> Answer:
    return Answer(table, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})
