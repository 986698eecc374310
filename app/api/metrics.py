"""What the service counts of itself, for Prometheus. No label holds an id: routes are counted by their path with placeholders."""

import time
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.services import tallies
from app.work import House

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_NO_ROUTE = "none"


class Metrics:
    """The counters of one application over its house. Each process of several counts for itself."""

    def __init__(self, house: House) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("rumduol_requests", "Requests answered.", labels, registry=self.registry)
        self.seconds = Histogram(
            "rumduol_request_seconds", "How long an answer took.", ("method", "route"), buckets=_SECONDS, registry=self.registry
        )
        used = Gauge("rumduol_keys_used", "What was done with keys since the start.", ("what",), registry=self.registry)
        for what in house.vault.keys_used._fields:
            used.labels(what).set_function(partial(_used, house, what))
        refreshed = Gauge("rumduol_findings_written", "Findings written since the start.", registry=self.registry)
        refreshed.set_function(lambda: float(tallies.findings_written()))

    def text(self) -> bytes:
        """Return all figures in the text format."""
        return generate_latest(self.registry)


# That somebody readies itself to sign is nobody's business, so it is not counted either.
_UNCOUNTED = "/api/v1/readiness"


def _used(house: House, what: str) -> float:
    return float(getattr(house.vault.keys_used, what))


class Measured:
    """Counts each request when its answer begins, and how long it took."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and measure it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start = time.perf_counter()
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            # A path that fits no route is made up by whoever asks, and so is an odd method: neither may become a label.
            route = getattr(scope.get("route"), "path", _NO_ROUTE)
            method = scope["method"] if route != _NO_ROUTE else _NO_ROUTE
            if not route.startswith(_UNCOUNTED):
                self.metrics.requests.labels(method, route, str(status)).inc()
                self.metrics.seconds.labels(method, route).observe(time.perf_counter() - start)
