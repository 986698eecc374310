"""Catalogues of minimum standards, read from TOML files that a lawyer can read and edit.

A catalogue is a directory: `catalogue.toml` (what it is), `rights.toml`, `conditions.toml`, and the standards in any other `*.toml`.
Reading refuses every malformed rule with the line and what is wrong, all at once; `docs/standards.md` says what each kind of rule means.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from app.shape import Shape
from app.standards.rulebook_blocks import LANGUAGES, Block, Problem, known, read_file
from app.standards.rulebook_fields import Records
from app.standards.rulebook_standards import Reading, read_condition, read_each, read_right, read_standard
from app.standards.rules import Catalogue

BUILT_IN = Path(__file__).parent / "catalogues"
TIME_ZONE = "Asia/Phnom_Penh"  # the only one in which the engine counts days
_HEAD, _RIGHTS, _CONDITIONS = "catalogue.toml", "rights.toml", "conditions.toml"
_FRAME = (_HEAD, _RIGHTS, _CONDITIONS)


class MalformedCatalogue(ValueError):
    """A catalogue was refused; `problems` says all that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class UnknownCatalogue(LookupError):
    """There is no catalogue of that name."""


class Available(NamedTuple):
    """A catalogue that can be loaded."""

    id: str
    version: str
    path: Path


def problems(path: Path, shape: Shape) -> list[Problem]:
    """Return everything that is wrong with a catalogue, or with one file of standards, in the order of files and lines."""
    return _read(path, shape)[1]


def parse(path: Path, shape: Shape) -> Catalogue:
    """Return the catalogue in a directory, or with the standards of one file only. Raises MalformedCatalogue."""
    catalogue, found = _read(path, shape)
    if found:
        raise MalformedCatalogue(found)
    return catalogue


def available(extra: Path | None = None) -> list[Available]:
    """List the built-in catalogues and those in the directories inside `extra`, by id and version; a broken head is left out."""
    heads = [head for root in (BUILT_IN, extra) if root for head in sorted(root.glob(f"*/{_HEAD}"))]
    blocks = [(head.parent, read_file(head, [])) for head in heads]
    found = [Available(block.text("id"), block.text("version"), path) for path, block in blocks if block]
    return sorted(found, key=lambda one: (one.id, _order(one.version)))


def load(name: str, shape: Shape, extra: Path | None = None) -> Catalogue:
    """Return the catalogue `id` (its newest version) or `id@version`. Raises UnknownCatalogue and MalformedCatalogue."""
    every = available(extra)
    found = [one for one in every if name in (one.id, f"{one.id}@{one.version}")]
    if not found:
        raise UnknownCatalogue(f'"{name}" is not a catalogue: {known(name, [one.id for one in every])}')
    return parse(found[-1].path, shape)


def load_all(shape: Shape, extra: Path | None = None) -> Mapping[str, Catalogue]:
    """Return all catalogues at hand: each as `id@version`, and the newest version of each also as `id`. Raises MalformedCatalogue.

    Two folders with the same id and version are refused: cases that are bound to it would be judged by the one that is read last.
    """
    if wrong := _folder_problems(extra):
        raise MalformedCatalogue(wrong)
    found: dict[str, Catalogue] = {}
    for one in available(extra):
        if f"{one.id}@{one.version}" in found:
            twice = f"{one.id} {one.version} is there already: a changed copy needs a version or an id of its own"
            raise MalformedCatalogue([Problem(one.path / _HEAD, 1, "", twice)])
        catalogue = parse(one.path, shape)
        found[f"{one.id}@{one.version}"] = catalogue
        found[one.id] = catalogue  # versions come in order, so the newest stays
    return found


def catalogues_in(folder: Path) -> list[Path]:
    """Return the catalogues directly inside a folder, or the folder itself where it is one or holds none."""
    inside = [] if (folder / _HEAD).exists() else sorted(head.parent for head in folder.glob(f"*/{_HEAD}"))
    return inside or [folder]


def _folder_problems(folder: Path | None) -> list[Problem]:
    """Say what would hide a catalogue of the folder: that it is no folder of catalogues, or a head that cannot be read."""
    if folder is None:
        return []
    if not folder.is_dir():
        return [Problem(folder, 1, "", "there is no such folder of catalogues")]
    if (folder / _HEAD).exists():
        return [Problem(folder / _HEAD, 1, "", "this is a catalogue itself: name the folder around it")]
    found: list[Problem] = []
    for head in sorted(folder.glob(f"*/{_HEAD}")):
        read_file(head, found)
    return found


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split("."))


def _read(path: Path, shape: Shape) -> tuple[Catalogue, list[Problem]]:
    found: list[Problem] = []
    frame, files = _files(path)
    reading = Reading(Records(shape))
    if path.is_dir() and not files:
        found.append(Problem(path, 1, "", "there is no file with standards here"))
    head = read_file(frame / _HEAD, found)
    for file, key, read in [
        (frame / _RIGHTS, "right", read_right),
        (frame / _CONDITIONS, "condition", read_condition),
        *((file, "standard", read_standard) for file in files),
    ]:
        if block := read_file(file, found):
            read_each(block, key, read, reading)
    catalogue = _catalogue(head or Block.empty(), reading)
    return catalogue, sorted(found, key=lambda one: (one.file, one.line))


def _files(path: Path) -> tuple[Path, list[Path]]:
    """Return the directory of the frame, and the files of standards.

    A single file is read with the rights and conditions beside it; a copy that lies alone, with those of the first built-in catalogue.
    """
    if path.is_dir() or path.name in _FRAME:
        directory = path if path.is_dir() else path.parent
        return directory, [file for file in sorted(directory.glob("*.toml")) if file.name not in _FRAME]
    beside = (path.parent / _HEAD).exists()
    return path.parent if beside else next(iter(sorted(BUILT_IN.iterdir()))), [path]


def _catalogue(head: Block, reading: Reading) -> Catalogue:
    """Join the head and what was read; the head's own problems are found on the way."""
    version = head.text("version")
    if version and not version.replace(".", "").isdecimal():
        head.refuse('a version is numbers and dots, such as "0.1.0"', "version")
    head.choice("time_zone", (TIME_ZONE,))
    status = head.block("translation_status")
    catalogue = Catalogue(
        id=head.text("id"),
        version=version,
        jurisdiction=head.text("jurisdiction"),
        title=head.languages("title"),
        note=head.languages("note"),
        translation_status={language: status.text(language) for language in LANGUAGES},
        rights=tuple(reading.rights.values()),
        conditions=reading.conditions,
        standards=tuple(reading.standards.values()),
        by_id=reading.standards,
    )
    status.close()
    head.close()
    return catalogue
