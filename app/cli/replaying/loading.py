"""YAML as scenario files use it: times stay text, a key stands once, and every mapping knows its lines."""

import re
from pathlib import Path
from typing import Any

import yaml


class Unreadable(Exception):
    """A scenario file that cannot be replayed, and where."""

    def __init__(self, path: Path, line: int | None, message: str) -> None:
        """Name the file, the line where there is one, and what is wrong with it."""
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")


class Lined(dict[str, Any]):
    """A mapping with the line it begins on and the line of each of its keys."""

    line: int = 0

    def __init__(self, line: int, lines: dict[str, int]) -> None:
        """Make an empty mapping that begins on a line."""
        super().__init__()
        self.line = line
        self.lines = lines

    def line_of(self, key: str) -> int:
        """Return the line of a key, or else where the mapping begins."""
        return self.lines.get(key, self.line)


class _Loader(yaml.SafeLoader):
    """Words are text unless they are true, false, null or a number: `no` is a country and 2025-06-09 a day as written."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML reads it from the class

    def mapping(self, node: yaml.MappingNode) -> Lined:
        """Read a mapping; what `<<` merges in may be said otherwise, but nothing may be said twice."""
        lines: dict[str, int] = {}
        for key, _ in node.value:
            if key.value in lines and key.tag != "tag:yaml.org,2002:merge":
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} is given twice", key.start_mark)
            lines[str(key.value)] = key.start_mark.line + 1
        self.flatten_mapping(node)
        made = Lined(node.start_mark.line + 1, lines)
        made.update({str(key): value for key, value in self.construct_mapping(node, deep=True).items()})
        return made


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.mapping)
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"~|null|", ["~", "n", ""]),
    # No leading zero or plus: 012 and +855 are telephone numbers.
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+", "-0123456789"),
    ("merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def load(path: Path) -> Lined:
    """Return the document of a file. Raises Unreadable."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(path, None, f"cannot be read: {error.strerror}") from None
    try:
        # The loader is a SafeLoader: it makes texts, numbers, lists and mappings only.
        document = yaml.load(raw.decode(), _Loader)  # noqa: S506
    except UnicodeDecodeError as error:
        raise Unreadable(path, raw.count(b"\n", 0, error.start) + 1, "is not UTF-8") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(path, mark.line + 1 if mark else None, error.problem or "is not YAML") from None
    except yaml.reader.ReaderError as error:
        line = raw.decode()[: error.position].count("\n") + 1
        raise Unreadable(path, line, "holds a character that YAML does not allow") from None
    if not isinstance(document, Lined):
        raise Unreadable(path, 1, "is not a scenario: title, acts and expect are asked for")
    return document
