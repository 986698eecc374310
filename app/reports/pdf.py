"""A frozen report as PDF/A-3b, in Khmer or English, set by typst: the pages, the snapshot as an attachment, a place for the seal."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path

import fontpkg_noto_sans
import fontpkg_noto_sans_khmer
import typst

from app.reports import snapshot
from app.reports.mou import Document
from app.reports.pages import pages
from app.reports.sealing import BLANK, Proof, package

ATTACHMENT = "rumduol-report.json"
_TEMPLATE = Path(__file__).parent / "typst" / "report.typ"


def to_pdf(document: Document, proof: Proof, *, language: str) -> bytes:
    """Return the PDF with a blank place for its seal; the same report gives the same bytes."""
    compiled = _compiler().compile(
        format="pdf",
        sys_inputs=_inputs(document, proof, language),
        pdf_standards=["a-3b"],
        timestamp=int(datetime.fromisoformat(snapshot.frozen_at(document)).timestamp()),
    )
    if not isinstance(compiled, bytes):
        raise TypeError("typst gave no single file")
    return compiled


def to_pictures(document: Document, proof: Proof, *, language: str, ppi: int = 80) -> list[bytes]:
    """Return the pages as PNG, for looking at them."""
    compiled = _compiler().compile(format="png", sys_inputs=_inputs(document, proof, language), ppi=ppi)
    return compiled if isinstance(compiled, list) else [compiled or b""]


def _inputs(document: Document, proof: Proof, language: str) -> dict[str, str]:
    """What the template reads, as data: nothing of the report is ever part of its source."""
    return {
        "pages": json.dumps(pages(document, proof, language=language), ensure_ascii=False),
        "package": snapshot.canonical(package(document, proof, language=language)).decode(),
        "attachment": ATTACHMENT,
        "language": language,
        "seal": BLANK,
    }


@cache
def _fonts() -> typst.Fonts:
    """The two families of the report and nothing of the machine, so that it looks the same everywhere."""
    roots = [fontpkg_noto_sans.ROOT, fontpkg_noto_sans_khmer.ROOT]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(root / "files") for root in roots])


def _compiler() -> typst.Compiler:
    return typst.Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=_fonts())
