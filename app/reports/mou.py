"""The compliance report of an organisation under its agreement with the ministry: figures in, document out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.reports.definitions import FIGURES, NOTE
from app.reports.figures import Figures, Shown
from app.reports.hiding import hide_counts, hide_small
from app.reports.sums import small_given_away
from app.standards.rules import Catalogue, Standard

# A JSON document that leaves the house; its parts are made and read here only.
Document: TypeAlias = dict[str, Any]

_FIGURES = tuple(Figures().shown())


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a report is made of: facts about the organisation as JSON values, and the figures."""

    header: Mapping[str, object]  # id, organisation, mous, period, as_of, made_at
    catalogue: Catalogue
    standards: Sequence[Standard]  # of cases and staff, in the order of the catalogue
    total: Figures
    rights: Mapping[str, Figures]
    by_standard: Mapping[str, Figures]
    staff: Mapping[str, Figures]
    cases: Mapping[str, Mapping[str, int]]  # step, age_class, sex -> value -> cases
    shelters: Sequence[Document]
    waivers: Sequence[Mapping[str, object]]


def document(material: Material) -> Document:
    """Return the report in full, with what every figure means and where every standard comes from."""
    m, catalogue = material, material.catalogue
    reasons: dict[str, int] = {}
    for waiver in m.waivers:
        reasons[str(waiver["reason_code"])] = reasons.get(str(waiver["reason_code"]), 0) + 1
    return {
        **m.header,
        "kind": "mou",
        "catalogue": {
            "id": catalogue.id,
            "version": catalogue.version,
            "title": dict(catalogue.title),
            "note": dict(catalogue.note),
            "translation_status": dict(catalogue.translation_status),
        },
        "note": dict(NOTE),
        "definitions": {name: dict(text) for name, text in FIGURES.items()},
        "hidden_below": None,
        "cases": {"total": m.total.subjects} | {f"by_{name}": dict(counts) for name, counts in m.cases.items()},
        "total": m.total.shown(),
        "rights": [{"right": r.key, "label": dict(r.label)} | m.rights[r.key].shown() for r in catalogue.rights if r.key in m.rights],
        "standards": _rows(m.standards, m.by_standard),
        "staff": _rows(m.standards, m.staff),
        "waivers": {"total": len(m.waivers), "by_reason": reasons, "listed": [dict(w) for w in m.waivers]},
        "shelters": [_shelter(catalogue, shelter) for shelter in m.shelters],
    }


def hide(report: Document, threshold: int) -> Document:
    """Return the report as somebody sees it who may not see small counts; single waivers are counts of one, so they go."""
    (total,) = _hidden([report["total"]], threshold)
    rights = _hidden(report["rights"], threshold, columns=_empty(total))
    standards: list[Document] = []
    for right in rights:
        rows = [row for row in report["standards"] if row["right"] == right["right"]]
        standards += _hidden(rows, threshold, columns=_empty(right))
    cases, waivers = report["cases"], report["waivers"]
    shown_cases = {name: hide_counts(counts, threshold) for name, counts in cases.items() if name != "total"}
    hidden = report | {
        "hidden_below": threshold,
        "cases": hide_counts({"total": cases["total"]}, threshold) | shown_cases,
        "total": total,
        "rights": rights,
        "standards": standards,
        "staff": _hidden(report["staff"], threshold),
        "waivers": {
            **hide_counts({"total": waivers["total"]}, threshold),
            "by_reason": hide_counts(waivers["by_reason"], threshold),
            "listed": None,
        },
        "shelters": [_hidden_shelter(shelter, threshold) for shelter in report["shelters"]],
    }
    return _closed(hidden, threshold)


def _closed(report: Document, threshold: int) -> Document:
    """Empty whole tables where a hidden small count could still be worked out from standards, rights and total together."""
    away = small_given_away(report, threshold)
    rights = {row["right"] for row in report["standards"] if any(name.startswith(f"standards {row['standard']} ") for name in away)}
    steps: Sequence[Document] = (
        {"standards": [_emptied(row) if row["right"] in rights else row for row in report["standards"]]},
        {name: [_emptied(row) for row in report[name]] for name in ("standards", "rights")},
        {"total": _emptied(report["total"])},
    )
    for step in steps:
        if not away:
            break
        report = report | step
        away = small_given_away(report, threshold)
    return report


def _emptied(row: Document) -> Document:
    return row | dict.fromkeys(_FIGURES, None)


def _rows(standards: Sequence[Standard], figures: Mapping[str, Figures]) -> list[Document]:
    return [_standard(s) | figures[s.id].shown() for s in standards if s.id in figures]


def _standard(s: Standard) -> Document:
    """What a row says of its standard; a proposed number is marked as one wherever the standard is shown."""
    return {
        "standard": s.id,
        "right": s.right,
        "step": s.step,
        "gate": s.gate,
        "text": dict(s.text),
        "limit": s.limit_text,
        "limit_basis": s.limit_basis,
        "setting": s.setting,
        "sources": list(s.sources),
        "provenance": s.tag,
        "grade": s.grade,
    }


def _shelter(catalogue: Catalogue, shelter: Document) -> Document:
    """The shelter, its findings in the order of the catalogue; a standard of another version stands at the end, without its text."""
    place = {s.id: n for n, s in enumerate(catalogue.standards)}
    findings = sorted(shelter["findings"], key=lambda f: (place.get(f["standard"], len(place)), f["standard"]))
    known = catalogue.by_id
    return dict(shelter) | {"findings": [(_standard(known[f["standard"]]) if f["standard"] in known else {}) | f for f in findings]}


def _hidden(rows: Sequence[Document], threshold: int, *, columns: Iterable[str] = ()) -> list[Document]:
    figures: list[Shown] = [{name: row[name] for name in _FIGURES} for row in rows]
    return [row | shown for row, shown in zip(rows, hide_small(figures, threshold, columns=frozenset(columns)), strict=True)]


def _empty(row: Document) -> list[str]:
    """The counts that are hidden in a row: its parts must not show them either."""
    return [name for name in _FIGURES if row[name] is None]


def _hidden_shelter(shelter: Document, threshold: int) -> Document:
    """The shelter without a small count of who is in it; `hidden` tells that from a count nobody recorded."""
    condition = shelter["condition"]
    if condition is None or condition["occupancy"] is None:
        return shelter
    shown = hide_counts({"occupancy": condition["occupancy"]}, threshold)
    return shelter | {"condition": condition | shown, "hidden": [name for name, count in shown.items() if count is None]}
