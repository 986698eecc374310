"""The compliance report as one table that explains itself: what the report is, what its words mean, then the figures."""

from collections.abc import Iterable, Mapping

from app.reports.figures import COUNTS, Figures
from app.reports.mou import Document
from app.reports.tables import Cell, to_csv
from app.standards.duration import spoken

_FIGURES = tuple(Figures().shown())
_COUNTED = ("subjects", *(status.value for status in COUNTS))
COLUMNS = (
    *("organisation", "period_from", "period_to", "as_of", "section", "shelter", "part", "item", "value", "starts_on", "ends_on"),
    *("right", "standard", "step", "text_en", "text_km", "limit", "limit_in_words", "limit_basis", "setting", "status", "due_at"),
    *_FIGURES,
    *("decided_at", "expires_on", "provenance", "grade", "sources"),
)
_ABOUT_STANDARD = ("right", "standard", "step", "limit", "limit_basis", "setting", "provenance", "grade")
_HIDDEN = "hidden"

Row = dict[str, Cell]


def to_table(report: Document) -> bytes:
    """Return everything a report says as one table: every row names its section, the report and what it is about."""
    return to_csv(COLUMNS, rows_of(report))


def rows_of(report: Document) -> Iterable[Row]:
    """Yield the rows of the table."""
    head = {
        "organisation": report["organisation"]["name"],
        "period_from": report["period"]["from"],
        "period_to": report["period"]["to"],
        "as_of": report["as_of"],
    }
    return ({**head, **row} for row in _rows(report))


def _rows(report: Document) -> Iterable[Row]:
    yield from _about(report)
    yield from _meanings(report)
    for mou in report["mous"]:
        about: Row = {"section": "agreements (MOU)", "item": mou["number"], "starts_on": mou["starts_on"], "ends_on": mou["ends_on"]}
        yield about | {"part": "state", "value": mou["state"]}
        yield about | {"part": "rule set", "value": mou["rule_set"]}
    for setting, number in report.get("rule_profile", {}).items():
        yield {"section": "numbers the organisation set for itself", "setting": setting, "item": setting, "value": str(number)}
    yield _figures(report["total"]) | {"section": "all standards together"}
    for row in report["rights"]:
        yield _text(row["label"]) | _figures(row) | {"section": "rights", "right": row["right"]}
    for name, section in (("standards", "standards"), ("staff", "standards of staff")):
        for row in report[name]:
            yield _standard(row) | _figures(row) | {"section": section}
    yield from _cases(report)
    yield from _waivers(report)
    for shelter in report["shelters"]:
        yield from _shelter(shelter)


def _about(report: Document) -> Iterable[Row]:
    organisation, catalogue, below = report["organisation"], report["catalogue"], report["hidden_below"]
    said = {
        "report": report["id"],
        "made at": report["made_at"],
        "kind of organisation": organisation["type"],
        "province": organisation["province"],
        "catalogue of standards": f"{catalogue['id']} {catalogue['version']}",
        "state of the English texts": catalogue["translation_status"]["en"],
        "state of the Khmer texts": catalogue["translation_status"]["km"],
        "small counts": "all are shown" if below is None else f"counts below {below} are hidden: the cell says {_HIDDEN}",
    }
    for item, value in said.items():
        yield {"section": "this report", "item": item, "value": value}
    for item, text in (("note", report["note"]), ("note on the catalogue", catalogue["note"])):
        yield _text(text) | {"section": "this report", "item": item}


def _meanings(report: Document) -> Iterable[Row]:
    for item, text in report["definitions"].items():
        yield _text(text) | {"section": "what the words mean", "item": _plain(item) if item.startswith("by_") else item}


def _cases(report: Document) -> Iterable[Row]:
    cases = report["cases"]
    yield {"section": "cases", "part": "all", "item": "all", "value": _count(cases["total"])}
    for name, counts in cases.items():
        if name != "total":
            text = _text(report["definitions"].get(name, {}))
            for item, number in counts.items():
                yield text | {"section": "cases", "part": _plain(name), "item": item, "value": _count(number)}


def _waivers(report: Document) -> Iterable[Row]:
    waivers = report["waivers"]
    yield {"section": "waivers", "part": "all", "item": "all", "value": _count(waivers["total"])}
    for reason, number in waivers["by_reason"].items():
        yield {"section": "waivers", "part": "by reason", "item": reason, "value": _count(number)}
    if waivers["listed"] is None and waivers["total"] != 0:
        yield {"section": "waivers", "part": "each", "value": _HIDDEN}
    for waiver in waivers["listed"] or ():
        yield waiver | {"section": "waivers", "part": "each", "item": waiver["reason_code"]}


def _shelter(shelter: Document) -> Iterable[Row]:
    """All rows of one shelter, one after the other."""
    about: Row = {"section": "shelters", "shelter": shelter["code"]}
    yield about | {"part": "register", "item": "province", "value": shelter["province"]}
    for name, value in (shelter["condition"] or {}).items():
        shown = _HIDDEN if name in shelter.get("hidden", ()) else "not recorded" if value is None else value
        yield about | {"part": "newest observation", "item": _plain(name), "value": shown}
    for inspection in shelter["inspections"]:
        for name, value in inspection.items():
            shown = "not recorded" if value is None else value
            yield about | {"part": f"inspection of {inspection['inspected_on']}", "item": _plain(name), "value": shown}
    for finding in shelter["findings"]:
        yield about | {"part": "standard", "status": finding["status"], "due_at": finding["due_at"]} | _standard(finding)


def _standard(row: Document) -> Row:
    about: Row = {name: row.get(name) for name in _ABOUT_STANDARD}
    limit = row.get("limit")
    about |= {"limit_in_words": spoken(limit) if limit else None, "sources": " | ".join(row.get("sources", ()))}
    return about | _text(row.get("text", {}))


def _figures(row: Document) -> Row:
    """The figures of a row. What is empty for want of any is told from what is hidden: where one count is, so is all that hangs on it."""
    some_hidden = any(row[name] is None for name in _COUNTED)
    hidden = {name for name in _FIGURES if row[name] is None and (some_hidden or name == "unmet_of_a_limit")}
    return {name: _HIDDEN if name in hidden else row[name] for name in _FIGURES}


def _text(text: Mapping[str, str]) -> Row:
    return {"text_en": text.get("en"), "text_km": text.get("km")}


def _count(number: int | None) -> Cell:
    return _HIDDEN if number is None else number


def _plain(name: str) -> str:
    return name.replace("_", " ")
