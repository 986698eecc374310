"""The declared mapping: recommendations to indicators, each with what it counts, of whom, from where, and what it does not show."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from app.reports.statistics import CATALOGUE
from app.vocabulary.evidence import CountedFrom, Direction

Text: TypeAlias = Mapping[str, str]
_FOLDER = Path(__file__).parent
_TABLES = frozenset(table.id for table in CATALOGUE)
# What each source of figures must be told, and nothing else.
_TOLD: Mapping[CountedFrom, frozenset[str]] = {
    CountedFrom.YEAR_RELEASE: frozenset({"table"}),
    CountedFrom.QUARTER_RELEASES: frozenset({"table", "row"}),
    CountedFrom.FINDING: frozenset({"standard"}),
    CountedFrom.COMPLAINTS: frozenset({"standard"}),
}


class MalformedMapping(ValueError):
    """The mapping cannot be right: a fault of whoever wrote it, found before anything is served."""


@dataclass(frozen=True, slots=True)
class Computation:
    """Where the figures come from: `table` of the statistics and for quarters its `row`, or `standard` whose findings are counted.

    A row other than the total is a numerator over the total.
    """

    source: CountedFrom
    table: str | None = None
    row: str | None = None
    standard: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure that is followed over the years. Texts are in English and Khmer; the Khmer is a draft."""

    id: str
    unit: str
    title: Text
    definition: Text
    numerator: Text
    denominator: Text | None
    fields: tuple[str, ...]
    limits: Text
    direction: Direction
    related: tuple[Mapping[str, Any], ...]
    counted: Computation


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What a body recommends or asks. `seen` says what was seen of its source; `wording` is `gist` where the words are ours."""

    id: str
    body: str
    text: Text
    wording: str
    tag: str
    grade: str
    seen: Text
    indicators: tuple[str, ...]


def described(one: Indicator | Recommendation) -> dict[str, Any]:
    """Return what is declared, as people and programs read it."""
    return asdict(one)


@cache
def indicators() -> Mapping[str, Indicator]:
    """Return every indicator by its id, in the order of declaration. Raises MalformedMapping."""
    return {one.id: one for one in map(_indicator, _tables("indicator"))}


@cache
def recommendations() -> Mapping[str, Recommendation]:
    """Return every recommendation by its id. Raises MalformedMapping."""
    found = {one.id: one for one in map(_recommendation, _tables("recommendation"))}
    for one in found.values():
        if unknown := set(one.indicators) - indicators().keys():
            raise MalformedMapping(f"{one.id} names indicators that are not declared: {', '.join(sorted(unknown))}")
    return found


def _tables(kind: str) -> list[dict[str, Any]]:
    read = tomllib.loads((_FOLDER / f"{kind}s.toml").read_text(encoding="utf-8"))[kind]
    ids = [table["id"] for table in read]
    if len(set(ids)) != len(ids):
        raise MalformedMapping(f"a {kind} is declared twice")
    return list(read)


def _indicator(table: dict[str, Any]) -> Indicator:
    try:
        counted = dict(table.pop("counted"))
        direction = Direction(table.pop("direction"))
        computation = Computation(CountedFrom(counted.pop("from")), **counted)
        fields, related = tuple(table.pop("fields")), tuple(table.pop("related", ()))
        one = Indicator(**{"denominator": None, **table}, fields=fields, related=related, direction=direction, counted=computation)
    except (KeyError, TypeError, ValueError) as error:
        raise MalformedMapping(f"indicator {table.get('id')}: {error}") from None
    if counted.keys() != _TOLD.get(computation.source, frozenset()) or (computation.table and computation.table not in _TABLES):
        raise MalformedMapping(f"indicator {one.id}: says wrongly where it is counted from")
    return one


def _recommendation(table: dict[str, Any]) -> Recommendation:
    try:
        return Recommendation(**table | {"indicators": tuple(table["indicators"])})
    except (KeyError, TypeError) as error:
        raise MalformedMapping(f"recommendation {table.get('id')}: {error}") from None
