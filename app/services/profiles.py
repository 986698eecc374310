"""Rule profiles: an organisation's own limits where the catalogue's are only proposed."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from app.errors import FieldError, Invalid, PreconditionFailed, PreconditionRequired
from app.ids import new_id
from app.models.registers import Case, Organisation, Shelter, User
from app.services import acts, audit, findings, ledger, scope
from app.services.scope import Subject
from app.standards.duration import parse_duration
from app.standards.facts import Entry as Fact
from app.work import Work

ACT = "set_rule_profile"
RECORD = "rule_profile"


def etag(organisation: Organisation) -> str:
    """Return the ETag of a rule profile: how often it was set."""
    return f'"{organisation.profile_revision}"'


def put(work: Work, organisation_id: UUID, limits: Mapping[str, str], if_match: str | None) -> Organisation:
    """Replace the rule profile and judge again whatever the organisation answers for; the ledger keeps every profile there was.

    The first profile needs no If-Match; a later one does. Raises NotFound, Invalid, PreconditionRequired or PreconditionFailed.
    """
    organisation = scope.organisation(work, organisation_id, lock=True)
    if organisation.profile_revision and if_match is None:
        raise PreconditionRequired("Send If-Match with the ETag of the profile you have seen.")
    if if_match is not None and if_match.strip() not in ("*", etag(organisation)):
        raise PreconditionFailed("Somebody set another profile since you looked.")
    _check(work, limits)
    subject = Subject("organisation", organisation)
    fact = Fact(RECORD, str(new_id()), makes=True, occurred_at=work.now, recorded_at=work.now, facts=dict(limits))
    entry, _ = ledger.append(work, subject, ACT, fact, {})
    organisation.rule_profile = dict(limits)
    organisation.profile_revision += 1
    audit.record(work, organisation, acts.performed(entry))
    work.session.flush()
    _refresh_all(work, organisation_id)
    return organisation


def settings_of(work: Work) -> dict[str, str]:
    """Return every setting a profile may replace, over all catalogues at hand, with the proposed limit."""
    return {
        s.setting: s.limit_text or ""
        for catalogue in work.books.catalogues.values()
        for s in catalogue.standards
        if s.setting and s.limit_basis == "proposed"
    }


def _check(work: Work, limits: Mapping[str, str]) -> None:
    known, errors = settings_of(work), []
    for name, text in limits.items():
        if name not in known:
            errors.append(FieldError("limits", "names a limit that is not a proposed one"))
            continue
        try:
            parse_duration(text)
        except ValueError:
            errors.append(FieldError(f"limits.{name}", "must be a duration such as PT24H, P10D, P2W, P3M or P1Y"))
    if errors:
        raise Invalid(f"{len(errors)} limit(s) are not right.", errors)


def _refresh_all(work: Work, organisation_id: UUID) -> None:
    session, own = work.session, organisation_id
    rows: list[Case | Shelter | User] = [
        *session.scalars(select(Case).where(Case.organisation_id == own).with_for_update()),
        *session.scalars(select(Shelter).where(Shelter.organisation_id == own).with_for_update()),
        *session.scalars(select(User).where(User.organisation_id == own).with_for_update()),
    ]
    for row in rows:
        findings.refresh(work, findings.subject_of(row), ledger.held(work, row.id))
