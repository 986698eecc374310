"""A small catalogue in the words of the real one, and short ways to write down what happened. All persons are invented."""

from datetime import datetime, timedelta, timezone
from typing import Any

from app.shape import FieldKind, FieldShape, Shape
from app.standards.duration import parse_duration
from app.standards.duties import Finding
from app.standards.facts import Entry, fold
from app.standards.instants import parse_timestamp
from app.standards.judge import Judge
from app.standards.rules import (
    Before,
    Catalogue,
    Condition,
    ConditionForm,
    Every,
    FieldRef,
    Holds,
    LimitAs,
    Need,
    Op,
    OwnField,
    Phase,
    Pick,
    Rule,
    Scope,
    Selector,
    Standard,
    Status,
    Test,
    Within,
)


def at(text: str) -> int:
    """Read a local time such as 2025-06-09 15:00, with or without seconds."""
    return parse_timestamp(f"{text}+07:00")


def iso(instant: int) -> str:
    return datetime.fromtimestamp(instant, timezone(timedelta(hours=7))).isoformat()


_TIMES = {
    "age_determination": "determined_at",
    "assessment": "completed_at",
    "case": "first_contact_at registered_at",
    "closure": "closed_at",
    "consent": "decided_at withdrawn_at",
    "disclosure": "disclosed_at",
    "follow_up_visit": "visited_at",
    "guardianship": "named_at",
    "handover": "sent_at",
    "interview": "started_at place_judged_at",
    "leave_request": "requested_at left_at withdrawn_at",
    "movement_restriction": "started_at lifted_at",
    "placement": "admitted_at left_at",
    "reintegration_plan": "drafted_at returned_at",
    "review": "held_at",
    "screening": "completed_at",
    "service": "offered_at decided_at started_at",
    "step_change": "changed_at",
    "waiver": "requested_at decided_at",
}
_DATES = {"consent": "expires_on", "referral": "issued_on valid_until", "training": "completed_on valid_until", "waiver": "expires_on"}
SHAPE: Shape = {
    record: {
        **{name: FieldShape(FieldKind.TIMESTAMP) for name in _TIMES.get(record, "").split()},
        **{name: FieldShape(FieldKind.DATE) for name in _DATES.get(record, "").split()},
        "kind": FieldShape(FieldKind.CODE),
    }
    for record in [*_TIMES, "referral", "training", "shelter_condition"]
}


def is_(field: str, value: bool | int | str) -> Test:
    return Test(field, Op.IS, value)


def one_of(field: str, *codes: str) -> Test:
    return Test(field, Op.IN, codes)


def present(field: str) -> Test:
    return Test(field, Op.PRESENT, True)


RETURN = Selector("reintegration_plan", "returned_at")
INSTITUTION = (is_("care_type", "institution"),)
STAY = Selector("placement", "admitted_at", INSTITUTION, Pick.FIRST)
REFUSED_FOLLOW_UP = Selector("consent", "decided_at", (is_("purpose", "follow_up"), is_("decision", "refused")))
NONE_YET, NEVER = Status.PENDING, Status.NOT_APPLICABLE


def standard(
    id_: str,
    rule: Rule,
    limit: str | None = None,
    *,
    applies: tuple[str, ...] = (),
    step: str = "interview",
    scope: Scope = Scope.CASE,
    setting: str | None = None,
    gate: bool = False,
    waivable: bool = True,
) -> Standard:
    """Make a standard of a rule; what a judgement does not read is left empty."""
    duration = parse_duration(limit) if limit else None
    judged = (step, "must", scope, applies, rule, duration, "proposed", setting, gate, waivable)
    return Standard(id_, id_, "dignity", *judged, text={}, next={}, sources=(), tag="INT", grade="B", crossrefs={})


SAFE_PLACE = Holds(
    ("interview",),
    (is_("place_judged_safe", True), is_("place_private", True), Test("place_judged_at", Op.AT_MOST, FieldRef("started_at"))),
    NONE_YET,
)
DECENT_SHELTER = Holds(
    ("shelter_condition",),
    (
        Test("meals_per_day", Op.AT_LEAST, 3),
        Test("staff_count", Op.AT_LEAST, FieldRef("staff_required")),
        Test("occupancy", Op.AT_MOST, 40),
    ),
    Status.UNKNOWN,
    pick=Pick.LATEST,
)
SUPPORTED_CHILD = Holds(("interview",), (is_("supporter_present", True), is_("supporter_suspected", False)), NONE_YET)
AGREED_TO_TALK = Before(
    Selector("interview", "started_at"),
    (
        Need(
            Selector("consent", "decided_at", (is_("purpose", "interview"),)),
            (is_("decision", "given"), is_("told_purpose", True)),
            until=("withdrawn_at",),
            latest=True,
        ),
    ),
    NONE_YET,
)
TRAINED = Before(
    Selector("interview", "started_at"),
    (Need(Selector("training", "completed_on", link=(("user_id", "interviewer_id"),)), until=("valid_until",)),),
    NONE_YET,
    unless=(is_("urgent", True),),
)
HANDED_OVER = Need(Selector("handover", "sent_at"), limit_as=LimitAs.MIN_AGE)
NOT_WANTED = Need(Selector("consent", "decided_at", (is_("purpose", "handover"), is_("decision", "refused"))))
NOTICE = Before(RETURN, (HANDED_OVER, NOT_WANTED), NONE_YET)
FAMILY = Selector("assessment", "completed_at", (is_("type", "family"),))
FAMILY_KNOWN = Before(RETURN, (Need(FAMILY, (is_("home_visited", True),), latest=True, limit_as=LimitAs.MAX_AGE),), NONE_YET)
AGREED_TO_SHARE = Before(
    Selector("disclosure", "disclosed_at"),
    (
        Need(
            Selector("consent", "decided_at", link=(("recipient", "recipient"),)),
            (is_("decision", "given"),),
            until=("withdrawn_at", "expires_on"),
            latest=True,
            covers="data_categories",
        ),
    ),
    NEVER,
)
SCREENED = Within(Selector("case", "first_contact_at"), (Selector("screening", "completed_at"),), NONE_YET)
DEPARTURE = Selector("leave_request", "requested_at", (is_("kind", "depart"),))
FREE_TO_LEAVE = Within(DEPARTURE, (OwnField("left_at"), OwnField("withdrawn_at")), NEVER)
COUNSELLED = Within(
    STAY,
    (Selector("service", "offered_at", (is_("type", "counselling"),)),),
    NONE_YET,
    until=(Selector("placement", "left_at", INSTITUTION),),
)
GUARDED = Within(Selector("case", "first_contact_at"), (Selector("guardianship", "named_at", (present("basis"),)),), NONE_YET)
CONTACTED = Within(RETURN, (Selector("follow_up_visit", "visited_at"), REFUSED_FOLLOW_UP), NONE_YET, after="returned_at")
FOLLOWED_UP = Every(
    Selector("follow_up_visit", "visited_at", (is_("contact_made", True),)),
    RETURN,
    NONE_YET,
    until=(REFUSED_FOLLOW_UP,),
    phases=(Phase(parse_duration("P3M"), parse_duration("P1M")),),
    lasting=parse_duration("P12M"),
)
REVIEWED = Every(
    Selector("review", "held_at", (is_("kind", "restriction"),), link=(("restriction_id", "id"),)),
    Selector("movement_restriction", "started_at"),
    NEVER,
    until=(OwnField("lifted_at"),),
)

CONDITIONS = {
    condition.name: condition
    for condition in (
        Condition("child", ConditionForm.AGE, {}, ages=("child", "uncertain")),
        Condition("adult", ConditionForm.AGE, {}, ages=("adult",)),
        Condition("in_shelter", ConditionForm.ANY, {}, "placement", INSTITUTION),
        Condition("has_returned", ConditionForm.ANY, {}, "reintegration_plan", tests=(present("returned_at"),)),
        Condition("to_family", ConditionForm.LATEST, {}, "reintegration_plan", tests=(one_of("destination_type", "family", "kin"),)),
        Condition("not_refused", ConditionForm.LATEST_NOT, {}, "consent", (is_("purpose", "services"),), (is_("decision", "refused"),)),
    )
}
STANDARDS = (
    standard("safe_place", SAFE_PLACE, gate=True),
    standard("decent_shelter", DECENT_SHELTER, scope=Scope.SHELTER, waivable=False),
    standard("supported_child", SUPPORTED_CHILD, applies=("child",)),
    standard("agreed_to_talk", AGREED_TO_TALK, gate=True),
    standard("trained", TRAINED),
    standard("notice", NOTICE, "P7D", step="reintegration", gate=True),
    standard("family_known", FAMILY_KNOWN, "P90D", applies=("to_family",), step="reintegration", gate=True),
    standard("agreed_to_share", AGREED_TO_SHARE, step="any", waivable=False),
    standard("screened", SCREENED, "P0D", gate=True, setting="screening_limit"),
    standard("free_to_leave", FREE_TO_LEAVE, "PT24H", applies=("adult",), step="recovery", waivable=False),
    standard("counselled", COUNSELLED, "P7D", applies=("in_shelter", "not_refused"), step="recovery"),
    standard("guarded", GUARDED, "P3D", applies=("child",), step="any", gate=True),
    standard("contacted", CONTACTED, "P14D", applies=("has_returned",), step="follow_up"),
    standard("followed_up", FOLLOWED_UP, "P3M", step="follow_up", gate=True),
    standard("reviewed", REVIEWED, "P7D", step="recovery"),
)
CATALOGUE = Catalogue("sample", "1", "KH", {}, {}, {}, (), CONDITIONS, STANDARDS, {s.id: s for s in STANDARDS})
JUDGE = Judge(CATALOGUE, SHAPE)


def happened(record: str, when: str, *, id_: str = "", known: str = "", makes: bool = True, **facts: Any) -> Entry:
    """Write down a fact of `when`, recorded then or at `known`; the times among the facts are local ones."""
    fields = SHAPE.get(record, {})
    moment = next(iter(fields), "")
    times = {name: iso(at(str(v))) for name, v in facts.items() if v and name in fields and fields[name].kind is FieldKind.TIMESTAMP}
    own = {moment: iso(at(when))} if makes and fields and fields[moment].kind is FieldKind.TIMESTAMP else {}
    return Entry(record, id_ or f"{record} {when}", makes, at(when), at(known or when), {**own, **facts, **times})


def judged(standard_id: str, entries: list[Entry], as_of: str, *, known_at: str = "") -> Finding:
    """Judge one standard of the sample."""
    now = at(as_of)
    facts = fold(entries, SHAPE, now, at(known_at) if known_at else None)
    return JUDGE.findings(CATALOGUE.by_id[standard_id].scope, facts, now)[standard_id]


def status(standard_id: str, entries: list[Entry], as_of: str, **known: str) -> str:
    return judged(standard_id, entries, as_of, **known).status.value
