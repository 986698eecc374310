"""The one mechanism that carries every act: check, guard, write the entry, bring registers and findings up to date, log."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from app.errors import MomentInFuture, NotFound, NotPermitted, PreconditionFailed
from app.ids import new_id
from app.models.ledger import Entry
from app.models.registers import Case, User
from app.records.base import Act
from app.records.bodies import Body
from app.records.facts import occurred_at, split
from app.services import audit, birthdays, findings, ledger, references, registers, searching, subjects
from app.services.events import ActPerformed
from app.services.findings import Changed
from app.services.guards import GUARDS
from app.services.instants import instant, stored
from app.services.scope import Subject
from app.services.situations import Situation
from app.standards.facts import Entry as Fact
from app.standards.facts import JsonValue
from app.work import Actor, House, Work

# Asked by every act, so it is put together once.
_NEVER = select(User).where(User.id == bindparam("user_id"), User.first_case_access_at.is_(None)).with_for_update()


class Performed(NamedTuple):
    """What an act did: the record it made or changed, and the findings that changed with it."""

    subject: Subject
    record: str
    record_id: UUID
    plain: Mapping[str, JsonValue]
    revision: int
    changed: list[Changed]


def perform(work: Work, act: Act, ids: Mapping[str, UUID], body: Body, *, if_match: str | None = None) -> Performed:
    """Do an act for the actor at work; `ids` are the path's.

    Raises NotPermitted, NotFound, Invalid and its kin, and what the act's guard refuses. Recording is never refused for want of compliance.
    """
    if work.actor.role not in act.by:
        raise NotPermitted("Your role does not do this.")
    plain, sealed = split(act, body, now=work.now, ids={**ids, **dict.fromkeys(act.actor, work.actor.user_id)})
    happened_at = occurred_at(act, plain, work.now)
    require_past(work, act, plain, happened_at)
    target = subjects.resolve(work, act, ids, plain)
    subject = target.subject
    require_match(subject, if_match)
    before = ledger.held(work, subject.id)
    if not act.makes and not any(e.record_id == str(target.record_id) and e.record == act.record.record_name for e in before):
        raise NotFound
    fact = Fact(act.record.record_name, str(target.record_id), act.makes, happened_at, work.now, plain)
    situation = Situation(act, subject, target.record_id, before, fact, sealed)
    references.check(work, situation)
    if guard := GUARDS.get(act.name):
        guard(work, situation)
    changed = write(work, situation)
    return Performed(subject, fact.record, target.record_id, situation.fact.facts, subject.row.revision, changed)


def require_past(work: Work, act: Act, plain: Mapping[str, JsonValue], happened_at: int) -> None:
    """Refuse what cannot have happened yet. Raises MomentInFuture."""
    fields = act.record.fields
    deeds = {name: instant(str(value)) for name, value in plain.items() if name in fields and fields[name].past and value is not None}
    for name, at in (deeds | {act.moment: happened_at}).items():
        if at > work.now:
            raise MomentInFuture(f"{name} lies after the server's clock; what has not happened yet cannot be recorded.")


def etag(revision: int) -> str:
    """Return the ETag of a subject: how many entries its ledger has."""
    return f'"{revision}"'


def require_match(subject: Subject, if_match: str | None) -> None:
    """Refuse a change that was decided on an older revision than the newest. Raises PreconditionFailed."""
    if if_match is not None and if_match.strip() not in ("*", etag(subject.row.revision)):
        raise PreconditionFailed("Somebody recorded something since you looked; look again, then decide.")


def write(work: Work, situation: Situation, *, name: str | None = None) -> list[Changed]:
    """Write the entry of an accepted act and everything that follows from it; return the findings that changed."""
    subject, fact = situation.subject, situation.fact
    entry, ciphertexts = ledger.append(work, subject, name or situation.act.name, fact, situation.sealed)
    changed = _follow(work, subject, situation.after, fact)
    if isinstance(subject.row, Case):
        searching.keep_names(work, subject.row, entry.id, situation.sealed)
        birthdays.note(work, subject.row, situation.sealed)
        first_access(work)
    audit.record(work, subject.row, performed(entry, ciphertexts))
    return changed


def _follow(work: Work, subject: Subject, entries: list[Fact], fact: Fact) -> list[Changed]:
    """Bring registers and findings to what the ledger now says."""
    row = subject.row
    if isinstance(row, Case):
        if fact.record in registers.MOVING:
            registers.project_case(work, row, entries, fact)
        if fact.record in ("case", "interview", "assignment", "referral"):
            findings.note_reads(work, row, entries)
    else:
        registers.project(work, row, entries, fact)
    work.session.flush()
    # The first entry begins all judging; these records widen a case, so that more than their own may count from now on.
    touched = None if len(entries) == 1 or fact.record in ("assignment", "referral") else fact.record
    changed = findings.refresh(work, subject, entries, touched=touched)
    if isinstance(row, User) and fact.record == "training":
        findings.refresh_readers(work, row)
    return changed


def performed(entry: Entry, ciphertexts: Mapping[str, bytes] = MappingProxyType({})) -> ActPerformed:
    """Return the event of a written entry."""
    plain, sealed = ledger.digest_of(entry), ledger.digest_of_sealed(ciphertexts)
    return ActPerformed(entry.act, entry.record, str(entry.record_id), str(entry.id), entry.position, plain, sealed)


def has_opened_cases(house: House, actor: Actor) -> bool:
    """Tell whether it is known when the actor first opened a case, so that reading need not write."""
    with house.reading.connect() as connection:
        return connection.scalar(select(User.first_case_access_at).where(User.id == actor.user_id)) is not None


def first_access(work: Work) -> None:
    """Record the moment a user first opens any case, once; two standards of the staff read it."""
    user = work.session.scalars(_NEVER, {"user_id": work.actor.user_id}).one_or_none()
    if user is None:
        return
    user.first_case_access_at = work.now
    subject = Subject("user", user)
    before = ledger.held(work, user.id)
    plain = {"user_id": str(user.id), "first_case_access_at": stored(work.now)}
    fact = Fact("access", str(new_id()), makes=True, occurred_at=work.now, recorded_at=work.now, facts=plain)
    entry, _ = ledger.append(work, subject, "first_access", fact, {})
    work.session.flush()
    findings.refresh(work, subject, [*before, fact])
    audit.record(work, user, performed(entry))
