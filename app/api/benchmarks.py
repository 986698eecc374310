"""Targets and benchmarks: what is to be reached, how far it is, and what would move it most."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from app.access import Permission
from app.api.door import Answer, Routes
from app.schemas.targets import TargetOrder
from app.services import benchmarks, targets
from app.services.benchmarks import Place
from app.services.instants import local_day
from app.services.targets import About
from app.vocabulary.places import Province
from app.work import Work

routes = Routes("benchmarks")
Year = Annotated[int | None, Query(ge=2009, le=2100, description="This year if left out.")]


@routes.add("POST", "/targets", Permission.TARGET_SET, status=201, repeatable=True, refusals=("not_found", "idempotency_key_reused"))
def set_target(work: Work, *, body: TargetOrder) -> Answer:
    """Set a target for a year, or take it back."""
    about = About(body.right, body.standard, body.organisation_id, body.province.value if body.province else None)
    return Answer(targets.set_target(work, body.year, about, body.share_met), 201)


@routes.add("GET", "/targets", Permission.BENCHMARK_READ)
def list_targets(work: Work, *, year: Year = None) -> dict[str, object]:
    """List the targets of a year: the country's, the provinces', and one's own organisation's."""
    return {"items": [targets.item(target) for target in targets.of_year(work, year or local_day(work.now).year)], "next_cursor": None}


@routes.add("GET", "/benchmarks", Permission.BENCHMARK_READ, audit=True)
def read_benchmarks(work: Work, *, year: Year = None) -> dict[str, object]:
    """Tell how far each target of a year is, with the share met month by month."""
    return benchmarks.of_year(work, year or local_day(work.now).year)


@routes.add("GET", "/benchmarks/levers", Permission.BENCHMARK_READ, audit=True, refusals=("not_found",))
def read_levers(work: Work, *, organisation_id: UUID | None = None, province: Province | None = None) -> dict[str, object]:
    """Tell which standards would move the share met most if what can still be done were done, and what that takes."""
    return benchmarks.levers(work, Place(organisation_id, province.value if province else None))
