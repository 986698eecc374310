"""What a table of statistics is declared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Text: TypeAlias = "Mapping[str, str]"


class Rhythm(StrEnum):
    """How often a table is frozen."""

    YEAR = "year"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Classes:
    """What a table is cut by: classes that exclude each other, unless the table says that a person may be in several."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Events:
    """Where people are counted from: the act of the ledger that happened in the period, and the plain field that tells the row.

    `told_by` is another act that stated the field, where it is not the act itself.
    """

    record: str
    act: str
    field: str
    told_by: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The declaration of one table. `several`: a person may be in several rows, so rows do not add up to the total."""

    id: str
    rhythm: Rhythm
    title: Text
    population: Text
    row: Classes
    column: Classes | None
    source: str
    unit: str = "person"
    several: bool = False
    events: Events | None = None
