"""Where counts come from: the columns where there are some, together with the rows of whoever was changed since; else the rows alone.

So an answer is never older than one from the rows. The columns must be of this database, and little enough must have been changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

import numpy as np
from sqlalchemy import select

from app.models.auditing import Touch
from app.services import counting
from app.services.columns import layout
from app.services.columns.layout import Array, Columns
from app.services.columns.tally import Tally, fits
from app.services.counting import Counted, Cut, Dimension, Present
from app.services.instants import iso
from app.work import Work

# When more were changed than this and this share of all, the rows are quicker.
MOST_TOUCHED, SHARE = 1_000, 50
# Of an organisation with fewer subjects than this the rows are quicker, for they have an index by organisation.
MANY = 5_000
_NONE: Mapping[str, str] = MappingProxyType({})


class Source(NamedTuple):
    """What one question is answered from: columns and whom they no longer tell of, or without columns the rows."""

    columns: Columns | None = None
    left_out: Array = np.empty(0, np.intp)

    @property
    def told(self) -> object:
        """Say what was counted, for the answer."""
        return "rows" if self.columns is None else {"columns_built_at": iso(self.columns.built_at)}

    def counts(
        self, work: Work, cuts: Sequence[Cut], dimensions: Sequence[Dimension], alike: Mapping[str, str] = _NONE
    ) -> list[tuple[list[Present], list[Counted]]]:
        """Count for each cut the cases, shelters and staff that fit it and were known, and findings by standard, dimensions and status.

        The cuts differ by instant and period only, earlier ones first. A standard in `alike` may be counted as the one that stands there.
        """
        if self.columns is None or not cuts or not all(map(fits, cuts)):
            return [_rows(work, cut, dimensions) for cut in cuts]
        tally = Tally(self.columns, cuts, dimensions, now=work.now, left_out=self.left_out)
        told = []
        for cut, subjects, findings in zip(cuts, tally.subjects(), tally.findings(alike), strict=True):
            changed = _rows(work, self.changed(cut), dimensions)
            told.append((subjects + changed[0], findings + changed[1]))
        return told

    def changed(self, cut: Cut) -> Cut:
        """Return the cut of whom the columns no longer tell."""
        if self.columns is None:
            raise TypeError("there are no columns")
        return replace(cut, touched_since=self.columns.stamp)


ROWS = Source()


class Once:
    """One cut, counted once for the dimensions of several tables; each table is told its own part of them."""

    def __init__(self, source: Source, work: Work, cut: Cut, dimensions: Sequence[Dimension]) -> None:
        """Count."""
        self.told = source.told
        self._dimensions = list(dimensions)
        ((self._subjects, self._findings),) = source.counts(work, [cut], dimensions)

    def counts(
        self, _work: Work, _cuts: Sequence[Cut], dimensions: Sequence[Dimension], _alike: Mapping[str, str] = _NONE
    ) -> list[tuple[list[Present], list[Counted]]]:
        """Return what was counted, in fewer dimensions; the groups of a table add up what falls together."""
        kept = [self._dimensions.index(dimension) for dimension in dimensions]
        subjects = [one._replace(place=tuple(one.place[at] for at in kept)) for one in self._subjects]
        return [(subjects, [one._replace(place=tuple(one.place[at] for at in kept)) for one in self._findings])]


def of(work: Work, *, organisation_id: UUID | None = None) -> Source:
    """Return what to answer from now about the country, or about one organisation."""
    columns = layout.newest(work.columns) if work.columns is not None else None
    if columns is None or not _belong(work, columns):
        return ROWS
    if organisation_id is not None and columns.number_of(str(organisation_id)) < MANY:
        return ROWS
    most = max(MOST_TOUCHED, len(columns["organisation"]) // SHARE)
    touched = work.session.scalars(select(Touch.subject_id).where(Touch.stamp >= columns.stamp).limit(most + 1)).all()
    if len(touched) > most:
        return ROWS
    return Source(columns, columns.found(np.array([subject.hex for subject in touched], "S32")))


def _rows(work: Work, cut: Cut, dimensions: Sequence[Dimension]) -> tuple[list[Present], list[Counted]]:
    return counting.count_subjects(work, cut, dimensions), counting.count_findings(work, cut, dimensions)


def _belong(work: Work, columns: Columns) -> bool:
    """Whether the columns are of this database as it is: one that was put back to an earlier day lacks the last touch they know of."""
    last = columns.words["last_touch"]
    if last is None:
        return True
    stamp = work.session.scalar(select(Touch.stamp).where(Touch.subject_id == UUID(last[0])))
    return stamp is not None and stamp >= last[1]
