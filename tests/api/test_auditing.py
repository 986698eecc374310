"""The auditor over REST, with a database role that has no right on the sealed values: every question is answered."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.access import Role
from app.api import cases as case_routes
from app.main import create_app
from app.records.base import placeholders
from app.records.registry import ACTS
from app.services.compliance import By
from app.settings import Settings
from app.work import House
from tests.builders import Town
from tests.services.test_compliance import audit_role, cases

__all__ = ["audit_role", "cases"]  # fixtures

API = "/api/v1"


def test_every_question_of_an_audit_is_answered_without_a_right_on_the_sealed_values(
    app: FastAPI, house: House, town: Town, client_of: Callable[..., TestClient], cases: list[UUID], audit_role: Engine
) -> None:
    used = house.vault.keys_used
    app.state.house = replace(house, auditing=audit_role)
    auditor = client_of(town.person(Role.MOSAVY_AUDITOR))
    case, past = f"{API}/cases/{cases[0]}", "as_of=2025-06-17T09:00:00%2B07:00"
    shelters = [item["id"] for item in auditor.get(f"{API}/shelters").json()["items"]]
    users = [item["id"] for item in auditor.get(f"{API}/users").json()["items"]]
    collections = {a.path.format(case_id=cases[0]) for a in ACTS.values() if a.makes and placeholders(a.path) == ("case_id",)}
    asked = [f"{API}/cases", case, f"{case}/findings", f"{case}/findings?{past}", f"{case}/audit-entries", f"{API}/organisations"]
    asked += [API + path for path in sorted(collections)] + [f"{API}/mous", f"{API}/waivers", f"{API}/reports", f"{API}/corrective-actions"]
    asked += [f"{API}/shelters/{s}/{what}" for s in shelters for what in ("findings", "conditions", "inspections")]
    asked += [f"{API}/users/{u}/{what}" for u in users for what in ("findings", "trainings", "undertakings")]
    asked += [f"{API}/compliance/summary?by={by}&{past}" for by in By if by is not By.MONTH]
    asked += [f"{API}/compliance/findings", f"{API}/standards", f"{API}/rights", f"{API}/catalogues"]
    assert shelters
    assert users
    assert {path: code for path in asked if (code := auditor.get(path).status_code) != 200} == {}
    assert house.vault.keys_used == used


@pytest.mark.sqlite_only
def test_a_route_without_a_permission_stops_the_application_from_starting(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undecided = APIRoute(f"{API}/undecided", lambda: "nobody decided who may see this")
    monkeypatch.setattr(case_routes.routes.router, "routes", [*case_routes.routes.router.routes, undecided])
    with pytest.raises(TypeError, match="/api/v1/undecided declares no permission"):
        create_app(house, Settings(data=tmp_path))
