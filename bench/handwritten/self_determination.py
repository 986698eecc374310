"""Self-determination; freedom of movement."""

# ruff: noqa: D103  # A function is named by the code of its standard; the catalogue says what it asks.

from app.standards.facts import Recorded
from bench.handwritten.asking import before, every, holds, need, over, within
from bench.handwritten.case import (
    DAY,
    MET,
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
    no,
    one_of,
    recorded,
    timed,
)
from bench.handwritten.services import given, left_for_good


def to_interview(case: Case) -> Timed:
    """Return the consents to an interview."""
    return [c for c in case.consents if c[1].values.get("purpose") == "interview"]


def r8_01a(case: Case) -> Answer:
    consents = to_interview(case)

    def told(v: Values) -> bool | None:
        return all_of(one_of(v.get("decision"), "given"), v.get("told_purpose"), v.get("told_uses"), v.get("told_withdrawal"))

    def agreed(at: int, _: Recorded | None) -> int:
        return need(at, consents, told, lambda v: over(v, "withdrawn_at", at), latest=True)

    return before(case, case.interviews, agreed, PENDING)


def r8_01b(case: Case) -> Answer:
    consents = [c for c in to_interview(case) if c[1].values.get("decision") == "given"]

    def assented(v: Values) -> bool | None:
        return all_of(v.get("child_assent"), one_of(v.get("guardian_position"), "agreed", "suspected", "none_found"))

    return before(case, case.interviews, lambda at, _: need(at, consents, assented, latest=True), PENDING, child=True)


def r8_02a(case: Case) -> Answer:
    talks = timed([b for b in case.of("rights_briefing") if b.values.get("accept_or_refuse") is True], "explained_at")
    signed = [c for c in case.of("consent") if c.values.get("purpose") == "services" and c.values.get("signed") is True]
    return within(case, talks[:1], lambda s: in_days(s, 0), lambda _: earliest(signed, "decided_at"), PENDING)


def r8_02b(case: Case) -> Answer:
    refused = [c for c in case.of("consent") if c.values.get("purpose") == "services" and c.values.get("decision") == "refused"]
    return holds(case, refused, lambda v: all_of(v.get("informed"), recorded(v.get("reoffer_on"))), NOT_APPLICABLE)


def r8_03(case: Case) -> Answer:
    if not case.services_not_refused:
        return NA
    decided = [*case.of("assessment"), *case.of("service_plan"), *case.of("review")]
    return holds(case, decided, lambda v: v.get("client_view_recorded"), PENDING)


def r8_04a(case: Case) -> Answer:
    if not case.services_not_refused:
        return NA
    return holds(case, case.of("service_plan"), lambda v: no(v.get("conditional_on_cooperation")), PENDING)


def r8_04b(case: Case) -> Answer:
    steps = case.of("legal_step")
    decided = timed([s for s in steps if s.values.get("kind") == "cooperation_decision"], "held_at")
    begun = timed([s for s in steps if s.values.get("kind") == "reflection_started"], "held_at")

    def reflected(at: int, decision: Recorded | None) -> int:
        if decision is not None and decision.values.get("client_chose_earlier") is True:
            return MET
        # Thirty days are full from the first second of the thirtieth day on.
        return need(at, begun, lambda _: True, lambda v: at < in_days(v["held_at"], 30) + 1 - DAY)

    return before(case, decided, reflected, NOT_APPLICABLE, child=False)


def best_interests(case: Case, about: str) -> list[Recorded]:
    """Return the reviews of a child's best interests in a question, with reasons and the child's view."""
    wanted = {"kind": "best_interests", "about": about, "reasons_recorded": True, "client_view_recorded": True}
    return [r for r in case.of("review") if wanted.items() <= r.values.items()]


def r8_05a(case: Case) -> Answer:
    if not case.in_shelter:
        return NA
    reviews = best_interests(case, "placement")
    return within(case, case.stays, lambda s: in_days(s, 3), lambda _: earliest(reviews, "held_at"), PENDING, child=True)


def r8_05b(case: Case) -> Answer:
    if not case.plans:
        return NA
    reviews = timed(best_interests(case, "return"), "held_at")
    return before(case, case.returns, lambda at, _: need(at, reviews, lambda _: True), PENDING, child=True)


def r9_01a(case: Case) -> Answer:
    if not case.in_shelter:
        return NA
    return before(case, case.stays, lambda at, _: given(case, "shelter", at), PENDING, child=False)


def leaving(case: Case) -> list[Recorded]:
    """Return the wishes to leave for good."""
    return [r for r in case.of("leave_request") if r.values.get("kind") == "depart"]


def r9_01b(case: Case) -> Answer:
    return within(
        case,
        timed(leaving(case), "requested_at"),
        lambda s: in_hours(s, 24),
        lambda r: earlier(r.values.get("left_at"), r.values.get("withdrawn_at")),
        NOT_APPLICABLE,
        child=False,
    )


def r9_01c(case: Case) -> Answer:
    left = [r for r in leaving(case) if "left_at" in r.values]
    return holds(case, left, lambda v: all_of(v.get("safety_talk_given"), v.get("contacts_given")), NOT_APPLICABLE, child=False)


def r9_02a(case: Case) -> Answer:
    def right(v: Values) -> bool | None:
        return all_of(v.get("individual"), v.get("approved"), v.get("explained_to_client"), recorded(v.get("ends_on")))

    return holds(case, case.of("movement_restriction"), right, NOT_APPLICABLE)


def r9_02b(case: Case) -> Answer:
    def reviews(restriction: Recorded) -> Timed:
        about = [r for r in case.of("review") if r.values.get("kind") == "restriction" and r.values.get("restriction_id") == restriction.id]
        return timed(about, "held_at")

    def lifted(start: int, restriction: Recorded) -> int | None:
        return earliest([restriction], "lifted_at", start)

    begun = timed(case.of("movement_restriction"), "started_at")
    return every(case, begun, reviews, lambda _, gap: in_days(gap, 7), NOT_APPLICABLE, lifted)


def r9_03a(case: Case) -> Answer:
    planned = [p for p in case.placements if p.values.get("care_type") == "institution" and p.values.get("emergency") is False]
    return holds(case, planned, lambda v: v.get("alternatives_recorded"), NOT_APPLICABLE, child=True)


def r9_03b(case: Case) -> Answer:
    if not case.in_shelter:
        return NA
    reviews = timed([r for r in case.of("review") if r.values.get("kind") == "long_stay"], "held_at")
    return every(case, case.stays[:1], lambda _: reviews, lambda _, gap: in_days(gap, 180), PENDING, lambda s, _: left_for_good(case, s))
