"""Who may see a case: given by opening it, by an assignment, by a referral or by a supervisor; each has an end."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import or_, select, update

from app.errors import FieldError, Invalid, NotFound, UnknownReference
from app.ids import new_id
from app.models.base import FOREVER
from app.models.registers import Case, CaseAccess, Organisation, User
from app.services import audit, findings, ledger
from app.services.events import AccessGiven
from app.services.scope import Subject
from app.work import Work

Values = Mapping[str, object]


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


def take(work: Work, case: Case, *, record_id: UUID, keep: UUID | None = None) -> None:
    """End the access that a record gave to anybody but `keep`, from now on."""
    running = (CaseAccess.case_id == case.id, CaseAccess.record_id == record_id, CaseAccess.until > work.now)
    others = () if keep is None else (CaseAccess.grantee_id != keep,)
    work.session.execute(update(CaseAccess).where(*running, *others).values(until=work.now))


def follow_assignment(work: Work, case: Case, record_id: UUID, assignment: Values) -> None:
    """An assignment, as it stands now, gives its case worker access until it ends; whoever opened the case hands over with the first."""
    worker = UUID(str(assignment["user_id"]))
    if assignment.get("ended_at"):
        take(work, case, record_id=record_id)
        return
    take(work, case, record_id=record_id, keep=worker)
    if _owned(work, case) and not _has(work, case, record_id):
        give(work, case, worker, why="assigned", record_id=record_id)
        opened = (CaseAccess.case_id == case.id, CaseAccess.why == "opened", CaseAccess.grantee_id != worker, CaseAccess.until > work.now)
        work.session.execute(update(CaseAccess).where(*opened).values(until=work.now))


def follow_referral(work: Work, case: Case, record_id: UUID, referral: Values) -> None:
    """A referral, as it stands now, to an organisation of the register lets its case staff see the plain case until it is refused.

    The data key is re-wrapped for it when the referral is accepted, so that a refused referral has opened nothing.
    """
    receiver = _organisation(work, referral.get("recipient"))
    if receiver is None or receiver == case.organisation_id:
        return
    if referral.get("decision") == "refused":
        take(work, case, record_id=record_id)
        _drop_key(work, case, receiver)
        return
    take(work, case, record_id=record_id, keep=receiver)
    if _owned(work, case) and not _has(work, case, record_id):
        give(work, case, receiver, why="referred", record_id=record_id)
        work.session.flush()
    if referral.get("decision") == "accepted" and _has(work, case, record_id):
        work.vault.rewrap_for(receiver, case.victim_id, organisation=case.organisation_id, expires_at=None, now=work.now)


def _drop_key(work: Work, case: Case, receiver: UUID) -> None:
    """Take the data key back from an organisation nobody of which may see the case any more."""
    work.session.flush()
    theirs = or_(CaseAccess.grantee_id == receiver, CaseAccess.grantee_id.in_(select(User.id).where(User.organisation_id == receiver)))
    running = (CaseAccess.case_id == case.id, CaseAccess.until > work.now, theirs)
    if work.session.scalar(select(CaseAccess.id).where(*running).limit(1)) is None:
        work.vault.revoke(receiver, case.victim_id)


def _owned(work: Work, case: Case) -> bool:
    """Say whether the actor is of the case's own organisation: nobody else lets further people see it, whatever they record."""
    return work.actor.organisation_id == case.organisation_id


def _has(work: Work, case: Case, record_id: UUID) -> bool:
    """Say whether the access that a record gave still runs."""
    running = (CaseAccess.case_id == case.id, CaseAccess.record_id == record_id, CaseAccess.until > work.now)
    return work.session.scalar(select(CaseAccess.id).where(*running).limit(1)) is not None


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
    granted = give(work, case, grantee_id, why="given", until=until)
    work.session.flush()
    entries = ledger.held(work, case.id)
    findings.note_reads(work, case, entries)
    findings.refresh(work, Subject("case", case), entries)
    return granted
