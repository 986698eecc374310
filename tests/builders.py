"""Invented organisations, people and cases, made through the services. Each builder shows what matters to a test and hides the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.access import Role
from app.ids import OrganisationId, UserId
from app.models.registers import User
from app.records.bodies import body_model
from app.records.examples import example_of
from app.records.registry import ACTS
from app.services import acts, sessions
from app.services.acts import Performed
from app.services.instants import iso
from app.services.sessions import NOBODY_AT_WORK
from app.work import NOBODY, Actor, House, unit_of_work

# A Monday morning in Phnom Penh.
START = int(datetime.fromisoformat("2025-06-16T09:00:00+07:00").timestamp())
HOUR, DAY = 3600, 86400
_TEN_YEARS = 3650 * DAY


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: int = START) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def advance(self, seconds: int) -> None:
        self.now += seconds


class Person(NamedTuple):
    """An invented user with a running session."""

    actor: Actor
    token: str

    @property
    def id(self) -> UUID:
        return self.actor.user_id

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True)
class Town:
    """Two organisations that run shelters and a ministry, with a person for every role they have."""

    own: UUID
    other: UUID
    ministry: UUID
    people: Mapping[tuple[UUID, Role], Person]

    def person(self, role: Role, organisation: UUID | None = None) -> Person:
        """Return whoever has the role: in the ministry or the installation if it is theirs, else in `own` or the one asked for."""
        places = [organisation] if organisation else [self.own, self.ministry, NOBODY]
        return next(self.people[place, role] for place in places if (place, role) in self.people)


STAFF = (Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER)
OFFICIALS = (Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR, Role.INDEPENDENT_MONITOR, Role.ORGANISATION_ADMIN, Role.TASK_FORCE_MEMBER)


def a_town(house: House) -> Town:
    own, other = an_organisation(house, "Invented House Battambang"), an_organisation(house, "Invented House Siem Reap")
    ministry = an_organisation(house, "Invented Ministry", type="central_government")
    places = [(own, STAFF), (other, STAFF), (ministry, OFFICIALS), (NOBODY, (Role.SYSTEM_ADMIN,))]
    people = {(place, role): signed_in(house, a_user(house, place, role)) for place, roles in places for role in roles}
    return Town(own, other, ministry, people)


def do(house: House, actor: Actor, act_name: str, ids: Mapping[str, UUID] | None = None, **facts: Any) -> Performed:
    """Perform an act; what is not given is an invented example, and None leaves a fact out."""
    act = ACTS[act_name]
    body = {name: value for name, value in (example_of(act) | facts).items() if value is not None}
    with unit_of_work(house, actor) as work:
        return acts.perform(work, act, ids or {}, body_model(act).model_validate(body))


def an_organisation(house: House, name: str, **facts: Any) -> UUID:
    given: dict[str, Any] = {"name": name, "type": "ngo"} | facts
    return do(house, NOBODY_AT_WORK, "register_organisation", **given).record_id


def a_user(house: House, organisation: UUID, role: Role, **facts: Any) -> Actor:
    given: dict[str, Any] = {"organisation_id": str(organisation), "role": role, "active": True} | facts
    made = do(house, NOBODY_AT_WORK, "register_user", **given)
    return Actor(UserId(made.record_id), OrganisationId(organisation), role)


def signed_in(house: House, actor: Actor, *, idle_seconds: int = _TEN_YEARS, absolute_seconds: int = _TEN_YEARS) -> Person:
    """Begin a session without the price of a password."""
    with unit_of_work(house, actor) as work:
        user = work.session.scalars(select(User).where(User.id == actor.user_id).with_for_update()).one()
        token, _ = sessions.begin(work, user, idle_seconds=idle_seconds, absolute_seconds=absolute_seconds)
    return Person(actor, token)


def case_facts(house: House, **facts: Any) -> dict[str, Any]:
    """Return the body that opens a case one hour ago."""
    earlier = iso(house.clock() - HOUR)
    return {"first_contact_at": earlier, "registered_at": earlier, "sex": "feminine", "previous_case_id": None, "province": None} | facts


def a_case(house: House, person: Person, **facts: Any) -> UUID:
    return do(house, person.actor, "open_case", **case_facts(house, **facts)).record_id
