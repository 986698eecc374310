"""The tables of a catalogue file, handed out value by value. Whatever is not right becomes a problem with its line, and reading goes on."""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from app.standards.rulebook_lines import Lines, Place

LANGUAGES = ("en", "km")


class Problem(NamedTuple):
    """One thing that is wrong in a catalogue file, in plain words."""

    file: Path
    line: int
    where: str
    what: str

    def __str__(self) -> str:
        """Say it as compilers do, so that editors jump to the line."""
        return ": ".join(part for part in (f"{self.file}:{self.line}", self.where, self.what) if part)


class Block:
    """One table of a file.

    A value that is missing or of the wrong type is refused once and replaced by an empty one of the right type, so that one reading
    finds every problem. `close` refuses the keys that nobody asked for.
    """

    def __init__(self, file: Path, lines: Lines, table: Mapping[str, object], problems: list[Problem]) -> None:
        """Begin at the top of a file; `block` and `blocks` go down from there."""
        self.file = file
        self.table = table
        self.name = ""  # what a person calls it, for example the id of the standard
        self._lines = lines
        self._problems = problems
        self._place: Place = ()
        self._named_at = 0  # how much of the place the name stands for
        self._asked: set[str] = set()

    @classmethod
    def empty(cls) -> "Block":
        """Return what stands for a file that could not be read: it has nothing, and its complaints go nowhere."""
        return cls(Path(), Lines(""), {}, [])

    def call(self, name: str) -> None:
        """Name this block, and what is inside it, in problems."""
        self.name = name
        self._named_at = len(self._place)

    def line(self, *inside: str | int) -> int:
        """Return the line of a key or item of this block."""
        return self._lines.of((*self._place, *inside))

    def refuse(self, what: str, *inside: str | int) -> None:
        """Add a problem about the key or item `inside` this block, or about the block as a whole."""
        path = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in (*self._place, *inside)[self._named_at :])
        where = " ".join(part for part in (self.name, path.lstrip(".")) if part)
        problem = Problem(self.file, self.line(*inside), where, what)
        if problem not in self._problems:
            self._problems.append(problem)

    def has(self, key: str) -> bool:
        """Say whether the key is written down."""
        self._asked.add(key)
        return key in self.table

    def take(self, key: str, kind: type, said: str, *, needed: bool = True) -> object:
        """Return the value of the key if it is a `kind`, else refuse it as not `said` and return None."""
        if not self.has(key):
            if needed:
                self.refuse(f'"{key}" is missing')
            return None
        value = self.table[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.refuse(f'"{key}" must be {said}', key)
            return None
        return value

    def text(self, key: str, *, needed: bool = True) -> str:
        """Return a text; an empty one is refused."""
        value = self.take(key, str, "a text in quotes", needed=needed)
        if isinstance(value, str) and not value.strip():
            self.refuse(f'"{key}" is empty', key)
        return value if isinstance(value, str) else ""

    def yes_no(self, key: str, *, default: bool | None = None) -> bool:
        """Return true or false."""
        if default is not None and not self.has(key):
            return default
        return bool(self.take(key, bool, "true or false, without quotes"))

    def number(self, key: str) -> int:
        """Return a whole number."""
        value = self.take(key, int, "a whole number")
        return value if isinstance(value, int) else 0

    def choice(self, key: str, options: Iterable[str], default: str = "") -> str:
        """Return one of the options; what stands there is returned even when it is refused."""
        value = self.text(key, needed=not default) or default
        if value and value not in options:
            self.refuse(f'"{value}" is not a {key.replace("_", " ")}: {known(value, options)}', key)
        return value

    def texts(self, key: str, *, needed: bool = True) -> tuple[str, ...]:
        """Return a list of texts, none of them empty; a needed list has at least one."""
        value = self.take(key, list, "a list of texts", needed=needed)
        items = value if isinstance(value, list) else []
        for index, item in enumerate(items):
            if not isinstance(item, str) or not item.strip():
                self.refuse("must be a text in quotes, and not empty", key, index)
        if needed and value == []:
            self.refuse(f'"{key}" is empty: at least one is needed', key)
        return tuple(item for item in items if isinstance(item, str))

    def languages(self, key: str) -> Mapping[str, str]:
        """Return a text in every language of a catalogue, each in Unicode NFC, and Khmer in Khmer letters."""
        inner = self.block(key)
        found = {language: inner.text(language) for language in LANGUAGES}
        for language, text in found.items():
            if not unicodedata.is_normalized("NFC", text):
                inner.refuse("is not in Unicode normal form NFC", language)
        if found["km"] and not re.search("[\u1780-\u17ff]", found["km"]):
            inner.refuse("holds no Khmer", "km")
        inner.close()
        return found

    def block(self, key: str) -> "Block":
        """Return the table under the key; where there is none, an empty one that keeps its complaints to itself."""
        value = self.take(key, dict, "a table")
        if isinstance(value, dict):
            return self._inside(value, self._problems, key)
        return self._inside({}, [], key)

    def blocks(self, key: str, *, needed: bool = True) -> list["Block"]:
        """Return the tables of a list of tables; a needed list has at least one."""
        value = self.take(key, list, "a list of tables", needed=needed)
        items = value if isinstance(value, list) else []
        if needed and value == []:
            self.refuse(f'"{key}" is empty: at least one is needed', key)
        for index, item in enumerate(items):
            if not isinstance(item, dict):
                self.refuse("must be a table", key, index)
        return [self._inside(item, self._problems, key, index) for index, item in enumerate(items) if isinstance(item, dict)]

    def close(self) -> None:
        """Refuse every key that nobody asked for."""
        for key in self.table:
            if key not in self._asked:
                self.refuse(f'"{key}" is not a key that belongs here: {known(key, sorted(self._asked))}', key)

    def _inside(self, table: Mapping[str, object], problems: list[Problem], *inside: str | int) -> "Block":
        block = Block(self.file, self._lines, table, problems)
        block.name, block._named_at, block._place = self.name, self._named_at, (*self._place, *inside)
        return block


def known(word: str, options: Iterable[str]) -> str:
    """List the options, or where there are many the nearest ones."""
    options = list(options)
    near = difflib.get_close_matches(word, options, n=1)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    listed = ", ".join(options[:12]) + (", ..." if len(options) > 12 else "")
    return f"known are {listed}{hint}" if options else "there are none"


def read_file(path: Path, problems: list[Problem]) -> Block | None:
    """Read one TOML file; what cannot be read at all is a problem, and None comes back."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig").replace("\r\n", "\n")  # some editors write a byte order mark and their own line ends
        table = tomllib.loads(text)
        return Block(path, Lines(text), table, problems)
    except OSError:
        problems.append(Problem(path, 1, "", "there is no such file, or it cannot be read"))
    except UnicodeDecodeError as error:
        problems.append(Problem(path, data.count(b"\n", 0, error.start) + 1, "", "is not UTF-8 text"))
    except RecursionError:
        problems.append(Problem(path, 1, "", "is nested too deeply"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        line = int(found[1]) if found else max(1, len(data.splitlines()))
        problems.append(Problem(path, line, "", f"is not valid TOML: {str(error).partition(' (at ')[0]}"))
    return None
