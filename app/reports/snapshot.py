"""The frozen compliance report: one JSON document with the figures, the answers and the plan, its digest, and what is signed of it.

It is the edition with small counts hidden, for it is meant to be handed on. Whoever holds it can recompute every figure that is made of
others (`app.reports.checking`), and anybody can see that it is what was frozen (docs/verify.md).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

import rfc8785

from app.reports.definitions import FIGURES
from app.reports.figures import Shown
from app.reports.mou import Document, hide
from app.reports.suppression import THRESHOLD

FORMAT = "rumduol compliance report 1"
# What every snapshot has.
MEMBERS = (
    *("snapshot", "id", "kind", "organisation", "mous", "period", "as_of", "made_at", "rule_profile", "catalogue", "note", "definitions"),
    *("hidden_below", "cases", "total", "rights", "standards", "staff", "waivers", "shelters", "counts", "answers", "plan", "history"),
)
BREACHES = ("unmet", "overdue", "unknown")
# What a share is written with: a text, for two languages write the same float differently.
_PLACES = 4
_CASES = ("total", "by_step", "by_age_class", "by_sex")


def build(
    content: Document,
    *,
    answers: Sequence[Mapping[str, object]],
    plan: Sequence[Mapping[str, object]],
    history: Sequence[Mapping[str, object]],
) -> Document:
    """Return the snapshot of a report: its content with small counts hidden, what was answered, what is planned, and how it came about.

    `content` is the whole report (`app.reports.mou.document`). The entries of `answers`, `plan` and `history` are flat JSON objects of
    codes, days and instants, never of free text; `state` is counted where they have one. The last entry of `history` is the freezing.
    """
    hidden = hide(content, THRESHOLD)
    counts = {
        "breaches": breaches(hidden["total"]),
        "answers": counted(answers),
        "plan": counted(plan),
    }
    told = {name: [dict(entry) for entry in entries] for name, entries in (("answers", answers), ("plan", plan), ("history", history))}
    return cast(Document, _exact(hidden | {"snapshot": FORMAT, "counts": counts} | told))


def canonical(document: Document) -> bytes:
    """Return the one way to write a document: RFC 8785 (JSON Canonicalization Scheme).

    Raises rfc8785.CanonicalizationError for what has no one way, such as an integer beyond 2 to the power of 53.

    >>> canonical({"b": 1, "a": "ភូមិ"}).decode()
    '{"a":"ភូមិ","b":1}'
    """
    return rfc8785.dumps(document)


def digest(document: Document) -> str:
    """Return the SHA-256 (hex) of the document's canonical form."""
    return hashlib.sha256(canonical(document)).hexdigest()


def ordered(document: Document) -> Document:
    """Return the same document with its members in one order, whatever databases and parsers did to them: that in which people read it."""
    parsed: Document = json.loads(canonical(document))
    definitions, cases = parsed["definitions"], parsed["cases"]
    return parsed | {
        "definitions": {name: definitions[name] for name in sorted(definitions, key=_place_in(FIGURES))},
        "cases": {name: cases[name] for name in sorted(cases, key=_place_in(_CASES))},
    }


def statement(digest: str, *, chain: str, position: int, entry_hash: str) -> bytes:
    """Return the message that the installation signs: this digest was frozen by that entry of the audit log, whose hash is in hex."""
    said: Document = {"purpose": FORMAT, "digest": digest, "audit_chain": chain, "audit_position": position, "audit_hash": entry_hash}
    return canonical(said)


def breaches(row: Shown) -> int | None:
    """Return how many findings of a row are unmet, overdue or unknown; None where one of these counts is hidden.

    >>> breaches({"unmet": 12, "overdue": 0, "unknown": 20}), breaches({"unmet": None, "overdue": 0, "unknown": 20})
    (32, None)
    """
    counts = [row[name] for name in BREACHES]
    return None if None in counts else sum(int(count) for count in counts if count is not None)


def frozen_at(document: Document) -> str:
    """Return the instant of freezing as the document tells it: of the last thing that happened to the report, else of its making."""
    history = document["history"]
    return str(history[-1]["at"] if history else document["made_at"])


def counted(entries: Sequence[Mapping[str, object]]) -> Document:
    """Return how many answers or items of a plan there are, and how many in each state."""
    states = Counter(str(entry["state"]) for entry in entries if entry.get("state") is not None)
    return {"total": len(entries), "by_state": dict(sorted(states.items()))}


def _place_in(order: Iterable[str]) -> Callable[[str], tuple[int, str]]:
    """Return what sorts names by their place in a list; what is not in it comes last."""
    places = {name: at for at, name in enumerate(order)}
    return lambda name: (places.get(name, len(places)), name)


def _exact(value: object) -> object:
    """Return a JSON value without floats, which become texts with four places.

    >>> _exact({"share_met": 0.75, "rows": [1, None]})
    {'share_met': '0.7500', 'rows': [1, None]}
    """
    if isinstance(value, float):
        return f"{value:.{_PLACES}f}"
    if isinstance(value, Mapping):
        return {name: _exact(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_exact(part) for part in value]
    return value
