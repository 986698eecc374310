"""An agreement with the ministry, signed over HTTP."""

from typing import Any

from starlette.testclient import TestClient

from tests.builders import Town

MOUS = "/api/v1/mous"
# What is signed on 1 January 2025; the clock of the tests stands at 16 June 2025.
AGREED: dict[str, Any] = {
    "number": "MOU-1 (invented)",
    "signed_on": "2025-01-01",
    "starts_on": "2025-01-01",
    "ends_on": "2026-12-31",
    "renewal_due_on": "2026-10-02",
    "provinces": ["KH-2"],
    "target_groups": ["women", "children"],
    "capacity": 40,
    "budget_usd": 96000.0,
    "agreed_services": ["counselling"],
    "rule_set": "kh-2009",
    "further_rule_sets": ["xx-not-loaded"],
    "state": "active",
    "document_digest": "ab" * 32,
}


def an_agreement(officer: TestClient, town: Town) -> str:
    """Return the path of an agreement whose parties took over every proposed term on 1 April."""
    made = officer.post(MOUS, json=AGREED | {"organisation_id": str(town.own), "ministry_id": str(town.ministry)})
    assert made.status_code == 201, made.text
    path = f"{MOUS}/{made.json()['id']}"
    for offer in officer.get(f"{path}/proposed-terms").json()["items"]:
        assert officer.post(f"{path}/terms", json=offer["body"] | {"agreed_on": "2025-04-01"}).status_code == 201
    return path
