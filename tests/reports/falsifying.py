"""How a frozen report's file is falsified, format by format. `Attack` takes a file and returns another that somebody could hand on.

Long because: the ways to falsify four formats stand beside each other, so that one sees what was not tried with one of them.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from openpyxl import load_workbook
from pypdf import PdfReader, PdfWriter

from app.reports import files, sealing, snapshot
from app.reports.files import Format
from app.reports.mou import Document
from app.reports.pdf import ATTACHMENT
from tests.reports.frozen import SIGNER, STRANGER, content_of, figures, frozen, proof_of

Attack = Callable[[bytes], bytes]


@cache
def file_of(format_: Format) -> bytes:
    """The honest file."""
    document = frozen()
    return files.make(document, proof_of(document), format_, language="km", sign=SIGNER.sign)


@cache
def other_of(format_: Format) -> bytes:
    """An honest file of another report of the same organisation, with better figures."""
    document = frozen(content_of({"R1-01": figures(100, {"met": 100})}, number="22222222-0000-4000-8000-000000000000"))
    return files.make(document, proof_of(document), format_, language="km", sign=SIGNER.sign)


def made_anew(format_: Format, change: Callable[[Document], Any], *, resigned: bool) -> bytes:
    """The whole file of a changed snapshot; its proof is a stranger's, or still that of the honest one."""
    document = frozen()
    honest = proof_of(document)
    change(document)
    proof = proof_of(document, signer=STRANGER) if resigned else replace(honest, digest=snapshot.digest(document))
    return files.make(document, proof, format_, language="km", sign=STRANGER.sign)


def improve(document: Document) -> None:
    """More met, fewer overdue, and every sum as it must be then."""
    for row in (document["standards"][1], document["rights"][0], document["total"]):
        row["met"] += 30
        row["overdue"] -= 30
    document["standards"][1] |= {"share_met": "1.0000", "overdue_days_max": None, "overdue_days_median": None}


def everywhere(format_: Format) -> Mapping[str, Attack]:
    """What can be done to a file of any format."""
    return {
        "better figures, signed by a stranger": lambda _: made_anew(format_, improve, resigned=True),
        "better figures, the digest replaced": lambda _: made_anew(format_, improve, resigned=False),
        "the seal of another report": lambda data: data.replace(sealing.opened(data)[1].hex().encode(), _seal_of_other(format_)),
        "the seal taken away": lambda data: data.replace(b"rumduol-seal-1:", b"rumduol-seal-0:"),
        "cut off": lambda data: data[:-1],
        "something appended": lambda data: data + b"\n",
    }


def _seal_of_other(format_: Format) -> bytes:
    return sealing.opened(other_of(format_))[1].hex().encode()


def _json(change: Callable[[Document], Any]) -> Attack:
    def attack(data: bytes) -> bytes:
        package = json.loads(data)
        change(package)
        return snapshot.canonical(package)

    return attack


def _revealed(package: Document) -> None:
    row = package["snapshot"]["standards"][3]
    assert row["unknown"] is None
    row |= {"met": 40, "unknown": 5}


def _swapped(rows: list[Any], first: int, second: int) -> None:
    rows[first], rows[second] = rows[second], rows[first]


JSON: Mapping[str, Attack] = {
    "a changed figure": _json(lambda p: p["snapshot"]["standards"][0].update(met=99)),
    "a changed text": _json(lambda p: p["snapshot"]["standards"][0]["text"].update(en="Nothing is asked for.")),
    "swapped rows": _json(lambda p: _swapped(p["snapshot"]["standards"], 0, 1)),
    "a removed row": _json(lambda p: p["snapshot"]["standards"].pop(2)),
    "another report's snapshot": _json(lambda p: p.update(snapshot=json.loads(other_of(Format.JSON))["snapshot"])),
    "a hidden cell revealed": _json(_revealed),
    "another place in the audit log": _json(lambda p: p["proof"].update(audit_position=8)),
    "another answer": _json(lambda p: p["snapshot"]["answers"][0].update(cause="person_declined")),
    "a member more": _json(lambda p: p.update(note="The ministry is content.")),
    "blanks": lambda data: data.replace(b'{"', b'{ "', 1),
}


def _csv(change: Callable[[list[list[str]]], Any]) -> Attack:
    def attack(data: bytes) -> bytes:
        rows = files.lines(data)
        change(rows)
        out = io.StringIO(newline="")
        csv.writer(out).writerows(rows)
        return out.getvalue().encode("utf-8-sig")

    return attack


def _at(rows: list[list[str]], section: str, column: str, *, nth: int = 0) -> tuple[list[str], int]:
    place = rows[0].index("section")
    return [row for row in rows if row[place] == section][nth], rows[0].index(column)


def _put(section: str, column: str, value: str, *, nth: int = 0) -> Attack:
    def change(rows: list[list[str]]) -> None:
        row, at = _at(rows, section, column, nth=nth)
        assert row[at] != value
        row[at] = value

    return _csv(change)


def _others_snapshot(rows: list[list[str]]) -> None:
    row, at = _at(rows, "snapshot (for rumduol verify)", "value")
    row[at] = _at(files.lines(other_of(Format.CSV)), "snapshot (for rumduol verify)", "value")[0][at]


CSV: Mapping[str, Attack] = {
    "a changed figure": _put("standards", "met", "99"),
    "a changed text": _put("standards", "text_en", "Nothing is asked for."),
    "swapped rows": _csv(lambda rows: _swapped(rows, -20, -21)),
    "a removed row": _csv(lambda rows: rows.pop(40)),
    "an added row": _csv(lambda rows: rows.insert(40, rows[40])),
    "another report's snapshot": _csv(_others_snapshot),
    "a hidden cell revealed": _put("standards", "unknown", "5", nth=3),
    "another place in the audit log": _put("proof", "value", "8", nth=4),
    "the digest replaced": _put("proof", "value", "00" * 32),
    "a formula": _put("this report", "value", "=1+1"),
}


def _rezipped(data: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, changes.get(entry.filename, bytes)(old.read(entry)))
        new.comment = old.comment
    return out.getvalue()


def _edited(sheet: str, cell: str, value: object) -> Attack:
    """Open in a spreadsheet, change a cell, save; whoever is clever keeps the seal behind the zip."""

    def attack(data: bytes) -> bytes:
        book = load_workbook(io.BytesIO(data))
        assert book[sheet][cell].value != value
        book[sheet][cell].value = value
        out = io.BytesIO()
        book.save(out)
        return _with_comment_of(data, out.getvalue())

    return attack


def _with_comment_of(old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(old)) as archive:
        comment = archive.comment
    return new[:-2] + len(comment).to_bytes(2, "little") + comment


def _twice(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/worksheets/sheet99.xml", b"<worksheet/>")
    return out.getvalue()


_STANDARDS = "Standards, right by right"


def _without_row(data: bytes) -> bytes:
    book = load_workbook(io.BytesIO(data))
    book[_STANDARDS].delete_rows(3)
    out = io.BytesIO()
    book.save(out)
    return _with_comment_of(data, out.getvalue())


def _others_sheet(data: bytes) -> bytes:
    book, other = load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(other_of(Format.XLSX)))
    for row in range(1, 10):
        book["Snapshot"].cell(row, 1).value = other["Snapshot"].cell(row, 1).value
    out = io.BytesIO()
    book.save(out)
    return _with_comment_of(data, out.getvalue())


XLSX: Mapping[str, Attack] = {
    "a changed figure": _edited(_STANDARDS, "M2", 99),
    "a changed text": _edited(_STANDARDS, "C2", "Nothing is asked for."),
    "opened, a word added, saved": _edited("Summary", "E99", "x"),
    "a removed row": _without_row,
    "another report's snapshot": _others_sheet,
    "a hidden cell revealed": _edited(_STANDARDS, "P5", 5),
    "the digest replaced": _edited("Summary", "B11", "00" * 32),
    "a changed definition": _edited("What the words mean", "B2", "Whatever one likes."),
    "another look": lambda data: _rezipped(data, {"xl/styles.xml": lambda part: part.replace(b"0.00%", b"0.00;;")}),
    "something before the zip": lambda data: b"PK\x03\x04" + data,
    "a member more": _twice,
}


def _rewritten(change: Callable[[PdfWriter], Any]) -> Attack:
    def attack(data: bytes) -> bytes:
        writer = PdfWriter(clone_from=io.BytesIO(data))
        change(writer)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    return attack


def _appended_update(data: bytes) -> bytes:
    """What an editor does that keeps the old bytes: new objects and a new table behind the end."""
    writer = PdfWriter(io.BytesIO(data), incremental=True)
    writer.add_metadata({"/Subject": "All standards were met."})
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(data)
    return out.getvalue()


def _attachment(change: Callable[[Document], Any]) -> Attack:
    def attack(data: bytes) -> bytes:
        changed = _package(data)
        change(changed)

        def put(writer: PdfWriter) -> None:
            (held,) = [one for one in writer.attachment_list if one.name == ATTACHMENT]
            held._embedded_file.set_data(snapshot.canonical(changed))

        return _rewritten(put)(data)

    return attack


def _package(data: bytes) -> Document:
    (package,) = PdfReader(io.BytesIO(data)).attachments[ATTACHMENT]
    held: Document = json.loads(package)
    return held


def _flipped(data: bytes) -> bytes:
    """Change one byte in the middle of a page."""
    at = data.index(b"stream") + 60
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _stale(data: bytes) -> bytes:
    """The pages of another report with the attachment of this one."""
    return _attachment(lambda other: other.update(_package(data)))(other_of(Format.PDF))


PDF: Mapping[str, Attack] = {
    "an update appended": _appended_update,
    "a byte of a page": _flipped,
    "a page taken out": _rewritten(lambda writer: writer.remove_page(1)),
    "pages swapped": _rewritten(lambda writer: writer.insert_page(writer.pages[0], 2)),
    "another title": _rewritten(lambda writer: writer.add_metadata({"/Title": "Excellent"})),
    "another report's attachment": _attachment(lambda p: p.update(_package(other_of(Format.PDF)))),
    "a stale attachment": _stale,
    "a changed figure in the attachment": _attachment(lambda p: p["snapshot"]["standards"][0].update(met=99)),
    "a hidden cell revealed in the attachment": _attachment(_revealed),
    "another place in the audit log": _attachment(lambda p: p["proof"].update(audit_position=8)),
    "another language named": _attachment(lambda p: p.update(language="en")),
}

ATTACKS: Mapping[Format, Mapping[str, Attack]] = {
    Format.JSON: JSON,
    Format.CSV: CSV,
    Format.XLSX: XLSX,
    Format.PDF: PDF,
}
