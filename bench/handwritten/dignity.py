"""Dignity; information; non-discrimination."""

# ruff: noqa: D103  # A function is named by the code of its standard; the catalogue says what it asks.

from app.standards.facts import Recorded
from bench.handwritten.asking import before, holds, need, over_day, within
from bench.handwritten.case import (
    MET,
    NA,
    NOT_APPLICABLE,
    PENDING,
    Answer,
    Case,
    Values,
    all_of,
    earlier,
    earliest,
    in_days,
    no,
    one_of,
    recorded,
    timed,
)
from bench.handwritten.safety import same, stays

ABUSE = ("abuse_by_staff", "degrading_punishment", "unpaid_work", "compulsory_test")


def trained(case: Case, topic: str, *, child: bool | None = None) -> Answer:
    """Each interviewer must have been trained in the topic."""
    courses = timed([t for t in case.of("training") if t.values.get("topic") == topic], "completed_on")

    def ready(at: int, talk: Recorded | None) -> int:
        mine = courses if talk is None else [c for c in courses if same(c[1].values, "user_id", talk.values, "interviewer_id")]
        return need(at, mine, lambda _: True, lambda v: over_day(v, "valid_until", at))

    return before(case, case.interviews, ready, PENDING, child)


def r4_01a(case: Case) -> Answer:
    return trained(case, "victim_centred_interviewing")


def r4_01b(case: Case) -> Answer:
    repeated = [i for i in case.of("interview") if i.values.get("is_repeat") is True]
    return holds(case, repeated, lambda v: recorded(v.get("repeat_reason")), NOT_APPLICABLE)


def r4_02(case: Case) -> Answer:
    def suits(at: int, talk: Recorded | None) -> int:
        if talk is None:
            return need(at, case.interviews, lambda v: v.get("interviewer_sex_suits"))
        if "sex_exception_reason" in talk.values:
            return MET
        return need(at, [(at, talk)], lambda v: v.get("interviewer_sex_suits"))

    return before(case, case.interviews, suits, PENDING)


def r4_03(case: Case) -> Answer:
    def kind(v: Values) -> bool | None:
        return all_of(v.get("urgent_needs_met_first"), one_of(v.get("stop_request"), "none", "honoured"))

    return holds(case, case.of("interview"), kind, PENDING)


def r4_05b(case: Case) -> Answer:
    abuse = [i for i in case.of("incident") if i.values.get("kind") in ABUSE]
    return holds(case, abuse, lambda v: no(v.get("substantiated")), NOT_APPLICABLE)


def r5_01(case: Case) -> Answer:
    first = [c for c in case.consents if c[1].values.get("purpose") == "services"][:1]
    talks = timed(case.of("rights_briefing"), "explained_at")

    def explained(v: Values) -> bool | None:
        return all_of(v.get("general_rights"), v.get("accept_or_refuse"), v.get("confidentiality"), v.get("understood"))

    return before(case, first, lambda at, _: need(at, talks, explained), PENDING)


def r5_02a(case: Case) -> Answer:
    return holds(case, case.of("interview"), lambda v: v.get("client_understood"), PENDING)


def r5_02b(case: Case) -> Answer:
    if not any(c.values.get("interpreter_needed") is True for c in case.of("case")):
        return NA

    def interpreted(v: Values) -> bool | None:
        return all_of(v.get("interpreter_used"), v.get("interpreter_independent"), v.get("interpreter_undertaking_signed"))

    return holds(case, case.of("interview"), interpreted, PENDING)


def shelter_explained(v: Values) -> bool | None:
    """Whether the person was told what staying means."""
    return all_of(v.get("shelter_offer"), v.get("house_rules"), v.get("expected_stay"), v.get("how_to_leave"), v.get("how_to_complain"))


def r5_03a(case: Case) -> Answer:
    if not case.in_shelter:
        return NA
    talks = timed(case.of("rights_briefing"), "explained_at")
    return before(case, stays(case, emergency=False), lambda at, _: need(at, talks, shelter_explained), NOT_APPLICABLE)


def r5_03b(case: Case) -> Answer:
    if not case.in_shelter:
        return NA

    def explained(_: Recorded) -> int | None:
        return earliest([b for b in case.of("rights_briefing") if shelter_explained(b.values)], "explained_at")

    return within(case, stays(case, emergency=True), lambda s: in_days(s, 1), explained, NOT_APPLICABLE)


def refused_services(case: Case) -> list[Recorded]:
    """Return the referrals to services that were refused."""
    return [r for r in case.of("referral") if r.values.get("kind") == "service" and r.values.get("decision") == "refused"]


def r10_01a(case: Case) -> Answer:
    def reasoned(v: Values) -> bool | None:
        why = one_of(
            v.get("refusal_reason"), "no_capacity", "safety_conflict", "specialist_care_needed", "outside_mandate", "person_declined"
        )
        return all_of(why, v.get("alternative_offered"))

    return holds(case, refused_services(case), reasoned, NOT_APPLICABLE)


def r10_01b(case: Case) -> Answer:
    refused = timed(refused_services(case), "decided_at")
    return within(case, refused, lambda s: in_days(s, 5), lambda r: r.values.get("refusal_reviewed_at"), NOT_APPLICABLE)


def r10_02a(case: Case) -> Answer:
    first = [r for r in case.of("risk_assessment") if r.values.get("scope") == "first_contact"]
    return holds(case, first, lambda v: v.get("special_needs_asked"), PENDING)


def service_begun(case: Case, floor: int | None, *types: str) -> int | None:
    """Return when a service of these types began, or was refused by one who knew."""
    services = [s for s in case.of("service") if s.values.get("type") in types]
    refused = [s for s in services if s.values.get("decision") == "refused" and s.values.get("informed") is True]
    return earlier(earliest(services, "started_at", floor), earliest(refused, "decided_at", floor))


def r10_02b(case: Case) -> Answer:
    found = timed([r for r in case.of("risk_assessment") if r.values.get("special_needs_found") is True], "assessed_at")
    return within(
        case,
        found,
        lambda s: in_days(s, 3),
        lambda r: service_begun(case, r.values["assessed_at"], "special_needs_support"),
        NOT_APPLICABLE,
    )


def r10_03a(case: Case) -> Answer:
    def supported(v: Values) -> bool | None:
        return all_of(v.get("supporter_present"), v.get("age_fitting_words"), no(v.get("supporter_suspected")))

    return holds(case, case.of("interview"), supported, PENDING, child=True)


def r10_03b(case: Case) -> Answer:
    return trained(case, "child_interviewing", child=True)
