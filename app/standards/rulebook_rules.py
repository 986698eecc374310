"""The rule of a standard: one of four kinds, read from its table."""

from collections.abc import Callable, Mapping

from app.standards.duration import parse_duration
from app.standards.rulebook_blocks import Block
from app.standards.rulebook_fields import LISTS, Records
from app.standards.rules import Before, Deed, Duration, Every, Holds, LimitAs, Need, Phase, Pick, Rule, Status, Within

NONE = (Status.PENDING, Status.NOT_APPLICABLE, Status.UNKNOWN)
NO_RULE = Holds((), (), Status.UNKNOWN)  # stands for a rule that was refused


def read_rule(block: Block, records: Records) -> Rule:
    """Return the rule, or NO_RULE if its kind is not known."""
    kinds: Mapping[str, Callable[[Block, Records], Rule]] = {"holds": _holds, "before": _before, "within": _within, "every": _every}
    read = kinds.get(block.choice("kind", kinds))
    if read is None:
        return NO_RULE
    rule = read(block, records)
    block.close()
    return rule


def read_duration(block: Block, key: str, *, needed: bool = True) -> Duration | None:
    """Return the duration under the key, or None if there is none that can be read."""
    text = block.text(key, needed=needed)
    try:
        return parse_duration(text) if text else None
    except ValueError as error:
        block.refuse(str(error), key)
        return None


def _none(block: Block) -> Status:
    value = block.choice("none", NONE)
    return Status(value) if value in NONE else Status.UNKNOWN


def _holds(block: Block, records: Records) -> Holds:
    each = tuple(records.name(block, "each", name, index) for index, name in enumerate(block.texts("each")))
    where = records.tests(block, "where", *each)
    tests = records.tests(block, "tests", *each, needed=True)
    pick = block.choice("pick", (Pick.ALL, Pick.LATEST), Pick.ALL)
    return Holds(each, tests, _none(block), where, Pick.LATEST if pick == Pick.LATEST else Pick.ALL)


def _before(block: Block, records: Records) -> Before:
    inner = block.block("event")
    event = records.selector(inner)
    inner.close()
    needs = tuple(_need(need, records, event.record) for need in block.blocks("needs"))
    return Before(event, needs, _none(block), records.tests(block, "unless", event.record))


def _need(block: Block, records: Records, anchor: str) -> Need:
    selector = records.selector(block, anchor, picks=False)
    until = block.texts("until", needed=False)
    for index, name in enumerate(until):
        records.time(block, selector.record, name, "until", index)
    covers = block.text("covers", needed=False)
    lists = [(record, records.field(block, record, covers, "covers")) for record in (selector.record, anchor)]
    if no_list := [f"that of {record} is {found.kind}" for record, found in lists if found and found.kind not in LISTS]:
        block.refuse(f'only a list can cover another, and of "{covers}" {" and ".join(no_list)}', "covers")
    limit_as = block.choice("limit_as", list(LimitAs)) if block.has("limit_as") else ""
    need = Need(
        selector,
        records.tests(block, "tests", selector.record),
        until,
        block.yes_no("latest", default=False),
        covers or None,
        LimitAs(limit_as) if limit_as in list(LimitAs) else None,
    )
    block.close()
    return need


def _within(block: Block, records: Records) -> Within:
    inner = block.block("start")
    start = records.selector(inner)
    inner.close()
    after = block.text("after", needed=False)
    records.time(block, start.record, after, "after")
    done = tuple(records.deed(deed, start.record) for deed in block.blocks("done"))
    return Within(start, done, _none(block), after or None, _until(block, records, start.record))


def _every(block: Block, records: Records) -> Every:
    inner = block.block("from")
    start = records.selector(inner)
    inner.close()
    inner = block.block("event")
    event = records.selector(inner, start.record)
    inner.close()
    phases = []
    for phase in block.blocks("phases", needed=False):
        before, limit = read_duration(phase, "before"), read_duration(phase, "limit")
        phase.close()
        if before and limit:
            phases.append(Phase(before, limit))
    lasting = read_duration(block, "for", needed=False)
    return Every(event, start, _none(block), _until(block, records, start.record), tuple(phases), lasting)


def _until(block: Block, records: Records, anchor: str) -> tuple[Deed, ...]:
    return tuple(records.deed(deed, anchor) for deed in block.blocks("until", needed=False))
