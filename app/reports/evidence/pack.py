"""A pack as a document and as a table: recommendation, indicators over the years of a cycle, and what two people stand for beside them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import rfc8785

from app.crypto.signatures import is_signed
from app.reports.evidence.catalogue import Recommendation, described, indicators
from app.reports.evidence.figures import REASONS
from app.reports.tables import Cell, to_csv

Document: TypeAlias = dict[str, Any]
FORMAT = "rumduol evidence pack 1"
YEAR_FORMAT = "rumduol evidence year 1"
COUNTED, NOT_ENDED, NOTHING_RECORDED, NOT_IN_THIS_YEAR = "counted", "not_ended", "nothing_recorded", "not_counted"
_PROOF = ("digest", "signature", "public_key")
LIMITS: tuple[Mapping[str, str], ...] = (
    {
        "en": "Only what was recorded in this system is counted. That says nothing of how much trafficking there is.",
        "km": "រាប់តែអ្វីដែលបានកត់ត្រាក្នុងប្រព័ន្ធនេះ។ នេះមិនប្រាប់អំពីទំហំពិតនៃការជួញដូរទេ។",
    },
    {
        "en": "Each year was counted once, as known when it was frozen. What was recorded or corrected later changes no pack.",
        "km": "ឆ្នាំនីមួយៗបានរាប់ម្តង តាមដែលដឹងនៅពេលបង្កក។ អ្វីដែលកត់ត្រា ឬកែតម្រូវក្រោយមក មិនប្តូរឯកសារភស្តុតាងណាមួយឡើយ។",
    },
    {
        "en": "Counts of people from 1 to 10 are hidden, and whatever they follow from. Zero is shown. There are no sums over years.",
        "km": "ចំនួនមនុស្សពី ១ ដល់ ១០ ត្រូវបានលាក់ និងអ្វីដែលអាចឲ្យគេគណនារកវា។ សូន្យត្រូវបានបង្ហាញ។ គ្មានផលបូករវាងឆ្នាំទេ។",
    },
    {
        "en": "More is not always better: a rise of cases may be better recording. `direction` says of each indicator how it may be read.",
        "km": "ច្រើនជាងមិនមែនល្អជាងជានិច្ចទេ៖ ករណីកើនឡើងអាចមកពីការកត់ត្រាល្អជាង។ `direction` ប្រាប់ពីរបៀបអានសូចនាករនីមួយៗ។",
    },
    {
        "en": "A limit marked proposed is a number of ours. No standard is a numbered clause of the document of 2009.",
        "km": "កំណត់ពេលដែលមានពាក្យ «ស្នើ» ជាចំនួនរបស់យើង។ គ្មានបទដ្ឋានណាជាមាត្រាមានលេខនៃឯកសារឆ្នាំ ២០០៩ ទេ។",
    },
    {
        "en": "Entries in words were written by one person and verified by another, who confirmed that they name nobody.",
        "km": "ការពិពណ៌នាជាពាក្យបានសរសេរដោយមនុស្សម្នាក់ និងផ្ទៀងផ្ទាត់ដោយម្នាក់ទៀត ដែលបានបញ្ជាក់ថាមិនមានឈ្មោះនរណាឡើយ។",
    },
)
_COLUMNS = (
    *("recommendation", "part", "indicator", "title_en", "title_km", "unit", "year", "state", "period", "group", "numerator"),
    *("denominator", "share", "direction", "kind", "text_en", "text_km", "source", "source_date", "source_sha256", "source_url"),
)


def build(
    recommendation: Recommendation,
    years: Sequence[Document],
    entries: Sequence[Document],
    *,
    standards: Mapping[str, Document],
    rights: Mapping[str, Mapping[str, str]],
    header: Mapping[str, object],
) -> Document:
    """Return the pack; `years` are those of the cycle in order, each with its state and, where it was counted, `indicators`.

    `standards` says of each standard that an indicator counts what it asks, where it comes from and how sure that is; `rights` what each
    right is called.
    """
    return {
        "format": FORMAT,
        **header,
        "recommendation": described(recommendation),
        "limits": [dict(text) for text in LIMITS],
        "rights": {name: dict(label) for name, label in rights.items()},
        "reasons": {name: dict(text) for name, text in REASONS.items()},
        "translation_status": {"en": "reviewed", "km": "draft"},
        "years": [{name: value for name, value in year.items() if name != "indicators"} for year in years],
        "indicators": [
            described(indicators()[name])
            | {"standard": standards.get(indicators()[name].counted.standard or "")}
            | {"years": [{"year": year["year"]} | _series(year, name) for year in years]}
            for name in recommendation.indicators
        ],
        "entries": list(entries),
    }


def canonical(document: Document) -> bytes:
    """Return the one way to write a document (RFC 8785)."""
    return rfc8785.dumps(document)


def digest(document: Document) -> str:
    """Return the SHA-256 (hex) of a document in canonical form, its proof left out."""
    return hashlib.sha256(canonical({name: value for name, value in document.items() if name not in _PROOF})).hexdigest()


def statement(digest_: str) -> bytes:
    """Return what is signed of a pack."""
    return f"{FORMAT}\n{digest_}\n".encode()


def mistakes(document: Document, *, public_key: bytes) -> list[str]:
    """Say what is wrong with a pack by itself: nothing, when it is as the holder of the key signed it."""
    if document.get("format") != FORMAT or not all(isinstance(document.get(name), str) for name in _PROOF):
        return ["this is no evidence pack with its digest, signature and key"]
    wrong = []
    try:
        if digest(document) != document["digest"]:
            wrong.append("the digest does not fit: the pack was changed")
        signature = bytes.fromhex(document["signature"])
    except (ValueError, rfc8785.CanonicalizationError):
        return ["the pack cannot be read as it was signed"]
    if not is_signed(statement(document["digest"]), signature, public_key=public_key):
        wrong.append("the signature does not fit: the pack was changed, or another installation signed it")
    return wrong


def to_table(document: Document) -> bytes:
    """Return a pack as one CSV: a line for each figure and each entry."""
    return to_csv(_COLUMNS, _lines(document))


def _series(year: Document, name: str) -> Document:
    """The figures of a year; an indicator that was declared only after the year had been counted has none."""
    if year["state"] != COUNTED:
        return {"state": year["state"], "lines": []}
    found: Document = year["indicators"].get(name, {"state": NOT_IN_THIS_YEAR, "lines": []})
    return found


def _lines(document: Document) -> Iterable[dict[str, Cell]]:
    about: dict[str, Cell] = {"recommendation": document["recommendation"]["id"]}
    for indicator in document["indicators"]:
        told = about | {"part": "figure", "indicator": indicator["id"], "unit": indicator["unit"], "direction": str(indicator["direction"])}
        told |= {f"title_{language}": indicator["title"][language] for language in ("en", "km")}
        for year in indicator["years"]:
            own = told | {"year": year["year"], "state": year["state"]}
            yield from ({**own, **_figure(line)} for line in year["lines"]) if year["lines"] else [own]
    yield from _entries(document, about)


def _figure(line: Document) -> dict[str, Cell]:
    group = " ".join(f"{name}={value}" for name, value in sorted(line["group"].items()))
    shown: dict[str, Cell] = {name: "hidden" if line[name] is None else line[name] for name in ("numerator", "denominator") if name in line}
    return {"period": line["period"], "group": group, **shown, "share": line.get("share")}


def _entries(document: Document, about: Mapping[str, Cell]) -> Iterator[dict[str, Cell]]:
    for entry in document["entries"]:
        source = {"source": entry["source"]["title"]} | {f"source_{name}": entry["source"][name] for name in ("date", "sha256", "url")}
        told = {name: entry[name] for name in ("indicator", "year", "kind")}
        yield {**about, "part": "entry", **told, "text_en": entry["text"]["en"], "text_km": entry["text"]["km"], **source}
