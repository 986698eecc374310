"""What proves a standard: the records, and the fields in them, that its rule looks for. For people who want to know what to record."""

from collections.abc import Iterator
from typing import NamedTuple

from app.standards.rules import Before, Every, FieldRef, Holds, OwnField, Rule, Standard, Test, Within


class Proof(NamedTuple):
    """A record that proves a standard: the fields whose values its rule asks for, and those by which it picks the record."""

    record: str
    asked: tuple[str, ...]
    picked_by: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys((*self.asked, *self.picked_by)))


def proofs(standard: Standard) -> tuple[Proof, ...]:
    """Return what proves a standard, in the order of its rule; each record once."""
    found: dict[str, Proof] = {}
    for proof in _named(standard.rule):
        before = found.get(proof.record, Proof(proof.record, ()))
        found[proof.record] = Proof(proof.record, _both(before.asked, proof.asked), _both(before.picked_by, proof.picked_by))
    return tuple(found.values())


def _both(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others)))


def _named(rule: Rule) -> Iterator[Proof]:
    match rule:
        case Holds():
            yield from (Proof(record, _fields(rule.tests)) for record in rule.each)
        case Before():
            for need in rule.needs:
                yield Proof(need.selector.record, (need.selector.at, *_fields(need.tests)), _fields(need.selector.where))
        case Within():
            for deed in rule.done:
                if isinstance(deed, OwnField):
                    yield Proof(rule.start.record, (deed.field,))
                else:
                    yield Proof(deed.record, (deed.at,), _fields(deed.where))
        case Every():
            yield Proof(rule.event.record, (rule.event.at,), _fields(rule.event.where))


def _fields(tests: tuple[Test, ...]) -> tuple[str, ...]:
    others = [test.value.name for test in tests if isinstance(test.value, FieldRef)]
    return tuple([test.field for test in tests] + others)
