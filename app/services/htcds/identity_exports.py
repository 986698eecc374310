"""Identities by four eyes: one asks, another supervisor approves, and only the recipient named can read the file."""

import hashlib
import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from app.access import Role
from app.crypto import recipients
from app.crypto.errors import BadKey
from app.errors import Conflict, FieldError, FourEyesRequired, Invalid, NotFound, NotPermitted, UnknownReference
from app.ids import new_id
from app.models.exchange import IdentityExport
from app.models.registers import Case
from app.records.htcds import flat
from app.services import audit, cursors, scope
from app.services.htcds import material
from app.services.htcds.events import IdentitiesLeft, IdentityExportApproved, IdentityExportAsked
from app.services.htcds.exporting import WRITERS
from app.services.instants import iso, iso_or_none
from app.services.reading import Page
from app.vocabulary.disclosing import IdentityExportPurpose, IdentityExportState
from app.work import Work

MOST_CASES = 200
WAITS_SECONDS = 7 * 24 * 3600  # for somebody else to approve
OPEN_SECONDS = 72 * 3600  # to fetch it, once approved


def ask(
    work: Work, case_ids: Sequence[UUID], *, recipient: str, purpose: IdentityExportPurpose, reason: str, format_: str
) -> dict[str, Any]:
    """Ask for the identities of cases one may know of. Raises Invalid for what is no age key, UnknownReference for a case out of reach."""
    try:
        recipients.parse(recipient)
    except BadKey as error:
        raise Invalid("The recipient cannot be used.", [FieldError("recipient", str(error))]) from None
    for number, case_id in enumerate(case_ids):
        _case(work, case_id, f"case_ids.{number}")
    organisation = scope.organisation(work, work.actor.organisation_id, lock=True)
    export_id = new_id()
    own = organisation.id
    sealed = work.vault.seal(own, own, record=str(export_id), entry=export_id, values={"reason": reason}, now=work.now)
    asked = IdentityExport(
        id=export_id,
        organisation_id=own,
        format=format_,
        recipient=recipient.strip(),
        purpose=purpose.value,
        reason=sealed.values["reason"],
        asked={"case_ids": [str(case_id) for case_id in dict.fromkeys(case_ids)]},
        asked_at=work.now,
        asked_by=work.actor.user_id,
        expires_at=work.now + WAITS_SECONDS,
    )
    work.session.add(asked)
    audit.record(work, organisation, IdentityExportAsked(str(export_id), purpose.value, len(asked.asked["case_ids"]), asked.recipient))
    return _item(work, asked)


def listed(work: Work, *, cursor: str | None, limit: int) -> Page:
    """Return the requests one may know of, newest first: a supervisor those of the organisation, anybody else one's own."""
    query = select(IdentityExport).order_by(IdentityExport.asked_at.desc(), IdentityExport.id.desc())
    query = query.where(IdentityExport.organisation_id == work.actor.organisation_id)
    if work.actor.role is not Role.SUPERVISOR:
        query = query.where(IdentityExport.asked_by == work.actor.user_id)
    if cursor is not None:
        query = query.where(tuple_(IdentityExport.asked_at, IdentityExport.id) < tuple_(*cursors.read(cursor, _at_and_id)))
    found = work.session.scalars(query.limit(limit + 1)).all()
    last = found[limit - 1] if len(found) > limit else None
    return Page([_item(work, export) for export in found[:limit]], cursors.write(last.asked_at, last.id) if last else None)


def read(work: Work, export_id: UUID) -> dict[str, Any]:
    """Return a request with its reason, which whoever approves must read. Raises NotFound."""
    export = _export(work, export_id)
    own = export.organisation_id
    reason = work.vault.open(own, own, record=str(export.id), entry=export.id, field="reason", sealed=export.reason, now=work.now)
    return _item(work, export) | {"reason": reason}


def approve(work: Work, export_id: UUID) -> dict[str, Any]:
    """Let the identities out, as somebody other than who asked. Raises FourEyesRequired, Conflict or NotFound."""
    export = _export(work, export_id, lock=True)
    if export.asked_by == work.actor.user_id:
        raise FourEyesRequired("Whoever asks for identities cannot approve it; ask another supervisor.")
    if _state(work, export) is not IdentityExportState.ASKED:
        raise Conflict("The request waits for nobody any more.")
    export.approved_at, export.approved_by = work.now, work.actor.user_id
    export.expires_at = work.now + OPEN_SECONDS
    organisation = scope.organisation(work, export.organisation_id, lock=True)
    audit.record(work, organisation, IdentityExportApproved(str(export.id), str(export.asked_by)))
    return _item(work, export)


def file(work: Work, export_id: UUID) -> tuple[bytes, str]:
    """Return the encrypted file and its name; every record that is opened for it is in the log of its case.

    Raises NotPermitted for anybody but who asked, Conflict before it is approved and after it expired.
    """
    export = _export(work, export_id, lock=True)
    if export.asked_by != work.actor.user_id:
        raise NotPermitted("Only whoever asked for the identities fetches them.")
    if _state(work, export) is not IdentityExportState.APPROVED:
        raise Conflict("The request is not approved, or it has expired.")
    cases = [_case(work, UUID(case_id), "case_ids", lock=True) for case_id in sorted(export.asked["case_ids"])]
    rows = [flat.row(material.opened(work, case, purpose=f"identity export: {export.purpose}"), flat.WHOLE) for case in cases]
    sealed = io.BytesIO()
    recipients.encrypt([WRITERS[export.format](flat.WHOLE, rows)], sealed, to=recipients.parse(export.recipient))
    digest = hashlib.sha256(sealed.getvalue()).hexdigest()
    organisation = scope.organisation(work, export.organisation_id, lock=True)
    audit.record(work, organisation, IdentitiesLeft(str(export.id), len(rows), export.recipient, digest))
    return sealed.getvalue(), f"htcds-{export.id}.{export.format}.age"


def _export(work: Work, export_id: UUID, *, lock: bool = False) -> IdentityExport:
    query = select(IdentityExport).where(IdentityExport.id == export_id)
    query = query.where(IdentityExport.organisation_id == work.actor.organisation_id)
    if work.actor.role is not Role.SUPERVISOR:
        query = query.where(IdentityExport.asked_by == work.actor.user_id)
    found = work.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def _case(work: Work, case_id: UUID, name: str, *, lock: bool = False) -> Case:
    """The case, of the actor's own organisation: what another body was only lent, it does not let out."""
    try:
        case = scope.case(work, case_id, lock=lock)
    except NotFound:
        case = None
    if case is None or case.organisation_id != work.actor.organisation_id:
        raise UnknownReference("A reference leads nowhere.", [FieldError(name, "names no case whose identity is yours to let out")])
    return case


def _state(work: Work, export: IdentityExport) -> IdentityExportState:
    if export.expires_at <= work.now:
        return IdentityExportState.EXPIRED
    return IdentityExportState.ASKED if export.approved_at is None else IdentityExportState.APPROVED


def _item(work: Work, export: IdentityExport) -> dict[str, Any]:
    return {
        "id": str(export.id),
        "state": _state(work, export).value,
        "purpose": export.purpose,
        "case_ids": export.asked["case_ids"],
        "recipient": export.recipient,
        "format": export.format,
        "asked_at": iso(export.asked_at),
        "asked_by": str(export.asked_by),
        "approved_at": iso_or_none(export.approved_at),
        "approved_by": str(export.approved_by) if export.approved_by else None,
        "expires_at": iso(export.expires_at),
    }


def _at_and_id(at: object, last: object) -> tuple[int, UUID]:
    return cursors.whole(at), cursors.ident(last)
