"""Reports: figures made once and fixed with their digest, read again by whom they are for; the audit log says so before they leave."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import defer

from app.access import Role
from app.errors import Conflict, FieldError, Invalid, NotFound
from app.ids import new_id
from app.models.registers import Organisation
from app.models.reports import Report, ReportAnswer
from app.reports import mou, mou_table
from app.reports.mou import Document
from app.reports.suppression import THRESHOLD
from app.services import audit, cursors, report_answers, report_cycle_breaches, report_cycle_steps, report_material, scope
from app.services.compliance import HIDDEN_FROM
from app.services.instants import iso, iso_or_none
from app.services.leaving import ReportMade, ReportRead
from app.services.periods import Period
from app.services.reading import Page
from app.services.report_cycle_freezing import history
from app.services.settled_days import require_whole_months
from app.vocabulary.reports import LABELS, ReportState
from app.work import Work

MOU = "mou"
# Who is shown a report with small counts hidden: whoever reviews it may know of no case either.
_HIDDEN_FROM = HIDDEN_FROM | {Role.MOSAVY_OFFICER}


class Made(NamedTuple):
    """A report as its reader may see it, the SHA-256 (hex) of that as canonical JSON, and how far its cycle has come."""

    content: Document
    digest: str
    cycle: Document

    def as_json(self) -> Document:
        """The content with its digest beside it; the digest is of neither itself nor the cycle, which goes on."""
        return self.content | {"digest": self.digest, "cycle": self.cycle}

    def as_csv(self) -> bytes:
        """The content as one table."""
        return mou_table.to_table(self.content)


def make(work: Work, organisation_id: UUID, period: Period) -> Made:
    """Make the compliance report of an organisation as of the end of the period, or as of now while it runs, and keep it.

    Its organisation gets a draft to answer, with a key of its own; the ministry's auditor gets figures that nobody answers.
    Raises NotFound for another organisation, Invalid for a period that has not begun or whose small counts could be told, Conflict where
    the period has its report already.
    """
    if work.actor.role not in report_cycle_steps.MINISTRY and organisation_id != work.actor.organisation_id:
        raise NotFound
    organisation = scope.organisation(work, organisation_id, lock=True)
    if period.instants[0] > work.now:
        raise Invalid("The period has not begun.", [FieldError("period.from", "must not lie after today")])
    if work.actor.role in HIDDEN_FROM:
        require_whole_months(period.first, period.last, work.now)
    drafted = work.actor.role in report_cycle_steps.ORGANISATION
    if drafted:
        _require_first(work, organisation_id, period)
    report_id = new_id()
    content = mou.document(report_material.gather(work, organisation, report_id, period))
    hidden = mou.hide(content, THRESHOLD)
    digest = digest_of(content)
    report = Report(
        id=report_id,
        organisation_id=organisation.id,
        kind=MOU,
        period_from=period.first.isoformat(),
        period_to=period.last.isoformat(),
        made_at=work.now,
        made_by=work.actor.user_id,
        digest=bytes.fromhex(digest),
        content=content,
        hidden=hidden,
        hidden_digest=bytes.fromhex(digest_of(hidden)),
        state=ReportState.DRAFTED if drafted else ReportState.KEPT,
        revision=1,
    )
    work.session.add(report)
    work.session.flush()
    answers: list[ReportAnswer] = []
    if drafted:
        answers = report_cycle_breaches.blank_answers(work, organisation.id, content, period)
        work.vault.create_owner_key(organisation.id, report_id)
        work.session.add_all(answers)
        work.session.flush()
    audit.record(work, organisation, ReportMade(str(report_id), MOU, digest))
    return _shown(work, report, answers)


def read(work: Work, report_id: UUID, *, format_: str) -> Made:
    """Return a report as it was made, never counted again, and how far its cycle has come. Raises NotFound."""
    organisation = organisation_of(work, report_id)
    report = found(work, report_id)
    made = _shown(work, report, report_answers.of(work, report_id))
    audit.record(work, organisation, ReportRead(str(report_id), format_, made.digest))
    return made


def found(work: Work, report_id: UUID, *, lock: bool = False) -> Report:
    """Return a report that the actor may know of: one's own, or for the ministry one that was submitted. Raises NotFound."""
    report = work.session.get(Report, report_id, with_for_update=lock, populate_existing=lock)
    ministry = work.actor.role in report_cycle_steps.MINISTRY
    if report is None or (
        report.state not in report_cycle_steps.SHOWN_TO_MINISTRY if ministry else report.organisation_id != work.actor.organisation_id
    ):
        raise NotFound
    return report


def organisation_of(work: Work, report_id: UUID) -> Organisation:
    """Return whose a report is, its row locked, for its chain of the audit log grows. Raises NotFound."""
    return scope.organisation(work, found(work, report_id).organisation_id, lock=True)


def shown_content(work: Work, report: Report) -> Document:
    """Return what a report says as its reader may see it: small counts are hidden from whoever may not see them."""
    if work.actor.role not in _HIDDEN_FROM:
        return report.content
    return mou.hide(report.content, THRESHOLD) if report.hidden is None else report.hidden


def cycle(work: Work, report: Report, answers: Sequence[ReportAnswer]) -> Document:
    """Return how far a report has come, what is open in it, and what the actor can do next."""
    role = work.actor.role
    # What the organisation has answered again, and what not yet, is its own business until it submits.
    unsent = role in report_cycle_steps.MINISTRY and report.state == ReportState.RETURNED
    fields = {a.item: list(report_cycle_steps.open_fields(report, a, frozenset({role}))) for a in answers}
    return {
        "state": report.state,
        "label": dict(LABELS["state"][report.state]),
        "revision": report.revision,
        "next_moves": report_cycle_steps.next_moves(role, report, answers),
        "waiting_for": [] if unsent else report_cycle_steps.waiting_for(report, answers),
        "open_fields": {item: names for item, names in fields.items() if names},
        "breaches": [a.item for a in answers],
        "frozen_at": iso_or_none(report.frozen_at),
        "snapshot_digest": report.snapshot_digest,
        "history": history(work, report.id),
    }


def listed(work: Work, *, cursor: str | None, limit: int, state: ReportState | None = None, organisation_id: UUID | None = None) -> Page:
    """Return the reports the actor may read, newest first: what each is about, its state and its digest, no figure."""
    query = (
        select(Report)
        .options(defer(Report.content), defer(Report.hidden), defer(Report.snapshot))
        .order_by(Report.made_at.desc(), Report.id.desc())
    )
    if work.actor.role in report_cycle_steps.MINISTRY:
        query = query.where(Report.state.in_(report_cycle_steps.SHOWN_TO_MINISTRY))
    else:
        query = query.where(Report.organisation_id == work.actor.organisation_id)
    if state is not None:
        query = query.where(Report.state == state)
    if organisation_id is not None:
        query = query.where(Report.organisation_id == organisation_id)
    if cursor is not None:
        query = query.where(tuple_(Report.made_at, Report.id) < tuple_(*cursors.read(cursor, _made_at_and_id)))
    rows = work.session.scalars(query.limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return Page([_item(work, report) for report in rows[:limit]], cursors.write(last.made_at, last.id) if last else None)


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of a report's canonical JSON: sorted keys, no blanks, UTF-8."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def _shown(work: Work, report: Report, answers: Sequence[ReportAnswer]) -> Made:
    """What is kept is whole; small counts are hidden from whoever may not see them whenever it leaves."""
    return Made(shown_content(work, report), _digest(work, report), cycle(work, report, answers))


def _digest(work: Work, report: Report) -> str:
    """The digest of what this reader is shown: from that of the whole, small counts could be guessed."""
    if work.actor.role not in _HIDDEN_FROM:
        return report.digest.hex()
    return digest_of(shown_content(work, report)) if report.hidden_digest is None else report.hidden_digest.hex()


def _require_first(work: Work, organisation_id: UUID, period: Period) -> None:
    """Refuse a second report of a period: what was answered once would be answered twice, and differently."""
    same = (Report.period_from == period.first.isoformat(), Report.period_to == period.last.isoformat())
    living = Report.state.not_in(report_cycle_steps.NOT_LIVING)
    query = select(Report.id, Report.state).where(Report.organisation_id == organisation_id, living, *same).limit(1)
    if (earlier := work.session.execute(query).one_or_none()) is not None:
        raise Conflict(f"This period has its report already ({earlier.id}, {earlier.state}). A draft can be withdrawn first.")


def _item(work: Work, report: Report) -> dict[str, Any]:
    """What a report is about."""
    return {
        "id": str(report.id),
        "organisation_id": str(report.organisation_id),
        "kind": report.kind,
        "period": {"from": report.period_from, "to": report.period_to},
        "made_at": iso(report.made_at),
        "state": report.state,
        "revision": report.revision,
        "frozen_at": iso_or_none(report.frozen_at),
        "digest": _digest(work, report),
    }


def _made_at_and_id(made_at: object, report_id: object) -> tuple[int, UUID]:
    return cursors.whole(made_at), cursors.ident(report_id)
