"""Agreements with the ministry, their terms, and what is delivered under them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from app.access import Role
from app.records.base import Fact, Later, Record, changes, makes, noted
from app.records.values import Amount, Codes, Count, Day, Digest, Id, ShortText
from app.shape import FieldKind
from app.vocabulary.agreements import Rhythm, TermBasis
from app.vocabulary.care import ServiceType
from app.vocabulary.organisations import MouState, ObligationKind, RuleSet, TargetGroup
from app.vocabulary.places import Province

Months = Annotated[int, Field(strict=True, ge=0, le=120), FieldKind.COUNT]
Days = Annotated[int, Field(strict=True, ge=0, le=1_000), FieldKind.COUNT]
CatalogueCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}-[a-z0-9-]{1,60}$"), FieldKind.CODE]
_OFFICIALS = frozenset({Role.ORGANISATION_ADMIN, Role.MOSAVY_OFFICER})


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
    ministry_id: Fact[Id | None] = noted("the ministry's organisation, the other party")
    further_rule_sets: Fact[Codes[CatalogueCode] | None] = noted(
        "catalogues that bind besides rule_set, by id, for example kh-2014-residential"
    )
    renewed_on: Later[Day]
    ended_on: Later[Day]


class MouTerm(Record):
    """What an agreement obliges the organisation to deliver, and when; its due dates follow from it."""

    mou_id: Fact[Id]
    kind: Fact[ObligationKind]
    rhythm: Fact[Rhythm] = noted("after each calendar month (P1M), quarter (P3M), half year or year; once; or each time it happens")
    months_allowed: Fact[Months | None] = noted("whole months after the period, the start or the event, or before the end")
    days_allowed: Fact[Days | None] = noted("and days; with neither it is due on that day itself")
    basis: Fact[TermBasis] = noted("proposed: a default of ours that the parties took over")
    agreed_on: Fact[Day]
    ended_on: Later[Day]


class MouObligation(Record):
    """One recurring duty under an MOU and whether it was delivered."""

    mou_id: Fact[Id]
    kind: Fact[ObligationKind]
    due_on: Fact[Day]
    submitted_on: Later[Day]
    evidence_digest: Later[Digest]


class MouDelivery(Record):
    """What was delivered for a due date that follows from the terms of an agreement."""

    mou_id: Fact[Id]
    kind: Fact[ObligationKind]
    due_on: Fact[Day | None] = noted("the due date that it meets")
    event_on: Fact[Day | None] = noted("instead of it, for what is due each time something happens: the day on which it did", past=True)
    delivered_on: Fact[Day]
    evidence_digest: Fact[Digest | None]


def _days_in_order(sent: Mapping[str, object]) -> Mapping[str, object]:
    """State nothing, but refuse an agreement that ends before it starts or is to be renewed after it ended."""
    starts, ends, renewal = sent.get("starts_on"), sent.get("ends_on"), sent.get("renewal_due_on")
    if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
        raise ValueError("ends_on must not lie before starts_on")
    if isinstance(renewal, date) and isinstance(ends, date) and ends < renewal:
        raise ValueError("renewal_due_on must not lie after ends_on")
    return {}


SIGN_MOU = makes(
    "sign_mou",
    Mou,
    path="/mous",
    moment="signed_on",
    by=_OFFICIALS,
    derive=_days_in_order,
    summary="Record an agreement signed with the ministry.",
)

RENEW_MOU = changes(
    "renew_mou",
    Mou,
    path="/mous/{mou_id}/renewal",
    moment="renewed_on",
    by=_OFFICIALS,
    fields=("ends_on", "renewal_due_on", "capacity", "budget_usd"),
    needs=frozenset({"ends_on", "renewal_due_on"}),
    sets={"state": MouState.ACTIVE},
    derive=_days_in_order,
    summary="Record that the parties renewed an agreement to another day.",
)

END_MOU = changes(
    "end_mou",
    Mou,
    path="/mous/{mou_id}/end",
    moment="ended_on",
    by=_OFFICIALS,
    sets={"state": MouState.ENDED},
    summary="Record that a party ended an agreement before its time.",
)

AGREE_MOU_TERM = makes(
    "agree_mou_term",
    MouTerm,
    path="/mous/{mou_id}/terms",
    moment="agreed_on",
    by=_OFFICIALS,
    summary="Record a term of an agreement: what is to be delivered, in which rhythm, within how long.",
)

END_MOU_TERM = changes(
    "end_mou_term",
    MouTerm,
    path="/mous/{mou_id}/terms/{term_id}/end",
    moment="ended_on",
    by=frozenset({Role.MOSAVY_OFFICER}),
    summary="Record that the ministry no longer asks for what a term says.",
)

ADD_MOU_OBLIGATION = makes(
    "add_mou_obligation",
    MouObligation,
    path="/mous/{mou_id}/obligations",
    by=_OFFICIALS,
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

RECORD_MOU_DELIVERY = makes(
    "record_mou_delivery",
    MouDelivery,
    path="/mous/{mou_id}/deliveries",
    moment="delivered_on",
    by=frozenset({Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER}),
    summary="Record that what a term asks for was delivered, for one of its due dates or after an event.",
)
