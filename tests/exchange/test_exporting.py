"""What leaves in HTCDS 2.0: by pseudonym without a key, with identities by four eyes and encrypted."""

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import openpyxl
import pyrage
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.access import Role
from app.models.audit import AuditEntry
from app.records.htcds.standard import ATTRIBUTION, LIVE
from app.work import House
from tests.builders import Clock, Person, Town, a_case, a_user, do, signed_in
from tests.exchange.files import CSV, EVERYTHING, XLSX, a_key, a_row, as_csv, as_xlsx, rows_of, send

ClientOf = Callable[[Person], TestClient]
ASK = {"purpose": "case_transfer", "reason": "Invented reason", "format": "csv"}


@pytest.fixture
def another(client_of: ClientOf, house: House, town: Town) -> TestClient:
    """Another supervisor of the same organisation."""
    return client_of(signed_in(house, a_user(house, town.own, Role.SUPERVISOR)))


def asked(client: TestClient, case_ids: list[str], recipient: str, **said: str) -> dict[str, Any]:
    answer = client.post("/api/v1/identity-exports", json=ASK | said | {"case_ids": case_ids, "recipient": recipient})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def let_out(supervisor: TestClient, another: TestClient, case_ids: list[str], **said: str) -> bytes:
    """Ask, approve, fetch and decrypt."""
    identity, recipient = a_key()
    address = f"/api/v1/identity-exports/{asked(supervisor, case_ids, recipient, **said)['id']}"
    assert another.post(f"{address}/approval").status_code == 200
    decrypted: bytes = pyrage.decrypt(supervisor.post(f"{address}/file").content, [identity])
    return decrypted


def events(house: House, name: str) -> list[dict[str, Any]]:
    with house.reading.connect() as connection:
        return list(connection.scalars(select(AuditEntry.details).where(AuditEntry.event == name)))


@pytest.mark.parametrize(("kind", "consent"), [("csv", "TRUE"), ("xlsx", "FALSE")])
def test_a_round_trip_loses_nothing(supervisor: TestClient, another: TestClient, kind: str, consent: str) -> None:
    """All 81 live fields come back as they were; what was said of consent comes back as said, and as no consent."""
    sent = dict(EVERYTHING) | {"con_Consent": consent}
    file, media_type = {"csv": (as_csv(sent), CSV), "xlsx": (as_xlsx(sent), XLSX)}[kind]
    (case,) = send(supervisor, file, kind=media_type).json()["cases"]
    (back,) = rows_of(let_out(supervisor, another, [case["case_id"]], format=kind), media_type)
    assert back["con_Consent"] == ""
    back["con_Consent"] = back["x_rumduol_consent_stated"]
    assert {name: back[name] for name in LIVE} == sent
    assert len(LIVE) == 81
    assert back["x_rumduol_case_number"] == case["case_number"]


@pytest.mark.sqlite_only
def test_what_was_let_out_can_be_imported_elsewhere(supervisor: TestClient, another: TestClient, client_of: ClientOf, town: Town) -> None:
    forced = {"vic_TypeOfExploitation": "ForcedLabour;Other", "x_forced_criminality": "TRUE"}
    moved = {"vic_MethodsOfControl": "Other", "x_restricts_movement": "TRUE;Other"}
    (case,) = send(supervisor, as_csv(EVERYTHING | forced | moved)).json()["cases"]
    facts = supervisor.get(f"/api/v1/cases/{case['case_id']}").json()
    first = let_out(supervisor, another, [case["case_id"]], format="xlsx")
    elsewhere = client_of(town.person(Role.SUPERVISOR, town.other))
    answer = send(elsewhere, first, kind=XLSX, first_contact_at="", interpreter_needed="", nationality_class="")
    assert answer.status_code == 200, answer.text
    there = elsewhere.get(f"/api/v1/cases/{answer.json()['cases'][0]['case_id']}").json()
    assert (there["sex"], there["nationality_class"]) == (facts["sex"], facts["nationality_class"])
    (back,) = rows_of(first, XLSX)
    assert {name: back[name] for name in forced | moved} == forced | moved


def test_a_pseudonymous_file_names_nobody_and_uses_no_key(supervisor: TestClient, house: House) -> None:
    assert send(supervisor, as_csv(EVERYTHING | {"vic_TypeOfExploitation": "Other", "x_forced_criminality": "TRUE"})).status_code == 200
    before = house.vault.keys_used
    file = supervisor.get("/api/v1/htcds-export?format=csv").content
    assert house.vault.keys_used == before
    (row,) = rows_of(file)
    assert row["vic_TypeOfExploitation"] == "Other"
    assert row["x_forced_criminality"] == "TRUE"
    assert (row["prs_Gender"], row["cas_Status"], row["con_Consent"]) == ("TransgenderFeminine", "FollowUp", "")
    assert row["x_rumduol_attribution"] == ATTRIBUTION
    hidden = {name for name in LIVE if name.startswith(("prs_", "per_", "hte_", "cco_"))} - {"prs_Gender"}
    assert not hidden & row.keys()
    assert [name for name in hidden if len(EVERYTHING[name]) > 5 and EVERYTHING[name].encode() in file] == []
    (made,) = events(house, "PseudonymousFileMade")
    assert made["rows"] == 1


@pytest.mark.sqlite_only
def test_a_workbook_says_who_made_the_standard_and_what_each_column_is(supervisor: TestClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(supervisor.get("/api/v1/htcds-export").content))
    assert book.sheetnames == ["Cases", "About", "Fields", "Codes"]
    assert [[cell.value for cell in row][:4] for row in book["Cases"].iter_rows(max_row=2)] == [
        ["org_Name", "org_ShippingState", "org_Type", "prs_Gender"],
        ["Organisation Name", "Shipping State/Province", "Type", "Gender"],
    ]
    assert ATTRIBUTION in [row[1].value for row in book["About"].iter_rows()]
    assert ("x_forced_criminality", "Extension, not part of the standard") in [
        (row[0].value, row[2].value) for row in book["Fields"].iter_rows()
    ]


@pytest.mark.sqlite_only
def test_only_the_cases_of_ones_own_organisation_are_in_the_file(supervisor: TestClient, house: House, town: Town) -> None:
    a_case(house, town.person(Role.SUPERVISOR, town.other))
    assert rows_of(supervisor.get("/api/v1/htcds-export?format=csv").content) == []


TOLD = ("told_purpose", "told_uses", "told_research_use", "told_access", "told_retention", "told_withdrawal")


SAID: list[tuple[dict[str, Any], str]] = [
    ({}, "TRUE"),
    ({"purpose": "shelter"}, ""),
    ({"decision": "refused"}, "FALSE"),
    ({"told_retention": False}, "FALSE"),
    ({"told_access": None}, "FALSE"),
    ({"expires_on": "2025-06-15"}, "FALSE"),
]


@pytest.mark.sqlite_only
def test_consent_is_derived_from_the_ledger_of_consents(supervisor: TestClient, house: House, town: Town) -> None:
    """The standard's one box stands for seven questions about the interview."""
    person = town.person(Role.SUPERVISOR)
    asked = {"purpose": "interview", "decision": "given", "informed": True, "recipient": None, "expires_on": None, "decided_at": None}
    wanted = {}
    for said, derived in SAID:
        case_id = a_case(house, person)
        do(house, person.actor, "record_consent", {"case_id": case_id}, **asked | dict.fromkeys(TOLD, True) | said)
        wanted[supervisor.get(f"/api/v1/cases/{case_id}").json()["case_number"]] = derived
    rows = rows_of(supervisor.get("/api/v1/htcds-export?format=csv").content)
    assert {row["x_rumduol_case_number"]: row["con_Consent"] for row in rows} == wanted


def test_identities_leave_by_four_eyes_only(supervisor: TestClient, another: TestClient, house: House) -> None:
    (case,) = send(supervisor, as_csv(a_row(prs_Birthdate="2004-02-29"))).json()["cases"]
    identity, recipient = a_key()
    export = asked(supervisor, [case["case_id"]], recipient)
    address = f"/api/v1/identity-exports/{export['id']}"
    assert supervisor.post(f"{address}/file").json()["code"] == "conflict"
    assert supervisor.post(f"{address}/approval").json()["code"] == "four_eyes_required"
    assert another.get(address).json()["reason"] == "Invented reason"
    assert another.post(f"{address}/approval").json()["state"] == "approved"
    assert another.post(f"{address}/approval").json()["code"] == "conflict"
    assert another.post(f"{address}/file").status_code == 403
    assert events(house, "IdentityOpened") == []
    sealed = supervisor.post(f"{address}/file")
    assert sealed.content.startswith(b"age-encryption.org/v1\n")
    assert b"Nobodi" not in sealed.content
    assert b"Nobodi" in pyrage.decrypt(sealed.content, [identity])
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed.content, [a_key()[0]])
    opened = events(house, "IdentityOpened")
    assert {"date_of_birth", "name_latin", "second_name"} <= {name for event in opened for name in event["fields"]}
    (left,) = events(house, "IdentitiesLeft")
    assert (left["cases"], left["recipient"]) == (1, recipient)


@pytest.mark.sqlite_only
def test_an_approval_expires(supervisor: TestClient, another: TestClient, house: House, town: Town, clock: Clock) -> None:
    case_id = str(a_case(house, town.person(Role.SUPERVISOR)))
    waiting, approved = (asked(supervisor, [case_id], a_key()[1])["id"] for _ in range(2))
    assert another.post(f"/api/v1/identity-exports/{approved}/approval").status_code == 200
    clock.advance(72 * 3600)
    assert supervisor.post(f"/api/v1/identity-exports/{approved}/file").json()["code"] == "conflict"
    clock.advance(4 * 24 * 3600)
    assert another.post(f"/api/v1/identity-exports/{waiting}/approval").json()["code"] == "conflict"
    listed = supervisor.get("/api/v1/identity-exports").json()["items"]
    assert {item["state"] for item in listed} == {"expired"}


@pytest.mark.sqlite_only
def test_a_case_worker_asks_for_ones_own_cases_and_sees_no_others_requests(
    supervisor: TestClient, client_of: ClientOf, house: House, town: Town
) -> None:
    person = town.person(Role.SOCIAL_WORKER)
    worker, recipient = client_of(person), a_key()[1]
    own, hidden = str(a_case(house, person)), str(a_case(house, town.person(Role.SUPERVISOR)))
    mine = asked(worker, [own], recipient)["id"]
    theirs = asked(supervisor, [hidden], recipient)["id"]
    assert [item["id"] for item in worker.get("/api/v1/identity-exports").json()["items"]] == [mine]
    assert worker.get(f"/api/v1/identity-exports/{theirs}").status_code == 404
    assert worker.post(f"/api/v1/identity-exports/{mine}/approval").status_code == 403
    refused = worker.post("/api/v1/identity-exports", json=ASK | {"case_ids": [hidden], "recipient": recipient})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_reference")


@pytest.mark.sqlite_only
def test_a_recipient_that_is_no_age_key_is_refused_and_not_repeated(supervisor: TestClient, house: House, town: Town) -> None:
    case_id = str(a_case(house, town.person(Role.SUPERVISOR)))
    answer = supervisor.post("/api/v1/identity-exports", json=ASK | {"case_ids": [case_id], "recipient": "ssh-invented"})
    assert answer.status_code == 422
    assert "ssh-invented" not in answer.text


@pytest.mark.sqlite_only
def test_what_the_case_itself_tells_goes_before_what_was_stated(
    supervisor: TestClient, another: TestClient, house: House, town: Town
) -> None:
    (case,) = send(supervisor, as_csv(EVERYTHING)).json()["cases"]
    ids = {"case_id": UUID(case["case_id"])}
    do(
        house,
        town.person(Role.SUPERVISOR).actor,
        "record_identification",
        ids,
        decision="not_identified",
        decided_by="police",
        decided_at=None,
    )
    do(house, town.person(Role.SUPERVISOR).actor, "record_trafficking_event", ids, city="Second Invented City")
    (row,) = rows_of(let_out(supervisor, another, [case["case_id"]]))
    assert (row["vic_TraffickingStatus"], row["vic_TraffickingStatusDecisionMakingOrg"]) == ("NotAVictimOfTrafficking", "Police")
    assert (row["hte_City"], row["x_rumduol_more_records"]) == ("Second Invented City", "1")
