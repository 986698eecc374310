"""What must hold of every judgement, whatever was recorded."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.standards.facts import Entry, JsonValue, fold
from app.standards.judge import Judge
from app.standards.rules import Before, Duration, Every, Holds, Scope, Status, Within
from tests.standards.sample import CATALOGUE, JUDGE, SHAPE, at, iso

DAY = 86_400
BEGIN = at("2025-01-01 00:00")
TROUBLE = {Status.UNMET, Status.OVERDUE, Status.UNKNOWN, Status.PENDING}

# Record, field of its moment, and facts; there are three records of a kind at most, so that later acts meet them.
MAKING: list[tuple[str, str, dict[str, JsonValue]]] = [
    ("case", "first_contact_at", {}),
    ("screening", "completed_at", {}),
    ("age_determination", "determined_at", {"age_class": "adult"}),
    ("age_determination", "determined_at", {"age_class": "child"}),
    (
        "interview",
        "started_at",
        {"place_judged_safe": True, "place_private": True, "supporter_present": True, "supporter_suspected": False},
    ),
    ("interview", "started_at", {"place_private": False, "interviewer_id": "w", "urgent": True}),
    ("interview", "started_at", {"interviewer_id": "w"}),
    ("consent", "decided_at", {"purpose": "interview", "decision": "given", "told_purpose": True}),
    ("consent", "decided_at", {"purpose": "interview", "decision": "refused"}),
    ("consent", "decided_at", {"purpose": "services", "decision": "refused"}),
    ("consent", "decided_at", {"purpose": "follow_up", "decision": "refused"}),
    ("consent", "decided_at", {"purpose": "sharing", "decision": "given", "recipient": "o", "data_categories": ["health", "legal"]}),
    (
        "consent",
        "decided_at",
        {"purpose": "sharing", "decision": "given", "recipient": "o", "data_categories": ["health"], "expires_on": "2025-02-20"},
    ),
    ("disclosure", "disclosed_at", {"recipient": "o", "data_categories": ["health"]}),
    ("training", "completed_on", {"user_id": "w", "completed_on": "2025-01-20", "valid_until": "2025-03-20"}),
    ("guardianship", "named_at", {"basis": "parentage"}),
    ("placement", "admitted_at", {"care_type": "institution"}),
    ("service", "offered_at", {"type": "counselling"}),
    ("leave_request", "requested_at", {"kind": "depart"}),
    ("handover", "sent_at", {}),
    ("assessment", "completed_at", {"type": "family", "home_visited": True}),
    ("reintegration_plan", "returned_at", {"destination_type": "family"}),
    ("reintegration_plan", "drafted_at", {"destination_type": "kin"}),
    ("follow_up_visit", "visited_at", {"contact_made": True}),
    ("follow_up_visit", "visited_at", {"contact_made": True}),
    ("movement_restriction", "started_at", {}),
    ("review", "held_at", {"kind": "restriction", "restriction_id": "movement_restriction1"}),
    ("closure", "closed_at", {"reason": "other"}),
    (
        "waiver",
        "decided_at",
        {"standard_id": "screened", "decision": "approved", "requested_by": "a", "decided_by": "b", "expires_on": "2025-03-01"},
    ),
    ("waiver", "decided_at", {"standard_id": "notice", "decision": "approved", "requested_by": "a", "decided_by": "b"}),
]
LATER: list[tuple[str, str, dict[str, JsonValue]]] = [
    ("consent", "withdrawn_at", {}),
    ("placement", "left_at", {}),
    ("leave_request", "left_at", {}),
    ("movement_restriction", "lifted_at", {}),
    ("reintegration_plan", "returned_at", {}),
]
# Around midnight and the full hours things turn.
MOMENTS = st.builds(
    lambda day, hour, second: BEGIN + day * DAY + hour * 3_600 + second,
    st.integers(0, 120),
    st.sampled_from([0, 9, 15, 24]),
    st.sampled_from([-1, 0, 1]),
)


@st.composite
def entry(draw: st.DrawFn) -> Entry:
    makes = draw(st.integers(0, 3)) > 0
    record, field, facts = draw(st.sampled_from(MAKING if makes else LATER))
    moment = draw(MOMENTS)
    recorded = moment + draw(st.sampled_from([0, 0, 600, 5 * DAY]))
    return Entry(record, f"{record}{draw(st.integers(1, 3))}", makes, moment, recorded, {field: iso(moment), **facts})


LEDGERS = st.lists(entry(), max_size=14)
INSTANTS = st.integers(0, 300 * DAY).map(lambda after: BEGIN + after)


def judged(
    entries: list[Entry], as_of: int, known_at: int | None = None, judge: Judge = JUDGE
) -> dict[str, tuple[Status, int | None, bool]]:
    found = judge.findings(Scope.CASE, fold(entries, SHAPE, as_of, known_at), as_of)
    return {name: (finding.status, finding.due_at, finding.done_late) for name, finding in found.items()}


def end_of(entries: list[Entry]) -> int:
    return max((e.recorded_at for e in entries), default=BEGIN)


@settings(max_examples=150, deadline=None)
@given(LEDGERS, st.lists(st.integers(0, 400 * DAY), max_size=5))
def test_a_timeline_is_the_judgement_of_every_later_second(entries: list[Entry], later: list[int]) -> None:
    now = end_of(entries)
    facts = fold(entries, SHAPE, now)
    for name, segments in JUDGE.timeline(Scope.CASE, facts, now).items():
        assert segments[0].start == now
        assert segments[-1].end is None
        edges = [edge for segment in segments for edge in (segment.start, segment.start - 1, segment.start + 1)]
        for instant in {max(now, t) for t in [*edges, *(now + after for after in later)]}:
            (segment,) = (s for s in segments if s.start <= instant and (s.end is None or instant < s.end))
            assert JUDGE.findings(Scope.CASE, facts, instant)[name][1:] == segment[2:]


@settings(max_examples=100, deadline=None)
@given(LEDGERS, INSTANTS, st.sampled_from(["case_note", "rights_briefing", "step_change"]))
def test_a_fact_that_no_rule_reads_changes_nothing(entries: list[Entry], as_of: int, record: str) -> None:
    unrelated = Entry(record, "n", True, BEGIN, BEGIN, {"kind": "other"})
    assert judged([unrelated, *entries], as_of) == judged(entries, as_of) == judged([*entries, unrelated], as_of)


@settings(max_examples=100, deadline=None)
@given(LEDGERS, st.integers(0, 400 * DAY))
def test_no_standard_once_met_is_broken_by_the_mere_passing_of_time(entries: list[Entry], after: int) -> None:
    now = end_of(entries)
    facts = fold(entries, SHAPE, now)
    then = JUDGE.findings(Scope.CASE, facts, now + after)
    for name, finding in JUDGE.findings(Scope.CASE, facts, now).items():
        rule = CATALOGUE.by_id[name].rule
        # Without its event a `before` standard is only ready, and a need may cease to be in force.
        anchored = isinstance(rule, Holds | Within) or (isinstance(rule, Before) and rule.event.record in facts.records)
        if finding.status is Status.MET and anchored:
            assert then[name].status is not Status.UNMET


@settings(max_examples=100, deadline=None)
@given(LEDGERS, INSTANTS)
def test_a_waiver_touches_only_what_is_not_settled(entries: list[Entry], as_of: int) -> None:
    without = judged([e for e in entries if e.record != "waiver"], as_of)
    for name, (status, due_at, _) in judged(entries, as_of).items():
        if status is Status.WAIVED:
            assert without[name][0] in TROUBLE
            assert without[name][1] == due_at
        else:
            assert without[name][0] is status


@settings(max_examples=100, deadline=None)
@given(LEDGERS, INSTANTS)
def test_met_and_unknown_exclude_each_other(entries: list[Entry], as_of: int) -> None:
    facts = fold(entries, SHAPE, as_of)
    for name, finding in JUDGE.findings(Scope.CASE, facts, as_of).items():
        instances = {instance.status for instance in JUDGE.instances(name, facts, as_of)}
        if finding.status is Status.MET:
            assert instances <= {Status.MET, Status.NOT_APPLICABLE}
        elif finding.status is not Status.WAIVED:
            assert finding.status in instances


def _in_days_only() -> Judge:
    """The sample with limits of whole days and hours: months have different lengths."""
    standards = []
    for standard in CATALOGUE.standards:
        rule = replace(standard.rule, phases=(), lasting=Duration(days=90)) if isinstance(standard.rule, Every) else standard.rule
        limit = Duration(days=30) if standard.limit and standard.limit.months else standard.limit
        standards.append(replace(standard, rule=rule, limit=limit))
    return Judge(replace(CATALOGUE, standards=tuple(standards)), SHAPE)


DAYS_ONLY = _in_days_only()


def _moved(e: Entry, days: int) -> Entry:
    def move(value: JsonValue) -> JsonValue:
        if not (isinstance(value, str) and value.startswith("202")):
            return value
        return iso(at(f"{value} 00:00") + days * DAY)[:10] if len(value) == 10 else iso(at(value[:19].replace("T", " ")) + days * DAY)

    facts = {name: move(value) for name, value in e.facts.items()}
    return e._replace(occurred_at=e.occurred_at + days * DAY, recorded_at=e.recorded_at + days * DAY, facts=facts)


@settings(max_examples=100, deadline=None)
@given(LEDGERS, INSTANTS, st.integers(1, 150))
def test_moving_everything_by_whole_days_moves_the_due_times_and_nothing_else(entries: list[Entry], as_of: int, days: int) -> None:
    moved = judged([_moved(e, days) for e in entries], as_of + days * DAY, judge=DAYS_ONLY)
    for name, (status, due_at, done_late) in judged(entries, as_of, judge=DAYS_ONLY).items():
        assert moved[name] == (status, None if due_at is None else due_at + days * DAY, done_late)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(entry(), max_size=12, unique_by=lambda e: e.recorded_at).flatmap(lambda es: st.tuples(st.just(es), st.permutations(es))),
    INSTANTS,
)
def test_the_order_of_acceptance_matters_only_within_a_second(both: tuple[list[Entry], list[Entry]], as_of: int) -> None:
    entries, shuffled = both
    assert judged(entries, as_of) == judged(list(shuffled), as_of)


@settings(max_examples=100, deadline=None)
@given(LEDGERS, INSTANTS, st.integers(0, 100 * DAY))
def test_what_is_known_now_is_what_was_recorded_by_then(entries: list[Entry], as_of: int, later: int) -> None:
    known = as_of + later
    assert judged(entries, as_of, known) == judged([e for e in entries if e.recorded_at <= known], as_of, known + DAY)
