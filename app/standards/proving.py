"""What proves a standard: the records, and the fields in them, that its rule looks for. For people who want to know what to record."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from app.standards.rules import Before, Catalogue, Every, FieldRef, Holds, OwnField, Standard, Test, Within


class Proof(NamedTuple):
    """A record that proves a standard, and the fields that must be told in it."""

    record: str
    fields: tuple[str, ...]


def proofs(standard: Standard) -> tuple[Proof, ...]:
    """Return what proves a standard, in the order of its rule; each record once."""
    found: dict[str, dict[str, None]] = {}
    for record, fields in _named(standard):
        found.setdefault(record, {}).update(dict.fromkeys(fields))
    return tuple(Proof(record, tuple(fields)) for record, fields in found.items())


@cache
def fields_told(catalogue_id: str, standards: tuple[Standard, ...]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return for each field of a record which standards it proves, by id; `catalogue_id` tells catalogues apart."""
    told: dict[tuple[str, str], list[str]] = {}
    for standard in standards:
        for proof in proofs(standard):
            for name in proof.fields:
                told.setdefault((proof.record, name), []).append(standard.id)
    return {key: tuple(ids) for key, ids in told.items()}


def told_by(catalogue: Catalogue) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return for each field of a record which standards of a catalogue it proves."""
    return fields_told(f"{catalogue.id}@{catalogue.version}", catalogue.standards)


def _named(standard: Standard) -> Iterator[tuple[str, list[str]]]:
    rule = standard.rule
    match rule:
        case Holds():
            for record in rule.each:
                yield record, _fields(rule.tests)
        case Before():
            for need in rule.needs:
                yield need.selector.record, [need.selector.at, *_fields((*need.selector.where, *need.tests))]
        case Within():
            for deed in rule.done:
                if isinstance(deed, OwnField):
                    yield rule.start.record, [deed.field]
                else:
                    yield deed.record, [deed.at, *_fields(deed.where)]
        case Every():
            yield rule.event.record, [rule.event.at, *_fields(rule.event.where)]


def _fields(tests: tuple[Test, ...]) -> list[str]:
    others = [test.value.name for test in tests if isinstance(test.value, FieldRef)]
    return [test.field for test in tests] + others
