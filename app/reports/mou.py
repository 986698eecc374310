"""The compliance report of an organisation under its agreement with the ministry: figures in, document out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.reports.definitions import FIGURES, NOTE
from app.reports.figures import Figures, Shown
from app.reports.hiding import hide_counts, hide_small
from app.reports.tables import Cell, to_csv
from app.standards.rules import Catalogue, Standard

# A JSON document that leaves the house; its parts are made and read here only.
Document: TypeAlias = dict[str, Any]

_FIGURES = tuple(Figures().shown())
_COLUMNS = (
    *("organisation", "period_from", "period_to", "as_of", "section", "right", "standard", "step", "shelter", "item", "value"),
    *_FIGURES,
    *("decided_at", "expires_on", "provenance", "grade", "sources", "text_en", "text_km"),
)


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
    shelters: Sequence[Mapping[str, object]]
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
        "shelters": [dict(shelter) for shelter in m.shelters],
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
    return report | {
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


def to_table(report: Document) -> bytes:
    """Return everything a report says as one table: every row names its section, the report and what it is about."""
    head = {
        "organisation": report["organisation"]["name"],
        "period_from": report["period"]["from"],
        "period_to": report["period"]["to"],
        "as_of": report["as_of"],
    }
    return to_csv(_COLUMNS, ({**head, **row} for row in _table_rows(report)))


def _table_rows(report: Document) -> Iterable[dict[str, Cell]]:
    yield {"section": "total"} | report["total"]
    for section in ("rights", "standards", "staff"):
        for row in report[section]:
            text = row.get("text") or row.get("label")
            sources = " | ".join(row.get("sources", ()))
            yield row | {"section": section, "sources": sources, "text_en": text["en"], "text_km": text["km"]}
    for name, counts in report["cases"].items():
        for item, number in (counts if isinstance(counts, dict) else {"total": counts}).items():
            yield {"section": "cases", "item": item if name == "total" else f"{name}: {item}", "value": number}
    for reason, number in report["waivers"]["by_reason"].items():
        yield {"section": "waivers by reason", "item": reason, "value": number}
    for waiver in report["waivers"]["listed"] or ():
        yield waiver | {"section": "waivers", "item": waiver["reason_code"]}
    for shelter in report["shelters"]:
        yield from _shelter_rows(shelter)
    for mou in report["mous"]:
        yield {"section": "mous", "item": mou["number"], "value": mou["state"]}
    for name, text in [("note", report["note"]), ("catalogue", report["catalogue"]["note"]), *report["definitions"].items()]:
        yield {"section": "definitions", "item": name, "text_en": text["en"], "text_km": text["km"]}


def _shelter_rows(shelter: Document) -> Iterable[dict[str, Cell]]:
    about = {"shelter": shelter["code"]}
    yield about | {"section": "shelters", "item": "province", "value": shelter["province"]}
    for name, value in (shelter["condition"] or {}).items():
        yield about | {"section": "shelters", "item": name, "value": value}
    for inspection in shelter["inspections"]:
        yield about | {"section": "inspections", "item": inspection["inspected_on"], "value": inspection["result"]}
    for finding in shelter["findings"]:
        yield about | {"section": "shelter findings", "standard": finding["standard"], "item": "status", "value": finding["status"]}


def _rows(standards: Sequence[Standard], figures: Mapping[str, Figures]) -> list[Document]:
    return [
        {
            "standard": s.id,
            "right": s.right,
            "step": s.step,
            "gate": s.gate,
            "text": dict(s.text),
            "sources": list(s.sources),
            "provenance": s.tag,
            "grade": s.grade,
        }
        | figures[s.id].shown()
        for s in standards
        if s.id in figures
    ]


def _hidden(rows: Sequence[Document], threshold: int, *, columns: Iterable[str] = ()) -> list[Document]:
    figures: list[Shown] = [{name: row[name] for name in _FIGURES} for row in rows]
    return [row | shown for row, shown in zip(rows, hide_small(figures, threshold, columns=frozenset(columns)), strict=True)]


def _empty(row: Document) -> list[str]:
    """The counts that are hidden in a row: its parts must not show them either."""
    return [name for name in _FIGURES if row[name] is None]


def _hidden_shelter(shelter: Document, threshold: int) -> Document:
    condition = shelter["condition"]
    if condition is None:
        return shelter
    return shelter | {"condition": condition | hide_counts({"occupancy": condition["occupancy"]}, threshold)}
