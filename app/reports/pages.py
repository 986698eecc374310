"""What stands on the pages of a PDF, in one language: texts and figures as the template prints them, and nothing to be worked out there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from app.reports import snapshot, words
from app.reports.figures import APPLICABLE, COUNTS, Figures
from app.reports.mou import Document
from app.reports.sealing import Proof
from app.reports.sheets import ENTRIES

Pairs: TypeAlias = "list[tuple[str, str]]"

_FIGURES = tuple(Figures().shown())
_COUNTED = ("subjects", *(status.value for status in COUNTS))
_TABLE = ("applicable", "met", "unmet", "overdue", "unknown", "waived", "pending", "not_applicable", "share_met")
_BAR = (*(status.value for status in APPLICABLE), "hidden")
_ENTRIES: Mapping[str, tuple[str, ...]] = {
    "answers": ("item", "state", "cause", "remedy", "responsible", "due_on", "severity", "reason"),
    "plan": ("item", "state", "severity", "remedy", "responsible", "raised_on", "due_on"),
    "history": ("at", "move", "role", "state"),
}


def pages(document: Document, proof: Proof, *, language: str) -> Document:
    """Return everything the template prints. A hidden figure is the word for it."""
    page = _Page(document, language)
    organisation, period = document["organisation"], document["period"]
    return {
        "words": {name: getattr(said, language) for name, said in words.HEADINGS.items()},
        "organisation": organisation["name"],
        "period": f"{period['from']} – {period['to']}",
        "digest": proof.digest,
        "hidden": page.code("hidden"),
        "facts": page.facts(),
        "total": page.figures(document["total"]),
        "counts": page.counts(),
        "legend": [(name, page.column(name) if name != "hidden" else page.code(name)) for name in _BAR],
        "bars": [page.bar(row) for row in document["rights"]],
        "columns": [page.column(name) for name in ("standard", "text", *_TABLE)],
        "findings": [page.column(name) for name in ("standard", "text", "status", "due_at")],
        "rights": [page.right(row) for row in document["rights"]],
        "staff": [page.standard(row) for row in document["staff"]],
        "entries": {part: page.entries(part) for part in ENTRIES},
        "shelters": [page.shelter(shelter) for shelter in document["shelters"]],
        "notes": [page.text(document["note"]), page.text(document["catalogue"]["note"])],
        "definitions": [(page.column(name), page.text(text)) for name, text in document["definitions"].items()],
        "proof": page.proof(proof),
    }


class _Page:
    """A document and the language it is printed in."""

    def __init__(self, document: Document, language: str) -> None:
        self._document = document
        self._language = language

    def text(self, text: Mapping[str, str]) -> str:
        return text.get(self._language) or text.get("en", "")

    def column(self, name: str) -> str:
        return str(getattr(words.column(name), self._language))

    def code(self, value: object, *, part: str = "", name: str = "") -> str:
        if isinstance(value, bool):
            value = "yes" if value else "no"
        return str(getattr(words.code(str(value), part=part, name=name), self._language))

    def facts(self) -> Pairs:
        document = self._document
        catalogue, province = document["catalogue"], document["organisation"]["province"]
        told = {
            "type": self.code(document["organisation"]["type"]),
            "province": province or "–",
            **{name: _spaced(document[name]) for name in ("as_of", "made_at")},
            "frozen_at": _spaced(snapshot.frozen_at(document)),
            "report": document["id"],
            "catalogue": f"{catalogue['id']} {catalogue['version']}: {self.text(catalogue['title'])}",
        }
        facts = [(self.column(name), value) for name, value in told.items()]
        heading = str(getattr(words.HEADINGS["mous"], self._language))
        facts += [(heading, f"{mou['number']} ({mou['starts_on']} – {mou['ends_on']}, {mou['rule_set']})") for mou in document["mous"]]
        own = str(getattr(words.HEADINGS["rule_profile"], self._language))
        return facts + [(own, f"{setting}: {number}") for setting, number in document.get("rule_profile", {}).items()]

    def figures(self, row: Document, names: Sequence[str] = _FIGURES) -> Pairs:
        some_hidden = any(row[name] is None for name in _COUNTED)
        return [(self.column(name), self._figure(name, row[name], some_hidden=some_hidden)) for name in names]

    def _figure(self, name: str, value: object, *, some_hidden: bool) -> str:
        if value is None:
            return self.code("hidden") if some_hidden or name == "unmet_of_a_limit" else "–"
        return f"{float(str(value)):.1%}" if name == "share_met" else str(value)

    def counts(self) -> list[tuple[str, Pairs]]:
        """Cases and waivers, all and by each cut."""
        found: list[tuple[str, Pairs]] = []
        for part in ("cases", "waivers"):
            heading, counts = getattr(words.HEADINGS[part], self._language), self._document[part]
            found.append((f"{heading}, {self.column('total')}", [(self.column("number"), self._count(counts["total"]))]))
            cuts = ((cut, items) for cut, items in counts.items() if cut.startswith("by_") and items)
            found += [
                (f"{heading}, {self.column(cut)}", [(self.code(item), self._count(n)) for item, n in items.items()]) for cut, items in cuts
            ]
        return found

    def _count(self, number: int | None) -> str:
        return self.code("hidden") if number is None else str(number)

    def bar(self, row: Document) -> Document:
        """The parts of a right's bar: what applies by status, and how much of it is hidden."""
        own = [standard for standard in self._document["standards"] if standard["right"] == row["right"]]
        subjects = [standard["subjects"] for standard in own]
        shown = {status.value: row[status.value] or 0 for status in APPLICABLE}
        slots = 0 if None in subjects else sum(subjects)
        rest = max(0, slots - sum(shown.values()) - (row["not_applicable"] or 0))
        said = " · ".join(f"{name} {value}" for name, value in self.figures(row, _TABLE[1:7]))
        return {"label": self.text(row["label"]), "parts": [(name, shown.get(name, rest)) for name in _BAR], "said": said}

    def right(self, row: Document) -> Document:
        own = [self.standard(standard) for standard in self._document["standards"] if standard["right"] == row["right"]]
        return {"label": self.text(row["label"]), "figures": [value for _, value in self.figures(row, _TABLE)], "standards": own}

    def standard(self, row: Document) -> Document:
        figures = [value for _, value in self.figures(row, _TABLE)] if "met" in row else []
        return {"standard": row["standard"], "text": self.text(row.get("text", {})), "about": self._about(row), "figures": figures}

    def _about(self, row: Document) -> str:
        """Limit, basis, provenance, grade and sources in one line; a number of ours is marked."""
        if "sources" not in row:
            return ""
        limit = f"{words.duration(row['limit'], self._language)} ({self.code(row['limit_basis'])})" if row["limit"] else None
        said = {"limit": limit, "provenance": row["provenance"], "grade": row["grade"], "source": "; ".join(row["sources"])}
        return " · ".join(f"{self.column(name)}: {value}" for name, value in said.items() if value)

    def entries(self, part: str) -> Document:
        names = _ENTRIES[part]
        rows = (entry for entry in self._document[part] if part != "history" or not entry.get("item"))
        shown = [[self._entry(entry.get(name), part, name) for name in names] for entry in rows]
        return {"columns": [self.column(name) for name in names], "rows": shown}

    def _entry(self, value: object, part: str, name: str) -> str:
        if value is None:
            return "–"
        return _spaced(str(value)) if name == "at" else self.code(value, part=part, name=name)

    def shelter(self, shelter: Document) -> Document:
        condition, hidden = shelter["condition"] or {}, shelter.get("hidden", ())
        shown = {name: "hidden" if name in hidden else "not recorded" if value is None else value for name, value in condition.items()}
        findings = [self.standard(f) | {"status": self.code(f["status"]), "due": (f["due_at"] or "–")[:10]} for f in shelter["findings"]]
        return {
            "code": shelter["code"],
            "province": shelter["province"] or "–",
            "observed": [(name.replace("_", " "), self.code(value)) for name, value in shown.items()],
            "inspections": [" · ".join(self._inspection(inspection)) for inspection in shelter["inspections"]],
            "findings": findings,
        }

    def _inspection(self, inspection: Document) -> Iterable[str]:
        return (f"{name.replace('_', ' ')}: {self.code('not recorded' if v is None else v)}" for name, v in inspection.items())

    def proof(self, proof: Proof) -> Pairs:
        told = {
            "digest": proof.digest,
            "signature": proof.signature,
            "public_key": proof.public_key,
            "fingerprint": proof.fingerprint,
            "audit": f"{proof.audit_chain} : {proof.audit_position} : {proof.audit_hash}",
        }
        return [(self.column(name), value) for name, value in told.items()]


def _spaced(instant: str) -> str:
    """Write an instant for people.

    >>> _spaced("2026-11-23T00:04:00+07:00")
    '2026-11-23 00:04 (+07:00)'
    """
    return f"{instant[:10]} {instant[11:16]} ({instant[19:] or 'Z'})"
