"""From a standard to what one does about it: the acts that settle it, in the order in which they would be tried.

It follows from the rule of the standard: what must be done before, within or every so often is an act; what each record must show is
said by the act that fills the field, or by completing the record.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from app.access import CASE_STAFF_AND_MINISTRY, Role
from app.console import addresses
from app.models.registers import Case
from app.records.base import Act, Fill, placeholders
from app.records.registry import acts_of, making_acts
from app.services import unfinished
from app.services.unfinished import Lack
from app.standards.rules import Before, Deed, Every, Holds, Op, OwnField, Pick, Selector, Standard, Test, Within
from app.work import Work

# What kind of thing a record is may stand in the form already; what was asked, agreed or found never does.
_KINDS = frozenset({"kind", "type", "purpose", "scope", "about", "topic"})


class Way(NamedTuple):
    """One way to settle a standard: an act, or (without one) completing a record. `fields` are what the record still lacks."""

    act: Act | None
    record: str
    fields: tuple[str, ...] = ()
    where: tuple[Test, ...] = ()
    latest: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether it goes on with a record that is there."""
        return self.act is None or not self.act.makes


class Next(NamedTuple):
    """What to press: where it leads, and the act it does; without an act a record is completed."""

    href: str
    act: str | None
    record: str


class Wanted(NamedTuple):
    """A standard that is open in a case."""

    case_id: UUID
    standard: Standard


def next_of(work: Work, wanted: Iterable[Wanted], *, back: str = "") -> Mapping[tuple[UUID, str], Next]:
    """Return for each open standard of a case the one thing to do, by case and standard; nothing where the actor's role does none."""
    every = list(wanted)
    role = work.actor.role
    lacks = {_lack(one.case_id, way) for one in every for way in ways(one.standard) if way.goes_on and _may(role, way)}
    held = unfinished.find(work, lacks)
    found: dict[tuple[UUID, str], Next] = {}
    for case_id, standard in every:
        if (first := next(_offered(role, case_id, standard, held, back), None)) is not None:
            found[case_id, standard.id] = first
    return found


def of_case(work: Work, case: Case, standards: Sequence[str], *, back: str) -> Mapping[str, Next]:
    """Return the same for standards of one case, by id."""
    book = work.books.catalogue(case.catalogue)
    wanted = [Wanted(case.id, book.by_id[standard]) for standard in standards if standard in book.by_id]
    return {standard: one for (_, standard), one in next_of(work, wanted, back=back).items()}


def _lack(case_id: UUID, way: Way) -> Lack:
    return Lack(case_id, way.record, way.fields, way.where, way.latest)


def _may(role: Role, way: Way) -> bool:
    if way.act is not None:
        return role in way.act.by
    return role in CASE_STAFF_AND_MINISTRY and any(role in act.by for act in making_acts(way.record))


def _offered(role: Role, case_id: UUID, standard: Standard, held: Mapping[Lack, UUID], back: str) -> Iterator[Next]:
    for way in ways(standard):
        if not _may(role, way):
            continue
        if not way.goes_on and way.act is not None:
            yield Next(_form(way, {"case_id": case_id}, back), way.act.name, way.record)
        elif (record_id := held.get(_lack(case_id, way))) is not None:
            yield Next(_going_on(way, case_id, record_id, back), way.act.name if way.act else None, way.record)


def _form(way: Way, ids: Mapping[str, UUID], back: str) -> str:
    assert way.act is not None  # noqa: S101  # Only ways with an act come here.
    told = {test.field: str(test.value) for test in way.where if _tells_kind(test) and test.field in way.act.body}
    if back:
        told["next"] = back
    return addresses.form(way.act, ids) + (f"?{urlencode(told)}" if told else "")


def _going_on(way: Way, case_id: UUID, record_id: UUID, back: str) -> str:
    if way.act is None:
        return addresses.correction(case_id, way.record, record_id)
    case, *rest = placeholders(way.act.path)
    ids = {case: case_id} | dict.fromkeys(rest, record_id)
    return addresses.form(way.act, ids) + (f"?{urlencode({'next': back})}" if back else "")


def _tells_kind(test: Test) -> bool:
    return test.op is Op.IS and isinstance(test.value, str) and test.field in _KINDS


def ways(standard: Standard) -> Sequence[Way]:
    """Return the ways to settle a standard that lead to a form of a case; none where what is missing is not recorded in a case."""
    rule = standard.rule
    match rule:
        case Holds():
            found = [way for record in rule.each for way in _shown_by(record, rule)]
        case Before():
            found = [way for need in rule.needs for way in _needed(need.selector, need.tests, rule.event)]
        case Within():
            found = [way for deed in rule.done for way in _done_by(deed, rule.start)]
        case Every():
            found = list(_done_by(rule.event, rule.start))
    return [way for way in found if way.act is None or placeholders(way.act.path)[:1] == ("case_id",)]


def _done_by(deed: Deed, start: Selector) -> Iterator[Way]:
    if isinstance(deed, OwnField):
        yield from (Way(act, start.record, (deed.field,), _kinds(start.where)) for act in _filling(start.record, deed.field))
        return
    filling = _filling(deed.record, deed.at)
    yield from (Way(act, deed.record, (deed.at,), _kinds(deed.where)) for act in filling)
    # Where no record is there to go on with, it is begun.
    yield from (Way(act, deed.record, (), deed.where) for act in making_acts(deed.record) if _fits(act, deed.where))


def _needed(selector: Selector, tests: Sequence[Test], event: Selector) -> Iterator[Way]:
    """What must be there before an event; where it belongs to the event's own record, that one is gone on with."""
    if ("id", "id") not in selector.link:
        yield from _done_by(selector, event)
        return
    fields = tuple(test.field for test in tests)
    filling = _filling(selector.record, selector.at)
    yield from (Way(act, selector.record, (selector.at,)) for act in filling)
    if not filling:
        yield Way(None, selector.record, fields)
    yield from (Way(act, selector.record) for act in making_acts(selector.record))


def _shown_by(record: str, rule: Holds) -> Iterator[Way]:
    """What a record must show: said by a later act, or by completing the record; where there is none, by the act that makes one."""
    fields, latest = tuple(test.field for test in rule.tests), rule.pick is Pick.LATEST
    for act in acts_of(record):
        if not act.makes and set(fields) & {act.moment, *act.body}:
            yield Way(act, record, (act.moment,), _kinds(rule.where), latest)
    yield Way(None, record, fields, _kinds(rule.where), latest)
    yield from (Way(act, record, (), rule.where) for act in making_acts(record) if _fits(act, rule.where))


def _filling(record: str, field: str) -> list[Act]:
    """The later acts that fill a field of a record."""
    declared = acts_of(record)[0].record.fields.get(field) if acts_of(record) else None
    if declared is None or declared.fill is not Fill.LATER:
        return []
    return [act for act in acts_of(record) if not act.makes and field in (act.moment, *act.body)]


def _fits(act: Act, where: Iterable[Test]) -> bool:
    """Say whether what an act states of itself agrees with what is wanted."""
    return all(act.sets.get(test.field, test.value) == test.value for test in where if test.op is Op.IS)


def _kinds(where: Iterable[Test]) -> tuple[Test, ...]:
    return tuple(test for test in where if test.field in _KINDS)
