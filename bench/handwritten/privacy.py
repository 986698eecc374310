"""Privacy and confidentiality."""

# ruff: noqa: D103  # A function is named by the code of its standard; the catalogue says what it asks.

from app.standards.facts import Recorded
from bench.handwritten.asking import before, holds, need, over, over_day, within
from bench.handwritten.case import NA, NOT_APPLICABLE, PENDING, Answer, Case, Timed, Values, all_of, in_hours, no, recorded, timed
from bench.handwritten.safety import same


def r3_01(case: Case) -> Answer:
    return holds(case, case.of("interview"), lambda v: all_of(v.get("presence_accepted"), v.get("all_present_have_role")), PENDING)


def covers(consent: Values, disclosure: Values) -> bool:
    """Whether a consent speaks of the purpose, the recipient and all the data of a disclosure."""
    return (
        same(consent, "purpose", disclosure, "purpose")
        and same(consent, "recipient", disclosure, "recipient")
        and "data_categories" in consent
        and "data_categories" in disclosure
        and set(disclosure["data_categories"]) <= set(consent["data_categories"])
    )


def r3_02a(case: Case) -> Answer:
    told = [
        d
        for d in case.of("disclosure")
        if d.values.get("override") is False and "purpose" in d.values and d.values["purpose"] != "publication"
    ]

    def agreed(at: int, told: Recorded | None) -> int:
        fitting: Timed = case.consents if told is None else [c for c in case.consents if covers(c[1].values, told.values)]
        return need(
            at,
            fitting,
            lambda v: all_of(None if "decision" not in v else v["decision"] == "given", v.get("informed")),
            lambda v: over(v, "withdrawn_at", at) or over_day(v, "expires_on", at),
            latest=True,
        )

    return before(case, timed(told, "disclosed_at"), agreed, NOT_APPLICABLE)


def r3_02b(case: Case) -> Answer:
    overridden = [d for d in case.of("disclosure") if d.values.get("override") is True]
    return holds(case, overridden, lambda v: all_of(v.get("override_approved"), recorded(v.get("override_basis"))), NOT_APPLICABLE)


def r3_02c(case: Case) -> Answer:
    withdrawn = timed([c for c in case.of("consent") if "recipient" in c.values], "withdrawn_at")
    return within(case, withdrawn, lambda s: in_hours(s, 72), lambda c: c.values.get("recipients_told_at"), NOT_APPLICABLE)


def published(case: Case) -> list[Recorded]:
    """Return the disclosures to the public."""
    return [d for d in case.of("disclosure") if d.values.get("purpose") == "publication"]


def r3_03a(case: Case) -> Answer:
    consents = [c for c in case.consents if c[1].values.get("purpose") == "publication"]

    def agreed(at: int, told: Recorded | None) -> int:
        fitting = consents if told is None else [c for c in consents if same(c[1].values, "recipient", told.values, "recipient")]
        return need(
            at,
            fitting,
            lambda v: None if "decision" not in v else v["decision"] == "given",
            lambda v: over(v, "withdrawn_at", at),
            latest=True,
        )

    return before(case, timed(published(case), "disclosed_at"), agreed, NOT_APPLICABLE)


def r3_03b(case: Case) -> Answer:
    return holds(case, published(case), lambda v: v.get("identity_masked"), NOT_APPLICABLE)


def r3_05(case: Case) -> Answer:
    breaches = timed([i for i in case.of("incident") if i.values.get("kind") == "data_breach"], "became_known_at")
    return within(case, breaches, lambda s: in_hours(s, 72), lambda i: i.values.get("persons_told_at"), NOT_APPLICABLE)


def r3_06(case: Case) -> Answer:
    if not case.returns:
        return NA
    visits = case.of("follow_up_visit")
    return holds(case, visits, lambda v: all_of(v.get("contact_way_agreed"), no(v.get("told_beyond_consent"))), PENDING)
