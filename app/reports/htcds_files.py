"""Files in the columns of HTCDS 2.0: a table for programs, a workbook for people. Written in memory only, never on a disk."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter

from app.records.htcds import standard
from app.records.htcds.sheets import quoted
from app.records.htcds.standard import EXTENSIONS, FIELDS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
Row = Mapping[str, str]


def to_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return the rows under the standard's names, in UTF-8 with its mark, so that spreadsheet programs show Khmer."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows([quoted(row[name]) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return a workbook: the rows under names and labels as in the published template, who made the standard, fields, and code lists."""
    out = io.BytesIO()
    # In memory: the library would else write its parts to the temporary folder, in clear.
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        cases = book.add_worksheet("Cases")
        cases.write_row(0, 0, columns, bold)
        cases.write_row(1, 0, [label(name) for name in columns], bold)
        for number, row in enumerate(rows, 2):
            for index, name in enumerate(columns):
                if row[name]:
                    cases.write_string(number, index, row[name])
        cases.freeze_panes(2, 0)
        cases.set_column(0, len(columns) - 1, 22)
        _table(book, "About", [["Standard", f"HTCDS {standard.VERSION}"], ["Source", standard.SOURCE], *_attribution()])
        _table(book, "Fields", _definitions(columns))
        _table(book, "Codes", _code_lists(columns))
    return out.getvalue()


def label(name: str) -> str:
    """Return what people call a column; a column of ours has its name only."""
    return FIELDS[name].label if name in FIELDS else name


def _attribution() -> list[list[str]]:
    return [["Attribution", standard.ATTRIBUTION], ["Changes", standard.CHANGES]]


def _definitions(columns: Sequence[str]) -> list[list[str]]:
    told = [
        [name, label(name), FIELDS[name].section, FIELDS[name].type, FIELDS[name].description]
        if name in FIELDS
        else [name, name, "Extension, not part of the standard", "", EXTENSIONS[name]]
        for name in columns
    ]
    return [["Field", "Label", "Section", "Type", "Definition"], *told]


def _code_lists(columns: Sequence[str]) -> list[list[str]]:
    return [["Field", "Code", "Label"]] + [
        [name, code, told] for name in columns if name in FIELDS for code, told in FIELDS[name].codes.items()
    ]


def _table(book: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        for index, cell in enumerate(row):
            sheet.write_string(number, index, cell)
    sheet.set_column(0, 4, 36)
