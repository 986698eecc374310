"""Where each key and value of a TOML file stands.

`tomllib` reads values but forgets lines, and a refusal that cannot name the line sends a lawyer hunting. This scanner runs only over text
that `tomllib` has already accepted, so it need not notice what is wrong, only where things are.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping

Place = tuple[str | int, ...]  # ("standard", 3, "rule", "start", "at"), items counted from 0

_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]+")


class Lines:
    """The line of every key and list item of one file."""

    def __init__(self, text: str) -> None:
        """Scan `text`, which must be valid TOML."""
        self._text = text
        self._at = 0
        self._starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
        self._found: dict[Place, int] = {(): 1}
        self._count: dict[Place, int] = {}  # how many tables an array of tables has so far
        self._scan()

    @property
    def found(self) -> Mapping[Place, int]:
        """Every place with its line, counted from 1."""
        return self._found

    def of(self, place: Place) -> int:
        """Return the line of `place`, or of the nearest thing around it that is written down."""
        while place not in self._found:
            place = place[:-1]
        return self._found[place]

    def _scan(self) -> None:
        table: Place = ()
        while not self._skip(""):
            if self._skip("["):
                table = self._header()
            else:
                self._pair(table)

    def _skip(self, mark: str) -> bool:
        """Pass blanks and comments, then `mark` if it stands there; with no mark, say whether the text has ended."""
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at
        if not mark:
            return self._at >= len(self._text)
        if not self._text.startswith(mark, self._at):
            return False
        self._at += len(mark)
        return True

    def _note(self, place: Place, at: int) -> None:
        self._found.setdefault(place, bisect_right(self._starts, at))

    def _header(self) -> Place:
        start = self._at
        many = self._skip("[")
        place: Place = ()
        keys = self._keys()
        for position, key in enumerate(keys):
            place = (*place, key)
            self._note(place, start)
            if many and position == len(keys) - 1:
                self._count[place] = self._count.get(place, -1) + 1
            if place in self._count:
                place = (*place, self._count[place])
        self._note(place, start)
        while self._skip("]"):
            pass
        return place

    def _keys(self) -> list[str]:
        keys: list[str] = []
        while not keys or self._skip("."):
            self._skip("")
            if quoted := _TEXT.match(self._text, self._at):
                keys.append(quoted[0][1:-1])
                self._at = quoted.end()
            elif bare := _BARE.match(self._text, self._at):
                keys.append(bare[0])
                self._at = bare.end()
            else:
                raise ValueError("not TOML: let tomllib read the text first")
        return keys

    def _pair(self, table: Place) -> None:
        start = self._at
        place = table
        for key in self._keys():
            place = (*place, key)
            self._note(place, start)
        self._skip("=")
        self._value(place)

    def _value(self, place: Place) -> None:
        if self._skip("["):
            index = 0
            while not self._skip("]"):
                self._note((*place, index), self._at)
                self._value((*place, index))
                self._skip(",")
                index += 1
        elif self._skip("{"):
            while not self._skip("}"):
                self._pair(place)
                self._skip(",")
        else:
            value = _TEXT.match(self._text, self._at) or _SCALAR.match(self._text, self._at)
            self._at = value.end() if value else self._at + 1
