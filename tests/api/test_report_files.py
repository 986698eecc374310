"""Frozen reports as files over HTTP: who gets them, when, and that each proves itself."""

from collections.abc import Callable
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.access import Role
from app.models.audit import AuditEntry
from app.models.reports import Report
from app.reports import verifying
from app.reports.files import MEDIA_TYPES, Format
from app.services.sessions import NOBODY_AT_WORK
from app.work import House, unit_of_work
from tests.builders import Person, Town
from tests.reports.cycle import a_drafted_report, a_frozen_report

ClientOf = Callable[[Person], TestClient]


def address(report_id: UUID, ending: str) -> str:
    return f"/api/v1/reports/{report_id}/files/{ending}"


def test_each_format_leaves_with_its_seal_and_stands_in_the_audit_log(house: House, town: Town, client_of: ClientOf) -> None:
    report_id = a_frozen_report(house, town)
    auditor, key = client_of(town.person(Role.MOSAVY_AUDITOR)), house.vault.export_public_key()
    used = house.vault.keys_used
    for ending in Format:
        answer = auditor.get(address(report_id, ending), params={"language": "en"})
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].split(";")[0] == MEDIA_TYPES[ending].split(";")[0]
        name = answer.headers["Content-Disposition"]
        assert name.isascii()
        assert "nvented" not in name
        verdict = verifying.verify(answer.content, trusted={key})
        assert verdict.well
        assert verdict.known
    assert house.vault.keys_used == used
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        report = work.session.get_one(Report, report_id)
        assert answer.headers["ETag"] == f'"{report.snapshot_digest}"'
        told = [e.details["format"] for e in work.session.query(AuditEntry).filter_by(event="ReportRead").order_by(AuditEntry.position)]
    assert told == ["json", "csv", "xlsx", "pdf-en"]


@pytest.mark.sqlite_only
def test_only_a_frozen_report_leaves_as_a_file(house: House, town: Town, client_of: ClientOf) -> None:
    report_id = a_drafted_report(house, town)
    answer = client_of(town.person(Role.ORGANISATION_ADMIN)).get(address(report_id, "json"))
    assert answer.status_code == 409
    assert "drafted" in answer.json()["detail"]


@pytest.mark.sqlite_only
def test_a_report_of_another_organisation_is_not_there(house: House, town: Town, client_of: ClientOf) -> None:
    report_id = a_frozen_report(house, town)
    other = client_of(town.person(Role.ORGANISATION_ADMIN, town.other))
    assert other.get(address(report_id, "json")).status_code == 404
    own = client_of(town.person(Role.ORGANISATION_ADMIN))
    assert own.get(address(report_id, "docx")).status_code == 422
    assert own.get(address(report_id, "pdf?language=fr")).status_code == 422
