"""Every route x every role x whose thing it is, as one table; a route that is missing from it fails."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import event

from app.access import GRANTS, Role
from app.api.door import PREFIX
from app.main import create_app
from app.records.base import placeholders
from app.records.registry import ACTS
from app.settings import Settings
from tests.api.calling import Call, call_all
from tests.api.permission_table import CASE_SCOPES, NAMED, RECORD_OF, SCOPES, TABLE, Row, expected, sees
from tests.api.stage import Stage, a_stage, body_of, fresh, kept_check
from tests.conftest import Template

Route = tuple[str, str]  # method and path
RECIPIENT = "age15u9smqg23l4jsrg69xqkrq3k9t2qdwvmc9mnru7kpn0ah3n6yatslne3dv"  # invented; nobody has its secret
_MONTHS = count()
NOBODYS = {"If-Match": '"999999"'}


@pytest.fixture(scope="session")
def stage(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("stage")
    house = template.house(folder)
    if house.reading.dialect.name == "sqlite":
        # What is written here need not survive a power cut.
        event.listen(house.reading, "connect", lambda connection, _entry: connection.execute("PRAGMA synchronous=OFF"))
    yield a_stage(house, template.town)
    house.writing.dispose()
    template.drop(house.writing.url.render_as_string(hide_password=False))


@pytest.fixture(scope="session")
def service(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return create_app(stage.house, Settings(data=tmp_path_factory.mktemp("settings")))


def routes_of(app: FastAPI) -> dict[str, Route]:
    """Every route of the API by its operation, but the one that is open to everybody."""
    found = [
        (str(r.name), next(iter(r.methods or ())), str(r.path)) for r in iter_route_contexts(app.routes) if str(r.path).startswith(PREFIX)
    ]
    assert len({name for name, _, _ in found}) == len(found)
    return {name: (method, path) for name, method, path in found if name != "sign_in"}


@pytest.mark.sqlite_only
def test_the_table_has_every_route_and_no_other(service: FastAPI) -> None:
    assert set(routes_of(service)) == set(TABLE)


@pytest.mark.sqlite_only
def test_the_table_names_the_roles_that_the_grants_do(service: FastAPI) -> None:
    found = {}
    for route in iter_route_contexts(service.routes):
        if str(route.path).startswith(PREFIX) and route.name in TABLE and route.name not in ACTS:
            permission = route.endpoint.permission  # type: ignore[union-attr]  # set by the door
            found[str(route.name)] = frozenset(role for role in Role if permission in GRANTS[role])
    assert found == {name: TABLE[name].roles for name in found}


@pytest.mark.parametrize("role", Role)
def test_each_route_answers_a_role_as_the_table_says(stage: Stage, service: FastAPI, role: Role) -> None:
    routes, ask = routes_of(service), asking(stage, role)
    cells = [(name, scope) for name in routes for scope in scopes(TABLE[name], role)]
    replies = dict(zip(cells, call_all(service, (ask(name, routes[name], scope) for name, scope in cells)), strict=True))
    found = {cell: reply.status for cell, reply in replies.items()}
    wanted = {(name, scope): expected(TABLE[name], role, scope) for name, scope in cells}
    assert {cell: (status, replies[cell].content) for cell, status in found.items() if status != wanted[cell]} == {}
    # What one may not see answers like what is not there, to the letter.
    unseen = [cell for cell in cells if cell[1] == "other" and not sees(TABLE[cell[0]], role, "other")]
    assert [name for name, _ in unseen if replies[name, "other"].content != replies[name, "absent"].content] == []


def test_nothing_an_auditor_can_ask_uses_a_key(stage: Stage, service: FastAPI) -> None:
    routes, ask = routes_of(service), asking(stage, Role.MOSAVY_AUDITOR)
    answered, used = 0, []
    for name in routes:
        calls = [ask(name, routes[name], scope) for scope in scopes(TABLE[name], Role.MOSAVY_AUDITOR)]
        before = stage.house.vault.keys_used
        answered += sum(reply.status == 200 for reply in call_all(service, calls))
        used += [name] if stage.house.vault.keys_used != before else []
    assert used == []
    assert answered > 40


@pytest.mark.parametrize("operation", ["read_case", "write_case_note", "correct_case_notes", "open_case_notes", "read_report"])
def test_whoever_may_never_is_answered_the_same_whatever_the_id(stage: Stage, service: FastAPI, operation: str) -> None:
    ask, route = asking(stage, Role.SYSTEM_ADMIN), routes_of(service)[operation]
    assert len(set(call_all(service, (ask(operation, route, scope) for scope in SCOPES)))) == 1


def test_nobody_gets_in_without_a_session(stage: Stage, service: FastAPI) -> None:
    routes, ask = routes_of(service), asking(stage, None)
    replies = call_all(service, (ask(name, route, "own") for name, route in routes.items()))
    assert {name: reply.status for name, reply in zip(routes, replies, strict=True) if reply.status != 401} == {}


def scopes(row: Row, role: Role) -> tuple[str, ...]:
    """Whose things a role is asked about: all where it may anything, one where it may nothing."""
    if row.kind is None or role not in row.roles:
        return ("own",)
    return CASE_SCOPES if row.kind.startswith("case") else SCOPES


def asking(stage: Stage, role: Role | None) -> Callable[[str, Route, str], Call]:
    """Return what makes a valid request of a role to a route, about a thing of a scope."""

    def thing(name: str, scope: str) -> UUID:
        record = RECORD_OF.get(name.removesuffix("_id"), name.removesuffix("_id"))
        return uuid4() if scope == "absent" else stage.things[scope][record]

    def ask(name: str, route: Route, scope: str) -> Call:
        method, path = route
        named = dict(NAMED)
        if (name, scope) == ("remove_readiness", "own"):
            # What one role removed is gone for the next.
            named["check_id"] = str(kept_check(stage.house, stage.people[Role.SUPERVISOR]))
        ids = {p: named.get(p) or str(thing(p, scope)) for p in placeholders(path)}
        person = role and stage.people[role]
        headers = (fresh(stage.house, person) if name == "sign_out" else person).headers if person else {}
        # Whose organisation and user are named in a body follows the scope too.
        body = _body(name, str(thing("organisation_id", scope)), str(thing("user_id", scope))) if method in ("POST", "PUT") else None
        return Call(method, re.sub(r"{(\w+)}", lambda m: ids[m[1]], path), headers | (NOBODYS if TABLE[name].passed == 412 else {}), body)

    return ask


def _body(name: str, organisation: str, user: str) -> dict[str, Any]:
    if name in ACTS:
        return body_of(ACTS[name], organisation_id=organisation, user_id=user, inspection_id=str(uuid4()), decision=_decision(name))
    if name.startswith("correct_"):
        return {"fields": {"there_is_no_such_field": 1}, "reason": "Invented reason"}
    if name == "make_mou_report":
        return {"organisation_id": organisation, "period": _a_period()}
    special: dict[str, dict[str, Any]] = {
        "make_account": {"username": f"invented-{uuid4()}"},
        "give_access": {"grantee_id": organisation, "until": "2020-01-01T00:00:00Z"},
        "search_persons": {"name": "Invented Name"},
        "answer_breach": {"cause": "funds", "remedy": "seek_funds", "due_on": "2030-01-01", "responsible": "supervisor"},
        "open_report_answer": {"purpose": "review"},
        "decide_answer": {"decision": "accepted", "reason": "sufficient"},
        "set_rule_profile": {},
        "freeze_statistics": {"period": "2099"},
        "decide_evidence_entry": {"state": "rejected", "reason": "said_already"},
        "write_evidence_entry": {
            **{"recommendation": "no-such", "year": 2025, "kind": "gap", "text_en": "Invented text"},
            **{"source_title": "Invented title", "source_sha256": "0" * 64},
        },
        "make_evidence_pack": {"recommendation": "no-such", "from": 2020, "to": 2021},
        "ask_for_identities": {"case_ids": [str(uuid4())], "recipient": "nobody", "purpose": "handover", "reason": "Invented reason"},
        "withdraw_export": {},
        "keep_readiness": {},
        "set_target": {"year": 2025, "share_met": 0.9, "organisation_id": organisation},
        "ask_for_export": {"kind": "cases", "organisation_id": organisation, "recipient": RECIPIENT},
        "end_sessions": {},
    }
    return special.get(name, {"fields": ["there_is_no_such_field"], "purpose": "case_work"})


def _a_period() -> dict[str, str]:
    """A period of whole months that nobody reported on yet: an organisation makes one report of each."""
    years, month = divmod(next(_MONTHS), 12)
    return {"from": date(1990 + years, month + 1, 1).isoformat(), "to": "2025-05-31"}


def _decision(name: str) -> str:
    return {"decide_waiver": "approved"}.get(name, "accepted")
