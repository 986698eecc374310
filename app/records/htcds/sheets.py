"""Reading a spreadsheet or a CSV file from memory: nothing is ever put on a disk."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import TypeAlias

import python_calamine

from app.records.htcds.cells import Cell

Rows: TypeAlias = Sequence[Sequence[Cell]]
MOST_UNPACKED = 100_000_000  # bytes; a spreadsheet is packed, and a small one can unpack to more than the machine has
_QUOTED = "=+-@\t\r'"  # what a spreadsheet program might take for a formula
_DELIMITERS = ",;\t"


class Unreadable(ValueError):
    """The file is not what it is said to be; the message says what to do."""


def from_xlsx(data: bytes) -> list[Rows]:
    """Return the sheets of a workbook, each with all its rows from the first one on. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise Unreadable("The spreadsheet unpacks to more than can be read; split it.")
        book = python_calamine.load_workbook(io.BytesIO(data))
        return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except (zipfile.BadZipFile, python_calamine.CalamineError):
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
        return [[[unquoted(cell) for cell in row] for row in csv.reader(io.StringIO(told, newline=""), delimiter=delimiter, strict=True)]]
    except csv.Error:
        raise Unreadable("The file cannot be read as CSV: a quotation mark is open, or a cell is too long.") from None


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
