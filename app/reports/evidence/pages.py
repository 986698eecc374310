"""What stands on the pages of a pack's PDF, in one language: texts and figures as the template prints them."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.reports import words
from app.reports.evidence.figures import Line
from app.reports.evidence.pack import Document

# The Khmer is a draft that no native reader has signed yet.
WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Evidence on a recommendation", "ភស្តុតាងស្តីពីអនុសាសន៍"),
    "cycle": ("Years", "ឆ្នាំ"),
    "edition": ("Edition", "លើកទី"),
    "frozen_at": ("Frozen", "បានបង្កកនៅ"),
    "seen": ("What was seen of the source", "អ្វីដែលបានឃើញពីប្រភព"),
    "limits": ("How to read this", "របៀបអាន"),
    "indicators": ("Indicators", "សូចនាករ"),
    "entries": ("In words", "ជាពាក្យ"),
    "none": ("There is nothing here.", "គ្មានអ្វីនៅទីនេះទេ។"),
    "definition": ("Definition", "និយមន័យ"),
    "numerator": ("Numerator", "ភាគយក"),
    "denominator": ("Denominator", "ភាគបែង"),
    "share": ("Share", "ភាគរយ"),
    "fields": ("Source", "ប្រភព"),
    "limit": ("What it does not show", "អ្វីដែលវាមិនបង្ហាញ"),
    "direction": ("How to read a change", "របៀបអានការប្រែប្រួល"),
    "related": ("Related", "ពាក់ព័ន្ធ"),
    "standard": ("Standard", "បទដ្ឋាន"),
    "period": ("Period", "រយៈពេល"),
    "group": ("Group", "ក្រុម"),
    "proof": ("Signature", "ហត្ថលេខា"),
    "proof_note": (
        "This page is made from the pack in JSON, which carries the digest and the signature: rumduol evidence verify FILE.",
        "ទំព័រនេះធ្វើពីឯកសារ JSON ដែលមានលេខសង្ខេប និងហត្ថលេខា៖ rumduol evidence verify FILE។",
    ),
    "draft": ("The Khmer texts are draft translations.", "អត្ថបទភាសាខ្មែរគឺជាសេចក្តីព្រាងនៃការបកប្រែ។"),
    "hidden": ("hidden", "លាក់"),
    "not_ended": ("The year has not ended: no figures.", "ឆ្នាំមិនទាន់ចប់៖ គ្មានតួលេខ។"),
    "nothing_recorded": ("Nothing had been recorded in this system by the end of the year.", "គ្មានអ្វីត្រូវបានកត់ត្រាក្នុងប្រព័ន្ធនេះត្រឹមចុងឆ្នាំទេ។"),
    "not_counted": ("This indicator was declared after the year had been counted.", "សូចនាករនេះបានកំណត់ក្រោយពេលរាប់ឆ្នាំនេះ។"),
    "higher_is_better": ("A higher share is better.", "ភាគរយខ្ពស់ជាងគឺល្អជាង។"),
    "neither": ("Neither more nor less is better by itself.", "ច្រើន ឬតិចមិនល្អជាងដោយខ្លួនឯងទេ។"),
    "sex": ("sex", "ភេទ"),
    "age_class": ("age", "អាយុ"),
    "right": ("right", "សិទ្ធិ"),
    "types_of_exploitation": ("form of exploitation", "ទម្រង់កេងប្រវ័ញ្ច"),
    "all": ("all", "ទាំងអស់"),
    "total": ("total", "សរុប"),
    "other_or_unknown": ("other or unknown", "ផ្សេងទៀត ឬមិនដឹង"),
    "not_recorded": ("not recorded", "មិនបានកត់ត្រា"),
    "law_or_policy": ("Law or policy", "ច្បាប់ ឬគោលនយោបាយ"),
    "training": ("Training", "ការបណ្តុះបណ្តាល"),
    "cooperation": ("Cooperation", "កិច្ចសហការ"),
    "case_practice": ("Practice in cases", "ការអនុវត្តក្នុងករណី"),
    "gap": ("Gap", "ចន្លោះខ្វះខាត"),
    "other": ("Other", "ផ្សេងទៀត"),
}


def pages(document: Document, *, language: str) -> Document:
    """Return everything the template prints. A hidden figure is the word for it."""
    page = _Page(language, document["rights"])
    recommendation = document["recommendation"]
    return {
        "words": {name: page.word(name) for name in WORDS},
        "number": recommendation["id"],
        "text": page.text(recommendation["text"]),
        "facts": [
            (page.word("cycle"), f"{document['cycle']['from']} – {document['cycle']['to']}"),
            (page.word("edition"), str(document["edition"])),
            (page.word("frozen_at"), document["frozen_at"][:16].replace("T", " ")),
            (page.word("seen"), f"{page.text(recommendation['seen'])} ({recommendation['tag']}, {recommendation['grade']})"),
        ],
        "limits": [page.text(text) for text in document["limits"]],
        "indicators": [page.indicator(indicator, document["reasons"]) for indicator in document["indicators"]],
        "entries": [page.entry(entry) for entry in document["entries"]],
        "digest": document["digest"],
        "proof": [(name, document[name]) for name in ("digest", "signature", "public_key")],
    }


class _Page:
    """The language a pack is printed in."""

    def __init__(self, language: str, rights: Mapping[str, Mapping[str, str]]) -> None:
        self._language = language
        self._rights = rights

    def word(self, name: str) -> str:
        return WORDS[name][self._language == "km"]

    def text(self, text: Mapping[str, str | None]) -> str:
        return text.get(self._language) or text.get("en") or text.get("km") or ""

    def indicator(self, one: Document, reasons: Mapping[str, Any]) -> Document:
        told = [(self.word(name), self.text(one[name])) for name in ("definition", "numerator", "denominator") if one[name]]
        told += [(self.word("fields"), ", ".join(one["fields"])), (self.word("limit"), self.text(one["limits"]))]
        told += [(self.word("direction"), self.word(one["direction"]))]
        told += [(self.word("related"), f"{other['name']}. {self.text(other['relation'])}") for other in one["related"]]
        if one["standard"]:
            told.append((self.word("standard"), self._standard(one["standard"])))
        years = [self._year(year, reasons) for year in one["years"]]
        shares = any("denominator" in line for year in one["years"] for line in year["lines"])
        names = ("period", "group", "numerator", *(("denominator", "share") if shares else ()))
        return {"title": self.text(one["title"]), "told": told, "columns": [self.word(name) for name in names], "years": years}

    def _standard(self, standard: Document) -> str:
        limit = f", {standard['limit']} ({standard['limit_basis']})" if standard["limit"] else ""
        return f"{standard['id']}{limit}, {standard['tag']} {standard['grade']}: {self.text(standard['text'])}"

    def _year(self, year: Document, reasons: Mapping[str, Any]) -> Document:
        why = "" if year["lines"] else self.text(reasons[year["reason"]]) if "reason" in year else self.word(year["state"])
        return {"year": str(year["year"]), "why": why, "rows": [self._line(line) for line in year["lines"]]}

    def _line(self, line: Line) -> Sequence[str]:
        group = ", ".join(f"{self._called(name)}: {self._called(value)}" for name, value in line["group"].items())
        shown = [line["period"], group, self._number(line["numerator"])]
        if "denominator" not in line:
            return shown
        share = f"{float(line['share']):.1%}" if line["share"] else "–"
        return [*shown, self._number(line["denominator"]), share]

    def _called(self, code: str) -> str:
        """What a class is called for people; a code that nobody named stands for itself."""
        if code in self._rights:
            return self.text(self._rights[code])
        return self.word(code) if code in WORDS else str(getattr(words.code(code), self._language))

    def _number(self, number: int | None) -> str:
        return self.word("hidden") if number is None else str(number)

    def entry(self, entry: Document) -> Document:
        source = entry["source"]
        told = [source["title"], source["date"], source["url"], source["sha256"] and f"SHA-256 {source['sha256']}"]
        heading = " · ".join(filter(None, (str(entry["year"]), self.word(entry["kind"]), entry["indicator"])))
        return {"heading": heading, "text": self.text(entry["text"]), "source": " · ".join(filter(None, told))}
