"""From the records of a case to its one row in the standard's columns."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from app.records.facts import PHNOM_PENH
from app.records.htcds import standard
from app.records.htcds.cells import written
from app.records.htcds.homes import HOMES, INCOMING, OUTGOING, Home, Part
from app.records.htcds.standard import EXTENSIONS, FIELDS, LIVE

# What a record holds is known by its declaration: plain facts as JSON values, and sealed ones among them once they were opened.
Values = Mapping[str, Any]
_NOTHING: Values = MappingProxyType({})

# Sealed where they were stated; what stands there in a pseudonymous file is our own organisation, and the ledger of consents.
_OF_OUR_OWN = ("con_Consent", "org_Name", "org_Type", "org_ShippingState")
# The columns that cannot name anyone: what a pseudonymous file has, and no other.
PSEUDONYMOUS: tuple[str, ...] = (
    *(name for name in LIVE if not HOMES[name].field.sealed or name in _OF_OUR_OWN),
    standard.CASE_NUMBER,
    standard.NATIONALITY,
    standard.FORCED_CRIMINALITY,
    standard.MORE,
    standard.CITED,
)
# Every column: what a file with identities has.
WHOLE: tuple[str, ...] = (*LIVE, *(name for name in EXTENSIONS if name != standard.DECIDED_AT))

_STATUS = {"follow_up": "FollowUp", "closed": "Closed"}
_VICTIM = {"identified": "ActualVictimOfTrafficking", "not_identified": "NotAVictimOfTrafficking"}
_SCREENED = {"presumed_victim": "PossibleVictimOfTrafficking", "not_a_victim": "NotAVictimOfTrafficking"}
_DECIDERS = {
    "police": "Police",
    "ngo": "NGO",
    "court_or_prosecution": "CourtOrProsecution",
    "other_government": "NonPoliceGovernmentalOrganization",
    "other": "Other",
}
_ORGANISATIONS = {
    "ngo": "NGO",
    "law_enforcement": "LawEnforcement",
    "health_service": "HealthServiceOrganisation",
    "central_government": "CentralGovernmentOrganisation",
    "local_government": "LocalGovernmentOrganisation",
    "immigration": "ImmigrationService",
    "legal_service": "LegalService",
    "company": "CorporateBusiness",
    "school": "SchoolOrCollege",
}
_TOLD = ("told_purpose", "told_uses", "told_research_use", "told_access", "told_retention", "told_withdrawal")
# Of these a case may have several; the newest stands in its row.
_SEVERAL = ("trafficking_event", "perpetrator", "support_plan", "case_note")


class Told(NamedTuple):
    """A case as it is exported: its register's columns, the records of each kind oldest first, its organisation, and today.

    `names` are the organisations of the register by id, for those that a referral went to.
    """

    case: Values
    records: Mapping[str, Sequence[Values]]
    organisation: Values
    names: Mapping[str, str]
    today: str

    def newest(self, part: Part) -> Values:
        """Return the newest record of a part; nothing where there is none."""
        found = [r for r in self.records.get(part.record, ()) if part.direction in (None, r.get("direction"))]
        return found[-1] if found else _NOTHING


def row(told: Told, columns: Sequence[str]) -> dict[str, str]:
    """Return the row of a case in the columns asked for; what is sealed and was not opened leaves its column empty."""
    found = {name: written(told.newest(home.part).get(home.field.name), FIELDS[name]) for name, home in HOMES.items()}
    found |= _derived(told, found) | _beside(told)
    return {name: found[name] for name in columns}


def _derived(told: Told, found: Mapping[str, str]) -> dict[str, str]:
    """What the case itself tells goes before what was said of it when it was handed over."""
    return {
        "con_Consent": consent(told),
        **_standing(told, found),
        **_victim_status(told, found),
        **_referrals(told, found),
        **_organisation(told, found),
        "prs_MailingCity": found["prs_MailingCity"] or str(told.newest(Part("person")).get("village_code") or ""),
    }


def consent(told: Told) -> str:
    """Return `con_Consent`, derived from the consent ledger alone; empty where the person was not asked about the interview.

    The standard's one box stands for seven questions: consent to the interview, and six things to be told. All seven make a TRUE.
    """
    asked = [c for c in told.records.get("consent", ()) if c.get("purpose") == "interview"]
    given = any(
        c.get("decision") == "given"
        and c.get("informed") is True
        and all(c.get(name) is True for name in _TOLD)
        and not c.get("withdrawn_at")
        and (c.get("expires_on") or told.today) >= told.today
        for c in asked
    )
    return written(given, FIELDS["con_Consent"]) if asked else ""


def _standing(told: Told, found: Mapping[str, str]) -> dict[str, str]:
    closure = told.newest(Part("closure"))
    moved = closure or told.records.get("step_change")
    own = _STATUS.get(str(told.case["step"]), "Active")
    status = "ClosedReferred" if closure.get("reason") == "transferred" else own
    reason = str(closure.get("closing_summary") or closure.get("reason") or "")
    return {
        "cas_Status": status if moved or not found["cas_Status"] else found["cas_Status"],
        "cas_ReasonForCaseClosure": reason or found["cas_ReasonForCaseClosure"],
    }


def _victim_status(told: Told, found: Mapping[str, str]) -> dict[str, str]:
    decided = told.newest(Part("identification"))
    decision = _VICTIM.get(str(decided.get("decision")), "")
    if decision:
        return {"vic_TraffickingStatus": decision, "vic_TraffickingStatusDecisionMakingOrg": _DECIDERS[str(decided["decided_by"])]}
    screened = _SCREENED.get(str(told.newest(Part("screening")).get("outcome")), "")
    return {"vic_TraffickingStatus": screened or found["vic_TraffickingStatus"]}


def _referrals(told: Told, found: Mapping[str, str]) -> dict[str, str]:
    """Where nothing was noted of a referral, the ministry's order and the newest request to a service stand in its place."""
    held = told.records.get("referral", ())
    order = next((r for r in reversed(held) if r.get("kind") == "placement_order"), _NOTHING)
    request = next((r for r in reversed(held) if r.get("kind") == "service"), _NOTHING)
    recipient = str(request.get("recipient") or "")
    stand_in = {
        INCOMING: {"organisation": order.get("issuer"), "referred_on": order.get("issued_on"), "details": order.get("details")},
        OUTGOING: {
            "organisation": told.names.get(recipient, recipient) or None,
            "referred_on": _local_day(request.get("sent_at")),
            "reason": request.get("reason"),
            "details": request.get("details"),
        },
    }
    homes: list[tuple[str, Home]] = [(name, home) for name, home in HOMES.items() if home.part.direction]
    return {
        name: written(stand_in[str(home.part.direction)].get(home.field.name), FIELDS[name])
        for name, home in homes
        if not told.newest(home.part)
    }


def _organisation(told: Told, found: Mapping[str, str]) -> dict[str, str]:
    """The body that the case came from, where one was named; else its own."""
    if any(found[name] for name in found if name.startswith("org_")):
        return {}
    own = told.organisation
    return {
        "org_Name": str(own["name"]),
        "org_Type": _ORGANISATIONS.get(str(own["type"]), ""),
        "org_ShippingState": str(own.get("province") or ""),
    }


def _beside(told: Told) -> dict[str, str]:
    case, person, origin = (told.newest(Part(name)) for name in ("case", "person", "origin"))
    stated = origin.get("consent_stated")
    notes = [note.get("direction") for note in told.records.get("referral_note", ())]
    counts = [*(len(told.records.get(name, ())) for name in _SEVERAL), notes.count(INCOMING), notes.count(OUTGOING)]
    more = sum(max(count - 1, 0) for count in counts)
    return {
        standard.CASE_NUMBER: str(told.case["case_number"]),
        standard.FIRST_CONTACT: str(case.get("first_contact_at") or ""),
        standard.INTERPRETER: written(case.get("interpreter_needed"), FIELDS["con_Consent"]),
        standard.NATIONALITY: str(case.get("nationality_class") or ""),
        standard.NAME_KM: str(person.get("name_km") or ""),
        standard.NAME_LATIN: str(person.get("name_latin") or ""),
        standard.FORCED_CRIMINALITY: _stands_for(case.get("types_of_exploitation"), "forced_criminality"),
        standard.RESTRICTS_MOVEMENT: _stands_for(person.get("methods_of_control"), "restricts_movement"),
        standard.CONSENT_STATED: written(stated, FIELDS["con_Consent"]),
        standard.MORE: str(more),
        standard.CITED: standard.ATTRIBUTION,
    }


def _local_day(moment: str | None) -> str | None:
    return datetime.fromisoformat(moment).astimezone(PHNOM_PENH).date().isoformat() if moment else None


def _stands_for(codes: object, code: str) -> str:
    held = codes if isinstance(codes, list) else []
    return "" if code not in held else "TRUE;Other" if "Other" in held else "TRUE"
