"""Canaries through the ministry's side: reports and their answers, evidence, targets, and all that is refused there."""

from typing import TYPE_CHECKING
from uuid import uuid4

from app.access import Role
from tests.api.stage import organisation_things
from tests.builders import DAY, Person, a_case, a_user, signed_in

if TYPE_CHECKING:
    from tests.api.test_canary import Aviary

API = "/api/v1"
ADMIN, REPORTER, OFFICER = Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER, Role.MOSAVY_OFFICER
SAID = {"cause": "other", "remedy": "other", "due_on": "2030-01-01", "responsible": "supervisor"}


def plant(aviary: "Aviary") -> None:
    """Take a report from draft to frozen with words in every answer, fetch its files, and send everything that is refused."""
    aviary.house.clock.advance(DAY)  # type: ignore[attr-defined]  # the tests' clock
    a_case(aviary.house, aviary.town.person(Role.SUPERVISOR))
    address = _a_frozen_report(aviary)
    for format_ in ("json", "csv", "xlsx", "pdf"):
        assert aviary.send(OFFICER, "GET", f"{address}/files/{format_}") == 200
    for role in (ADMIN, OFFICER, Role.MOSAVY_AUDITOR):
        for path in ("", ".csv", "/answers"):
            assert aviary.send(role, "GET", address + path) == 200
    _refused(aviary, address)
    _evidence(aviary)


def _a_frozen_report(aviary: "Aviary") -> str:
    new, admin = aviary.canaries.new, aviary.town.person(ADMIN)
    period = {"from": "2025-05-01", "to": "2025-06-16"}
    made = aviary.ask(admin, "POST", f"{API}/reports/mou", json={"organisation_id": str(aviary.town.own), "period": period})
    assert made.status_code == 201, made.text
    address = str(made.headers["Location"])
    items = made.json()["cycle"]["breaches"]
    assert items
    for item in items:
        words = new(khmer=True)
        assert aviary.send(ADMIN, "PUT", f"{address}/answers/{item}", json=SAID | {"narrative": words}) == 200
        aviary.accepted.append(words)
    _moved(aviary, admin, address, "submission")
    officer = aviary.town.person(OFFICER)
    for item in items:
        note = new()
        body = {"decision": "accepted", "reason": "sufficient", "note": note}
        tag = aviary.ask(officer, "GET", f"{address}/answers/{item}").headers["ETag"]
        decided = aviary.ask(officer, "POST", f"{address}/answers/{item}/decisions", json=body, headers={"If-Match": tag})
        assert decided.status_code == 201, decided.text
        aviary.accepted.append(note)
    opened = aviary.ask(officer, "POST", f"{address}/answers/{items[0]}/openings", json={"purpose": "review"}, keep=False)
    assert aviary.canaries.khmer in opened.text
    _moved(aviary, officer, address, "completion")
    return address


def _moved(aviary: "Aviary", person: Person, address: str, step: str) -> None:
    tag = aviary.ask(person, "GET", address).headers["ETag"]
    answer = aviary.ask(person, "POST", f"{address}/{step}", headers={"If-Match": tag, "Idempotency-Key": aviary.canaries.new()})
    assert answer.status_code == 201, answer.text


def _refused(aviary: "Aviary", address: str) -> None:
    new, own = aviary.canaries.new, str(aviary.town.own)
    mou = organisation_things(aviary.house, aviary.town, aviary.town.other)["mou"]
    for role in (ADMIN, REPORTER, OFFICER):
        aviary.send(role, "PUT", f"{address}/answers/{new()}", json=SAID | {"narrative": new()})
        aviary.send(role, "PUT", f"{address}/answers/R4-04", json=SAID | {"cause": new(), "evidence_digest": new(), new(): new()})
        aviary.send(
            role, "POST", f"{address}/answers/R4-04/decisions", json={"decision": new(), "note": new()}, headers={"If-Match": new()}
        )
        aviary.send(role, "POST", f"{address}/answers/R4-04/openings", json={"purpose": new()})
        aviary.send(role, "POST", f"{address}/submission", headers={"If-Match": new(), "Idempotency-Key": new() * 9})
        aviary.send(role, "POST", f"{API}/reports/mou", json={"organisation_id": new(), "period": {"from": new(), "to": new()}})
        aviary.send(role, "GET", f"{address}/files/{new()}?language={new()}")
        aviary.send(role, "GET", f"{API}/reports?state={new()}&organisation_id={new()}&cursor={new()}")
        aviary.send(role, "POST", f"{API}/readiness/checks", json={"catalogues": [new()], new(): new()})
        aviary.send(role, "GET", f"{API}/readiness?catalogues={new()}")
        aviary.send(role, "POST", f"{API}/targets", json={"year": 2025, "share_met": new(), "right": new(), "standard": new()})
        aviary.send(role, "POST", f"{API}/targets", json={"year": 2025, "share_met": 0.5, "right": new(), "organisation_id": own})
        aviary.send(role, "GET", f"{API}/benchmarks/levers?organisation_id={new()}&province={new()}")
        aviary.send(role, "GET", f"{API}/compliance/summary?by={new()}&province={new()}&period_from={new()}")
        aviary.send(role, "GET", f"{API}/corrective-plan?standard={new()}&state={new()}")
        aviary.send(role, "GET", f"{API}/mous/{mou}/plain-words?language={new()}")
        aviary.send(role, "POST", f"{API}/mous/{mou}/terms", json={"kind": new(), "rhythm": new(), "basis": new(), "agreed_on": new()})
        aviary.send(role, "POST", f"{API}/mous", json={"number": new() * 9, "capacity": new(), "starts_on": new()})
    aviary.send(Role.MOSAVY_AUDITOR, "POST", f"{API}/statistics/releases", json={"period": new()})
    aviary.send(Role.TASK_FORCE_MEMBER, "GET", f"{API}/task-force/summary?{new()}={new()}")


def _evidence(aviary: "Aviary") -> None:
    """An entry that waits for a second person, and one that is refused: in either case nobody has said yet that it names nobody."""
    new = aviary.canaries.new
    words = {"text_en": new(), "text_km": new(khmer=True), "source_title": new()}
    entry = {"recommendation": "118.76", "year": 2024, "kind": "training", **words, "source_url": f"https://example.invalid/{new()}"}
    officer = aviary.town.person(OFFICER)
    made = aviary.ask(officer, "POST", f"{API}/evidence/entries", json=entry, headers={"Idempotency-Key": new()})
    assert made.status_code == 201, made.text
    aviary.accepted += words.values()
    assert aviary.send(OFFICER, "GET", f"{API}/evidence/entries") == 200
    second = signed_in(aviary.house, a_user(aviary.house, aviary.town.ministry, OFFICER))
    decisions = f"{API}/evidence/entries/{made.json()['id']}/decisions"
    aviary.ask(second, "POST", decisions, json={"state": "rejected", "reason": new()})
    aviary.ask(second, "POST", decisions, json={"state": new(), new(): new()})
    aviary.send(OFFICER, "POST", f"{API}/evidence/entries", json=entry | {"kind": new(), "indicator": new(), "recommendation": new()})
    aviary.send(OFFICER, "POST", f"{API}/evidence/entries/{uuid4()}/openings", json={new(): new()})
