"""What is wrong with a file in HTCDS 2.0 is told by its place, and none of the file comes in."""

import pytest
from starlette.testclient import TestClient

from app.work import House
from tests.exchange.files import CSV, XLSX, a_row, as_csv, as_xlsx, cases, send


def test_one_wrong_row_keeps_the_whole_file_out(supervisor: TestClient, house: House) -> None:
    rows = [a_row(), a_row(vic_TypeOfExploitation="ForcedLabour;ScamWork"), a_row()]
    answer = send(supervisor, as_csv(*rows))
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == "row 3, column E, vic_TypeOfExploitation"
    assert "unknown_code" in error["message"]
    assert "OrganRemoval" in error["message"]
    assert "ScamWork" not in answer.text
    assert cases(house) == 0


WRONG = [
    (a_row(prs_Birthdate="22012-01-01"), "prs_Birthdate", "not_a_day"),
    (a_row(prs_Birthdate="2025-02-30"), "prs_Birthdate", "not_a_day"),
    (a_row(prs_Birthdate="31/12/1999"), "prs_Birthdate", "not_a_day"),
    (a_row(prs_Birthdate="2025-12-31"), "prs_Birthdate", "in_future"),
    (a_row(prs_Birthdate="1000-01-01"), "prs_Birthdate", "not_accepted"),
    (a_row(prs_Gender="Woman"), "prs_Gender", "unknown_code"),
    (a_row(prs_Gender=""), "prs_Gender", "needed"),
    (a_row(cas_Status="Paused"), "cas_Status", "unknown_code"),
    (a_row(prs_Citizenship="Ruritania"), "prs_Citizenship", "unknown_code"),
    (a_row(prs_PrimaryLanguage="kh"), "prs_PrimaryLanguage", "unknown_code"),
    (a_row(vic_AgeWhenTrafficked="170"), "vic_AgeWhenTrafficked", "not_accepted"),
    (a_row(prs_NumberOfChildren="2.5"), "prs_NumberOfChildren", "not_whole"),
    (a_row(prs_MailingLongitude="east"), "prs_MailingLongitude", "not_a_number"),
    (a_row(hte_Latitude="91"), "hte_Latitude", "not_accepted"),
    (a_row(con_Consent="perhaps"), "con_Consent", "not_yes_or_no"),
    (a_row(prs_Birthdate="2004-01-01", hte_Date="2003-01-01"), "hte_Date", "before_birth"),
    (a_row(spl_Type="Health;Legal"), "spl_Type", "one_code"),
    (a_row(x_forced_criminality="TRUE"), "x_forced_criminality", "not_beside_other"),
    (a_row(x_rumduol_decided_at="2025-06-01T00:00:00+07:00"), "x_rumduol_decided_at", "no_decision"),
    (a_row(x_rumduol_first_contact_at="2025-06-01"), "x_rumduol_first_contact_at", "not_a_moment"),
]  # fmt: skip


@pytest.mark.sqlite_only
def test_a_cell_that_cannot_be_right_is_told_by_its_row_and_column(supervisor: TestClient, house: House) -> None:
    file = as_xlsx(a_row(), *(row for row, _, _ in WRONG))
    errors = send(supervisor, file, mode="dry_run", kind=XLSX).json()["errors"]
    assert [(e["row"], e["field"], e["code"]) for e in errors] == [(row, field, code) for row, (_, field, code) in enumerate(WRONG, 3)]
    assert send(supervisor, file, kind=XLSX).status_code == 422
    assert cases(house) == 0


UNREADABLE = [
    (b"", CSV, "no header"),
    (b"name,born\nInventa,1999\n", CSV, "no header"),
    ("prs_FirstName,prs_SecondName,prs_Gender\nInvent\u00e9,Nobodi,Feminine\n".encode("latin-1"), CSV, "CSV UTF-8"),
    (b'prs_FirstName,prs_SecondName,prs_Gender\n"Inventa,Nobodi,Feminine\n', CSV, "quotation mark"),
    (b"PK\x03\x04 no workbook", XLSX, "not a spreadsheet"),
    (b"{}", "application/json", "This kind of file"),
    (as_csv(*[a_row()] * 1001), CSV, "more than 1000 rows"),
]


@pytest.mark.sqlite_only
def test_a_file_that_cannot_be_read_says_what_to_do(supervisor: TestClient) -> None:
    for file, kind, said in UNREADABLE:
        answer = send(supervisor, file, kind=kind)
        assert answer.status_code == 422
        assert said in answer.json()["detail"]


@pytest.mark.sqlite_only
def test_a_first_contact_for_all_rows_cannot_lie_in_the_future(supervisor: TestClient) -> None:
    answer = send(supervisor, as_csv(a_row()), mode="dry_run", first_contact_at="2030-01-01T00:00:00+07:00")
    assert (answer.status_code, answer.json()["code"]) == (422, "moment_in_future")


UNKNOWN = [
    ("Shoe size", "unknown_column"),
    ("", "unnamed_column"),
    ("Longitude", "ambiguous_label"),
    ("vic_Vulnerabilities", "deprecated_field"),
    ("prs_First_Name", "duplicate_column"),
]


@pytest.mark.sqlite_only
def test_a_column_that_is_not_known_is_never_dropped_in_silence(supervisor: TestClient, house: House) -> None:
    for done, (header, code) in enumerate(UNKNOWN):
        file = as_csv(a_row()).replace(b"cas_Status\r\n", f"cas_Status,{header}\r\n".encode()).replace(b"Active\r\n", b"Active,43x\r\n")
        (error,) = send(supervisor, file, mode="dry_run").json()["errors"]
        assert (error["row"], error["column"], error["header"], error["code"]) == (1, "E", header, code)
        assert send(supervisor, file).status_code == 422
        assert cases(house) == done
        answer = send(supervisor, file, ignore_columns="E").json()
        assert answer["ignored"] == [{"column": "E", "header": header, "why": "to be ignored, as asked"}]
