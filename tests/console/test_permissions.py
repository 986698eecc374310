"""Every page x every role x whose thing it is: who is let in, who is told no, and what must look as if it were not there."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import event
from starlette.routing import Route
from starlette.testclient import TestClient

from app.access import GRANTS, Permission, Role
from app.console import pages, signing_in
from app.main import create_app
from app.records.registry import ACTS
from app.settings import Settings
from tests.api.permission_table import CASE_SCOPES, NAMED, RECORD_OF, SEEN
from tests.api.stage import Stage, a_stage
from tests.conftest import Template

pytestmark = pytest.mark.sqlite_only

_FROM_HERE = {"sec-fetch-site": "same-origin", "accept": "text/html"}
_OPEN = {route.path for route in signing_in.ROUTES}
# What a path names besides ids: any that exists will do.
_WORDS = NAMED | {
    "standard": "R1-04a",
    "key": "safety_protection",
    "record": "case_note",
    "collection": "case-notes",
    "act": "write_case_note",
    "format": "json",
    "language": "en",
    "chapter": "1",
    "code": "R1-04a",
}


@pytest.fixture(scope="module")
def stage(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    house = template.house(tmp_path_factory.mktemp("stage"))
    event.listen(house.reading, "connect", lambda connection, _entry: connection.execute("PRAGMA synchronous=OFF"))
    yield a_stage(house, template.town)
    house.writing.dispose()


@pytest.fixture(scope="module")
def service(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return create_app(stage.house, Settings(data=tmp_path_factory.mktemp("settings")))


def _pages(method: str) -> list[Route]:
    """The pages for whoever is signed in."""
    found = [route for route in pages.ROUTES if isinstance(route, Route) and method in (route.methods or ())]
    return [route for route in found if route.path not in _OPEN and _permission(route) not in (None, Permission.SIGN_IN)]


def _permission(route: Route) -> Permission | None:
    return getattr(route.endpoint, "permission", None)


def _client(service: FastAPI, stage: Stage, role: Role | None) -> TestClient:
    cookie = {"cookie": f"rumduol={stage.people[role].token}"} if role else {}
    return TestClient(service, headers=_FROM_HERE | cookie, follow_redirects=False)


def _path(stage: Stage, route: Route, scope: str) -> str:
    def named(match: re.Match[str]) -> str:
        name = match[1].partition(":")[0]
        if name in _WORDS:
            return str(_WORDS[name])
        kind = RECORD_OF.get(name.removesuffix("_id"), name.removesuffix("_id"))
        return str(stage.things[scope].get(kind, uuid4()) if scope != "absent" else uuid4())

    return re.sub(r"{([^}]+)}", named, route.path)


def _may(route: Route, role: Role) -> bool:
    act = route.name.removeprefix("console_form_").removeprefix("console_do_")
    if act in ACTS:
        return role in ACTS[act].by
    permission = _permission(route)
    return permission is not None and permission in GRANTS[role]


@pytest.mark.parametrize("role", Role)
def test_a_page_is_for_whoever_may(stage: Stage, service: FastAPI, role: Role) -> None:
    client = _client(service, stage, role)
    wrong = {}
    for route in _pages("GET"):
        status = client.get(_path(stage, route, "own")).status_code
        # Whoever may is shown the page, led on, or told that there is no such thing; never that it is not theirs to do.
        expected = (200, 303, 404) if _may(route, role) else (403, 404)
        if status not in expected:
            wrong[route.path] = status
    assert wrong == {}


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.MOSAVY_OFFICER])
def test_a_case_that_is_not_ones_own_is_not_there(stage: Stage, service: FastAPI, role: Role) -> None:
    client = _client(service, stage, role)
    shown = {
        (route.path, scope): status
        for route in _pages("GET")
        if "{case_id}" in route.path
        for scope in CASE_SCOPES
        if scope not in SEEN["case"][role] and (status := client.get(_path(stage, route, scope)).status_code) not in (403, 404)
    }
    assert shown == {}


def test_nobody_gets_in_without_a_session(stage: Stage, service: FastAPI) -> None:
    client = _client(service, stage, None)
    opened = {}
    for route in _pages("GET"):
        answer = client.get(_path(stage, route, "own"))
        if answer.status_code != 303 or not answer.headers["location"].startswith("/sign-in?"):
            opened[route.path] = answer.status_code
    for route in _pages("POST"):
        if (status := client.post(_path(stage, route, "own"), data={"x": "y"}).status_code) != 401:
            opened[route.path] = status
    assert opened == {}


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_form_from_elsewhere_is_refused(stage: Stage, service: FastAPI, site: str) -> None:
    client = _client(service, stage, Role.SUPERVISOR)
    taken = {}
    for route in _pages("POST"):
        answer = client.post(_path(stage, route, "own"), data={}, headers={"sec-fetch-site": site})
        if answer.status_code != 403:
            taken[route.path] = answer.status_code
    assert taken == {}


def test_a_form_says_where_it_comes_from_or_is_refused(stage: Stage, service: FastAPI) -> None:
    cookie = {"cookie": f"rumduol={stage.people[Role.SUPERVISOR].token}", "accept": "text/html"}
    client = TestClient(service, headers=cookie, follow_redirects=False)
    path = f"/cases/{stage.things['own']['case']}/do/write_case_note"
    assert client.post(path, data={}).status_code == 403
    assert client.post(path, data={}, headers={"origin": "http://elsewhere.example"}).status_code == 403
    assert client.post(path, data={}, headers={"origin": "http://testserver"}).status_code == 422


def test_no_page_of_the_auditor_uses_a_key(stage: Stage, service: FastAPI) -> None:
    client = _client(service, stage, Role.MOSAVY_AUDITOR)
    answered, used = 0, []
    for route in _pages("GET"):
        before = stage.house.vault.keys_used
        answered += client.get(_path(stage, route, "other")).status_code == 200
        used += [route.path] if stage.house.vault.keys_used != before else []
    assert used == []
    assert answered > 10


def test_every_page_protects_itself(stage: Stage, service: FastAPI) -> None:
    client = _client(service, stage, Role.SUPERVISOR)
    for route in _pages("GET"):
        answer = client.get(_path(stage, route, "own"))
        policy = answer.headers["content-security-policy"] if answer.status_code == 200 else ""
        if policy:
            assert "default-src 'none'" in policy, route.path
            assert "unsafe" not in policy, route.path
            assert "no-store" in answer.headers["cache-control"], route.path
            assert not re.search(r"<[^>]+\s(style|on\w+)=", answer.text), route.path
