"""Services; justice."""

# ruff: noqa: D103, FBT001  # A function is named by the code of its standard; the catalogue says what it asks.

from collections.abc import Callable

from app.standards.facts import Recorded
from bench.handwritten.asking import before, every, holds, need, over, within
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
    in_months,
    newest,
    one_of,
    timed,
)
from bench.handwritten.dignity import service_begun


def registered(case: Case) -> Timed:
    """Return the registration of the case."""
    return timed(case.of("case"), "registered_at")


def left_for_good(case: Case, start: int) -> int | None:
    """Return when the person left an institution for anything but another shelter."""
    gone = [
        p
        for p in case.placements
        if p.values.get("care_type") == "institution" and "released_to" in p.values and p.values["released_to"] != "other_shelter"
    ]
    return earliest(gone, "left_at", start)


def since_first_stay(case: Case, limit: Callable[[int], int], done: Callable[[Recorded], int | None], child: bool | None = None) -> Answer:
    """From the first stay in an institution on, until the person leaves for good."""
    return within(case, case.stays[:1], limit, done, PENDING, lambda start, _: left_for_good(case, start), child)


def r6_01(case: Case) -> Answer:
    if not case.services_not_refused:
        return NA

    def scored(v: Values) -> bool:
        return v.get("type") == "initial" and v.get("client_domains_scored", 0) >= 11 and v.get("form_one_checked") is True

    done = [a for a in case.of("assessment") if scored(a.values)]
    return within(case, registered(case), lambda s: in_days(s, 10), lambda _: earliest(done, "completed_at"), PENDING)


def planned(case: Case, *, child: bool) -> Answer:
    """A plan that covers the low scores, within two weeks."""
    if not case.services_not_refused:
        return NA
    plans = [p for p in case.of("service_plan") if p.values.get("covers_low_scores") is True]
    return within(case, registered(case), lambda s: in_days(s, 14), lambda _: earliest(plans, "completed_at"), PENDING, child=child)


def r6_02a(case: Case) -> Answer:
    return planned(case, child=True)


def r6_02b(case: Case) -> Answer:
    return planned(case, child=False)


def r6_02c(case: Case) -> Answer:
    if not case.services_not_refused:
        return NA

    def signed(v: Values) -> bool | None:
        return all_of(
            one_of(v.get("client_signature"), "signed"),
            one_of(v.get("guardian_signature"), "signed", "not_needed", "suspected", "none_found"),
            v.get("case_worker_signed"),
            v.get("local_authority_signed"),
            v.get("approved_by_supervisor"),
        )

    return holds(case, newest(case.of("service_plan")), signed, PENDING)


def r6_03a(case: Case) -> Answer:
    def begun(risk: Recorded) -> int | None:
        return service_begun(case, risk.values["assessed_at"], "emergency_treatment")

    urgent = timed([r for r in case.of("risk_assessment") if r.values.get("urgent_health_need") is True], "assessed_at")
    return within(
        case,
        urgent,
        lambda s: in_hours(s, 2),
        lambda r: service_begun(case, r.values["assessed_at"], "emergency_treatment"),
        NOT_APPLICABLE,
    )


def r6_03b(case: Case) -> Answer:
    if not case.in_shelter:
        return NA
    return since_first_stay(case, lambda s: in_hours(s, 72), lambda _: service_begun(case, None, "health_check"))


def r6_03c(case: Case) -> Answer:
    checks = timed([s for s in case.of("service") if s.values.get("type") == "health_check"], "started_at")
    return before(case, checks, lambda at, _: given(case, "medical", at), NOT_APPLICABLE)


def given(case: Case, purpose: str, at: int) -> int:
    """Whether the newest consent to a purpose was given and not withdrawn."""
    consents = [c for c in case.consents if c[1].values.get("purpose") == purpose]
    return need(at, consents, lambda v: one_of(v.get("decision"), "given"), lambda v: over(v, "withdrawn_at", at), latest=True)


def offered(case: Case, field: str, *types: str) -> Callable[[Recorded], int | None]:
    """Return what finds when a service of these types was offered or began."""
    services = [s for s in case.of("service") if s.values.get("type") in types]
    return lambda _: earliest(services, field)


def r6_04(case: Case) -> Answer:
    if not (case.in_shelter and case.services_not_refused):
        return NA
    return since_first_stay(case, lambda s: in_days(s, 7), offered(case, "offered_at", "counselling"))


def r6_05a(case: Case) -> Answer:
    if not case.in_shelter:
        return NA
    return since_first_stay(case, lambda s: in_days(s, 30), offered(case, "started_at", "schooling", "vocational_training"), child=True)


def r6_05b(case: Case) -> Answer:
    if not (case.in_shelter and case.services_not_refused):
        return NA
    return since_first_stay(case, lambda s: in_days(s, 60), offered(case, "offered_at", "vocational_training", "work_support"), child=False)


def until_return(case: Case, start: int) -> int | None:
    """Return when the person returned home."""
    return next((at for at, _ in case.returns if at >= start), None)


def r6_06a(case: Case) -> Answer:
    notes = timed(case.of("case_note"), "written_at")
    return every(case, registered(case), lambda _: notes, lambda _, gap: in_days(gap, 30), PENDING, lambda s, _: until_return(case, s))


def r6_06b(case: Case) -> Answer:
    if not case.services_not_refused:
        return NA
    scored = timed([a for a in case.of("assessment") if a.values.get("type") in ("initial", "review", "final")], "completed_at")
    first = [a for a in scored if a[1].values["type"] == "initial"][:1]
    return every(case, first, lambda _: scored, lambda _, gap: in_months(gap, 6), PENDING, lambda s, _: until_return(case, s))


def r6_07a(case: Case) -> Answer:
    return within(case, registered(case), lambda s: in_days(s, 0), lambda _: earliest(case.of("assignment"), "assigned_at"), PENDING)


def r6_07b(case: Case) -> Answer:
    def again(ended: Recorded) -> int | None:
        return earliest(case.of("assignment"), "assigned_at", ended.values["ended_at"])

    return within(case, timed(case.of("assignment"), "ended_at"), lambda s: in_days(s, 0), again, NOT_APPLICABLE)


def r6_08(case: Case) -> Answer:
    sent = timed([r for r in case.of("referral") if r.values.get("kind") == "service"], "sent_at")
    return within(
        case, sent, lambda s: in_days(s, 3), lambda r: earlier(r.values.get("decided_at"), r.values.get("chased_at")), NOT_APPLICABLE
    )


def r7_01(case: Case) -> Answer:
    if not case.in_shelter:
        return NA

    def informed(v: Values) -> bool:
        explained = v.get("options_explained") is True and v.get("lawyer_offered") is True and "client_choice" in v
        return v.get("kind") == "information" and explained

    talks = [s for s in case.of("legal_step") if informed(s.values)]
    return since_first_stay(case, lambda s: in_days(s, 14), lambda _: earliest(talks, "held_at"))


def r7_02(case: Case) -> Answer:
    def prepared(v: Values) -> bool | None:
        return all_of(v.get("client_briefed"), v.get("accompanied"), v.get("separate_waiting"), v.get("threat_check_done"))

    return holds(case, [s for s in case.of("legal_step") if s.values.get("kind") in ("statement", "hearing")], prepared, NOT_APPLICABLE)


def r7_03(case: Case) -> Answer:
    held = timed([i for i in case.of("incident") if i.values.get("kind") == "custody_or_penalty"], "became_known_at")
    return within(case, held, lambda s: in_hours(s, 24), lambda i: i.values.get("challenged_at"), NOT_APPLICABLE)


def r7_04(case: Case) -> Answer:
    if not case.in_shelter:
        return NA
    return since_first_stay(case, lambda s: in_days(s, 90), lambda _: earliest(case.of("compensation_decision"), "decided_at"))
