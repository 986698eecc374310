"""The invented organisations, people and shelters of the demonstration, and their accounts."""

import json
import os
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID

from app.access import Role
from app.ids import OrganisationId, UserId
from app.records.registry import ACTS
from app.services import accounts
from app.services.demo_people import staff_name
from app.services.demo_playing import do
from app.services.demo_tales import DAY, Provider, Town
from app.services.instants import local_day
from app.services.sessions import NOBODY_AT_WORK
from app.work import NOBODY, Actor, House, unit_of_work


class _Body(NamedTuple):
    name: str
    type: str
    province: int


class _Shelter(NamedTuple):
    provider: int
    code: str
    accepts: str
    opened: int  # so many days before the first case


_MINISTRY = _Body("ក្រសួង (ប្រឌិត) Ministry of Social Affairs (invented)", "central_government", 12)
_MONITOR = _Body("អ្នកឃ្លាំមើលឯករាជ្យ (ប្រឌិត) Independent Monitor (invented)", "ngo", 12)
_TASK_FORCE = _Body("គណៈកម្មាធិការខេត្ត (ប្រឌិត) Provincial Task Force (invented)", "local_government", 12)
_PROVIDERS = (
    _Body("ផ្ទះផ្កាឈូក (ប្រឌិត) Lotus House (invented)", "ngo", 2),
    _Body("ជម្រកមាត់ទន្លេ (ប្រឌិត) Riverside Refuge (invented)", "ngo", 17),
    _Body("ផ្ទះត្នោត (ប្រឌិត) Sugar Palm Home (invented)", "ngo", 12),
)
_SHELTERS = (
    _Shelter(0, "LOTUS-1", "women_and_girls", 300),
    _Shelter(0, "LOTUS-2", "all", 40),
    _Shelter(1, "RIVER-1", "women_and_girls", 900),
    _Shelter(1, "RIVER-2", "all", 5),
    _Shelter(2, "PALM-1", "all", 500),
)
_STAFF = (Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER)


class Member(NamedTuple):
    """A person of the cast who gets an account."""

    actor: Actor
    organisation: str
    username: str


class Cast(NamedTuple):
    """Everybody there is."""

    town: Town
    members: tuple[Member, ...]


def gather(house: House, rng: Random, *, now: int) -> Cast:
    """Register organisations, users and shelters, with the clock at `now`."""
    members: list[Member] = []

    def staff(body: _Body, roles: tuple[Role, ...]) -> tuple[UUID, list[Actor]]:
        facts: dict[str, object] = {"name": body.name, "type": body.type, "province": f"KH-{body.province}"}
        organisation = _register(house, NOBODY_AT_WORK, "register_organisation", facts, now=now)
        actors = [_hire(house, rng, organisation, role, now=now) for role in roles]
        for actor in actors:
            members.append(Member(actor, body.name, _username(members, actor.role)))
        return organisation, actors

    # The ministry's member of the task force sees the nation, the province's its province.
    ministry, (officer, auditor, _) = staff(_MINISTRY, (Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR, Role.TASK_FORCE_MEMBER))
    _, (monitor,) = staff(_MONITOR, (Role.INDEPENDENT_MONITOR,))
    staff(_TASK_FORCE, (Role.TASK_FORCE_MEMBER,))
    providers = []
    for number, body in enumerate(_PROVIDERS):
        organisation, (worker, supervisor, second, admin, reporter) = staff(body, _STAFF)
        own = [_open(house, admin, shelter, body.province, now=now) for shelter in _SHELTERS if shelter.provider == number]
        providers.append(Provider(organisation, body.province, worker, supervisor, second, admin, reporter, tuple(own)))
    members.append(Member(_hire(house, rng, NOBODY, Role.SYSTEM_ADMIN, now=now), "This installation", "system_admin"))
    return Cast(Town(ministry, officer, auditor, monitor, tuple(providers)), tuple(members))


def give_accounts(house: House, members: tuple[Member, ...], file: Path, *, now: int) -> None:
    """Make an account for everybody and write what signs them in to a file that only its owner can read."""
    told = []
    for actor, organisation, username in members:
        with unit_of_work(house, NOBODY_AT_WORK, now=now) as work:
            account = accounts.make_account(work, actor.user_id, username)
        told.append(
            {
                "role": actor.role.value,
                "username": account.username,
                "password": account.password,
                "totp_secret": account.totp_secret,
                "organisation": organisation,
                "user_id": str(actor.user_id),
            }
        )
    _write(file, json.dumps(told, ensure_ascii=False, indent=2) + "\n")


def _hire(house: House, rng: Random, organisation: UUID, role: Role, *, now: int) -> Actor:
    woman = rng.random() < 0.7
    facts: dict[str, object] = {
        "organisation_id": str(organisation),
        "role": role,
        "sex": "feminine" if woman else "masculine",
        "languages": ["khm", "eng"],
        "active": True,
        "name": staff_name(rng, woman=woman),
        "email": f"{role}@demonstration.invalid",
    }
    made = _register(house, NOBODY_AT_WORK, "register_user", facts, now=now)
    return Actor(UserId(made), OrganisationId(organisation), role)


def _open(house: House, admin: Actor, shelter: _Shelter, province: int, *, now: int) -> UUID:
    facts: dict[str, object] = {
        "code": shelter.code,
        "opened_on": local_day(now - shelter.opened * DAY).isoformat(),
        "province": f"KH-{province}",
        "accepts": shelter.accepts,
        "accepts_age": "all",
        "name": f"ជម្រក (ប្រឌិត) {shelter.code} (invented)",
        "street_address": "ផ្លូវប្រឌិត Invented Street 1",
        "phone": "+855 00 000 000",
    }
    return _register(house, admin, "register_shelter", facts, now=now)


def _register(house: House, by: Actor, act: str, facts: dict[str, object], *, now: int) -> UUID:
    with unit_of_work(house, by, now=now) as work:
        return do(work, ACTS[act], {}, facts)


def _username(members: list[Member], role: Role) -> str:
    """Return the role's name, numbered from the second on: supervisor, supervisor_2 ..."""
    nth = 1 + sum(member.actor.role is role for member in members)
    return f"{role}_{nth}" if nth > 1 else role.value


def _write(file: Path, text: str) -> None:
    """Put a file in its place at once, readable by its owner only from the first byte."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    temporary.replace(file)
