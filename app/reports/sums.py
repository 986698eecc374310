"""The figures of a report by name, and the sums among them: what `app.reports.bounds` needs to see what follows from what."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from app.reports.bounds import Sum, given_away
from app.reports.figures import APPLICABLE, COUNTS

COUNTED = tuple(status.value for status in COUNTS)
_Document: TypeAlias = "Mapping[str, Any]"
_SUMMED = (*COUNTED, "unmet_of_a_limit")


class Rows(NamedTuple):
    """A row of figures and the rows it is made of; none for the finest."""

    name: str
    row: _Document
    parts: Mapping[str, _Document]


def rows_of(document: _Document) -> Iterator[Rows]:
    """Yield every row of figures with the rows it is made of, from the total down to the standards."""
    standards = {f"standards {row['standard']}": row for row in document["standards"]}
    rights = {f"rights {row['right']}": row for row in document["rights"]}
    yield Rows("total", document["total"], rights)
    for name, right in rights.items():
        yield Rows(name, right, {part: row for part, row in standards.items() if row["right"] == right["right"]})
    for name, row in (standards | {f"staff {row['standard']}": row for row in document["staff"]}).items():
        yield Rows(name, row, {})


def values_of(document: _Document, rows: Sequence[Rows]) -> dict[str, int | None]:
    """Return every count by its name, such as `rights dignity met`; None is hidden."""
    values = {f"{one.name} {name}": one.row[name] for one in rows for name in ("subjects", "applicable", *_SUMMED)}
    for part in ("cases", "waivers"):
        values |= {f"{part} total": document[part]["total"]}
        for cut, counts in _cuts(document, part):
            values |= {f"{part} {cut} {item}": count for item, count in counts.items()}
    return values | {f"{one.name} slots": _slots(document, one) for one in rows}


def _slots(document: _Document, one: Rows) -> int | None:
    """Count how often a standard was asked about a subject: as often as the row has findings, those that do not apply among them."""
    finest = document["standards"] if one.name == "total" else one.parts.values() or [one.row]
    subjects = [row["subjects"] for row in finest]
    return None if None in subjects else sum(subjects)


def sums_of(document: _Document, rows: Sequence[Rows]) -> Iterator[Sum]:
    """Yield what must add up to what, by the names of `values_of`."""
    for name, _row, parts in rows:
        yield Sum(f"{name} slots", tuple(f"{name} {count}" for count in COUNTED))
        yield Sum(f"{name} applicable", tuple(f"{name} {status.value}" for status in APPLICABLE))
        if parts or name == "total":
            yield from (Sum(f"{name} {count}", tuple(f"{part} {count}" for part in parts)) for count in _SUMMED)
    yield Sum("cases total", ("total subjects",))
    for part in ("cases", "waivers"):
        yield from (Sum(f"{part} total", tuple(f"{part} {cut} {item}" for item in counts)) for cut, counts in _cuts(document, part))


def _cuts(document: _Document, part: str) -> Iterator[tuple[str, Mapping[str, int | None]]]:
    yield from ((cut, counts) for cut, counts in document[part].items() if cut.startswith("by_"))


def small_given_away(document: _Document, threshold: int) -> dict[str, int]:
    """Return the hidden counts below the threshold that follow from the shown ones, by name."""
    rows = list(rows_of(document))
    away = given_away(values_of(document, rows), list(sums_of(document, rows)))
    return {name: value for name, value in away.items() if 0 < value < threshold}
