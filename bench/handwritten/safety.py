"""Safety and protection; own identity."""

# ruff: noqa: D103  # A function is named by the code of its standard; the catalogue says what it asks.

from app.standards.facts import Recorded
from bench.handwritten.asking import before, holds, need, over_day, within
from bench.handwritten.case import (
    NA,
    NOT_APPLICABLE,
    PENDING,
    Answer,
    Case,
    Timed,
    Values,
    all_of,
    earlier,
    earliest,
    in_days,
    in_hours,
    newest,
    recorded,
    timed,
)

SERIOUS = ("threat", "violence", "disappearance", "injury", "death", "abuse_by_staff", "degrading_punishment")


def first_contact(case: Case) -> Timed:
    """Return the start of the case."""
    return timed(case.of("case"), "first_contact_at")


def serious(case: Case) -> Timed:
    """Return the serious incidents."""
    return timed([i for i in case.of("incident") if i.values.get("kind") in SERIOUS], "became_known_at")


def orders(case: Case) -> list[Recorded]:
    """Return the signed placement orders of the ministry."""
    return [
        r
        for r in case.of("referral")
        if r.values.get("kind") == "placement_order"
        and r.values.get("issuer") in ("mosavy", "dosavy", "osavy")
        and r.values.get("signed") is True
    ]


def stays(case: Case, *, emergency: bool) -> Timed:
    """Return the stays in institutions that began so."""
    return [pair for pair in case.stays if pair[1].values.get("emergency") is emergency]


def same(mine: Values, my_field: str, theirs: Values, their_field: str) -> bool:
    """Whether two recorded ids are the same."""
    return my_field in mine and mine[my_field] == theirs.get(their_field)


def r1_01(case: Case) -> Answer:
    def safe(v: Values) -> bool | None:
        judged, started = v.get("place_judged_at"), v.get("started_at")
        in_time = None if judged is None or started is None else judged <= started
        return all_of(v.get("place_judged_safe"), v.get("place_private"), in_time)

    return holds(case, case.of("interview"), safe, PENDING)


def r1_02(case: Case) -> Answer:
    talks = [*case.of("screening"), *case.of("interview")]
    return holds(case, talks, lambda v: v.get("separated_from_suspects"), PENDING)


def r1_03(case: Case) -> Answer:
    return within(case, first_contact(case), lambda s: in_days(s, 0), lambda _: earliest(case.of("screening"), "completed_at"), PENDING)


def r1_04a(case: Case) -> Answer:
    return within(
        case, first_contact(case), lambda s: in_hours(s, 24), lambda _: earliest(case.of("risk_assessment"), "assessed_at"), PENDING
    )


def r1_04b(case: Case) -> Answer:
    def assessed(incident: Recorded) -> int | None:
        return earliest(case.of("risk_assessment"), "assessed_at", incident.values["became_known_at"])

    return within(case, serious(case), lambda s: in_hours(s, 24), assessed, NOT_APPLICABLE)


def r1_06a(case: Case) -> Answer:
    if not case.in_shelter:
        return NA
    signed = timed(orders(case), "issued_on")

    def ordered(at: int, stay: Recorded | None) -> int:
        mine = signed if stay is None else [o for o in signed if same(o[1].values, "shelter_id", stay.values, "shelter_id")]
        return need(at, mine, lambda v: recorded(v.get("document_digest")), lambda v: over_day(v, "valid_until", at))

    return before(case, stays(case, emergency=False), ordered, NOT_APPLICABLE)


def r1_06b(case: Case) -> Answer:
    if not case.in_shelter:
        return NA
    signed = orders(case)

    def received(stay: Recorded) -> int | None:
        return earliest([o for o in signed if same(o.values, "shelter_id", stay.values, "shelter_id")], "received_at")

    return within(case, stays(case, emergency=True), lambda s: in_hours(s, 72), received, NOT_APPLICABLE)


def r1_06c(case: Case) -> Answer:
    if not case.in_shelter:
        return NA
    signed = orders(case)

    def renewed(order: Recorded) -> int | None:
        v = order.values
        floor = v.get("issued_on")
        again = earliest([o for o in signed if o.values.get("renews_id") == order.id], "issued_on", floor)
        left = earliest([p for p in case.placements if same(p.values, "shelter_id", v, "shelter_id")], "left_at", floor)
        return earlier(again, left)

    return within(case, timed(signed, "valid_until"), lambda s: in_days(s, 0), renewed, NOT_APPLICABLE)


def r1_07a(case: Case) -> Answer:
    def named(_: Recorded) -> int | None:
        told = [g for g in case.of("guardianship") if "basis" in g.values and "parent_suspected" in g.values]
        return earliest(told, "named_at")

    return within(case, first_contact(case), lambda s: in_days(s, 3), named, PENDING, child=True)


def r1_07b(case: Case) -> Answer:
    if not case.in_shelter:
        return NA
    return holds(case, newest(case.of("guardianship")), lambda v: v.get("legal_custody_settled"), PENDING, child=True)


def r1_07c(case: Case) -> Answer:
    released = [p for p in case.placements if p.values.get("released_to_suspected") is True]
    return holds(case, released, lambda v: v.get("authority_decision_held"), NOT_APPLICABLE, child=True)


def r1_08a(case: Case) -> Answer:
    return within(case, serious(case), lambda s: in_hours(s, 24), lambda i: i.values.get("reported_at"), NOT_APPLICABLE)


def r1_08b(case: Case) -> Answer:
    return within(case, serious(case), lambda s: in_hours(s, 72), lambda i: i.values.get("safety_plan_revised_at"), NOT_APPLICABLE)


def r2_01(case: Case) -> Answer:
    def named(_: Recorded) -> int | None:
        told = [p for p in case.of("person") if p.values.get("own_name_recorded") is True and p.values.get("client_code_assigned") is True]
        return earliest(told, "registered_at")

    return within(case, first_contact(case), lambda s: in_days(s, 0), named, PENDING)


def r2_02(case: Case) -> Answer:
    first = [pair for pair in case.interviews if pair[1].values.get("type") == "substantive"][:1]
    ages = timed(case.of("age_determination"), "determined_at")
    return before(case, first, lambda at, _: need(at, ages, lambda v: recorded(v.get("basis"))), PENDING)


def r2_03a(case: Case) -> Answer:
    if not case.services_not_refused:
        return NA
    initial = [a for a in case.of("assessment") if a.values.get("type") == "initial"]
    return holds(case, initial, lambda v: all_of(v.get("papers_checked"), v.get("missing_papers_planned")), PENDING)


def r2_03b(case: Case) -> Answer:
    asked = timed(case.of("document"), "return_requested_at")
    return within(case, asked, lambda s: in_days(s, 1), lambda d: d.values.get("returned_at"), NOT_APPLICABLE)
