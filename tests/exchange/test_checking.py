"""`rumduol htcds check`: a file looked at without a database."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.htcds import commands
from tests.exchange.files import EVERYTHING, PUBLISHED, a_row, as_csv

RUN = CliRunner()


def test_a_file_that_can_be_imported_passes_and_no_value_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_bytes(as_csv(EVERYTHING))
    found = RUN.invoke(commands, ["check", str(file)])
    assert found.exit_code == 0, found.output
    assert "1 row(s), 81 column(s), 0 error(s)" in found.output
    assert "x_rumduol_first_contact_at is not in every row" in found.output
    assert "Nobodi" not in found.output


def test_a_wrong_cell_is_named_and_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_bytes(as_csv(a_row(), a_row(prs_Gender="Invented")))
    found = RUN.invoke(commands, ["check", str(file)])
    assert found.exit_code == 1
    assert "row 3, column C prs_Gender: holds a code that the standard does not have (unknown_code); one of: Feminine" in found.output
    assert ": Invented" not in found.output


def test_the_published_spreadsheet_is_read_without_a_complaint() -> None:
    found = RUN.invoke(commands, ["check", str(PUBLISHED / "HTCDS Excel Spreadsheet single select with validation v2.0.xlsx")])
    assert found.exit_code == 0, found.output
    assert "column N is read as prs_MailingStreet, by its label" in found.output
    assert "0 row(s), 38 column(s), 0 error(s)" in found.output


@pytest.mark.parametrize("name", ["cases.ods", "cases.xlsx"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"nothing of the kind")
    assert RUN.invoke(commands, ["check", str(tmp_path / name)]).exit_code == 1
