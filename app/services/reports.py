"""Reports: made once, frozen with their digest, and in the audit log before they leave."""

import hashlib
import json
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import defer

from app.access import Role
from app.errors import FieldError, Invalid, NotFound
from app.ids import new_id
from app.models.registers import Organisation
from app.models.reports import Report
from app.reports import mou, mou_table
from app.reports.suppression import THRESHOLD
from app.services import audit, cursors, report_material, scope
from app.services.compliance import HIDDEN_FROM, Period
from app.services.events import ReportMade, ReportRead
from app.services.instants import iso
from app.services.reading import Page
from app.work import Work

MOU = "mou"
# Who reads the reports of every organisation.
_EVERY_REPORT = frozenset({Role.MOSAVY_AUDITOR})


class Made(NamedTuple):
    """A report as its reader may see it, and the SHA-256 (hex) of that as canonical JSON."""

    content: dict[str, Any]
    digest: str

    def as_json(self) -> dict[str, Any]:
        """The content with its digest beside it."""
        return self.content | {"digest": self.digest}

    def as_csv(self) -> bytes:
        """The content as one table."""
        return mou_table.to_table(self.content)


def make(work: Work, organisation_id: UUID, period: Period) -> Made:
    """Make the compliance report of an organisation as of the end of the period, or as of now while it runs, and keep it.

    Raises NotFound for another organisation, Invalid for a period that has not begun.
    """
    organisation = _organisation(work, organisation_id)
    if period.instants[0] > work.now:
        raise Invalid("The period has not begun.", [FieldError("period.from", "must not lie after today")])
    report_id = new_id()
    content = mou.document(report_material.gather(work, organisation, report_id, period))
    digest = digest_of(content)
    work.session.add(
        Report(
            id=report_id,
            organisation_id=organisation.id,
            kind=MOU,
            period_from=period.first.isoformat(),
            period_to=period.last.isoformat(),
            made_at=work.now,
            made_by=work.actor.user_id,
            digest=bytes.fromhex(digest),
            content=content,
        )
    )
    audit.record(work, organisation, ReportMade(str(report_id), MOU, digest))
    return _shown(work, content)


def read(work: Work, report_id: UUID, *, format_: str) -> Made:
    """Return a report as it was made, never counted again. Raises NotFound."""
    report = work.session.get(Report, report_id)
    if report is None:
        raise NotFound
    organisation = _organisation(work, report.organisation_id)
    made = _shown(work, report.content)
    audit.record(work, organisation, ReportRead(str(report_id), format_, made.digest))
    return made


def listed(work: Work, *, cursor: str | None, limit: int) -> Page:
    """Return the reports the actor may read, newest first: what each is about and its digest, no figure."""
    query = select(Report).options(defer(Report.content)).order_by(Report.made_at.desc(), Report.id.desc())
    if work.actor.role not in _EVERY_REPORT:
        query = query.where(Report.organisation_id == work.actor.organisation_id)
    if cursor is not None:
        query = query.where(tuple_(Report.made_at, Report.id) < tuple_(*cursors.read(cursor, _made_at_and_id)))
    found = work.session.scalars(query.limit(limit + 1)).all()
    last = found[limit - 1] if len(found) > limit else None
    return Page([_item(work, report) for report in found[:limit]], cursors.write(last.made_at, last.id) if last else None)


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of a report's canonical JSON: sorted keys, no blanks, UTF-8."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def _shown(work: Work, content: dict[str, Any]) -> Made:
    """What is kept is whole; small counts are hidden from whoever may not see them whenever it leaves."""
    shown = mou.hide(content, THRESHOLD) if work.actor.role in HIDDEN_FROM else content
    return Made(shown, digest_of(shown))


def _item(work: Work, report: Report) -> dict[str, Any]:
    """What a report is about. The digest is of what this reader is shown: from that of the whole, small counts could be guessed."""
    digest = _shown(work, report.content).digest if work.actor.role in HIDDEN_FROM else report.digest.hex()
    return {
        "id": str(report.id),
        "organisation_id": str(report.organisation_id),
        "kind": report.kind,
        "period": {"from": report.period_from, "to": report.period_to},
        "made_at": iso(report.made_at),
        "digest": digest,
    }


def _made_at_and_id(made_at: object, report_id: object) -> tuple[int, UUID]:
    return cursors.whole(made_at), cursors.ident(report_id)


def _organisation(work: Work, organisation_id: UUID) -> Organisation:
    """The organisation with its row locked, for its chain of the audit log grows."""
    if work.actor.role not in _EVERY_REPORT and organisation_id != work.actor.organisation_id:
        raise NotFound
    return scope.organisation(work, organisation_id, lock=True)
