"""A frozen report as a workbook: formatted for people, with the snapshot on a hidden sheet and the seal behind the last byte of the zip."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook

from app.reports import snapshot, words
from app.reports.mou import Document
from app.reports.sealing import BLANK, Proof, package, pieces
from app.reports.sheets import HIDDEN, Sheet, sheets
from app.reports.tables import Cell

SNAPSHOT = "Snapshot"
# How wide columns are, in characters; what is not named is as wide as a number.
_WIDTHS: Mapping[str, int] = {
    **dict.fromkeys(("text", "meaning", "source"), 70),
    **dict.fromkeys(("figure", "value"), 44),
    **dict.fromkeys(("item", "part", "cause", "remedy", "reason", "move", "role", "responsible", "digest", "right", "shelter"), 26),
    **dict.fromkeys(("limit", "limit_basis", "step", "setting", "at", "decided_at", "due_at", "state", "evidence_digest", "due_on"), 20),
}
_NUMBER_WIDTH = 13
_HEADER = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E5F", "text_wrap": True, "valign": "top", "border": 1}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "header": _HEADER,
    "text": {"text_wrap": True, "valign": "top"},
    "number": {"num_format": "#,##0", "valign": "top"},
    "share": {"num_format": "0.00%", "valign": "top"},
    "hidden": {"italic": True, "font_color": "#6B6B6B", "valign": "top", "align": "right"},
}
_END = 22  # bytes of a zip's last record without a comment


def to_workbook(document: Document, proof: Proof) -> bytes:
    """Return the workbook with a blank place for its seal; the same report gives the same bytes."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        frozen = datetime.fromisoformat(snapshot.frozen_at(document)).replace(tzinfo=None)
        title, period = words.HEADINGS["title"].both(" · "), document["period"]
        book.set_properties({"title": title, "subject": f"{period['from']} – {period['to']}", "created": frozen, "comments": proof.digest})
        formats = {name: book.add_format({"font_name": "Noto Sans Khmer", **given}) for name, given in _FORMATS.items()}
        for sheet in sheets(document, proof):
            _write(book.add_worksheet(words.HEADINGS[sheet.name].en[:31]), sheet, formats)
        hidden = book.add_worksheet(SNAPSHOT)
        hidden.very_hidden()
        hidden.write_column(0, 0, pieces(package(document, proof)))
    return _with_comment(out.getvalue(), BLANK.encode())


def _write(target: Any, sheet: Sheet, formats: Mapping[str, Any]) -> None:
    target.set_row(0, 48)
    target.freeze_panes(1, 2)
    for at, name in enumerate(sheet.columns):
        target.set_column(at, at, _WIDTHS.get(name, _NUMBER_WIDTH))
        target.write_string(0, at, words.column(name).both(), formats["header"])
    for number, line in enumerate(sheet.lines, start=1):
        for at, value in enumerate(line):
            _cell(target, (number, at), value, formats)
    target.autofilter(0, 0, max(len(sheet.lines), 1), len(sheet.columns) - 1)
    target.set_landscape()
    target.set_paper(9)
    target.fit_to_pages(1, 0)
    target.repeat_rows(0)


def _cell(target: Any, at: tuple[int, int], value: Cell, formats: Mapping[str, Any]) -> None:
    if isinstance(value, str):
        # Written as text whatever it begins with, so no spreadsheet takes it for a formula.
        target.write_string(*at, value, formats["hidden" if value == HIDDEN else "text"])
    elif value is not None:
        # Only shares are no whole numbers.
        target.write_number(*at, value, formats["share" if isinstance(value, float) else "number"])


def _with_comment(archive: bytes, comment: bytes) -> bytes:
    """Return a zip with a comment, which is the last thing in it."""
    if archive[-_END : -_END + 4] != b"PK\x05\x06":
        raise ValueError("the archive does not end as a zip without a comment does")
    return archive[:-2] + len(comment).to_bytes(2, "little") + comment
