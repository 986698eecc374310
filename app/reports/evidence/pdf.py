"""A pack as PDF/A-3b for people, in Khmer or English, set by typst, with the pack itself attached as JSON."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path

import fontpkg_noto_sans
import fontpkg_noto_sans_khmer
import typst

from app.reports.evidence.pack import Document, canonical
from app.reports.evidence.pages import pages

ATTACHMENT = "rumduol-evidence.json"
_TEMPLATE = Path(__file__).parents[1] / "typst" / "evidence.typ"


def to_pdf(document: Document, *, language: str) -> bytes:
    """Return the PDF; the same pack gives the same bytes."""
    at = int(datetime.fromisoformat(document["frozen_at"]).timestamp())
    made = _compiler().compile(format="pdf", sys_inputs=_inputs(document, language), pdf_standards=["a-3b"], timestamp=at)
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    return made


def to_pictures(document: Document, *, language: str, ppi: int = 80) -> list[bytes]:
    """Return the pages as PNG, for looking at them."""
    made = _compiler().compile(format="png", sys_inputs=_inputs(document, language), ppi=ppi)
    return made if isinstance(made, list) else [made or b""]


def _inputs(document: Document, language: str) -> dict[str, str]:
    """What the template reads, as data: nothing of the pack is ever part of its source."""
    told = json.dumps(pages(document, language=language), ensure_ascii=False)
    return {"pages": told, "package": canonical(document).decode(), "attachment": ATTACHMENT, "language": language}


@cache
def _fonts() -> typst.Fonts:
    """The two families of a report and nothing of the machine, so that it looks the same everywhere."""
    roots = [fontpkg_noto_sans.ROOT, fontpkg_noto_sans_khmer.ROOT]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(root / "files") for root in roots])


def _compiler() -> typst.Compiler:
    return typst.Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=_fonts())
