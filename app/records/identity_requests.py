"""Requests of the ministry's auditor to learn who one person is, answered by the organisation that keeps the case."""

from app.access import Role
from app.records.base import Fact, Given, Later, Record, changes, makes, noted
from app.records.values import AgeKey, Id, Timestamp
from app.vocabulary.disclosing import IdentityDecision, IdentityReason


class IdentityRequest(Record):
    """The auditor's request to learn who one person is; the organisation's supervisor gives the answer, or refuses it."""

    requested_at: Fact[Timestamp]
    requested_by: Given[Id] = noted("the actor")
    reason_code: Fact[IdentityReason]
    public_key: Fact[AgeKey] = noted("what is let out is encrypted to it")
    decision: Later[IdentityDecision]
    decided_at: Later[Timestamp]
    decided_by: Given[Id | None] = noted("the actor")


ASK_IDENTITY = makes(
    "ask_identity",
    IdentityRequest,
    path="/cases/{case_id}/identity-requests",
    moment="requested_at",
    by=frozenset({Role.MOSAVY_AUDITOR}),
    actor=("requested_by",),
    summary="Ask the organisation that keeps a case who the person is.",
)

ANSWER_IDENTITY_REQUEST = changes(
    "answer_identity_request",
    IdentityRequest,
    path="/cases/{case_id}/identity-requests/{identity_request_id}/answer",
    moment="decided_at",
    by=frozenset({Role.SUPERVISOR}),
    fields=("decision",),
    needs=frozenset({"decision"}),
    actor=("decided_by",),
    summary="Give or refuse what the auditor asked for; what is given leaves encrypted, by two people's decision.",
)
