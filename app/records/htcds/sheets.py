"""Reading a spreadsheet or a CSV file from memory: nothing is ever put on a disk."""

import csv
import io
from collections.abc import Sequence
from typing import TypeAlias

import python_calamine

from app.records.htcds import unpacking
from app.records.htcds.cells import Cell

Rows: TypeAlias = Sequence[Sequence[Cell]]
_QUOTED = "=+-@＝＋－＠\t\r\n'"  # what a spreadsheet program might take for a formula, in wide forms too
_MOST_COLUMNS = 1_000
_DELIMITERS = ",;\t"


class Unreadable(ValueError):
    """The file is not what it is said to be; the message says what to do."""


def from_xlsx(data: bytes) -> list[Rows]:
    """Return the sheets of a workbook, each with all its rows from the first one on. Raises Unreadable."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(unpacking.unpacked(data)))
        sheets: list[Rows] = []
        for name in book.sheet_names:
            sheets.append(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            _require_room(sheets)
        return sheets
    except unpacking.TooMuch:
        raise Unreadable("The spreadsheet unpacks to more than can be read; split it, or remove what is far from the table.") from None
    except (unpacking.NotOne, python_calamine.CalamineError, KeyError):
        raise Unreadable("The file is not a spreadsheet that can be read; save it as .xlsx without a password.") from None


def from_csv(data: bytes) -> list[Rows]:
    """Return the rows of a CSV file in UTF-8, as one sheet. Raises Unreadable."""
    try:
        told = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("The file is not in UTF-8; save it again as CSV UTF-8.") from None
    if "\x00" in told:
        raise Unreadable("The file is not a text file; save it again as CSV UTF-8.")
    first = told.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(told, newline=""), delimiter=delimiter, strict=True))
        _require_room([rows])
        return [[[unquoted(cell) for cell in row] for row in rows]]
    except unpacking.TooMuch:
        raise Unreadable("The file has more cells than can be read; split it.") from None
    except csv.Error:
        raise Unreadable("The file cannot be read as CSV: a quotation mark is open, or a cell is too long.") from None


def _require_room(sheets: Sequence[Rows]) -> None:
    """Refuse what would take long to look through, row by row in each column. Raises TooMuch."""
    widths = [max(map(len, rows), default=0) for rows in sheets]
    if (
        max(widths, default=0) > _MOST_COLUMNS
        or sum(len(rows) * width for rows, width in zip(sheets, widths, strict=True)) > unpacking.MOST_CELLS
    ):
        raise unpacking.TooMuch


def quoted(text: str) -> str:
    """Return a cell of a CSV file so that no spreadsheet program takes it for a formula; `unquoted` undoes it.

    >>> quoted("=1+1"), unquoted(quoted("=1+1")), quoted("-12.5")
    ("'=1+1", '=1+1', '-12.5')
    """
    number = text.removeprefix("-").replace(".", "", 1).isdigit()
    return "'" + text if text[:1] and text[0] in _QUOTED and not number else text


def unquoted(text: str) -> str:
    """Return what `quoted` was given."""
    return text[1:] if text[:1] == "'" and text[1:2] and text[1] in _QUOTED else text


def letter(index: int) -> str:
    """Return a column as spreadsheets name it, counted from 0.

    >>> letter(0), letter(25), letter(26), letter(38)
    ('A', 'Z', 'AA', 'AM')
    """
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name = chr(65 + rest) + name
        index -= 1
    return name
