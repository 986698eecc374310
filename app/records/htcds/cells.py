"""Cells: from what a spreadsheet holds to what a record's field accepts, and back. Unknown codes are refused, never defaulted."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from functools import cache
from typing import TypeAlias

import pycountry

from app.records.base import RecordField
from app.records.htcds.standard import COUNTRIES, StandardField, folded
from app.records.values import Codes, Country, Language
from app.shape import FieldKind
from app.vocabulary.places import LANGUAGES

Cell: TypeAlias = str | int | float | bool | date | datetime | clock_time | timedelta | None
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?")
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
# Codes whose word here is another than the standard's.
_OTHER_WORDS = {"NonSpecifiedUnknown": "unknown"}


class CellError(ValueError):
    """A cell that cannot be right: a code for why, a sentence that repeats nothing of it, and the codes that could stand there."""

    def __init__(self, code: str, message: str, allowed: Sequence[str] = ()) -> None:
        """Keep all three."""
        super().__init__(message)
        self.code, self.message, self.allowed = code, message, tuple(allowed)


def empty(cell: Cell) -> bool:
    """Say whether a cell holds nothing but blanks."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def value_of(cell: Cell, field: RecordField, told: StandardField | None) -> object:
    """Return what the field accepts for a cell that is not empty. Raises CellError."""
    match field.kind:
        case FieldKind.DATE:
            return day(cell)
        case FieldKind.YES_NO:
            return yes_or_no(cell)
        case FieldKind.COUNT:
            return _whole(cell)
        case FieldKind.AMOUNT:
            return _number(cell)
        case FieldKind.CODE:
            found = _codes(text(cell), field, told)
            if len(found) != 1:
                raise CellError("one_code", "holds several codes where one is asked for", _allowed(field, told))
            return found[0]
        case FieldKind.CODES:
            return list(dict.fromkeys(_codes(text(cell), field, told)))
        case _:
            return text(cell)


def text(cell: Cell) -> str:
    """Return a cell as text; a whole number that a spreadsheet made of digits is those digits. Raises CellError."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, int | float):
        return str(cell)
    raise CellError("not_text", "holds a date or time where text is asked for; format the cell as text and type it again")


def day(cell: Cell) -> date:
    """Return a cell as a day. Raises CellError."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, str) and _DAY.fullmatch(cell.strip()):
        try:
            return date.fromisoformat(cell.strip())
        except ValueError:
            pass
    raise CellError("not_a_day", "must be a day of the calendar written as year-month-day, for example 2025-06-09")


def yes_or_no(cell: Cell) -> bool:
    """Return a checkbox. Raises CellError."""
    said = text(cell).casefold()
    if said not in _YES | _NO:
        raise CellError("not_yes_or_no", "must be TRUE or FALSE", ("TRUE", "FALSE"))
    return said in _YES


def _number(cell: Cell) -> float:
    said = text(cell)
    if not _NUMBER.fullmatch(said) or not math.isfinite(float(said)):
        raise CellError("not_a_number", "must be a number, for example 103.2")
    return float(said)


def _whole(cell: Cell) -> int:
    found = _number(cell)
    if not found.is_integer():
        raise CellError("not_whole", "must be a whole number")
    return int(found)


def _codes(said: str, field: RecordField, told: StandardField | None) -> list[str]:
    """Return the codes that a cell names: joined by `;`, or by blanks as forms write them."""
    known = _words(field, told)
    found: list[str] = []
    pieces = said.split(";")
    while pieces:
        # Some labels hold a `;` themselves: the longest run of pieces that is a label counts.
        most = next((n for n in range(len(pieces), 0, -1) if folded(";".join(pieces[:n])) in known), 0)
        if most:
            found.append(known[folded(";".join(pieces[:most]))])
        elif pieces[0].strip():
            found += _from_form(pieces[0].split(), known, _allowed(field, told))
        pieces = pieces[max(most, 1) :]
    return found


def _from_form(words: Sequence[str], known: Mapping[str, str], allowed: Sequence[str]) -> Iterator[str]:
    for word in words:
        if folded(word) not in known:
            raise CellError("unknown_code", "holds a code that the standard does not have", allowed)
        yield known[folded(word)]


def _allowed(field: RecordField, told: StandardField | None) -> tuple[str, ...]:
    """The codes to name in an error; of countries and languages there are too many."""
    return tuple(told.codes) if told and told.codes else field.codes if len(field.codes) <= 40 else ()


@cache
def _ours(codes: tuple[str, ...], standard: str) -> str:
    """Return our word for a code of the standard."""
    by_fold = {folded(code): code for code in codes}
    return by_fold[folded(_OTHER_WORDS.get(standard, standard))]


def _words(field: RecordField, told: StandardField | None) -> Mapping[str, str]:
    """Folded spelling -> code of ours, for everything the cell may say."""
    if told is not None and told.codes:
        return {folded(word): _ours(field.codes, code) for code, label in told.codes.items() for word in (code, label)}
    if field.annotation == Language:
        return _languages()
    if field.annotation in (Country, Codes[Country]):
        return _countries()
    return {folded(code): code for code in field.codes}


@cache
def _countries() -> Mapping[str, str]:
    return {folded(word): country.alpha_2 for country in pycountry.countries for word in (country.alpha_2, country.alpha_3)} | {
        folded(word): code for code, name in COUNTRIES.items() for word in (code, name)
    }


@cache
def _languages() -> Mapping[str, str]:
    two = {language.alpha_2: language.alpha_3 for language in pycountry.languages if hasattr(language, "alpha_2")}
    return {code: code for code in LANGUAGES} | two


def written(value: object, told: StandardField) -> str:
    """Return a value of ours as the standard writes it; several codes are joined by `;`, nothing is an empty text."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case list():
            return ";".join(dict.fromkeys(written(item, told) for item in value))
        case float():
            return repr(int(value) if value.is_integer() else value)
        case str() if told.codes and value not in told.codes:
            theirs = {folded(_OTHER_WORDS.get(code, code)): code for code in told.codes}
            return theirs.get(folded(value), "Other" if "Other" in told.codes else "")
        case _:
            return str(value)
