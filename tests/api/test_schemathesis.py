"""Requests made up from the OpenAPI document, right and wrong ones: whatever is sent, the fault is never ours (schemathesis)."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.core.result import Ok

from app.access import Role
from app.main import create_app
from app.records.base import placeholders
from app.settings import Settings
from tests.api.calling import Call, call_all
from tests.api.canaries import ids_for
from tests.api.permission_table import NAMED, RECORD_OF, TABLE
from tests.api.stage import Stage, a_stage
from tests.builders import Person
from tests.conftest import Template

ROLES = (Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.MOSAVY_AUDITOR)
# A few of each, the same in every run; `schemathesis run` against a server is there for the long search.
EACH = settings(
    max_examples=3,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# It would end the session of whoever asks.
_LEFT_OUT = frozenset({"sign_out"})


@pytest.fixture(scope="module")
def made(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, FastAPI]]:
    house = template.house(tmp_path_factory.mktemp("made"))
    yield a_stage(house, template.town), create_app(house, Settings(data=tmp_path_factory.mktemp("settings")))
    house.writing.dispose()
    template.drop(house.writing.url.render_as_string(hide_password=False))


@pytest.mark.parametrize("role", ROLES)
def test_no_request_is_answered_with_a_fault_of_ours(made: tuple[Stage, FastAPI], role: Role) -> None:
    stage, app = made
    person, faults = stage.people[role], []
    for number, found in enumerate(schemathesis.openapi.from_dict(app.openapi()).get_all_operations()):
        assert isinstance(found, Ok)
        operation = found.ok()
        name = str(operation.definition.raw.get("operationId"))
        if name not in TABLE or name in _LEFT_OUT or whose(name, number) is not role:
            continue

        @EACH
        @given(case=operation.as_strategy())
        def sent(case: Case[Any]) -> None:
            call = as_call(case, person, stage)
            (reply,) = call_all(app, [call])
            if reply.status >= 500:
                faults.append((call, reply))

        sent()
    assert faults == []


def whose(name: str, number: int) -> Role:
    """Return which of the roles makes the requests of an operation: by turns, one of those that may."""
    may = [role for role in ROLES if role in TABLE[name].roles] or ROLES
    return may[number % len(may)]


def as_call(case: Case[Any], person: Person, stage: Stage) -> Call:
    """Return a case as a request about things that are there: ids made up would all be answered alike."""
    ids = {n: NAMED.get(n) or ids_for([n], stage.things["own"], RECORD_OF)[n] for n in placeholders(case.path)}
    headers = {str(n): str(v) for n, v in (case.headers or {}).items() if str(v).isascii() and str(v).isprintable()}
    query = urlencode(_texts(case.query or {}), doseq=True, quote_via=quote)
    body = None if type(case.body).__name__ == "NotSet" else case.body
    return Call(case.method.upper(), case.path.format_map(ids), headers | person.headers, body, query)


def _texts(query: Any) -> dict[str, Any]:
    return {
        str(name): [str(v).encode("utf-8", "replace") for v in value] if isinstance(value, list) else str(value).encode("utf-8", "replace")
        for name, value in query.items()
    }
