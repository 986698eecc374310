"""Safe return and reintegration."""

# ruff: noqa: D103  # A function is named by the code of its standard; the catalogue says what it asks.

from collections.abc import Callable

from app.standards.facts import Recorded
from bench.handwritten.asking import before, every, holds, need, within
from bench.handwritten.case import (
    DAY,
    MET,
    NA,
    NOT_APPLICABLE,
    PENDING,
    UNKNOWN,
    Answer,
    Case,
    Values,
    all_of,
    earlier,
    earliest,
    in_days,
    in_months,
    timed,
)


def r11_01(case: Case) -> Answer:
    if not case.returning_to_family:
        return NA
    family = timed([a for a in case.of("assessment") if a.values.get("type") == "family"], "completed_at")

    def known(at: int, _: Recorded | None) -> int:
        return need(
            at,
            family,
            lambda v: all_of(v.get("family_traced"), v.get("home_visited")),
            lambda v: at > in_days(v["completed_at"], 90),
            latest=True,
        )

    return before(case, case.returns, known, PENDING)


def r11_02a(case: Case) -> Answer:
    if not case.plans:
        return NA
    concluded = [a for a in case.of("assessment") if a.values.get("type") in ("initial", "review", "family") and "conclusion" in a.values]
    found = timed(concluded, "completed_at")

    def fit(at: int, _: Recorded | None) -> int:
        return need(at, found, lambda v: v["conclusion"] == "can_be_reintegrated", latest=True)

    return before(case, case.returns, fit, PENDING)


def r11_02b(case: Case) -> Answer:
    if not case.plans:
        return NA
    places = timed([r for r in case.of("risk_assessment") if r.values.get("scope") == "return_place"], "assessed_at")
    return before(case, case.returns, lambda at, _: need(at, places, lambda v: v.get("place_is_safe"), latest=True), PENDING)


def own(case: Case, records: list[Recorded], field: str, passes: Callable[[Values], bool | None]) -> Callable[[int, Recorded | None], int]:
    """Return what asks a record about itself: that the time in a field was not later, and what it says."""
    everything = timed(records, field)

    def judged(at: int, record: Recorded | None) -> int:
        if record is None:
            return need(at, everything, passes)
        return need(at, timed([record], field), passes)

    return judged


def r11_03(case: Case) -> Answer:
    if not case.returning_to_family:
        return NA

    def signed(v: Values) -> bool | None:
        return all_of(v.get("signed_by_child"), v.get("signed_by_carer"), v.get("signed_by_case_worker"), v.get("signed_by_commune_chief"))

    return before(case, case.returns, own(case, list(case.plans), "agreement_signed_on", signed), PENDING, child=True)


def r11_04(case: Case) -> Answer:
    if not case.plans:
        return NA

    def complete(v: Values) -> bool | None:
        return all_of(
            v.get("return_date_set"), v.get("livelihood_or_school_set"), v.get("support_recorded"), v.get("emergency_contacts_given")
        )

    return before(case, case.returns, own(case, list(case.plans), "client_agreed_at", complete), PENDING)


def r11_05a(case: Case) -> Answer:
    if not case.plans:
        return NA
    sent = timed(case.of("handover"), "sent_at")
    declined = [c for c in case.consents if refused(c[1].values, "handover")]

    def noticed(at: int, _: Recorded | None) -> int:
        # A week is full from the first second of the seventh day on.
        told = need(at, sent, lambda _: True, lambda v: at < in_days(v["sent_at"], 7) + 1 - DAY)
        if told == MET:
            return MET
        unwanted = need(at, declined, lambda _: True)
        return unwanted if unwanted == MET or (told == UNKNOWN and not sent) else told

    return before(case, case.returns, noticed, PENDING)


def refused(v: Values, purpose: str) -> bool:
    """Whether a consent is the refusal of one who knew."""
    return v.get("purpose") == purpose and v.get("decision") == "refused" and v.get("informed") is True


def r11_05b(case: Case) -> Answer:
    if not case.plans:
        return NA
    sent = timed(case.of("handover"), "sent_at")
    return within(case, sent, lambda s: in_days(s, 7), lambda h: h.values.get("received_at"), NOT_APPLICABLE)


def r11_06a(case: Case) -> Answer:
    journeys = case.of("repatriation")
    if not journeys:
        return NA

    def prepared(v: Values) -> bool | None:
        return all_of(v.get("travel_document_held"), v.get("counterpart_referral_held"), v.get("escort_arranged"))

    return before(case, timed(journeys, "departed_at"), own(case, list(journeys), "prepared_at", prepared), PENDING)


def r11_06b(case: Case) -> Answer:
    journeys = case.of("repatriation")
    if not journeys or not any(c.values.get("nationality_class") in ("foreign", "stateless") for c in case.of("case")):
        return NA
    outbound = timed([j for j in journeys if j.values.get("direction") == "outbound"], "departed_at")
    identified = timed(case.of("identification"), "decided_at")
    return before(case, outbound, lambda at, _: need(at, identified, lambda _: True), PENDING)


def r11_06c(case: Case) -> Answer:
    journeys = case.of("repatriation")
    if not journeys:
        return NA
    return holds(case, [j for j in journeys if "arrived_at" in j.values], lambda v: v.get("met_on_arrival"), PENDING)


def unwanted(case: Case, floor: int | None) -> int | None:
    """Return when the person declined to be followed up."""
    return earliest([c for c in case.of("consent") if refused(c.values, "follow_up")], "decided_at", floor)


def r11_07(case: Case) -> Answer:
    if not case.returns:
        return NA
    made = [v for v in case.of("follow_up_visit") if v.values.get("contact_made") is True]

    def contacted(plan: Recorded) -> int | None:
        floor = plan.values["returned_at"]
        return earlier(earliest(made, "visited_at", floor), unwanted(case, floor))

    return within(case, case.returns, lambda s: in_days(s, 14), contacted, PENDING)


def r11_08a(case: Case) -> Answer:
    if not case.closing_on_score or not any(p.values.get("destination_country") == "KH" for _, p in case.returns):
        return NA
    made = timed([v for v in case.of("follow_up_visit") if v.values.get("contact_made") is True], "visited_at")

    def limit(start: int, gap: int) -> int:
        return in_months(gap, 1 if gap < in_months(start, 3) + 1 - DAY else 3)

    return every(
        case,
        case.returns,
        lambda _: made,
        limit,
        PENDING,
        lambda start, _: unwanted(case, start),
        lambda start: in_months(start, 12) + 1 - DAY,
    )


def r11_08b(case: Case) -> Answer:
    if not case.returns:
        return NA
    made = [v for v in case.of("follow_up_visit") if v.values.get("contact_made") is True]
    return holds(case, made, lambda v: all_of(v.get("plan_results_noted"), v.get("next_step_set"), v.get("signed")), PENDING)
