"""Reports: made once, frozen with their digest, and in the audit log before they leave."""

import hashlib
import json
from typing import Any, NamedTuple
from uuid import UUID

from app.access import Role
from app.errors import FieldError, Invalid, NotFound
from app.ids import new_id
from app.models.registers import Organisation
from app.models.reports import Report
from app.reports import mou
from app.reports.suppression import THRESHOLD
from app.services import audit, report_material, scope
from app.services.compliance import HIDDEN_FROM, Period
from app.services.events import ReportMade, ReportRead
from app.work import Work

MOU = "mou"


class Made(NamedTuple):
    """A report as its reader may see it, and the SHA-256 (hex) of that as canonical JSON."""

    content: dict[str, Any]
    digest: str

    def as_json(self) -> dict[str, Any]:
        """The content with its digest beside it."""
        return self.content | {"digest": self.digest}

    def as_csv(self) -> bytes:
        """The content as one table."""
        return mou.to_table(self.content)


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


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of a report's canonical JSON: sorted keys, no blanks, UTF-8."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def _shown(work: Work, content: dict[str, Any]) -> Made:
    """What is kept is whole; small counts are hidden from whoever may not see them whenever it leaves."""
    shown = mou.hide(content, THRESHOLD) if work.actor.role in HIDDEN_FROM else content
    return Made(shown, digest_of(shown))


def _organisation(work: Work, organisation_id: UUID) -> Organisation:
    """The organisation with its row locked, for its chain of the audit log grows."""
    if work.actor.role is not Role.MOSAVY_AUDITOR and organisation_id != work.actor.organisation_id:
        raise NotFound
    return scope.organisation(work, organisation_id, lock=True)
