"""What the sheets of a workbook hold: columns by name, cells as values; how they look is `app.reports.xlsx`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from app.reports import snapshot, words
from app.reports.figures import COUNTS, Figures
from app.reports.mou import Document
from app.reports.sealing import Proof
from app.reports.tables import Cell
from app.standards.duration import spoken

Line: TypeAlias = "tuple[Cell, ...]"

_FIGURES = tuple(Figures().shown())
_COUNTED = ("subjects", *(status.value for status in COUNTS))
HIDDEN = words.CODES["hidden"].both(" · ")
# The entries of a part, in the order in which their columns are shown.
ENTRIES: Mapping[str, tuple[str, ...]] = {
    "answers": (
        *("item", "state", "cause", "remedy", "responsible", "due_on", "missed_on", "severity", "reason", "decided_at"),
        "evidence_digest",
    ),
    "plan": (
        *("item", "state", "severity", "cause", "remedy", "responsible", "raised_on", "due_on", "done_on"),
        *("looked_again_on", "second_look", "evidence_digest"),
    ),
    "history": ("at", "move", "role", "state", "item", "code"),
}


class Sheet(NamedTuple):
    """One sheet: its heading in `words`, the names of its columns, its lines."""

    name: str
    columns: Sequence[str]
    lines: Sequence[Line]


def sheets(document: Document, proof: Proof) -> list[Sheet]:
    """Return all sheets of a frozen report that people read, in order."""
    return [
        Sheet("summary", ("figure", "value", "meaning"), list(_summary(document, proof))),
        Sheet("rights", ("right", "text", *_FIGURES), [(row["right"], _both(row["label"]), *_figures(row)) for row in document["rights"]]),
        *(Sheet(name, (*_ABOUT, *_FIGURES), [_standard(row) + _figures(row) for row in document[name]]) for name in ("standards", "staff")),
        *(Sheet(part, names, [_entry(part, names, entry) for entry in document[part]]) for part, names in ENTRIES.items()),
        Sheet("shelters", ("shelter", "part", "item", "value", "text", "limit", "limit_basis", "due_at"), list(_shelters(document))),
        Sheet("definitions", ("item", "meaning"), [(words.column(name).both(), _both(text)) for name, text in _meanings(document)]),
        Sheet("sources", ("standard", "source", "provenance", "grade"), list(_sources(document))),
    ]


_ABOUT = ("right", "standard", "text", "step", "gate", "limit", "limit_basis", "setting", "provenance", "grade")


def _summary(document: Document, proof: Proof) -> Iterable[Line]:
    organisation, catalogue, period = document["organisation"], document["catalogue"], document["period"]
    told = {
        "organisation": organisation["name"],
        "type": organisation["type"],
        "province": organisation["province"],
        "period": f"{period['from']} – {period['to']}",
        "as_of": document["as_of"],
        "made_at": document["made_at"],
        "frozen_at": snapshot.frozen_at(document),
        "report": document["id"],
        "catalogue": f"{catalogue['id']} {catalogue['version']}",
        "digest": proof.digest,
        "fingerprint": proof.fingerprint,
        "audit": f"{proof.audit_chain} : {proof.audit_position}",
    }
    yield from ((words.column(name).both(" · "), value, None) for name, value in told.items())
    for mou in document["mous"]:
        yield (
            words.HEADINGS["mous"].both(" · "),
            mou["number"],
            f"{mou['starts_on']} – {mou['ends_on']} ({mou['state']}, {mou['rule_set']})",
        )
    for setting, number in document.get("rule_profile", {}).items():
        yield words.HEADINGS["rule_profile"].both(" · "), str(number), setting
    for name, value in zip(_FIGURES, _figures(document["total"]), strict=True):
        yield words.column(name).both(" · "), value, _both(document["definitions"][name])
    yield from _counts(document)
    for text in (
        document["note"],
        catalogue["note"],
        *(words.HEADINGS[n]._asdict() for n in ("hidden_note", "proposed_note", "draft_note")),
    ):
        yield words.HEADINGS["note"].both(" · "), None, _both(text)


def _counts(document: Document) -> Iterable[Line]:
    for part in ("cases", "waivers"):
        heading = words.HEADINGS[part]
        yield heading.both(" · "), _count(document[part]["total"]), None
        for cut, counts in document[part].items():
            if cut.startswith("by_"):
                about = words.Said(*(f"{one}, {two}" for one, two in zip(heading, words.column(cut), strict=True))).both(" · ")
                yield from ((about, _count(number), words.code(item).both(" · ")) for item, number in counts.items())
    yield words.column("breaches").both(" · "), _count(document["counts"]["breaches"]), None
    for part in ("answers", "plan"):
        counts = document["counts"][part]
        yield words.HEADINGS[part].both(" · "), counts["total"], None
        for state, number in counts["by_state"].items():
            yield words.HEADINGS[part].both(" · "), number, words.code(state, part=part, name="state").both(" · ")


def _entry(part: str, names: Sequence[str], entry: Mapping[str, object]) -> Line:
    values = ((name, entry.get(name)) for name in names)
    return tuple(words.code(value, part=part, name=name).both(" · ") if isinstance(value, str) else _plain(value) for name, value in values)


def _shelters(document: Document) -> Iterable[Line]:
    for shelter in document["shelters"]:
        code = shelter["code"]
        yield code, words.column("province").both(" · "), None, shelter["province"], None, None, None, None
        for name, value in (shelter["condition"] or {}).items():
            shown = HIDDEN if name in shelter.get("hidden", ()) else _recorded(value)
            yield code, words.column("condition").both(" · "), name.replace("_", " "), shown, None, None, None, None
        for inspection in shelter["inspections"]:
            for name, value in inspection.items():
                yield code, words.column("inspection").both(" · "), name.replace("_", " "), _recorded(value), None, None, None, None
        for finding in shelter["findings"]:
            text, status = _both(finding.get("text", {})), words.code(finding["status"]).both(" · ")
            limit = (finding.get("limit"), finding.get("limit_basis"))
            yield code, words.column("standard").both(" · "), finding["standard"], status, text, *limit, finding["due_at"]


def _meanings(document: Document) -> Iterable[tuple[str, Mapping[str, str]]]:
    yield from document["definitions"].items()


def _sources(document: Document) -> Iterable[Line]:
    findings = [finding for shelter in document["shelters"] for finding in shelter["findings"]]
    rows = {row["standard"]: row for row in (*document["standards"], *document["staff"], *findings) if "sources" in row}
    for standard, row in rows.items():
        yield from ((standard, source, row["provenance"], row["grade"]) for source in row["sources"])


def _standard(row: Document) -> Line:
    limit = f"{spoken(row['limit'])} ({row['limit']})" if row["limit"] else None
    basis = words.code(row["limit_basis"]).both(" · ") if row["limit_basis"] else None
    step, gate = words.code(row["step"]).both(" · "), "yes" if row["gate"] else "no"
    return row["right"], row["standard"], _both(row["text"]), step, gate, limit, basis, row["setting"], row["provenance"], row["grade"]


def _figures(row: Document) -> Line:
    """The figures of a row. What is empty for want of any is told from what is hidden: where one count is, so is all that hangs on it."""
    some_hidden = any(row[name] is None for name in _COUNTED)
    values = {name: float(row[name]) if name == "share_met" and row[name] is not None else row[name] for name in _FIGURES}
    shown = {name: HIDDEN if value is None and (some_hidden or name == "unmet_of_a_limit") else value for name, value in values.items()}
    return tuple(shown[name] for name in _FIGURES)


def _both(text: Mapping[str, str]) -> str:
    return "\n".join(text[language] for language in ("en", "km") if language in text)


def _count(number: int | None) -> Cell:
    return HIDDEN if number is None else number


def _recorded(value: object) -> Cell:
    return words.CODES["not recorded"].both(" · ") if value is None else _plain(value)


def _plain(value: object) -> Cell:
    return value if isinstance(value, str | int | float | None) else str(value)
