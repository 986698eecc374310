"""Walks through the console as every role: from its navigation along the links of the pages, each kind of page once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit
from uuid import UUID

from starlette.routing import Match, Route
from starlette.testclient import TestClient

from app.access import Role
from app.console import addresses
from app.console.pages import ROUTES
from app.records.base import placeholders
from app.records.registry import ACTS
from tests.api.stage import Stage
from tests.browser.desk import Desk

# Files to keep, and what is not a page of its own.
_NO_PAGE = re.compile(
    r"/(static|language|offline/list|service-worker|sign-in|unlock)\b|/files/|/parts/\{|/latest$|\.(csv|json|pdf)$|/manifest$|^/$|^/records/|/picture|/file$"
)
# What the stage calls a thing, where an address calls it otherwise.
_CALLED = {
    "obligation": "mou_obligation",
    "plan": "reintegration_plan",
    "restriction": "movement_restriction",
    "term": "mou_term",
    "visit": "follow_up_visit",
}
# One of each, where an address names something that is not a thing.
_ONE = {"record": "interview", "number": "1", "key": "safety", "act": "write_case_note"}
_ORDER = (
    Role.SOCIAL_WORKER,
    Role.SUPERVISOR,
    Role.ORGANISATION_ADMIN,
    Role.REPORTING_OFFICER,
    Role.MOSAVY_OFFICER,
    Role.MOSAVY_AUDITOR,
    Role.INDEPENDENT_MONITOR,
    Role.TASK_FORCE_MEMBER,
    Role.SYSTEM_ADMIN,
)


def page_routes() -> Mapping[str, Route]:
    """Every address that a page is read from, as a pattern."""
    found = [route for route in ROUTES if isinstance(route, Route) and "GET" in (route.methods or ())]
    return {route.path: route for route in found if not _NO_PAGE.search(route.path)}


def kind_of(path: str, routes: Mapping[str, Route]) -> str | None:
    """Return which kind of page an address leads to: its pattern, if it is one of them."""
    scope = {"type": "http", "method": "GET", "path": path, "root_path": ""}
    return next((pattern for pattern, route in routes.items() if route.matches(scope)[0] is Match.FULL), None)


class Crawl:
    """A walk over the forms of the acts, or over all other pages; `left` are the kinds of pages nobody has seen yet."""

    def __init__(self, stage: Stage, *, forms: bool) -> None:
        self._stage, self._forms = stage, forms
        self._routes = {path: route for path, route in page_routes().items() if ("/do/" in path) is forms}
        self.left = set(self._routes)

    def of(self, role: Role, desk: Desk) -> Iterator[str]:
        """Yield what a role sees: the places of its navigation, then every kind of page that nobody saw before. Each page is open."""
        if not self._forms:
            yield from self._linked(desk)
        yield from self._unlinked(role, desk)

    def _linked(self, desk: Desk) -> Iterator[str]:
        desk.go("/")
        places = _links(desk, "header nav a[href], .masthead__account")
        queue = [urlsplit(desk.page.url).path, *places]
        starts = len(queue)
        for at, path in enumerate(queue):
            kind = kind_of(path.partition("?")[0], self._routes)
            if kind is None or (at >= starts and kind not in self.left):
                continue
            self.left.discard(kind)
            desk.go(path)
            yield path
            queue += [href for href in _links(desk, "main a[href]") if kind_of(href.partition("?")[0], self._routes) in self.left]

    def _unlinked(self, role: Role, desk: Desk) -> Iterator[str]:
        """Yield the pages that the role may see, though none of the things it saw led there: those of what stands on the stage."""
        asks = TestClient(desk.site.app, cookies={"rumduol": self._stage.people[role].token}, follow_redirects=False)
        for kind in sorted(self.left):
            path = self._path(kind)
            if path is not None and asks.get(path).status_code == 200:
                self.left.discard(kind)
                desk.go(path)
                yield path

    def _path(self, kind: str) -> str | None:
        """Return the address of a thing of the stage."""
        things = self._stage.things["own"]
        act = next((act for act in ACTS.values() if addresses.pattern(act) == kind), None)
        names = placeholders(act.path) if act else re.findall(r"\{(\w+)\}", kind)
        of_shelter = kind.startswith(("/inspections", "/monitoring"))
        found: dict[str, UUID | str] = {
            **_ONE,
            "record_id": things["interview"],
            "standard": "R4-04" if kind.startswith("/inspections") else "R4-02",
        }
        for name in names:
            thing = name.removesuffix("_id")
            called = "inspection" if of_shelter and thing == "visit" else _CALLED.get(thing, thing)
            if name not in found and called in things:
                found[name] = things[called]
        return kind.format(**{name: str(value) for name, value in found.items()}) if set(names) <= set(found) else None


def roles() -> Sequence[Role]:
    """Return every role, the one that sees most of the cases first."""
    assert set(_ORDER) == set(Role)
    return _ORDER


def _links(desk: Desk, which: str) -> list[str]:
    found: list[str] = desk.page.locator(which).evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    return [href for href in dict.fromkeys(href.partition("#")[0] for href in found) if href.startswith("/")]
