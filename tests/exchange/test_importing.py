"""Files in HTCDS 2.0 become cases: all rows or none, through the real acts."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.access import Role
from app.models.ledger import Entry
from app.work import House
from tests.builders import Person, Town
from tests.exchange.files import (
    ASKED,
    EVERYTHING,
    XLSX,
    a_row,
    as_csv,
    cases,
    form_names,
    published_csv,
    published_xlsx,
    send,
)

ClientOf = Callable[[Person], TestClient]


def recorded(house: House, record: str) -> int:
    with house.reading.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Entry).where(Entry.record == record)) or 0


def opened(supervisor: TestClient, case_id: str, path: str, *fields: str) -> dict[str, str]:
    """Open sealed fields of the newest record of a collection."""
    one = supervisor.get(f"/api/v1/cases/{case_id}/{path}").json()["items"][-1]["id"]
    answer = supervisor.post(f"/api/v1/cases/{case_id}/{path}/{one}/openings", json={"fields": list(fields), "purpose": "case_work"})
    found: dict[str, str] = answer.json()["fields"]
    return found


def test_every_field_is_recorded_and_no_consent_is(supervisor: TestClient, house: House) -> None:
    answer = send(supervisor, as_csv(EVERYTHING))
    assert answer.status_code == 200
    assert [case["row"] for case in answer.json()["cases"]] == [2]
    assert cases(house) == 1
    assert recorded(house, "consent") == 0
    assert answer.json()["consents_recorded"] == 0
    said = {notice["code"]: notice["rows"] for notice in answer.json()["notices"]}
    assert said == {"consent_not_recorded": [2], "status_not_followed": [2], "decision_not_recorded": [2]}
    # What was only stated is no decision and moves no case.
    assert recorded(house, "identification") == recorded(house, "step_change") == recorded(house, "closure") == 0


@pytest.mark.sqlite_only
def test_the_published_spreadsheet_is_read_as_its_labels_say(supervisor: TestClient) -> None:
    """Its hidden names disagree with its labels for the address, one name is misspelt, one is missing; lists hold labels."""
    filled = {
        "B3": "Invented Owner", "D3": "Inventa", "E3": "Nobodi", "F3": True, "G3": date(1999, 12, 31), "H3": "NonSpecifiedUnknown",
        "I3": "Cambodia", "M3": 85512555002, "N3": "Invented Street", "O3": "Battambang", "P3": "Invented State", "Q3": "02000",
        "R3": "Thailand", "S3": "Possible victim of trafficking", "T3": "Court or prosecution", "W3": "Debt bondage ",
        "X3": "Forced military (by non-state actors)", "Y3": "Water supply; sewerage, waste management and remediation",
        "AB3": "Follow up", "AD3": date(2025, 5, 1), "AF3": "Migration Or Change Of Location", "AJ3": "Additional Services Required",
    }  # fmt: skip
    looked = send(supervisor, published_xlsx(filled), mode="dry_run", kind=XLSX).json()
    assert (looked["rows"], looked["errors"]) == (1, [])
    assert looked["ignored"] == [{"column": "A", "header": "", "why": "row numbers of the published template"}]
    done = send(supervisor, published_xlsx(filled), kind=XLSX).json()
    (case,) = done["cases"]
    assert case["row"] == 3
    details = opened(supervisor, case["case_id"], "person-details", "mailing_city", "mailing_postal_code", "mailing_country")
    assert details == {"mailing_city": "Battambang", "mailing_postal_code": "02000", "mailing_country": "TH"}
    person = opened(supervisor, case["case_id"], "person", "street_address", "phone", "date_of_birth", "citizenships")
    assert person == {
        "street_address": "Invented Street",
        "phone": "85512555002",
        "date_of_birth": "1999-12-31",
        "citizenships": '["KH"]',
    }
    industries = opened(supervisor, case["case_id"], "trafficking-details", "industries")
    assert industries == {"industries": '["E_WaterSupplySewerageWasteManagement"]'}
    notes = supervisor.get(f"/api/v1/cases/{case['case_id']}/referral-notes").json()["items"]
    assert [(n["facts"]["direction"], n["facts"]["reason"]) for n in notes] == [
        ("incoming", "migration_or_change_of_location"),
        ("outgoing", "additional_services_required"),
    ]
    origin = supervisor.get(f"/api/v1/cases/{case['case_id']}/origins").json()["items"][0]["facts"]
    assert (origin["status"], origin["victim_status_decided_by"]) == ("FollowUp", "CourtOrProsecution")


@pytest.mark.sqlite_only
def test_the_published_plain_spreadsheet_is_read_with_several_codes_in_a_cell(supervisor: TestClient) -> None:
    filled = {"First Name": "Inventa", "Gender": "Feminine", "Methods of Control": "DebtBondage ;Takes earnings", "Citizenship": "KH"}
    (case,) = send(supervisor, published_csv(filled | {"Mailing Street": "Invented Street", "Mailing City": "Invented City"})).json()[
        "cases"
    ]
    person = opened(supervisor, case["case_id"], "person", "methods_of_control", "street_address")
    assert person == {"methods_of_control": '["DebtBondage","TakesEarnings"]', "street_address": "Invented Street"}


@pytest.mark.sqlite_only
def test_what_the_published_form_sends_is_read(supervisor: TestClient) -> None:
    values = dict.fromkeys(form_names(), "") | {
        "start": "2025-06-01T08:00:00+07:00",
        "end": "2025-06-01T08:30:00+07:00",
        "__version__": "vSmt4GQA3C9uBMLPEVfgND",
        "prs_First_Name": "Inventa",
        "prs_Second_Name": "Nobodi",
        "prs_Title": "Dr. invented",
        "prs_Gender": "Masculine",
        "prs_Citizenship": "VN",
        "vic_Methods_of_Control": "DebtBondage  FalsePromises",
        "vic_ForcedLabourIndustry": "C_Manufacturing F_Construction",
        "cas_ReasonForIncomingReferral": "Other",
    }
    answer = send(supervisor, as_csv(values)).json()
    assert {i["header"] for i in answer["ignored"]} == {"start", "end", "__version__"}
    (case,) = answer["cases"]
    assert opened(supervisor, case["case_id"], "person-details", "title", "second_name") == {
        "title": "Dr. invented",
        "second_name": "Nobodi",
    }
    assert supervisor.get(f"/api/v1/cases/{case['case_id']}").json()["nationality_class"] == "foreign"


@pytest.mark.sqlite_only
def test_what_the_standard_lacks_is_asked_for_and_never_guessed(supervisor: TestClient) -> None:
    nothing = dict.fromkeys(ASKED, "")
    errors = send(supervisor, as_csv(a_row()), mode="dry_run", **nothing).json()["errors"]
    assert {e["field"] for e in errors} == {
        "x_rumduol_first_contact_at",
        "x_rumduol_interpreter_needed",
        "x_rumduol_nationality_class",
    }
    own = {
        "x_rumduol_first_contact_at": "2025-06-01T08:00:00+07:00",
        "x_rumduol_interpreter_needed": "TRUE",
        "x_rumduol_nationality_class": "stateless",
    }
    (case,) = send(supervisor, as_csv(a_row(**own)), **nothing).json()["cases"]
    assert supervisor.get(f"/api/v1/cases/{case['case_id']}").json()["nationality_class"] == "stateless"


def test_the_same_file_is_known_again(supervisor: TestClient, house: House) -> None:
    file = as_csv(a_row())
    assert send(supervisor, file).status_code == 200
    assert send(supervisor, file, mode="dry_run").json()["imported_before"]
    again = send(supervisor, file)
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert cases(house) == 1


def test_whoever_lost_the_answer_finds_which_row_became_which_case(supervisor: TestClient, client_of: ClientOf, town: Town) -> None:
    done = send(supervisor, as_csv(a_row(), a_row(cas_Status=""))).json()
    (listed,) = supervisor.get("/api/v1/imports/htcds").json()["items"]
    assert (listed["id"], listed["rows"]) == (done["id"], 2)
    assert supervisor.get(f"/api/v1/imports/htcds/{done['id']}").json()["cases"] == done["cases"]
    elsewhere = client_of(town.person(Role.SUPERVISOR, town.other))
    assert elsewhere.get(f"/api/v1/imports/htcds/{done['id']}").status_code == 404


def test_somebody_who_may_be_known_already_is_pointed_out_without_a_name(supervisor: TestClient) -> None:
    (case,) = send(supervisor, as_csv(a_row(prs_FirstName="Sokha", prs_SecondName="Chan"))).json()["cases"]
    rows = [a_row(prs_FirstName="Soka", prs_SecondName="Chan"), a_row(), a_row(prs_MiddleName="Other")]
    looked = send(supervisor, as_csv(*rows), mode="dry_run").json()
    assert looked["possible_duplicates"] == [
        {"row": 2, "case_numbers": [case["case_number"]], "rows": []},
        {"row": 4, "case_numbers": [], "rows": [3]},
    ]
    assert looked["errors"] == []


@pytest.mark.sqlite_only
def test_a_decision_with_its_time_is_recorded_as_a_decision(supervisor: TestClient) -> None:
    decided = a_row(
        vic_TraffickingStatus="Actual victim of trafficking",
        vic_TraffickingStatusDecisionMakingOrg="Police",
        x_rumduol_decided_at="2025-06-10T09:00:00+07:00",
    )
    (case,) = send(supervisor, as_csv(decided)).json()["cases"]
    (found,) = supervisor.get(f"/api/v1/cases/{case['case_id']}/identifications").json()["items"]
    assert found["facts"] == {"decided_at": "2025-06-10T02:00:00Z", "decision": "identified", "decided_by": "police"}
