"""Tables of figures as somebody sees them who may not see small counts."""

from collections.abc import Collection, Mapping, Sequence

from app.reports.figures import APPLICABLE, COUNTS, Shown
from app.reports.suppression import suppress

_FROM_COUNTS = ("share_met", "overdue_days_max", "overdue_days_median", "unmet_of_a_limit")


def hide_small(rows: Sequence[Shown], threshold: int, *, columns: Collection[str] = ()) -> list[Shown]:
    """Return the rows with small counts hidden, and whatever a hidden count could be worked out from.

    A row about fewer subjects than the threshold is hidden whole, for many findings may be about one person. The rows are read as one
    table whose column totals may be known; `columns` are those of a total that is hidden itself.

    >>> row: Shown = dict.fromkeys(["unmet", "overdue", "unknown", "waived", "pending"], 0) | {"subjects": 40, "applicable": 32}
    >>> (hidden,) = hide_small([row | {"met": 30, "unknown": 2, "not_applicable": 8, "share_met": 0.9375}], 11)
    >>> hidden["met"], hidden["unknown"], hidden["not_applicable"], hidden["applicable"], hidden["share_met"]
    (None, None, None, None, None)
    """
    whole = [status.value for status in COUNTS]
    few = [0 < int(row["subjects"] or 0) < threshold for row in rows]
    counts = {(str(n), name): int(row[name] or 0) for n, row in enumerate(rows) for name in whole}
    hidden = suppress(counts, threshold, hide=[cell for cell in counts if few[int(cell[0])] or cell[1] in columns])
    return [_row(row, {name: hidden[str(n), name] for name in whole}, few=few[n]) for n, row in enumerate(rows)]


def hide_counts(counts: Mapping[str, int], threshold: int) -> dict[str, int | None]:
    """Return a list of counts with the small ones hidden.

    >>> hide_counts({"child": 4, "adult": 30, "uncertain": 0}, 11)
    {'child': None, 'adult': None, 'uncertain': 0}
    """
    return {name: count for (_, name), count in suppress({("", name): count for name, count in counts.items()}, threshold).items()}


def _row(row: Shown, counts: Mapping[str, int | None], *, few: bool) -> Shown:
    if few:
        return dict.fromkeys(row, None)
    shown: Shown = row | dict(counts)
    if None in counts.values():
        shown |= dict.fromkeys(_FROM_COUNTS, None)
    if any(counts[status.value] is None for status in APPLICABLE):
        shown["applicable"] = None
    return shown
