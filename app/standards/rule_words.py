"""A rule said in words, for the pages that people read."""

from app.standards.duration import spoken
from app.standards.rules import (
    Before,
    Deed,
    Duration,
    Every,
    FieldRef,
    Holds,
    LimitAs,
    Need,
    Op,
    OwnField,
    Pick,
    Selector,
    Standard,
    Status,
    Test,
    Within,
)

_NONE = {Status.PENDING: "pending", Status.NOT_APPLICABLE: "not applicable", Status.UNKNOWN: "unknown"}
_OPS = {Op.IS: "is", Op.IN: "is one of", Op.NOT_IN: "is none of", Op.AT_LEAST: "is at least", Op.AT_MOST: "is at most"}


def rule_in_words(standard: Standard) -> str:
    """Say the rule of a standard in one or two sentences; names of records and fields stand in backquotes."""
    rule = standard.rule
    limit = spoken(standard.limit_text) if standard.limit_text else ""
    match rule:
        case Holds():
            said = _holds(rule)
        case Before():
            said = _before(rule, limit)
        case Within():
            said = _within(rule, limit)
        case Every():
            said = _every(rule, limit)
    return f"{said} With nothing of the kind recorded: {_NONE[rule.none]}."


def _holds(rule: Holds) -> str:
    which = "The newest" if rule.pick is Pick.LATEST else "Each"
    records = " and each ".join(f"`{name}`" for name in rule.each)
    return f"{which} {records}{_where(rule.where)} must show: {_tests(rule.tests)}."


def _before(rule: Before, limit: str) -> str:
    needs = "; or ".join(_need(need, limit) for need in rule.needs)
    unless = f", unless {_tests(rule.unless)}" if rule.unless else ""
    return f"Before {_selector(rule.event, 'each')} there must be {needs}{unless}."


def _need(need: Need, limit: str) -> str:
    parts = [_selector(need.selector, "the newest" if need.latest else "one")]
    if need.covers:
        parts.append(f"covering all the `{need.covers}` of the event")
    if need.limit_as is LimitAs.MAX_AGE:
        parts.append(f"not older than {limit}")
    if need.limit_as is LimitAs.MIN_AGE:
        parts.append(f"at least {limit} old")
    if need.until:
        parts.append("not yet past " + " or ".join(f"`{name}`" for name in need.until))
    if need.tests:
        parts.append(f"showing {_tests(need.tests)}")
    return ", ".join(parts)


def _within(rule: Within, limit: str) -> str:
    when = "No later than the end of the day of" if limit == "the same day" else f"No later than {limit} after"
    after = f" (not before `{rule.after}`)" if rule.after else ""
    return f"{when} {_selector(rule.start, 'each')} there must be {_deeds(rule.done)}{after}.{_until(rule.until)}"


def _every(rule: Every, limit: str) -> str:
    phases = "".join(f"; in the first {_length(phase.before)} at most {_length(phase.limit)}" for phase in rule.phases)
    lasting = f", until {_length(rule.lasting)} have passed" if rule.lasting else ""
    start = _selector(rule.start, "each")
    return f"From {start} on, at most {limit} may pass to the next {_selector(rule.event, '')}{phases}{lasting}.{_until(rule.until)}"


def _length(value: Duration) -> str:
    return spoken(f"PT{value.hours}H" if value.hours is not None else f"P{value.months}M" if value.months else f"P{value.days}D")


def _until(deeds: tuple[Deed, ...]) -> str:
    return f" The duty ends with {_deeds(deeds)}." if deeds else ""


def _deeds(deeds: tuple[Deed, ...]) -> str:
    return ", or ".join(f"its own `{deed.field}`" if isinstance(deed, OwnField) else _selector(deed, "one") for deed in deeds)


def _selector(selector: Selector, article: str) -> str:
    first = {Pick.FIRST: "the first", Pick.LATEST: "the newest"}.get(selector.pick, article)
    linked = [f"`{own}` the same" if own == other else f"`{own}` the event's `{other}`" for own, other in selector.link]
    link = f" with {' and '.join(linked)}" if linked else ""
    return f"{first} `{selector.record}` (`{selector.at}`){link}{_where(selector.where)}".strip()


def _where(tests: tuple[Test, ...]) -> str:
    return f" where {_tests(tests)}" if tests else ""


def _tests(tests: tuple[Test, ...]) -> str:
    said = [_test(test) for test in tests]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _test(test: Test) -> str:
    if test.op is Op.PRESENT:
        return f"`{test.field}` is recorded"
    match test.value:
        case bool():
            value = "yes" if test.value else "no"
        case FieldRef(name=name):
            value = f"`{name}`"
        case tuple():
            value = ", ".join(f"`{code}`" for code in test.value)
        case str():
            value = f"`{test.value}`"
        case _:
            value = f"{test.value:,}"
    return f"`{test.field}` {_OPS[test.op]} {value}"
