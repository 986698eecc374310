"""The four formats in which a frozen report leaves, each with its seal; and what each format carries, read back out of it."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Literal, NamedTuple, TypeAlias

from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from app.records.htcds import unpacking
from app.reports import sealing, snapshot
from app.reports.mou import Document
from app.reports.pdf import ATTACHMENT, to_pdf
from app.reports.report_csv import SNAPSHOT as CSV_SNAPSHOT
from app.reports.report_csv import to_csv_file
from app.reports.report_json import to_json_file
from app.reports.sealing import Proof, Sign
from app.reports.xlsx import SNAPSHOT as XLSX_SNAPSHOT
from app.reports.xlsx import to_workbook

Language: TypeAlias = Literal["km", "en"]


class Format(StrEnum):
    """A format of a frozen report."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


MEDIA_TYPES: Mapping[Format, str] = {
    Format.JSON: "application/json",
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
}


class Carried(NamedTuple):
    """What a file carries beside what people read: the snapshot, its proof, and the language of a PDF."""

    document: Document
    proof: Proof
    language: Language


def make(document: Document, proof: Proof, format_: Format, *, language: Language, sign: Sign) -> bytes:
    """Return a frozen report as a file. Only a PDF is in one language; the others hold both."""
    blank = unsealed(document, proof, format_, language=language)
    return sealing.seal(blank, format_=format_, digest=proof.digest, sign=sign)


def unsealed(document: Document, proof: Proof, format_: Format, *, language: Language) -> bytes:
    """Return the file with the place of its seal still blank; the same report gives the same bytes."""
    one = snapshot.ordered(document)
    return to_pdf(one, proof, language=language) if format_ is Format.PDF else _WRITERS[format_](one, proof)


def name_of(document: Document, format_: Format, *, language: Language) -> str:
    """Return a name for the file, in ASCII and without the name of anybody: the period and the beginning of the report's id."""
    period = document["period"]
    ending = f"-{language}.pdf" if format_ is Format.PDF else f".{format_}"
    return f"compliance-report-{period['from']}-{period['to']}-{document['id'][:8]}{ending}"


def recognised(data: bytes) -> Format | None:
    """Return the format of a file by how it begins; None for anything else."""
    return next((format_ for start, format_ in _STARTS.items() if data.startswith(start)), None)


def carried(data: bytes, format_: Format) -> Carried:
    """Return what a file carries. Raises ValueError, in words for people, where it does not carry a snapshot with its proof."""
    try:
        package = json.loads(_READERS[format_](data))
    except Exception as error:  # What a damaged file does to a parser is not ours to foresee.
        raise ValueError(f"the snapshot in it cannot be read ({type(error).__name__})") from None
    document, proof = sealing.unpacked(package)
    return Carried(document, proof, "en" if package.get("language") == "en" else "km")


def cells(workbook: bytes) -> dict[str, Sequence[Sequence[Any]]]:
    """Return the values of every sheet of a workbook, by the sheet's name."""
    # What somebody sent may be made to take all memory there is.
    book = CalamineWorkbook.from_filelike(io.BytesIO(unpacking.unpacked(workbook)))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def lines(table: bytes) -> list[list[str]]:
    """Return the cells of a table, row by row."""
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def _from_csv(data: bytes) -> str:
    header, *rows = lines(data)
    section, value = header.index("section"), header.index("value")
    return sealing.joined(row[value] for row in rows if row[section] == CSV_SNAPSHOT)


def _from_xlsx(data: bytes) -> str:
    return sealing.joined(str(row[0]) for row in cells(data)[XLSX_SNAPSHOT])


def _from_pdf(data: bytes) -> str:
    (attached,) = PdfReader(io.BytesIO(data)).attachments[ATTACHMENT]
    return attached.decode()


_STARTS: Mapping[bytes, Format] = {b"%PDF-": Format.PDF, b"PK\x03\x04": Format.XLSX, b"{": Format.JSON, b"\xef\xbb\xbf": Format.CSV}
_WRITERS: Mapping[Format, Callable[[Document, Proof], bytes]] = {
    Format.JSON: to_json_file,
    Format.CSV: to_csv_file,
    Format.XLSX: to_workbook,
}
_READERS: Mapping[Format, Callable[[bytes], str]] = {
    Format.JSON: bytes.decode,
    Format.CSV: _from_csv,
    Format.XLSX: _from_xlsx,
    Format.PDF: _from_pdf,
}
