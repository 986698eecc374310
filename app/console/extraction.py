"""Which sentences the console shows, read from its templates and its Python; app/console/locale/km/console.po has each of them in Khmer."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.extract import extract_from_file

HERE = Path(__file__).parent
_TEMPLATES = {"extensions": "jinja2.ext.do", "silent": "false", "newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
# What marks a sentence in a template, and in Python: `_("...")`, and the calls of `labels` that translate one.
_IN_TEMPLATES = {"_": None, "gettext": None, "ngettext": (1, 2)}
_IN_PYTHON = {"_": None, "text": (2,), "ntext": (2, 3)}

# A sentence, or one with its plural.
Message = tuple[str, ...]


def extracted() -> Mapping[Message, tuple[str, ...]]:
    """Return every sentence in the order of the sources, with the files it stands in: templates by name, then Python."""
    found: dict[Message, list[str]] = {}
    for file, message in _found():
        places = found.setdefault(message, [])
        if file not in places:
            places.append(file)
    return {message: tuple(places) for message, places in found.items()}


def _found() -> Iterator[tuple[str, Message]]:
    for template in sorted((HERE / "templates").rglob("*.html")):
        yield from _in(template, "jinja2", _IN_TEMPLATES, _TEMPLATES)
    for source in sorted([*HERE.glob("*.py"), *(file for folder in _packages() for file in folder.rglob("*.py"))]):
        yield from _in(source, "python", _IN_PYTHON, {})


def _packages() -> Iterator[Path]:
    """Yield the folders of Python beside this file; the assets bring folders of others."""
    return (init.parent for init in sorted(HERE.glob("*/__init__.py")))


def _in(
    file: Path, method: str, keywords: Mapping[str, tuple[int, ...] | None], options: Mapping[str, str]
) -> Iterator[tuple[str, Message]]:
    for _, message, _, _ in extract_from_file(method, file, keywords=keywords, options=options):
        yield file.relative_to(HERE).as_posix(), (message,) if isinstance(message, str) else tuple(message)
