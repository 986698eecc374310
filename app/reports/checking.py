"""Recomputing a snapshot: every figure that is made of others, and whether what is hidden stays hidden."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from app.reports import bounds, snapshot
from app.reports.figures import JUDGED
from app.reports.mou import Document
from app.reports.sums import COUNTED, Rows, rows_of, small_given_away, sums_of, values_of
from app.reports.suppression import THRESHOLD

_LATENESS = ("overdue_days_max", "overdue_days_median")


class Checked(NamedTuple):
    """How many figures were recomputed from their parts, how many of the rest are hidden, and what does not follow."""

    recomputed: int
    hidden: int
    differences: list[str]


def differences(document: Document) -> list[str]:
    """Return what does not follow from the parts, each with the figure, what it says, and what follows; nothing if all is well."""
    return check(document).differences


def check(document: Document) -> Checked:
    """Recompute the figures of a snapshot (`app.reports.snapshot.build`).

    A figure whose parts are all shown must equal what they come to; one with hidden parts must lie within the bounds the shown ones leave;
    no shown count may lie below the threshold, and none that is hidden may follow from those shown.
    """
    if missing := [name for name in snapshot.MEMBERS if name not in document]:
        return Checked(0, 0, [f"the snapshot has no {', '.join(missing)}"])
    rows = list(rows_of(document))
    values = values_of(document, rows)
    sums = list(sums_of(document, rows))
    wrong = [_told(one) for one in bounds.contradictions(values, sums)]
    derived = 0
    for one in rows:
        found, number = _derived(one)
        wrong += found
        derived += number
    wrong += _recounted(document) + _shown_small(document, values)
    # A contradiction would make nonsense of what seems to follow.
    away = {} if wrong else small_given_away(document, THRESHOLD)
    wrong += [f"{name} is hidden, yet follows to be {value}" for name, value in away.items()]
    hidden = sum(value is None for value in values.values())
    return Checked(sum(values[one.total] is not None for one in sums) + derived, hidden, wrong)


def _told(found: bounds.Contradiction) -> str:
    low, high = found.follows
    follows = str(low) if low == high else f"at least {low}" if high == bounds.MOST else f"{low} to {high}"
    return f"{found.sum.total} says {found.says[0]}, but its parts come to {follows}"


def _derived(one: Rows) -> tuple[list[str], int]:
    """Check the figures of a row that are no sums: the share, how late, and the subjects; with how many were looked at."""
    row = one.row
    expected = {"share_met": _share(row)}
    some_hidden = any(row[name] is None for name in COUNTED)
    if one.parts and not some_hidden and all(part["overdue"] is not None for part in one.parts.values()):
        latest = [part["overdue_days_max"] for part in one.parts.values() if part["overdue_days_max"] is not None]
        if len(latest) == sum(bool(part["overdue"]) for part in one.parts.values()):
            expected["overdue_days_max"] = max(latest, default=None)
    wrong = [f"{one.name} {name} says {row[name]}, but {value} follows" for name, value in expected.items() if row[name] != value]
    return wrong + list(_bounded(one, some_hidden=some_hidden)), len(expected) + len(_LATENESS)


def _share(row: Mapping[str, Any]) -> str | None:
    judged = [row[status.value] for status in JUDGED]
    if any(row[name] is None for name in COUNTED) or not sum(judged):
        return None
    return f"{round(row['met'] / sum(judged), 4):.4f}"


def _bounded(one: Rows, *, some_hidden: bool) -> Iterator[str]:
    row, latest, middle = one.row, one.row["overdue_days_max"], one.row["overdue_days_median"]
    if some_hidden:
        yield from (
            f"{one.name} {name} is shown beside hidden counts" for name in (*_LATENESS, "unmet_of_a_limit") if row[name] is not None
        )
        return
    if (latest is None) != (not row["overdue"]) or (middle is None) != (latest is None) or (middle or 0) > (latest or 0):
        yield f"{one.name}: {row['overdue']} overdue, at most {latest} days and in the middle {middle}, do not go together"
    if (row["unmet_of_a_limit"] or 0) > row["unmet"]:
        yield f"{one.name} unmet_of_a_limit says {row['unmet_of_a_limit']}, but only {row['unmet']} are unmet"
    middles = [part["overdue_days_median"] for part in one.parts.values() if part["overdue"] != 0]
    if middle is not None and middles and None not in middles and not min(middles) <= middle <= max(middles):
        yield f"{one.name} overdue_days_median says {middle}, but those of its parts lie from {min(middles)} to {max(middles)}"
    subjects = [part["subjects"] for part in one.parts.values()]
    if subjects and None not in subjects and not max(subjects) <= row["subjects"] <= sum(subjects):
        yield f"{one.name} subjects says {row['subjects']}, but those of its parts leave {max(subjects)} to {sum(subjects)}"


def _recounted(document: Document) -> list[str]:
    """Check the number of breaches, and what is counted of the answers and of the plan."""
    expected: Document = {"breaches": snapshot.breaches(document["total"])}
    expected |= {part: snapshot.counted(document[part]) for part in ("answers", "plan")}
    says = document["counts"]
    return [f"counts {part} says {says[part]}, but {follows} follows" for part, follows in expected.items() if says[part] != follows]


def _shown_small(document: Document, values: Mapping[str, int | None]) -> list[str]:
    wrong = [f"{name} shows {value}, a count below {THRESHOLD}" for name, value in _people(values) if value and value < THRESHOLD]
    if document["snapshot"] != snapshot.FORMAT:
        wrong.append(f"snapshot says {document['snapshot']}, but must be {snapshot.FORMAT}")
    if document["hidden_below"] != THRESHOLD:
        wrong.append(f"hidden_below says {document['hidden_below']}, but must be {THRESHOLD}")
    if document["waivers"]["listed"] is not None:
        wrong.append("waivers lists single waivers, each of which is a count of one")
    for shelter in document["shelters"]:
        occupancy = (shelter["condition"] or {}).get("occupancy")
        if occupancy is not None and 0 < occupancy < THRESHOLD:
            wrong.append(f"shelters {shelter['code']} occupancy shows {occupancy}, a count below {THRESHOLD}")
    return wrong


def _people(values: Mapping[str, int | None]) -> Iterable[tuple[str, int | None]]:
    return ((name, value) for name, value in values.items() if not name.endswith(" slots"))
