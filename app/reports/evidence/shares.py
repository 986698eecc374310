"""Shares of findings made safe to publish: the standards that are asked about the same people in one year are protected together.

For each standard everybody is in one of three classes: kept, not kept, not judged. Each is counted for all, by age and by sex. The number
of people is published nowhere, yet the attacker is taken to know it, by age and by sex too, wherever it is not small.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from app.reports.bounds import Sum
from app.reports.hiding import hide_counts
from app.reports.protection import Linked, protect

Group: TypeAlias = tuple[str, str]  # a dimension and one of its classes, or ALL
ALL: Group = ("all", "total")


class Judged(NamedTuple):
    """How many people a standard was kept for, was not kept for, and could not be judged for."""

    kept: int = 0
    not_kept: int = 0
    rest: int = 0


class Share(NamedTuple):
    """What may be seen of one group: how many kept, of how many judged; None is hidden."""

    kept: int | None
    judged: int | None


# standard -> dimension -> class -> people. Every dimension divides the same people, those of every standard.
Counts: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Judged]]]


def protected(counts: Counts, threshold: int) -> dict[str, dict[Group, Share]]:
    """Return what may be seen of each standard. A dimension that cannot be protected is left out; a standard that cannot be is empty.

    >>> protected({"R1": {"age_class": {"child": Judged(), "adult": Judged(20, 12, 0)}}}, 11)["R1"]["age_class", "adult"]
    Share(kept=20, judged=32)
    >>> protected({"R1": {"age_class": {"adult": Judged(30, 2, 0)}}}, 11)["R1"][ALL]
    Share(kept=None, judged=None)
    >>> protected({"R1": {"age_class": {"adult": Judged(12, 11, 3)}}}, 11)["R1"]
    {}
    """
    kept = {standard: list(dimensions) for standard, dimensions in counts.items()}
    while True:
        system = _system(counts, kept, threshold)
        pattern = protect(Linked(system.values, system.sums, system.known, system.silent), threshold)
        if not pattern.weak:
            break
        kept = _without(kept, counts, pattern.weak)
    found: dict[str, dict[Group, Share]] = {standard: {} for standard in counts}
    for standard, dimensions in kept.items():
        found[standard] = {group: _share(system.values, standard, group, pattern.hidden) for group in _groups(counts, standard, dimensions)}
    return found


@dataclass(frozen=True, slots=True)
class _System:
    values: dict[str, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)


def _system(counts: Counts, kept: Mapping[str, Sequence[str]], threshold: int) -> _System:
    system = _System()
    for standard, dimensions in kept.items():
        for group, judged in _of_groups(counts[standard], dimensions).items():
            system.values.update({_cell(standard, group, state): number for state, number in judged._asdict().items()})
            system.values[_people(group)] = sum(judged)
            system.sums.append(Sum(_people(group), tuple(_cell(standard, group, state) for state in Judged._fields)))
        for dimension in dimensions:
            groups = [(dimension, name) for name in counts[standard][dimension]]
            for state in Judged._fields:
                system.sums.append(Sum(_cell(standard, ALL, state), tuple(_cell(standard, group, state) for group in groups)))
    for dimension in {dimension for dimensions in kept.values() for dimension in dimensions}:
        _add_people(system, next(counts[s][dimension] for s, dimensions in kept.items() if dimension in dimensions), dimension, threshold)
    return system


def _add_people(system: _System, classes: Mapping[str, Judged], dimension: str, threshold: int) -> None:
    """Say what is known of the number of people: as much as could be shown of it."""
    groups = [(dimension, name) for name in classes]
    system.sums.append(Sum(_people(ALL), tuple(map(_people, groups))))
    shown = hide_counts({_people(group): system.values[_people(group)] for group in groups}, threshold)
    whole = system.values[_people(ALL)]
    for cell, number in {**shown, _people(ALL): None if 0 < whole < threshold else whole}.items():
        (system.silent if number is None else system.known).add(cell)


def _of_groups(dimensions: Mapping[str, Mapping[str, Judged]], kept: Iterable[str]) -> dict[Group, Judged]:
    classes = next(iter(dimensions.values()))
    groups = {ALL: Judged(*map(sum, zip(*classes.values(), strict=True)))}
    return groups | {(dimension, name): judged for dimension in kept for name, judged in dimensions[dimension].items()}


def _groups(counts: Counts, standard: str, dimensions: Iterable[str]) -> list[Group]:
    return [ALL, *((dimension, name) for dimension in dimensions for name in counts[standard][dimension])]


def _without(kept: Mapping[str, Sequence[str]], counts: Counts, weak: frozenset[str]) -> dict[str, list[str]]:
    """Leave out the dimensions in which something stays weak, or the whole standard where its total does."""
    left: dict[str, list[str]] = {}
    for standard, dimensions in kept.items():
        if any(_cell(standard, ALL, state) in weak for state in Judged._fields):
            continue
        left[standard] = [
            dimension
            for dimension in dimensions
            if not any(
                _cell(standard, (dimension, name), state) in weak for name in counts[standard][dimension] for state in Judged._fields
            )
        ]
    return left


def _share(values: Mapping[str, int], standard: str, group: Group, hidden: frozenset[str]) -> Share:
    """How many were judged is the sum of two counts, so it is shown only where both are."""
    kept, not_kept = (_cell(standard, group, state) for state in ("kept", "not_kept"))
    judged = None if hidden.intersection((kept, not_kept)) else values[kept] + values[not_kept]
    return Share(None if kept in hidden else values[kept], judged)


def _cell(standard: str, group: Group, state: str) -> str:
    return f"{standard} {'='.join(group)} {state}"


def _people(group: Group) -> str:
    return f"people {'='.join(group)}"
