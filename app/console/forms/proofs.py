"""Which standards a question proves, and which acts settle a standard: both follow from the rules of the catalogue."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from app.records.base import Act
from app.records.registry import acts_of, making_acts
from app.standards.books import Books
from app.standards.rules import Before, Deed, Every, Holds, OwnField, Rule, Selector, Standard, Test, Within

# A place in the record: the record and the field.
Place = tuple[str, str]


@cache
def of_act(books: Books, catalogue: str, act: Act) -> Mapping[str, Sequence[Standard]]:
    """Return for each field of an act the standards that are settled by its answer, in the order of the catalogue."""
    found: dict[str, list[Standard]] = {}
    names = {act.moment, *act.body}
    for standard in books.catalogue(catalogue).standards:
        for record, field in dict.fromkeys(_proving(standard.rule)):
            if record == act.record.record_name and field in names:
                found.setdefault(field, []).append(standard)
    return found


@cache
def settling(books: Books, catalogue: str, standard_id: str) -> Sequence[tuple[Act, Mapping[str, str]]]:
    """Return the acts that settle a standard, the likeliest first, each with what its form can be filled in with beforehand."""
    standard = books.catalogue(catalogue).by_id.get(standard_id)
    if standard is None:
        return ()
    found: dict[str, tuple[Act, Mapping[str, str]]] = {}
    for record, field, wanted in _deeds(standard.rule):
        acts = [act for act in acts_of(record) if field in (act.moment, *act.body)] or making_acts(record)
        for act in acts[:1]:
            found.setdefault(act.name, (act, {name: code for name, code in wanted.items() if name in act.body}))
    return tuple(found.values())


def _proving(rule: Rule) -> Iterator[Place]:
    """The fields whose values a rule asks for; not those by which it finds the records that it is about."""
    match rule:
        case Holds():
            yield from ((record, test.field) for record in rule.each for test in rule.tests)
        case Before():
            for need in rule.needs:
                yield (need.selector.record, need.selector.at)
                yield from ((need.selector.record, test.field) for test in need.tests)
        case Within():
            start = rule.start.record
            for done in rule.done:
                yield (start, done.field) if isinstance(done, OwnField) else (done.record, done.at)
        case Every():
            yield (rule.event.record, rule.event.at)


def _deeds(rule: Rule) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """The records that settle a rule: record, field and the codes that pick it."""
    match rule:
        case Holds():
            yield from ((record, test.field, _codes(rule.where)) for record in rule.each for test in rule.tests[:1])
        case Before():
            yield from ((need.selector.record, need.selector.at, _codes(need.selector.where)) for need in rule.needs)
        case Within():
            yield from (_done(rule.start, done) for done in rule.done)
        case Every():
            yield (rule.event.record, rule.event.at, _codes(rule.event.where))


def _done(start: Selector, done: Deed) -> tuple[str, str, Mapping[str, str]]:
    if isinstance(done, OwnField):
        return start.record, done.field, {}
    return done.record, done.at, _codes(done.where)


def _codes(tests: Sequence[Test]) -> Mapping[str, str]:
    """What picks a record, where it is one code: a form can be filled in with it."""
    return {test.field: test.value for test in tests if isinstance(test.value, str)}
