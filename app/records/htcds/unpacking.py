"""Unpacking a workbook with care: a few kilobytes can ask for more memory than the machine has, and end the service with it."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from xml.parsers import expat  # Entities are refused, and nothing outside is ever fetched.

MOST_UNPACKED = 40_000_000  # bytes of all parts together, and characters of all cells with the texts they share
MOST_CELLS = 1_000_000  # rows times columns, of all sheets together
_MOST_PARTS = 100
_MOST_ELEMENTS = 3_000_000
# Pictures, macros and other workbooks are of no use here; what is left out cannot be read wrongly.
_READ = re.compile(
    r"(\[content_types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml|xl/sharedstrings\.xml"
    r"|xl/worksheets/[^/]+\.xml)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DIGITS = 9  # of the number of a shared text


class TooMuch(ValueError):
    """The workbook unpacks to more than is read."""


class NotOne(ValueError):
    """The bytes are no workbook."""


def unpacked(data: bytes) -> bytes:
    """Return the workbook with its cells and nothing else, not compressed any more. Raises TooMuch or NotOne."""
    try:
        parts = _parts(data)
        texts = _texts(next((part for name, part in parts.items() if name.lower() == "xl/sharedstrings.xml"), b""))
        _require_room([_Sheet(part, texts) for name, part in parts.items() if name.lower().startswith("xl/worksheets/")])
    except TooMuch:
        raise
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, RuntimeError, ValueError, EOFError, OSError, IndexError) as error:
        raise NotOne from error
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as again:
        for name, part in parts.items():
            again.writestr(name, part)
    return plain.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    """Read the parts that matter, each to its end, so that one which lies about its size is found out by its checksum."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        found = [one for one in packed.infolist() if _READ.fullmatch(one.filename)]
        if len(found) > _MOST_PARTS or sum(one.file_size for one in found) > MOST_UNPACKED:
            raise TooMuch
        return {one.filename: packed.read(one) for one in found}


def _require_room(sheets: Sequence["_Sheet"]) -> None:
    if sum(sheet.rows * sheet.columns for sheet in sheets) > MOST_CELLS or sum(sheet.told for sheet in sheets) > MOST_UNPACKED:
        raise TooMuch


def _texts(part: bytes) -> list[int]:
    """Return the lengths of the texts that cells share."""
    lengths: list[int] = []

    def begins(name: str, _attributes: object) -> None:
        if _local(name) == "si":
            lengths.append(0)

    def says(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    if part:
        _parsed(part, begins, says, lambda _name: None)
    return lengths


class _Sheet:
    """How far the filled cells of a sheet reach, counted from 1, and how many characters they hold with the texts they share."""

    def __init__(self, part: bytes, texts: Sequence[int]) -> None:
        self.rows = self.columns = self.told = 0
        self._texts = texts
        self._row = self._column = 0
        self._shares = self._in_cell = False
        self._said = ""
        self._elements = 0
        _parsed(part, self._begins, self._says, self._ends)

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise TooMuch
        match _local(name):
            case "row":
                self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            case "c":
                self._column += 1
                if "r" in attributes:
                    self._column, self._row = _place(attributes["r"])
                self._in_cell, self._shares, self._said = True, attributes.get("t") == "s", ""
            case _ if self._in_cell:
                # Only what is filled takes room: a cell that is merely coloured does not.
                self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)

    def _says(self, text: str) -> None:
        self.told += len(text)
        if self._shares and len(self._said) <= _DIGITS:
            self._said += text[: _DIGITS + 1]

    def _ends(self, name: str) -> None:
        if _local(name) == "c":
            if self._shares and self._said:
                self.told += self._texts[int(self._said)]
            self._in_cell = self._shares = False


def _parsed(part: bytes, begins: Callable[[str, dict[str, str]], None], says: Callable[[str], None], ends: Callable[[str], None]) -> None:
    # In UTF-8 only, whatever the part says: what two readers decode differently one of them has not looked at.
    if b"\0" in part:
        raise NotOne
    reader = expat.ParserCreate(encoding="utf-8")
    reader.StartElementHandler, reader.CharacterDataHandler, reader.EndElementHandler = begins, says, ends
    reader.StartDoctypeDeclHandler = _refuse
    reader.Parse(part, True)  # noqa: FBT003 - the parser's own signature


def _refuse(*_doctype: object) -> None:
    raise NotOne


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _place(cell: str) -> tuple[int, int]:
    """Return the column and the row of a cell, counted from 1."""
    found = _PLACE.fullmatch(cell)
    if found is None:
        raise NotOne
    column = 0
    for one in found[1]:
        column = column * 26 + ord(one) - 64
    return column, int(found[2])
