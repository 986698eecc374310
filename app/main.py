"""The only place where the parts of the service are joined."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException

from app import __version__
from app.api import (
    acts,
    assessments,
    benchmarks,
    cases,
    compliance,
    corrective_plan,
    evidence,
    exchange,
    exports,
    health,
    inspections,
    metrics,
    mous,
    organisations,
    problems,
    readiness,
    records,
    report_cycle,
    report_files,
    reports,
    searches,
    sessions,
    standards,
    statistics,
    task_force,
)
from app.api.door import PREFIX
from app.api.limits import BodyLimit
from app.console import errors as console_errors
from app.console import pages
from app.crypto.keys import MasterKey
from app.errors import Refused
from app.schemas.base import Problem
from app.services import checkpoints, exporting, turning_eighteen
from app.services.columns.keeping import keep_building
from app.services.opening import master_key_from, open_house
from app.settings import Settings
from app.work import House


def build(settings: Settings | None = None) -> FastAPI:
    """Return the service as the settings, else the environment, say: what each worker process of uvicorn runs. Raises Misconfigured."""
    settings = settings or Settings()
    house, master = open_from(settings)
    keep_house(house, master, settings)
    return create_app(house, settings)


def open_from(settings: Settings) -> tuple[House, MasterKey]:
    """Open the house that the settings name. Raises Misconfigured."""
    text = settings.master_key.get_secret_value() if settings.master_key else None
    master = master_key_from(text, settings.master_key_file or settings.data / "master.key")
    house = open_house(
        settings.database_url,
        settings.keys_url,
        settings.audit_database_url,
        master=master,
        catalogues=settings.catalogues,
        default_catalogue=settings.catalogue,
        clock=lambda: int(time.time()),
        pool_size=settings.threads,
    )
    return replace(house, columns=settings.audit_columns), master


def keep_house(house: House, master: MasterKey, settings: Settings) -> None:
    """Begin what recurs for as long as the process lives: signing the audit log, and recording who has turned eighteen."""
    turning_eighteen.keep_recording(house, every=turning_eighteen.EVERY)
    exporting.keep_making(house, settings.exports)
    keep_building(house, every=settings.audit_columns_seconds)
    checkpoints.keep_signing(house.writing, master.audit_signer(), every=settings.checkpoint_seconds, clock=house.clock)


def create_app(house: House, settings: Settings) -> FastAPI:
    """Return the service over an opened house. Every route has a permission, or this raises."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = settings.threads
        yield

    app: FastAPI = FastAPIOffline(
        title="Rumduol",
        version=__version__,
        summary="Cases of presumed victims of human trafficking, checked against the minimum standards.",
        lifespan=lifespan,
        strict_content_type=False,
        exception_handlers={
            Refused: problems.on_refused,
            RequestValidationError: problems.on_validation,
            HTTPException: console_errors.or_page(problems.on_http, PREFIX),
            Exception: console_errors.or_page(problems.on_crash, PREFIX),
        },
    )
    app.state.house = house
    app.state.settings = settings
    app.state.metrics = metrics.Metrics(house)
    app.add_middleware(BodyLimit, most=settings.max_body_bytes)
    app.add_middleware(metrics.Measured, metrics=app.state.metrics)
    for router in (
        sessions.router,
        cases.routes.router,
        *acts.routers(),
        records.routes.router,
        searches.routes.router,
        organisations.routes.router,
        standards.routes.router,
        mous.routes.router,
        assessments.routes.router,
        compliance.routes.router,
        task_force.routes.router,
        reports.routes.router,
        report_cycle.routes.router,
        report_files.routes.router,
        corrective_plan.routes.router,
        exchange.imports.router,
        exchange.routes.router,
        exports.routes.router,
        readiness.routes.router,
        benchmarks.routes.router,
        inspections.routes.router,
        statistics.routes.router,
        evidence.routes.router,
        health.router,
    ):
        # Not include_router: a router within a router is matched twice for every request.
        app.router.routes.extend(router.routes)
    app.router.routes.extend(pages.ROUTES)
    _require_permissions(app)
    _describe_problems(app)
    return app


def _require_permissions(app: FastAPI) -> None:
    """Refuse to start with a route that nobody decided about."""
    for route in iter_route_contexts(app.routes):
        ours = str(route.path).startswith(PREFIX) or str(route.name).startswith("console_")
        if ours and not hasattr(route.endpoint, "permission"):
            raise TypeError(f"route {route.path} declares no permission")


def _describe_problems(app: FastAPI) -> None:
    """Add the problem document to the OpenAPI schemas, which the routes refer to."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        document = plain()
        document.setdefault("components", {}).setdefault("schemas", {}).setdefault("Problem", Problem.model_json_schema())
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend it
