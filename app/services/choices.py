"""What an id in a form may name: the same that `references` lets through, to choose from. Nobody is named but by account or code."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.access import CASE_STAFF
from app.models.accounts import Account
from app.models.ledger import Entry
from app.models.registers import Case, Organisation, Shelter, User
from app.services import scope
from app.services.reading import CORRECT
from app.vocabulary.organisations import OrganisationType
from app.work import NOBODY, Work

# A field that names another record of the same case or shelter.
_SAME_SUBJECT = {"renews_id": "referral", "restriction_id": "movement_restriction", "inspection_id": "inspection"}
_MOST = 500


class Choice(NamedTuple):
    """One answer: the id, what to call it, and its kind where the name alone does not say it (a role, a record)."""

    id: str
    name: str
    kind: str = ""
    at: int | None = None


def of(work: Work, field: str, *, subject_id: UUID | None) -> Sequence[Choice]:
    """Return what a field may name, for the actor at work."""
    if field in ("user_id", "interviewer_id"):
        return _users(work)
    if field == "shelter_id":
        return _shelters(work)
    if field == "ministry_id":
        return _organisations(work, type_=OrganisationType.CENTRAL_GOVERNMENT)
    if field == "recipient":
        return _organisations(work)
    if field == "organisation_id":
        return _organisations(work, anybody=False)
    if field == "previous_case_id":
        return _cases(work)
    if (record := _SAME_SUBJECT.get(field)) and subject_id is not None:
        return _records(work, subject_id, record)
    return ()


def _users(work: Work) -> list[Choice]:
    """Return who works with cases in the actor's organisation."""
    query = select(User.id, User.role, Account.username).outerjoin(Account, Account.user_id == User.id)
    query = query.where(User.organisation_id == work.actor.organisation_id, User.active)
    query = query.where(User.role.in_([role.value for role in CASE_STAFF]))
    rows = work.session.execute(query.order_by(Account.username, User.id).limit(_MOST))
    return [Choice(str(row.id), row.username or str(row.id)[:8], row.role) for row in rows]


def _shelters(work: Work) -> list[Choice]:
    query = select(Shelter.id, Shelter.code, Organisation.name).join(Organisation, Organisation.id == Shelter.organisation_id)
    if work.actor.role not in scope.EVERY_SHELTER:
        query = query.where(Shelter.organisation_id == work.actor.organisation_id)
    rows = work.session.execute(query.order_by(Shelter.code).limit(_MOST))
    return [Choice(str(row.id), f"{row.code} – {row.name}") for row in rows]


def _organisations(work: Work, *, type_: OrganisationType | None = None, anybody: bool = True) -> list[Choice]:
    query = select(Organisation.id, Organisation.name).where(Organisation.id != NOBODY)
    if not anybody and work.actor.role not in scope.MINISTRY:
        query = query.where(Organisation.id == work.actor.organisation_id)
    if type_ is not None:
        query = query.where(Organisation.type == type_)
    return [Choice(str(row.id), row.name) for row in work.session.execute(query.order_by(Organisation.name).limit(_MOST))]


def _cases(work: Work) -> list[Choice]:
    query = select(Case.id, Case.case_number).where(scope.cases_of(work.actor, work.now), Case.closed_at.is_not(None))
    rows = work.session.execute(query.order_by(Case.closed_at.desc()).limit(_MOST))
    return [Choice(str(row.id), row.case_number) for row in rows]


def _records(work: Work, subject_id: UUID, record: str) -> list[Choice]:
    query = select(Entry.record_id, Entry.occurred_at).where(
        Entry.subject_id == subject_id, Entry.record == record, Entry.makes, Entry.act != CORRECT
    )
    rows = work.session.execute(query.order_by(Entry.occurred_at.desc()).limit(_MOST))
    return [Choice(str(row.record_id), "", record, row.occurred_at) for row in rows]
