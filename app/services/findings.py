"""Findings: judge a subject after a change and keep what changed; judge it again for any past day."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, union, update

from app.ids import new_id
from app.models.base import FOREVER
from app.models.findings import CaseReads, FindingRow
from app.models.registers import Case, CaseAccess, Organisation, Shelter, User
from app.services import ledger
from app.services.scope import Subject
from app.standards.duties import Finding
from app.standards.facts import Entry as Fact
from app.standards.facts import Facts, fold
from app.standards.judge import Judge
from app.standards.judge import Segment as Judged
from app.standards.rules import Scope, Status
from app.work import Work

SCOPES: Mapping[str, Scope] = {"case": Scope.CASE, "shelter": Scope.SHELTER, "user": Scope.STAFF}
# Asked by every act, so they are put together once.
_PROFILE = select(Organisation.rule_profile).where(Organisation.id == bindparam("organisation_id"))
_KEPT = select(
    FindingRow.id,
    FindingRow.standard,
    FindingRow.starts_at,
    FindingRow.ends_at,
    FindingRow.status,
    FindingRow.due_at,
    FindingRow.done_late,
).where(FindingRow.subject_id == bindparam("subject_id"), FindingRow.ends_at > bindparam("now"))


class Changed(NamedTuple):
    """A standard whose status is another one than before the act."""

    standard: str
    was: str
    status: str
    due_at: int | None


class Segment(NamedTuple):
    """A status from `starts_at` up to, not including, `ends_at`."""

    starts_at: int
    ends_at: int
    status: str
    due_at: int | None
    done_late: bool


def judge_for(work: Work, subject: Subject, *, catalogue: str | None = None, known_at: int | None = None) -> Judge:
    """Return the judge of the subject's catalogue, or of another, under its organisation's rule profile as it was known."""
    own = subject.row.catalogue if isinstance(subject.row, Case) else work.books.default
    return work.books.judge(catalogue or own, profile_of(work, subject.organisation_id, known_at))


def profile_of(work: Work, organisation_id: UUID, known_at: int | None = None) -> Mapping[str, object]:
    """Return the rule profile of an organisation: now, or as it was known at an instant."""
    if known_at is None:
        return work.session.scalar(_PROFILE, {"organisation_id": organisation_id}) or {}
    return ledger.newest(work, organisation_id, "rule_profile", known_at)


def facts_of(work: Work, subject: Subject, entries: Sequence[Fact], *, as_of: int, known_at: int) -> Facts:
    """Fold the entries of a subject, and for a case what its rules read of the staff, as they stood."""
    told = list(entries)
    if subject.kind == "case":
        interviewers = {UUID(str(e.facts["interviewer_id"])) for e in entries if e.record == "interview" and e.facts.get("interviewer_id")}
        talked = any(e.record == "interview" and e.occurred_at <= as_of and e.recorded_at <= known_at for e in entries)
        # Before the first talk the rules ask whether anybody is ready to hold it; after it, only who held it matters.
        told += ledger.training_of(work, set() if talked else _at_work(work, subject), interviewers)
    return fold(told, work.books.shape, as_of, known_at)


def at(
    work: Work, subject: Subject, *, as_of: int, known_at: int, catalogue: str | None = None
) -> tuple[Judge, Facts, Mapping[str, Finding]]:
    """Judge a subject as of an instant, replayed from the ledger. Raises UnknownCatalogue."""
    judge = judge_for(work, subject, catalogue=catalogue, known_at=known_at)
    facts = facts_of(work, subject, ledger.held(work, subject.id), as_of=as_of, known_at=known_at)
    return judge, facts, judge.findings(SCOPES[subject.kind], facts, as_of)


def refresh(work: Work, subject: Subject, entries: Sequence[Fact], *, touched: str | None = None) -> list[Changed]:
    """Judge a subject now and append what changed, with what each status turns into by the mere passing of time.

    `touched` is the record that an entry was written on, where nothing else has changed: a standard that does not read it stands as it is.
    """
    if subject.kind not in SCOPES:
        return []
    judge = judge_for(work, subject)
    facts = facts_of(work, subject, entries, as_of=work.now, known_at=work.now)
    wanted = segments_of(judge.timeline(SCOPES[subject.kind], facts, work.now, touched=touched), work.now)
    return _keep(work, subject, wanted, everything=touched is None)


def refresh_readers(work: Work, user: User) -> int:
    """Refresh the cases whose judgement has read this user's facts, or all staff's of the organisation; return how many."""
    readers = select(CaseReads.case_id).where(CaseReads.read_id.in_((user.id, user.organisation_id)))
    cases = work.session.scalars(select(Case).where(Case.id.in_(readers)).order_by(Case.id).with_for_update()).all()
    for case in cases:
        refresh(work, Subject("case", case), ledger.held(work, case.id), touched="training")
    return len(cases)


def note_reads(work: Work, case: Case, entries: Iterable[Fact]) -> None:
    """Note whose facts the case now reads: its interviewers', or before the first interview all staff's."""
    talks = [e for e in entries if e.record == "interview"]
    interviewers = {UUID(str(e.facts["interviewer_id"])) for e in talks if e.facts.get("interviewer_id")}
    wanted = interviewers if talks else _at_work(work, subject_of(case))
    held = set(work.session.scalars(select(CaseReads.read_id).where(CaseReads.case_id == case.id)))
    if gone := held - wanted:
        work.session.execute(delete(CaseReads).where(CaseReads.case_id == case.id, CaseReads.read_id.in_(gone)))
    work.session.add_all(CaseReads(case_id=case.id, read_id=read_id) for read_id in wanted - held)


def _at_work(work: Work, subject: Subject) -> set[UUID]:
    """The organisations whose staff may hold the first talk: the case's own, and those that were given access or whose users were."""
    users = select(User.organisation_id).join(CaseAccess, CaseAccess.grantee_id == User.id).where(CaseAccess.case_id == subject.id)
    bodies = select(Organisation.id).join(CaseAccess, CaseAccess.grantee_id == Organisation.id).where(CaseAccess.case_id == subject.id)
    return {subject.organisation_id, *work.session.scalars(union(users, bodies))}


def subject_of(row: Case | Shelter | User | Organisation) -> Subject:
    """Return the subject that a register row stands for."""
    kinds = {Case: "case", Shelter: "shelter", User: "user", Organisation: "organisation"}
    return Subject(kinds[type(row)], row)


def segments_of(timeline: Mapping[str, Sequence[Judged]], now: int) -> dict[str, list[Segment]]:
    """Return what is to be kept of a timeline from now on; what is not applicable is not kept."""
    return {
        standard: [
            Segment(max(s.start, now), FOREVER if s.end is None else s.end, s.status.value, s.due_at, s.done_late)
            for s in segments
            if s.status is not Status.NOT_APPLICABLE
        ]
        for standard, segments in timeline.items()
    }


def stands(old: Sequence[Segment], new: Sequence[Segment], now: int) -> bool:
    """Say whether what is kept of a standard, in the order of time, says of now and later what is wanted."""
    if len(old) == len(new) == 1 and old[0].starts_at <= now and old[0][1:] == new[0][1:]:
        return True  # Most of them: what ran runs on.
    return [(max(s.starts_at, now), *s[1:]) for s in old] == [tuple(s) for s in new]


def _keep(work: Work, subject: Subject, wanted: Mapping[str, list[Segment]], *, everything: bool) -> list[Changed]:
    """Compare with what is kept of the standards in `wanted`, or of all; end what no longer holds, append what does."""
    rows = work.session.execute(_KEPT, {"subject_id": subject.id, "now": work.now})
    kept: dict[str, list[tuple[UUID, Segment]]] = {}
    for row_id, standard, starts_at, ends_at, status, due_at, done_late in rows:
        if standard not in wanted and not everything:
            continue
        kept.setdefault(standard, []).append((row_id, Segment(starts_at, ends_at, status, due_at, done_late)))
    ended: list[UUID] = []
    dropped: list[UUID] = []
    added: list[dict[str, object]] = []
    changed: list[Changed] = []
    for standard in sorted(kept.keys() | wanted.keys()):
        old = sorted(kept.get(standard, []), key=lambda pair: pair[1].starts_at)
        new = wanted.get(standard, [])
        if stands([s for _, s in old], new, work.now):
            continue
        ended += [row_id for row_id, s in old if s.starts_at < work.now]
        dropped += [row_id for row_id, s in old if s.starts_at >= work.now]
        added += [_row(subject, standard, s) for s in new]
        (was, _), (is_now, due_at) = _now(work.now, [s for _, s in old]), _now(work.now, new)
        if was != is_now:
            changed.append(Changed(standard, was, is_now, due_at))
    if ended:
        work.session.execute(update(FindingRow).where(FindingRow.id.in_(ended)).values(ends_at=work.now))
    if dropped:
        work.session.execute(delete(FindingRow).where(FindingRow.id.in_(dropped)))
    if added:
        work.session.execute(insert(FindingRow), added)
    return changed


def _now(now: int, segments: Iterable[Segment]) -> tuple[str, int | None]:
    return next(((s.status, s.due_at) for s in segments if s.starts_at <= now < s.ends_at), (Status.NOT_APPLICABLE.value, None))


def _row(subject: Subject, standard: str, segment: Segment) -> dict[str, object]:
    return {
        "id": new_id(),
        "organisation_id": subject.organisation_id,
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "standard": standard,
        **segment._asdict(),
    }
