"""Tables as bytes that spreadsheets open without running anything in them."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

Cell = str | int | float | bool | None
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # The wide forms too.


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> bytes:
    """Return rows as CSV (RFC 4180) in UTF-8 with a byte order mark, without which spreadsheets misread Khmer.

    A column a row does not have stays empty, as does None. No row is left out, however many there are.

    >>> to_csv(["a", "b"], [{"a": "=1+1", "b": -2}, {"a": "ភូមិ"}]).decode("utf-8-sig").splitlines()
    ['a,b', "'=1+1,-2", 'ភូមិ,']
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([plain(row.get(name)) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def plain(value: Cell) -> Cell:
    """Return a value that no spreadsheet takes for a formula; numbers are no text and stay as they are.

    >>> plain("@SUM(A1)"), plain("៤ នាក់"), plain(-3), plain(True), plain(None)
    ("'@SUM(A1)", '៤ នាក់', -3, 'yes', None)
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA) else value
