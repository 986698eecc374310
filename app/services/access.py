"""Who may see a case: given by opening it, by an assignment, by a referral or by a supervisor; each has an end."""

from uuid import UUID

from sqlalchemy import select, update

from app.errors import FieldError, Invalid, NotFound, UnknownReference
from app.ids import new_id
from app.models.base import FOREVER
from app.models.registers import Case, CaseAccess, Organisation, User
from app.services import audit
from app.services.events import AccessGiven
from app.standards.facts import Entry as Fact
from app.work import Work


def give(
    work: Work, case: Case, grantee_id: UUID, *, why: str, record_id: UUID | None = None, since: int | None = None, until: int = FOREVER
) -> CaseAccess:
    """Let a user, or the case staff of an organisation, see a case; the case's chain says so."""
    granted = CaseAccess(
        id=new_id(),
        case_id=case.id,
        grantee_id=grantee_id,
        since=work.now if since is None else since,
        until=until,
        why=why,
        record_id=record_id,
    )
    work.session.add(granted)
    audit.record(work, case, AccessGiven(str(grantee_id), why))
    return granted


def take(work: Work, case: Case, *, record_id: UUID) -> None:
    """End the access that a record gave, from now on."""
    running = (CaseAccess.case_id == case.id, CaseAccess.record_id == record_id, CaseAccess.until > work.now)
    work.session.execute(update(CaseAccess).where(*running).values(until=work.now))


def follow_assignment(work: Work, case: Case, fact: Fact) -> None:
    """An assignment gives its case worker access until it ends; whoever opened the case hands over with the first one."""
    record_id = UUID(fact.record_id)
    if fact.facts.get("ended_at"):
        take(work, case, record_id=record_id)
    elif fact.makes:
        worker = UUID(str(fact.facts["user_id"]))
        give(work, case, worker, why="assigned", record_id=record_id)
        opened = (CaseAccess.case_id == case.id, CaseAccess.why == "opened", CaseAccess.grantee_id != worker, CaseAccess.until > work.now)
        work.session.execute(update(CaseAccess).where(*opened).values(until=work.now))


def follow_referral(work: Work, case: Case, fact: Fact, entries: list[Fact]) -> None:
    """A referral to an organisation of the register lets its case staff see the plain case until it is refused.

    The data key is re-wrapped for it when the referral is accepted, so that a refused referral has opened nothing.
    """
    record_id = UUID(fact.record_id)
    recipient = next((e.facts.get("recipient") for e in entries if e.record_id == fact.record_id and e.facts.get("recipient")), None)
    receiver = _organisation(work, recipient)
    if receiver is None or receiver == case.organisation_id:
        return
    decision = fact.facts.get("decision")
    if fact.makes:
        give(work, case, receiver, why="referred", record_id=record_id)
    elif decision == "refused":
        take(work, case, record_id=record_id)
    elif decision == "accepted":
        work.vault.rewrap_for(receiver, case.victim_id, organisation=case.organisation_id, expires_at=None, now=work.now)


def _organisation(work: Work, recipient: object) -> UUID | None:
    try:
        wanted = UUID(str(recipient))
    except ValueError:
        return None
    return work.session.scalar(select(Organisation.id).where(Organisation.id == wanted))


def give_by_hand(work: Work, case: Case, grantee_id: UUID, *, until: int) -> CaseAccess:
    """Let a colleague, or another body of the register, see a case until an instant, and pass the data key on to another body.

    Raises UnknownReference, or NotFound where the case is another organisation's.
    """
    if case.organisation_id != work.actor.organisation_id:
        raise NotFound
    body = work.session.scalar(select(User.organisation_id).where(User.id == grantee_id)) or _organisation(work, grantee_id)
    if body is None:
        raise UnknownReference("A reference leads nowhere.", [FieldError("grantee_id", "names no user and no organisation")])
    if until <= work.now:
        raise Invalid("The grant would be over before it begins.", [FieldError("until", "must lie after now")])
    if body != case.organisation_id:
        work.vault.rewrap_for(body, case.victim_id, organisation=case.organisation_id, expires_at=until, now=work.now)
    return give(work, case, grantee_id, why="given", until=until)
