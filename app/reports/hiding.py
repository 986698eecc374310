"""Tables of figures as somebody sees them who may not see small counts."""

from collections.abc import Collection, Mapping, Sequence

from app.reports.figures import APPLICABLE, COUNTS, Shown
from app.reports.suppression import suppress

_OF_A_LIMIT = "unmet_of_a_limit"
_FROM_COUNTS = ("share_met", "overdue_days_max", "overdue_days_median", _OF_A_LIMIT)


def hide_small(rows: Sequence[Shown], threshold: int, *, columns: Collection[str] = ()) -> list[Shown]:
    """Return the rows with small counts hidden, and whatever a hidden count could be worked out from.

    A row about fewer subjects than the threshold is hidden whole, for many findings may be about one person, and with it what else it
    takes so that the subjects of the others do not tell. The rows are read as one
    table whose column totals may be known; `columns` are those of a total that is hidden itself. How many of the unmet broke a limit is
    hidden of all rows if that, or the rest of the unmet, is small in one.

    >>> row: Shown = dict.fromkeys(["unmet", "overdue", "unknown", "waived", "pending"], 0) | {"subjects": 40, "applicable": 32}
    >>> (hidden,) = hide_small([row | {"met": 30, "unknown": 2, "not_applicable": 8, "share_met": 0.9375}], 11)
    >>> hidden["met"], hidden["unknown"], hidden["not_applicable"], hidden["applicable"], hidden["share_met"]
    (None, None, None, None, None)
    """
    whole = [status.value for status in COUNTS]
    # A row that is hidden whole would follow from the subjects of all and of the other rows, so another goes with it.
    subjects = suppress({("", str(n)): int(row["subjects"] or 0) for n, row in enumerate(rows)}, threshold)
    few = [subjects["", str(n)] is None for n in range(len(rows))]
    counts = {(str(n), name): int(row[name] or 0) for n, row in enumerate(rows) for name in whole}
    hidden = suppress(counts, threshold, hide=[cell for cell in counts if few[int(cell[0])] or cell[1] in columns])
    shown = [_row(row, {name: hidden[str(n), name] for name in whole}, few=few[n]) for n, row in enumerate(rows)]
    open_ = _OF_A_LIMIT not in columns and all(_tells_limits(row, threshold) for row in shown)
    return shown if open_ else [row | {_OF_A_LIMIT: None} for row in shown]


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


def _tells_limits(row: Shown, threshold: int) -> bool:
    """Say whether how many of the unmet broke a limit can be shown: it and the rest of the unmet are none or enough."""
    unmet, broken = row["unmet"], row[_OF_A_LIMIT]
    if unmet is None or broken is None:
        return False
    return all(not 0 < count < threshold for count in (broken, unmet - broken))
