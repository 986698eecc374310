"""The figures of a group of findings: how many of each status, the share met, and how late."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from app.standards.rules import Status

Shown: TypeAlias = "dict[str, int | float | None]"

# What the share met is a share of (semantics, section 3): pending and not applicable stand beside it.
JUDGED = (Status.MET, Status.UNMET, Status.OVERDUE, Status.UNKNOWN, Status.WAIVED)
APPLICABLE = (*JUDGED, Status.PENDING)
COUNTS = (*APPLICABLE, Status.NOT_APPLICABLE)


@dataclass(slots=True)
class Figures:
    """Counts of findings; a finding is one standard judged for one case, shelter or member of staff."""

    subjects: int = 0
    slots: int = 0  # subjects times the standards they are judged by, applicable or not
    counts: Counter[Status] = field(default_factory=Counter)
    days_overdue: Counter[int] = field(default_factory=Counter)  # days since the due day -> findings overdue
    unmet_of_a_limit: int = 0

    def add(self, status: Status, count: int, *, days_overdue: int | None = None, of_a_limit: int = 0) -> None:
        """Count findings of one status; of the overdue ones for how many days, of the unmet ones how many broke a limit of time."""
        self.counts[status] += count
        self.unmet_of_a_limit += of_a_limit
        if days_overdue is not None:
            self.days_overdue[days_overdue] += count

    def count(self, status: Status) -> int:
        """Return how many findings have the status; what has no finding is not applicable."""
        return self.slots - self.counts.total() if status is Status.NOT_APPLICABLE else self.counts[status]

    def by_status(self) -> "dict[Status, Figures]":
        """Return the findings of each status that there are by themselves, about the same subjects."""
        return {s: self._only(s) for s in COUNTS if self.count(s)}

    def _only(self, status: Status) -> "Figures":
        number = self.count(status)
        counts: Counter[Status] = Counter() if status is Status.NOT_APPLICABLE else Counter({status: number})
        days = self.days_overdue if status is Status.OVERDUE else Counter[int]()
        return Figures(self.subjects, number, counts, days, self.unmet_of_a_limit if status is Status.UNMET else 0)

    def shown(self) -> Shown:
        """Return every figure by name.

        >>> figures = Figures(subjects=5, slots=5)
        >>> figures.add(Status.MET, 3)
        >>> figures.add(Status.OVERDUE, 1, days_overdue=4)
        >>> {name: value for name, value in figures.shown().items() if value}
        {'subjects': 5, 'applicable': 4, 'met': 3, 'overdue': 1, 'not_applicable': 1, 'share_met': 0.75, 'overdue_days_max': 4, \
'overdue_days_median': 4}
        """
        judged = sum(self.count(status) for status in JUDGED)
        return {
            "subjects": self.subjects,
            "applicable": sum(self.count(status) for status in APPLICABLE),
            **{status.value: self.count(status) for status in COUNTS},
            "share_met": round(self.count(Status.MET) / judged, 4) if judged else None,
            "overdue_days_max": max(self.days_overdue, default=None),
            "overdue_days_median": _median(self.days_overdue),
            "unmet_of_a_limit": self.unmet_of_a_limit,
        }


def together(rows: Iterable[Shown]) -> Shown:
    """Return the figures of all groups of a table in which everybody stands in one line; the median of days does not follow from theirs.

    >>> one, other = Figures(subjects=5, slots=5), Figures(subjects=2, slots=2)
    >>> one.add(Status.MET, 3)
    >>> other.add(Status.OVERDUE, 1, days_overdue=4)
    >>> {name: value for name, value in together([one.shown(), other.shown()]).items() if value}
    {'subjects': 7, 'applicable': 4, 'met': 3, 'overdue': 1, 'not_applicable': 3, 'share_met': 0.75, 'overdue_days_max': 4}
    """
    found = list(rows)
    names = ("subjects", "applicable", *(status.value for status in COUNTS), "unmet_of_a_limit")
    added: Shown = {name: sum(row[name] or 0 for row in found) for name in names}
    judged = sum(added[status.value] or 0 for status in JUDGED)
    days = [row["overdue_days_max"] or 0 for row in found]
    return added | {
        "share_met": round((added[Status.MET.value] or 0) / judged, 4) if judged else None,
        "overdue_days_max": max(days, default=0) or None,
        "overdue_days_median": None,
    }


def _median(days: Counter[int]) -> int | None:
    """Return the lower median, which is a number of days that occurs."""
    middle, passed = (days.total() + 1) // 2, 0
    for day in sorted(days):
        passed += days[day]
        if passed >= middle:
            return day
    return None
