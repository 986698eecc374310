"""Agreements with the ministry: the register, what is due under them, and each in plain words. Their acts are made from declarations."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from app.access import Permission
from app.api.door import Answer, Routes
from app.api.moments import Cursor, Limit
from app.services import mou_plain_words, mous, obligations, reading
from app.vocabulary.agreements import DutyState
from app.vocabulary.organisations import ObligationKind
from app.work import Work

routes = Routes("mou")
_SEEN = ("not_found",)

States = Annotated[
    list[DutyState], Query(max_length=5, description="One or more; repeat the parameter. Nothing: whatever still asks for something.")
]
Kinds = Annotated[list[ObligationKind], Query(max_length=8, description="One or more; repeat the parameter.")]


@routes.add("GET", "/mous", Permission.MOU_READ)
def list_mous(work: Work, *, cursor: Cursor = None, limit: Limit = 50) -> reading.Page:
    """List the agreements of one's organisation, for the ministry those of all, oldest first, and where each stands."""
    return mous.listed(work, cursor=cursor, limit=limit)


# Declared before the page of one agreement, whose path would swallow the word.
@routes.add("GET", "/mous/obligations", Permission.MOU_READ, refusals=_SEEN)
def list_agreement_duties(
    work: Work,
    *,
    state: States = [],  # noqa: B006 - FastAPI copies defaults
    kind: Kinds = [],  # noqa: B006 - as above
    organisation_id: UUID | None = None,
    mou_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> reading.Page:
    """List what is upcoming, due and missed under agreements, the longest missed first: who is silent, and what follows."""
    return obligations.agenda(work, organisation_id=organisation_id, mou_id=mou_id, states=state, kinds=kind, cursor=cursor, limit=limit)


@routes.add("GET", "/mous/{mou_id}", Permission.MOU_READ, refusals=_SEEN)
def read_mous(work: Work, *, mou_id: UUID) -> Answer:
    """Read one agreement: what was recorded, its parties, its terms, and every due date with what became of it."""
    value, etag = mous.one(work, mou_id)
    return Answer(value, etag=etag)


@routes.add("GET", "/mous/{mou_id}/proposed-terms", Permission.MOU_READ, refusals=_SEEN)
def proposed_terms(work: Work, *, mou_id: UUID) -> dict[str, object]:
    """Offer default terms for an agreement, each as a body to send; nothing is set."""
    return mous.proposed(work, mou_id)


@routes.add("GET", "/mous/{mou_id}/plain-words", Permission.MOU_READ, refusals=_SEEN)
def mou_in_plain_words(work: Work, *, mou_id: UUID) -> dict[str, object]:
    """Tell in plain words, English and Khmer, what an agreement obliges to, what follows if we fall short, and what it takes."""
    return mou_plain_words.tell(work, mou_id)
