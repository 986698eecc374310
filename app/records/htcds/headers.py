"""Which column is which field: by the standard's names, by its labels, and in spite of what its published templates got wrong."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.records.htcds.cells import Cell, empty
from app.records.htcds.sheets import Rows, letter
from app.records.htcds.standard import EXTENSIONS, FIELDS, folded

_NAMES: Mapping[str, str] = {folded(name): name for name in (*FIELDS, *EXTENSIONS)} | {
    # Misspelt in both published spreadsheets.
    folded("vic_TraffickinStatusDecisionMakingOrg"): "vic_TraffickingStatusDecisionMakingOrg"
}
_LABELS: dict[str, list[str]] = {}
for _field in FIELDS.values():
    _LABELS.setdefault(folded(_field.label), []).append(_field.name)

# In the published spreadsheets the hidden row of names disagrees with the row of labels for these five; people fill in by the label.
_ADDRESS = frozenset({"prs_MailingStreet", "prs_MailingCity", "prs_MailingState", "prs_MailingPostalCode", "prs_MailingCountry"})
# What a form adds of its own to every row, of nobody.
_OF_FORMS = frozenset({"start", "end", "version"})
_SEARCHED = 5  # rows from the top in which the header must be
_ENOUGH = 3  # columns that must be known for a row to be a header


class Trouble(NamedTuple):
    """What is wrong, where a reader of the spreadsheet finds it; nothing of what stands there."""

    row: int | None
    column: str | None
    header: str | None
    field: str | None
    code: str
    message: str
    allowed: tuple[str, ...] = ()


class Column(NamedTuple):
    """A column that was recognised, and by what."""

    place: int  # counted from 0
    field: str
    header: str
    by: str

    @property
    def letter(self) -> str:
        """The column as the spreadsheet names it."""
        return letter(self.place)


class Ignored(NamedTuple):
    """A column that is not read, and why."""

    column: str
    header: str
    why: str


class Layout(NamedTuple):
    """How a sheet is to be read; its data begins in the row of the index `first`, counted from 0."""

    rows: Rows
    first: int
    columns: tuple[Column, ...]
    ignored: tuple[Ignored, ...]
    troubles: tuple[Trouble, ...]

    def holds(self, cells: Sequence[Cell]) -> bool:
        """Whether a row holds anything that is read."""
        return any(column.place < len(cells) and not empty(cells[column.place]) for column in self.columns)


def find(sheets: Sequence[Rows], ignore: frozenset[str] = frozenset()) -> Layout | None:
    """Return how to read the first sheet that has a header, or nothing; `ignore` are letters of columns that are not to be read."""
    for rows in sheets:
        for top in range(min(_SEARCHED, len(rows))):
            names = _known(rows, top, _NAMES)
            labels = _known(rows, top, _LABELS)
            if names >= _ENOUGH:
                below = top + 1 < len(rows) and _known(rows, top + 1, _LABELS) >= _ENOUGH
                return _layout(rows, _header(rows, top), _header(rows, top + 1) if below else [], top + 1 + below, ignore)
            if labels >= _ENOUGH:
                return _layout(rows, [], _header(rows, top), top + 1, ignore)
    return None


def _known(rows: Rows, row: int, words: Mapping[str, object]) -> int:
    return sum(folded(cell) in words for cell in _header(rows, row))


def _header(rows: Rows, row: int) -> list[str]:
    return ["" if empty(cell) else str(cell).strip()[:100] for cell in rows[row]]


def _layout(rows: Rows, names: Sequence[str], labels: Sequence[str], first: int, ignore: frozenset[str]) -> Layout:
    columns: dict[str, Column] = {}
    ignored: list[Ignored] = []
    troubles: list[Trouble] = []
    width = max(len(names), len(labels), *(len(row) for row in rows[first:] or [()]))
    for index in range(width):
        name, label = _at(names, index), _at(labels, index)
        header = name or label
        if why := _why_not_read(rows, first, index, header, ignore):
            if header or why != "empty":
                ignored.append(Ignored(letter(index), header, why))
            continue
        found = _recognised(name, label, columns)
        if isinstance(found, str):
            troubles.append(Trouble(first, letter(index), header, None, found, _SAID[found]))
        elif found.field in columns:
            told = f"stands for the same field as column {columns[found.field].letter}"
            troubles.append(Trouble(first, letter(index), header, found.field, "duplicate_column", told))
        else:
            columns[found.field] = found._replace(place=index)
    missing = sorted(ignore - {letter(index) for index in range(width)})
    troubles += [Trouble(None, column, None, None, "no_such_column", "is to be ignored and is not there") for column in missing]
    return Layout(rows, first, tuple(columns.values()), tuple(ignored), tuple(troubles))


_SAID = {
    "unknown_column": "is no field of the standard; remove the column, or say that it is to be ignored",
    "unnamed_column": "has no header but is filled; name it, empty it, or say that it is to be ignored",
    "ambiguous_label": "has a label that several fields of the standard share; put the field's name there, for example hte_City",
    "header_disagreement": "has a name and a label that stand for two different fields; mend one of them",
    "deprecated_field": "is a field that the standard has given up; remove the column, or say that it is to be ignored",
}


def _recognised(name: str, label: str, taken: Mapping[str, Column]) -> Column | str:
    """Return the column that a name and a label stand for, or the code of what is wrong with them."""
    if not name and not label:
        return "unnamed_column"
    by_name, by_label = _NAMES.get(folded(name)), _LABELS.get(folded(label or name), [])
    if by_name is not None:
        other = by_label[0] if len(by_label) == 1 and by_name not in by_label else None
        if other and {by_name, other} <= _ADDRESS:
            return _usable(Column(0, other, label, "label, against the name of the published template"))
        # The published form labels prs_Title as "Second Name"; there the name is right.
        if other and by_name != "prs_Title":
            return "header_disagreement"
        return _usable(Column(0, by_name, name, "name"))
    if by_label == ["prs_SecondName"] and "prs_SecondName" in taken:
        return Column(0, "prs_Title", label, "label, the second of that name in the published form")
    if len(by_label) == 1:
        return _usable(Column(0, by_label[0], label, "label"))
    return "ambiguous_label" if by_label else "unknown_column"


def _usable(column: Column) -> Column | str:
    return "deprecated_field" if column.field in FIELDS and not FIELDS[column.field].live else column


def _why_not_read(rows: Rows, first: int, index: int, header: str, ignore: frozenset[str]) -> str | None:
    if letter(index) in ignore:
        return "to be ignored, as asked"
    cells = [row[index] for row in rows[first:] if index < len(row) and not empty(row[index])]
    if not cells:
        # Nothing is lost with it; what it is called may be whatever it likes, unless it is one of ours.
        known = folded(header) in _NAMES or folded(header) in _LABELS
        return None if header and known and _live(header) else "empty"
    if not header and index == 0 and all(str(cell).removesuffix(".0").isdigit() for cell in cells):
        return "row numbers of the published template"
    return "technical column of the published form" if folded(header) in _OF_FORMS else None


def _live(header: str) -> bool:
    return all(name not in FIELDS or FIELDS[name].live for name in [_NAMES.get(folded(header)), *_LABELS.get(folded(header), [])] if name)


def _at(headers: Sequence[str], index: int) -> str:
    return headers[index] if index < len(headers) else ""
