"""Ids in a body: each must name something that this case or organisation may refer to."""

from uuid import UUID

from sqlalchemy import select

from app.access import Role
from app.errors import FieldError, NotFound, UnknownReference
from app.models.registers import Organisation, Shelter, User
from app.services import scope
from app.services.situations import Situation
from app.shape import FieldKind
from app.vocabulary.organisations import OrganisationType
from app.work import Work

# A field that names another record of the same case or shelter.
_SAME_CASE = {"renews_id": "referral", "restriction_id": "movement_restriction", "inspection_id": "inspection"}
_MINISTRY_ROLES = (Role.MOSAVY_OFFICER.value, Role.MOSAVY_AUDITOR.value)


def check(work: Work, situation: Situation) -> None:
    """Refuse every id of the act's body that names nothing in reach. Raises UnknownReference with all of them."""
    wrong = [
        FieldError(name, "names nothing that may be referred to here")
        for name in situation.act.body
        if situation.act.record.fields[name].kind is FieldKind.ID
        and (value := situation.fact.facts.get(name)) is not None
        and not _known(work, situation, name, str(value))
    ]
    if wrong:
        raise UnknownReference("A reference leads nowhere.", wrong)


def _known(work: Work, situation: Situation, name: str, value: str) -> bool:
    try:
        target = UUID(value)
    except ValueError:
        return True  # A code for a body that is not in the register; its form was checked.
    own = {situation.subject.organisation_id, work.actor.organisation_id}
    if name == "shelter_id":
        if work.actor.role is Role.MOSAVY_OFFICER:
            return work.session.get(Shelter, target) is not None  # The ministry places people in every organisation's shelters.
        return work.session.scalar(select(Shelter.id).where(Shelter.id == target, Shelter.organisation_id.in_(own))) is not None
    if name in ("user_id", "interviewer_id"):
        found = work.session.execute(select(User.organisation_id, User.role).where(User.id == target)).one_or_none()
        return found is not None and (found.organisation_id in own or found.role in _MINISTRY_ROLES)
    if name == "ministry_id":
        found_type = work.session.scalar(select(Organisation.type).where(Organisation.id == target))
        return found_type == OrganisationType.CENTRAL_GOVERNMENT
    if name in ("recipient", "organisation_id"):
        return work.session.scalar(select(Organisation.id).where(Organisation.id == target)) is not None
    if name == "previous_case_id":
        return _in_scope(work, target)
    if record := _SAME_CASE.get(name):
        return any(e.record == record and e.record_id == value for e in situation.before)
    return False


def _in_scope(work: Work, case_id: UUID) -> bool:
    try:
        scope.case(work, case_id)
    except NotFound:
        return False
    return True
