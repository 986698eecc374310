"""Agreements with the ministry and the duties that recur under them."""

from app.access import Role
from app.records.base import Fact, Later, Record, changes, makes
from app.records.values import Amount, Codes, Count, Day, Digest, Id, ShortText
from app.vocabulary.care import ServiceType
from app.vocabulary.organisations import MouState, ObligationKind, RuleSet, TargetGroup
from app.vocabulary.places import Province


class Mou(Record):
    """The time-bound agreement between a provider and the ministry that binds it to the standards."""

    organisation_id: Fact[Id]
    number: Fact[ShortText]
    signed_on: Fact[Day]
    starts_on: Fact[Day]
    ends_on: Fact[Day]
    renewal_due_on: Fact[Day]
    provinces: Fact[Codes[Province]]
    target_groups: Fact[Codes[TargetGroup]]
    capacity: Fact[Count | None]
    budget_usd: Fact[Amount | None]
    agreed_services: Fact[Codes[ServiceType]]
    rule_set: Fact[RuleSet]
    state: Fact[MouState]
    document_digest: Fact[Digest]


class MouObligation(Record):
    """One recurring duty under an MOU and whether it was delivered."""

    mou_id: Fact[Id]
    kind: Fact[ObligationKind]
    due_on: Fact[Day]
    submitted_on: Later[Day]
    evidence_digest: Later[Digest]


SIGN_MOU = makes(
    "sign_mou",
    Mou,
    path="/mous",
    moment="signed_on",
    by=frozenset({Role.ORGANISATION_ADMIN, Role.MOSAVY_OFFICER}),
    summary="Record an agreement signed with the ministry.",
)

ADD_MOU_OBLIGATION = makes(
    "add_mou_obligation",
    MouObligation,
    path="/mous/{mou_id}/obligations",
    by=frozenset({Role.ORGANISATION_ADMIN, Role.MOSAVY_OFFICER}),
    summary="Add a duty that recurs under an agreement.",
)

SUBMIT_MOU_OBLIGATION = changes(
    "submit_mou_obligation",
    MouObligation,
    path="/mous/{mou_id}/obligations/{obligation_id}/submission",
    moment="submitted_on",
    by=frozenset({Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER}),
    fields=("evidence_digest",),
    summary="Record that a duty under an agreement was delivered.",
)
