"""A frozen report as a file that proves itself: made from what was kept, sealed, and in the audit log before it leaves."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.errors import Conflict
from app.models.reports import Report
from app.reports import files
from app.reports.files import Format, Language
from app.reports.sealing import Proof
from app.services import audit, reports, scope
from app.services.leaving import ReportRead
from app.services.periods import Period
from app.vocabulary.reports import ReportState
from app.work import Work


class ReportFile(NamedTuple):
    """A file, a name for it that names nobody, its media type, and the digest of the snapshot in it."""

    name: str
    data: bytes
    media_type: str
    digest: str


def read(work: Work, report_id: UUID, format_: Format, *, language: Language) -> ReportFile:
    """Return a frozen report as a file. Raises NotFound where the actor may not know of it, Conflict where it is not frozen."""
    return make(work, reports.found(work, report_id), format_, language=language)


def kept(work: Work, report_id: UUID) -> Report:
    """Return a report, for whoever has the installation itself before them."""
    return work.session.get_one(Report, report_id)


def make(work: Work, report: Report, format_: Format, *, language: Language) -> ReportFile:
    """Return a frozen report as a file. Raises Conflict where it is not frozen."""
    document = report.snapshot
    if document is None or (proof := _proof(work, report)) is None:
        raise Conflict(f"The report is {report.state}: only a frozen one leaves as a file.")
    data = files.make(document, proof, format_, language=language, sign=work.vault.sign_export)
    shown = f"{format_}-{language}" if format_ is Format.PDF else str(format_)
    # Locked only now: typesetting takes a while, and what is frozen does not change meanwhile.
    organisation = scope.organisation(work, report.organisation_id, lock=True)
    audit.record(work, organisation, ReportRead(str(report.id), shown, hashlib.sha256(data).hexdigest()))
    return ReportFile(files.name_of(document, format_, language=language), data, files.MEDIA_TYPES[format_], proof.digest)


def proof_of(work: Work, report_id: UUID) -> Proof | None:
    """Return the signature of a report and its place in the audit log; None before it is frozen. Raises NotFound."""
    return _proof(work, reports.found(work, report_id))


def of_period(work: Work, organisation_id: UUID, period: Period) -> Sequence[Report]:
    """Return the reports of an organisation for exactly that period which were not withdrawn, the frozen one first, then the newest."""
    exactly = (Report.period_from == period.first.isoformat(), Report.period_to == period.last.isoformat())
    query = select(Report).where(Report.organisation_id == organisation_id, Report.state != ReportState.WITHDRAWN, *exactly)
    found = work.session.scalars(query.order_by(Report.made_at.desc(), Report.id)).all()
    return sorted(found, key=lambda report: report.state != ReportState.FROZEN)


def _proof(work: Work, report: Report) -> Proof | None:
    """What was kept when the report was frozen; None before."""
    kept = (report.snapshot_digest, report.signature, report.audit_chain, report.audit_position, report.audit_hash)
    digest, signature, chain, position, entry_hash = kept
    if digest is None or signature is None or chain is None or position is None or entry_hash is None:
        return None
    return Proof(
        digest=digest,
        signature=signature.hex(),
        public_key=work.vault.export_public_key().hex(),
        audit_chain=str(chain),
        audit_position=position,
        audit_hash=entry_hash.hex(),
    )
