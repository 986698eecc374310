"""The standard as data, its homes, its headers and its cells, without any database."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from app.records.htcds import headers, sheets, unpacking
from app.records.htcds.cells import CellError, text, value_of, written
from app.records.htcds.documents import exchange_page
from app.records.htcds.headers import Layout
from app.records.htcds.homes import HOMES
from app.records.htcds.standard import ATTRIBUTION, COUNTRIES, FIELDS, LIVE
from tests.exchange.files import EVERYTHING

CODED = [(name, code, label) for name, field in LIVE.items() for code, label in field.codes.items()]


def layout(*rows: list[str]) -> Layout:
    found = headers.find([rows])
    assert found is not None
    return found


def test_all_81_live_fields_have_a_home_and_no_two_the_same() -> None:
    assert (len(FIELDS), len(LIVE), len(HOMES)) == (84, 81, 81)
    assert len({(home.part, home.field.name) for home in HOMES.values()}) == 81


def test_what_could_name_somebody_is_sealed() -> None:
    plain = {name for name, home in HOMES.items() if not home.field.sealed}
    assert plain == {
        "prs_Gender",
        "vic_TypeOfExploitation",
        "vic_TraffickingStatus",
        "vic_TraffickingStatusDecisionMakingOrg",
        "cas_Status",
        "cas_IncomingReferralDate",
        "cas_ReasonForIncomingReferral",
        "cas_OutgoingReferralDate",
        "cas_ReasonForOutgoingReferral",
        "spl_Type",
        "spl_PlannedEndDate",
        "spl_ActualEndDate",
    }


def test_every_code_and_every_label_of_the_standard_is_understood_and_written_as_the_standard_writes_it() -> None:
    for name, code, label in CODED:
        value = value_of(code, HOMES[name].field, LIVE[name])
        assert written(value, LIVE[name]) == code
        assert value_of(f" {label.upper()} ", HOMES[name].field, LIVE[name]) == value
    for code, country in COUNTRIES.items():
        assert value_of(country, HOMES["prs_MailingCountry"].field, LIVE["prs_MailingCountry"]) == code


def test_who_made_the_standard_is_said_as_its_licence_asks() -> None:
    for told in (
        "International Organization for Migration",
        "CC BY 4.0",
        "github.com/UNMigration/HTCDS",
        "Changes were made",
        "not endorse",
    ):
        assert told in ATTRIBUTION
    assert ATTRIBUTION in exchange_page()


def test_the_page_in_docs_is_what_the_homes_say() -> None:
    assert (Path(__file__).parents[2] / "docs" / "exchange.md").read_text() == exchange_page()


def test_a_name_and_a_label_that_disagree_are_an_error_outside_the_five_address_columns() -> None:
    names, labels = ["prs_FirstName", "prs_SecondName", "prs_HomePhone"], ["First Name", "Second Name", "Mobile Phone"]
    (trouble,) = layout(names, labels, ["Inventa", "Nobodi", "023555001"]).troubles
    assert (trouble.column, trouble.code) == ("C", "header_disagreement")


def test_labels_alone_are_a_header_and_the_second_second_name_is_the_title() -> None:
    found = layout(["First Name", "Second Name", "Gender", "Second Name"], ["Inventa", "Nobodi", "Feminine", "Dr."])
    assert [column.field for column in found.columns] == ["prs_FirstName", "prs_SecondName", "prs_Gender", "prs_Title"]


def test_a_field_that_the_standard_gave_up_is_passed_over_only_while_it_is_empty() -> None:
    names = ["prs_FirstName", "prs_SecondName", "prs_Gender", "vic_Vulnerabilities"]
    assert layout(names, ["Inventa", "Nobodi", "Feminine", ""]).troubles == ()
    assert [t.code for t in layout(names, ["Inventa", "Nobodi", "Feminine", "Poverty"]).troubles] == ["deprecated_field"]


def test_a_table_may_be_parted_by_semicolons_or_tabs() -> None:
    for mark in (";", "\t"):
        (rows,) = sheets.from_csv(f"prs_FirstName{mark}prs_SecondName\r\nInventa{mark}Nobodi\r\n".encode("utf-8-sig"))
        assert rows[1] == ["Inventa", "Nobodi"]


@pytest.mark.parametrize("value", ["=1+1", "'", "''x", "+855 12", "-12.5", "@x", "plain", "", "-"])
def test_what_a_spreadsheet_might_run_is_quoted_and_comes_back(value: str) -> None:
    assert sheets.unquoted(sheets.quoted(value)) == value


def test_a_small_workbook_that_unpacks_to_too_much_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(unpacking.MOST_UNPACKED + 1))
    with pytest.raises(sheets.Unreadable, match="split it"):
        sheets.from_xlsx(out.getvalue())


def test_numbers_that_a_spreadsheet_made_of_digits_are_those_digits() -> None:
    assert (text(85512555002.0), text(12), text(True)) == ("85512555002", "12", "TRUE")
    for cell in (date(2025, 6, 1), datetime(2025, 6, 1)):  # noqa: DTZ001 - a spreadsheet's times have no zone
        with pytest.raises(CellError):
            text(cell)


def test_the_rows_of_these_tests_differ_in_every_field() -> None:
    assert len(set(EVERYTHING.values())) >= 78
