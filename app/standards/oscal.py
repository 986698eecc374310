"""A catalogue in OSCAL, the Open Security Controls Assessment Language of NIST: catalog model, JSON.

A right becomes a group, a standard a control with a statement, an objective and guidance. What OSCAL has no word for (provenance, grade,
basis of a limit, Khmer texts) stands in properties and parts of our own namespace. Every UUID follows from what it names, so the same
catalogue always gives the same document. docs/catalogues.md says what maps to what.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeAlias
from uuid import NAMESPACE_URL, uuid5

from app.standards.rule_words import rule_in_words
from app.standards.rules import Catalogue, Right, Standard

VERSION = "1.2.1"
NAMESPACE = "urn:x-rumduol:oscal"
MEDIA_TYPE = "application/oscal+json"
# OSCAL names things by tokens and its reader knows no other language than that of the document.
_LANGUAGE = "en"
_OWN = uuid5(NAMESPACE_URL, NAMESPACE)

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json]"
Document: TypeAlias = dict[str, "Json"]


def catalog(catalogue: Catalogue, *, written_at: int) -> Document:
    """Return the catalogue as an OSCAL catalog; the instant of writing is the only thing in it that is not the catalogue's."""
    name = named(catalogue)
    sources = sorted({source for standard in catalogue.standards for source in standard.sources})
    groups = [_group(catalogue, right) for right in catalogue.rights]
    return {
        "catalog": {
            "uuid": ident("catalog", name),
            "metadata": metadata(
                catalogue.title[_LANGUAGE],
                catalogue.version,
                written_at,
                [
                    prop("catalogue", catalogue.id),
                    prop("jurisdiction", catalogue.jurisdiction),
                    *(prop("translation-status", status, class_=language) for language, status in catalogue.translation_status.items()),
                ],
                remarks=catalogue.note[_LANGUAGE],
            ),
            "groups": groups,
            "back-matter": {"resources": [_resource(source) for source in sources]},
        }
    }


def named(catalogue: Catalogue) -> str:
    """Return `id@version`."""
    return f"{catalogue.id}@{catalogue.version}"


def ident(*parts: object) -> str:
    """Return the UUID, version 5, of what the parts name."""
    return str(uuid5(_OWN, "/".join(map(str, parts))))


def objective_id(standard_id: str) -> str:
    """Return the id of the part that says how a standard is judged: the target of every finding about it."""
    return f"{standard_id}_obj"


def timestamp(at: int) -> str:
    """Return an instant as OSCAL writes it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def prop(name: str, value: object, *, class_: str | None = None) -> Document:
    """Return a property of our namespace; yes and no are written as such."""
    said = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    found: Document = {"name": name, "ns": NAMESPACE, "value": " ".join(said.split())}
    return found | ({"class": class_} if class_ else {})


def metadata(title: str, version: str, written_at: int, props: Sequence[Json], *, remarks: str) -> Document:
    """Return what every OSCAL document says of itself."""
    return {
        "title": title,
        "last-modified": timestamp(written_at),
        "version": version,
        "oscal-version": VERSION,
        "props": props,
        "remarks": remarks,
    }


def _group(catalogue: Catalogue, right: Right) -> Document:
    controls = [_control(catalogue, standard) for standard in catalogue.standards if standard.right == right.key]
    group: Document = {
        "id": right.key,
        "class": "right",
        "title": right.label[_LANGUAGE],
        "props": [prop("number", right.number), prop("name-state", right.state), prop("name-provenance", right.provenance)],
        "parts": _translations(catalogue, f"{right.key}_label", right.label),
    }
    return group | ({"controls": controls} if controls else {})


def _control(catalogue: Catalogue, standard: Standard) -> Document:
    limit: Document = {"params": [_limit(standard)]} if standard.limit_text else {}
    return {
        "id": standard.id,
        "class": "standard",
        "title": standard.text[_LANGUAGE],
        **limit,
        "props": [{"name": "label", "value": standard.id}, *_marks(catalogue, standard)],
        "links": [{"href": f"#{ident('source', source)}", "rel": "reference"} for source in standard.sources],
        "parts": [
            _part(catalogue, f"{standard.id}_smt", "statement", standard.text),
            {"id": objective_id(standard.id), "name": "assessment-objective", "prose": rule_in_words(standard)},
            _part(catalogue, f"{standard.id}_gdn", "guidance", standard.next),
            *([{"id": f"{standard.id}_note", "name": "note", "ns": NAMESPACE, "prose": standard.note}] if standard.note else []),
        ],
    }


def _marks(catalogue: Catalogue, standard: Standard) -> Iterable[Document]:
    """Everything a reader must know of a standard before relying on it."""
    yield prop("group", standard.group)
    for name in ("step", "level", "scope", "gate", "waivable", "grade"):
        yield prop(name, getattr(standard, name))
    yield prop("provenance", standard.tag)
    yield prop("limit-basis", standard.limit_basis)
    yield prop("rule-kind", type(standard.rule).__name__.lower())
    for condition in standard.applies:
        yield prop("applies-if", condition) | {"remarks": catalogue.conditions[condition].text[_LANGUAGE]}
    for text, number in standard.crossrefs.items():
        yield prop("crossref", number, class_=text)


def _limit(standard: Standard) -> Document:
    setting = [prop("setting", standard.setting)] if standard.setting else []
    return {
        "id": f"{standard.id}_limit",
        "label": "limit (ISO 8601 duration)",
        "props": [prop("basis", standard.limit_basis), *setting],
        "values": [standard.limit_text or ""],
    }


def _part(catalogue: Catalogue, part_id: str, name: str, text: Mapping[str, str]) -> Document:
    return {"id": part_id, "name": name, "prose": text[_LANGUAGE], "parts": _translations(catalogue, part_id, text)}


def _translations(catalogue: Catalogue, part_id: str, text: Mapping[str, str]) -> list[Json]:
    """The same text in the other languages, each marked with the state of its translation."""
    return [
        {
            "id": f"{part_id}_{language}",
            "name": "translation",
            "ns": NAMESPACE,
            "class": language,
            "props": [prop("translation-status", catalogue.translation_status[language].partition(":")[0])],
            "prose": said,
        }
        for language, said in text.items()
        if language != _LANGUAGE
    ]


def _resource(source: str) -> Document:
    return {"uuid": ident("source", source), "title": source, "citation": {"text": source}}
