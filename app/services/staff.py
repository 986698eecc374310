"""Staff: who may make whom a user. Otherwise whoever may register users could give any power to anybody."""

from collections.abc import Mapping

from app.access import Role
from app.errors import NotPermitted
from app.models.registers import Organisation
from app.services import scope
from app.services.situations import Situation
from app.vocabulary.organisations import OrganisationType
from app.work import Work

_PROVIDER = frozenset({Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER})
# The roles that the administrators of a kind of organisation give.
_OF_TYPE: Mapping[str, frozenset[Role]] = {
    OrganisationType.CENTRAL_GOVERNMENT: _PROVIDER
    | {Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR, Role.INDEPENDENT_MONITOR, Role.TASK_FORCE_MEMBER},
    OrganisationType.LOCAL_GOVERNMENT: _PROVIDER | {Role.TASK_FORCE_MEMBER},
    OrganisationType.INTERNATIONAL_ORGANISATION: _PROVIDER | {Role.TASK_FORCE_MEMBER},
}


def guard_registration(work: Work, situation: Situation) -> None:
    """Refuse a role that is not the actor's to give: an organisation's administrator gives the roles of that kind of organisation only."""
    if work.actor.role is Role.SYSTEM_ADMIN:
        return
    organisation: Organisation = scope.organisation(work, situation.subject.organisation_id)
    if situation.fact.facts.get("role") not in _OF_TYPE.get(organisation.type, _PROVIDER):
        raise NotPermitted("A role of another kind of organisation is given by the administrator of the system.")
