"""A second, naive reading of the semantics: what every standard says at one instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.oracle.facts import Entry, Record, Subject, all_of, due, end_of, full, instant, is_date
from tests.oracle.world import Anchor, Catalogue, World

WORST_FIRST = ("unmet", "overdue", "unknown", "pending", "met")
ANCHORS = {"before": "event", "within": "start", "every": "from"}


@dataclass(frozen=True)
class Instance:
    """The status of one record or clock; `late` means the breach is a deed after its due time."""

    status: str
    due_at: int | None = None
    late: bool = False


def need_fits(need: dict[str, Any], candidate: Anchor, at: int, limit: str) -> bool | None:
    """One candidate against one instant: happened, in force, old or young enough, and its tests."""
    record, happened = candidate
    ends = [record.fields[name] for name in need.get("until", []) if name in record.fields]
    # A day as an end covers its last second; an instant as an end no longer covers its own second.
    in_force = all(at <= end_of(end) if is_date(end) else at < instant(end) for end in ends)
    young = need.get("limit_as") != "max_age" or at <= due(happened, limit)
    old = need.get("limit_as") != "min_age" or at >= full(happened, limit)
    if happened > at or not (in_force and young and old):
        return False
    return all_of(record.fields, need.get("tests", []))


def need_results(world: World, need: dict[str, Any], event: Record | None, at: int, limit: str) -> list[bool | None]:
    """What each candidate for one need gives; empty when nothing of the kind is recorded."""
    candidates = world.select(need, event)
    if "covers" in need and event is not None:
        wanted = event.fields.get(need["covers"], [])
        candidates = [(r, t) for r, t in candidates if set(wanted) <= set(r.fields.get(need["covers"], []))]
    if need.get("latest"):
        earlier = [(r, t) for r, t in candidates if t <= at]
        candidates = earlier[-1:] or candidates
    return [need_fits(need, candidate, at, limit) for candidate in candidates]


def judge_holds(world: World, standard: dict[str, Any], anchor: Anchor) -> Instance:
    """One record against the tests."""
    _ = world
    return Instance({True: "met", False: "unmet", None: "unknown"}[all_of(anchor[0].fields, standard["rule"]["tests"])])


def judge_before(world: World, standard: dict[str, Any], anchor: Anchor) -> Instance:
    """One event against the needs."""
    rule, (event, at) = standard["rule"], anchor
    if "unless" in rule and all_of(event.fields, rule["unless"]) is True:
        return Instance("met")
    results = [r for need in rule["needs"] for r in need_results(world, need, event, at, world.limit(standard))]
    if True in results:
        return Instance("met")
    return Instance("unknown" if None in results or not results else "unmet")


def ready(world: World, standard: dict[str, Any]) -> bool:
    """Whether a need would be fulfilled if the event were now."""
    return any(True in need_results(world, need, None, world.as_of, world.limit(standard)) for need in standard["rule"]["needs"])


def end_of_duty(world: World, standard: dict[str, Any], anchor: Anchor) -> int | None:
    """The first `until` not earlier than the start, or the change of age, whichever comes first."""
    record, start = anchor
    found = [(r, until.get("field") or until["at"]) for until in standard["rule"].get("until", []) for r, _ in world.select(until, record)]
    ends = [end_of(r.fields[name]) for r, name in found]
    changed = world.age_end(standard, start)
    return min([at for at in ends if start <= at <= world.as_of] + ([changed] if changed is not None else []), default=None)


def judge_within(world: World, standard: dict[str, Any], anchor: Anchor) -> Instance:
    """One clock against the deeds that stop it."""
    rule, (record, start) = standard["rule"], anchor
    limit = due(start, world.limit(standard))
    deeds = [at for done in rule["done"] for _, at in world.select(done, record) if at <= world.as_of]
    if rule.get("after") in record.fields:
        deeds = [at for at in deeds if at >= instant(record.fields[rule["after"]])]
    end = end_of_duty(world, standard, anchor)
    if end is not None:
        deeds = [at for at in deeds if at <= end]
    if any(at <= limit for at in deeds):
        return Instance("met", limit)
    stop = min((at for at in (end, world.closed_at) if at is not None), default=None)
    if any(stop is None or at <= stop for at in deeds):
        return Instance("unmet", limit, late=True)
    if stop is not None:
        return Instance("not_applicable" if stop <= limit else "unmet", limit)
    return Instance("pending" if world.as_of <= limit else "overdue", limit)


def gap_due(world: World, standard: dict[str, Any], start: int, gap: int) -> int:
    """The due time of the gap, with the limit of the first phase it begins in."""
    for phase in standard["rule"].get("phases", []):
        if gap < full(start, phase["before"]):
            return due(gap, phase["limit"])
    return due(gap, world.limit(standard))


def judge_every(world: World, standard: dict[str, Any], anchor: Anchor) -> Instance:
    """One rhythm, gap by gap."""
    rule, (record, start) = standard["rule"], anchor
    end = end_of_duty(world, standard, anchor)
    stop = min((at for at in (end, world.closed_at) if at is not None), default=None)
    events = sorted(at for _, at in world.select(rule["event"], record) if start <= at <= world.as_of)
    gap = start
    for event in events:
        if stop is not None and event > stop:
            break
        if event > gap_due(world, standard, start, gap):
            return Instance("unmet", gap_due(world, standard, start, gap))
        gap = event
        if "for" in rule and event >= full(start, rule["for"]):
            return Instance("met")
    limit = gap_due(world, standard, start, gap)
    if stop is None:
        return Instance("pending" if world.as_of <= limit else "overdue", limit)
    if stop > limit or (end != stop and "for" in rule):
        return Instance("unmet", limit)
    lapsed = end == stop and end == world.age_end(standard, start)
    return Instance("not_applicable" if lapsed else "met")


JUDGES = {"holds": judge_holds, "before": judge_before, "within": judge_within, "every": judge_every}


def anchors(world: World, rule: dict[str, Any]) -> list[Anchor]:
    """The records or clocks of a rule; a clock may start in the future, an event may not."""
    if rule["kind"] == "holds":
        kinds = [rule["each"]] if isinstance(rule["each"], str) else rule["each"]
        found = [r for kind in kinds for r in world.of_kind(kind) if all_of(r.fields, rule.get("where", [])) is True]
        found.sort(key=Record.age_of_making)
        return [(r, r.moment) for r in (found[-1:] if rule.get("pick") == "latest" else found)]
    found_at = world.select(rule[ANCHORS[rule["kind"]]], None)
    return [(r, at) for r, at in found_at if rule["kind"] != "before" or at <= world.as_of]


def without_instance(world: World, standard: dict[str, Any]) -> Instance:
    """Nothing of the kind yet: the age is judged now."""
    if not world.age_fits(standard, world.as_of):
        return Instance("not_applicable")
    if standard["rule"]["kind"] == "before" and ready(world, standard):
        return Instance("met")
    none = standard["rule"]["none"]
    return Instance("not_applicable" if none == "pending" and world.closed_at is not None else none)


def judge(world: World, standard: dict[str, Any]) -> Instance:
    """The finding of one standard; `late` says that it is unmet only by deeds done late."""
    names = [name for name in standard["applies"] if "age" not in world.conditions[name]]
    if not all(world.condition(name) for name in names):
        return Instance("not_applicable")
    rule = standard["rule"]
    found = anchors(world, rule)
    if found:
        instances = [JUDGES[rule["kind"]](world, standard, a) for a in found if world.age_fits(standard, a[1])]
    else:
        instances = [without_instance(world, standard)]
    status = next((s for s in WORST_FIRST if any(i.status == s for i in instances)), "not_applicable")
    if status in ("unmet", "overdue", "unknown", "pending") and world.waived(standard):
        return Instance("waived")
    times = [i.due_at for i in instances if i.status == status and i.due_at is not None and status in ("pending", "overdue")]
    breaches = [i for i in instances if i.status in ("unmet", "overdue")]
    return Instance(status, min(times, default=None), late=status == "unmet" and all(i.late for i in breaches))


def findings(
    catalogue: Catalogue, subject: Subject, entries: list[Entry], as_of: int, known_at: int, settings: dict[str, str]
) -> dict[str, tuple[str, int | None]]:
    """Every standard of the scope of the subject: its status, and its due time while pending or overdue."""
    world = World(catalogue, subject, entries, (as_of, known_at), settings)
    judged = {s["id"]: judge(world, s) for s in catalogue["standards"] if s["scope"] == subject[0]}
    return {standard_id: (found.status, found.due_at) for standard_id, found in judged.items()}
