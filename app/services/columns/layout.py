"""What the columns are on disk: a folder of numpy files that are mapped into memory, and one file of words that says what they mean.

A folder is written whole, under a new name, and only then named in the file `current`; so whoever reads has one state or the next, and a
build that was interrupted leaves what there was. The findings are sorted by standard and status into runs, and within a run by when they
end: what stands at an instant is the tail of a run.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.standards.rules import Scope, Status

VERSION = 1
CURRENT, WORDS = "current", "words.json"
# Instants of findings take four bytes: this is the last, and stands for "no end"; it lies in the year 2106.
LAST = 2**32 - 1
NO_DAY = np.iinfo(np.int32).min
NEVER = np.iinfo(np.int64).max

Array: TypeAlias = NDArray[Any]

# One row for each case, shelter and member of staff, by kind and id.
SUBJECTS = {
    "id": "S32",
    "organisation": "u4",
    "shelter": "u4",
    "province": "u2",
    "age_class": "u2",
    "sex": "u2",
    "case_step": "u2",
    "catalogue": "u2",
    "registered_at": "i8",
    "closed_at": "i8",
    "known_since": "i8",
}
# One row for each stay, by its beginning.
STAYS = {"stay_case": "u4", "stay_shelter": "u4", "stay_from": "i8", "stay_until": "i8"}
# One row for each finding, by run.
FINDINGS = {"subject": "u4", "starts": "u4", "ends": "u4", "due": "i4"}


class Run(NamedTuple):
    """The findings of one standard with one status, of one kind of subject: where they stand, and the latest beginning among them."""

    scope: Scope
    standard: str
    status: Status
    first: int
    number: int
    latest: int


@dataclass(frozen=True)
class Columns:
    """One state of the columns, opened; it can be read for as long as it is held, whatever is built meanwhile."""

    folder: Path
    words: Mapping[str, Any]
    mapped: dict[str, Array] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, name: str) -> Array:
        """Map a column into memory."""
        if name not in self.mapped:
            self.mapped[name] = np.load(self.folder / f"{name}.npy", mmap_mode="r")
        return self.mapped[name]

    @property
    def built_at(self) -> int:
        """The instant of the work that built them."""
        return int(self.words["built_at"])

    @property
    def stamp(self) -> int:
        """The stamp from which on a touch may not be in them."""
        return int(self.words["stamp"])

    @cached_property
    def runs(self) -> list[Run]:
        """All runs."""
        return [Run(Scope(scope), standard, Status(status), *rest) for scope, standard, status, *rest in self.words["runs"]]

    def codes(self, name: str) -> list[str | None]:
        """The words behind the numbers of a column; nothing is number 0."""
        return [None, *self.words["codes"][name]]

    def number_of(self, organisation: str) -> int:
        """Return how many subjects an organisation has."""
        names = self.codes("organisation")
        return int(np.count_nonzero(self["organisation"] == names.index(organisation))) if organisation in names else 0

    def rows_of(self, scope: Scope) -> slice:
        """Where the subjects of a kind stand."""
        first, last = self.words["subjects"][scope]
        return slice(first, last)

    def found(self, hexes: Array) -> Array:
        """Return the places of subjects by the hex of their ids; those that are not there are left out."""
        places = [_places(self["id"][self.rows_of(scope)], hexes) + self.rows_of(scope).start for scope in Scope]
        return np.concatenate(places)


def newest(folder: Path) -> Columns | None:
    """Open the newest columns of a folder; None if there are none that this version can read."""
    for _ in range(3):  # A build may clear away what was current a moment ago.
        try:
            inside = folder / (folder / CURRENT).read_text(encoding="ascii").strip()
            columns = Columns(inside, json.loads((inside / WORDS).read_text(encoding="utf-8")))
            if columns.words["version"] != VERSION:
                return None
            for name in (*SUBJECTS, *STAYS, *FINDINGS):
                _ = columns[name]
        except FileNotFoundError:
            continue
        except (ValueError, KeyError, OSError):
            return None
        return columns
    return None


def _places(ids: Array, hexes: Array) -> Array:
    places = np.searchsorted(ids, hexes)
    inside = np.minimum(places, max(len(ids) - 1, 0))
    return inside[ids[inside] == hexes] if len(ids) else np.empty(0, np.intp)
