"""The country of a nation: organisations of very different size, their shelters and their staff, and where a case is."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate
from typing import NamedTuple
from uuid import UUID

from app.records.registry import ACTS
from app.services.instants import local_day, stored
from app.services.nation.living import Life, fact_of
from app.services.nation.plan import DAY, KINDS, PREPARED, Kind, Plan, dashed
from app.services.nation.rows import Rows, Subject, add_findings, add_ledger, lines_of
from app.services.nation.staff import ORGANISATION, SHELTERS, STAFF, trainings_of
from app.shape import Shape
from app.standards.facts import Entry as Fact
from app.standards.judge import Judge
from app.standards.rules import Scope
from app.vocabulary.places import Province
from app.work import NOBODY

# Case ids begin here; below are organisations, users and shelters.
CASES = 0x100000
_USERS, _SHELTERS, _STAFF, _HOUSES = 0x10000, 0x80000, 8, 8
_OF_ALL, _HERE = 0.8, 0.75
_PLAIN_JSON = "{}"


class Home(NamedTuple):
    """An organisation; ids are digits."""

    number: int
    id: str
    kind: int
    province: str
    users: tuple[str, ...]
    shelters: tuple[str, ...]


class Where(NamedTuple):
    """Where a case is."""

    home: Home
    shelter: str
    province: str


@cache
def homes(plan: Plan) -> tuple[Home, ...]:
    """Return the organisations, the largest of each kind first."""
    return tuple(_home(plan, number) for number in range(plan.organisations))


def _home(plan: Plan, number: int) -> Home:
    rng = plan.rng("organisation", number)
    houses = max(1, min(_HOUSES, round(rng.gauss(3.5 if number < plan.organisations // 2 else 2.2, 1))))
    users = tuple(plan.id(Kind.USER, _USERS + number * _STAFF + n) for n in range(len(STAFF)))
    shelters = tuple(plan.id(Kind.SHELTER, _SHELTERS + number * _HOUSES + n) for n in range(houses))
    (province,) = rng.choices(_PROVINCES, _PEOPLE)
    return Home(number, plan.id(Kind.ORGANISATION, number + 1), number % KINDS, province, users, shelters)


@cache
def _of_kind(plan: Plan, kind: int) -> tuple[list[Home], list[float]]:
    several = [home for home in homes(plan) if home.kind == kind]
    return several, list(accumulate(1 / (rank + 1) ** _OF_ALL for rank in range(len(several))))


def where(plan: Plan, number: int, kind: int) -> Where:
    """Say where the case of that number is: with an organisation of the kind its story is about, the large ones far more often."""
    rng = plan.rng("case", number)
    several, weights = _of_kind(plan, kind)
    (home,) = rng.choices(several, cum_weights=weights)
    province = home.province if rng.random() < _HERE else rng.choices(_PROVINCES, _PEOPLE)[0]
    return Where(home, rng.choice(home.shelters), province)


def people_of(home: Home) -> dict[str, str]:
    """Return whom the stand-ins of the staff stand for."""
    own = {str(NOBODY): str(NOBODY), str(ORGANISATION): dashed(home.id)}
    return own | {str(one): dashed(user) for (one, _), user in zip(STAFF, home.users, strict=True)}


def add_home(rows: Rows, plan: Plan, home: Home, judge: Judge, shape: Shape) -> None:
    """Add an organisation with its shelters and its staff, each judged by what is recorded of it."""
    ids = people_of(home)
    life = Life(judge, None, shape)
    body = {"name": f"Invented organisation {home.number + 1}", "type": "ngo", "province": home.province}
    life.write("register_organisation", NOBODY, _fact("register_organisation", NOBODY, plan.begins, ORGANISATION, body, {}))
    subject = Subject("organisation", home.id, home.id, home.number + 1)
    head = add_ledger(rows, plan, subject, lines_of(life.told, ids), ids)
    rows.add("organisations", home.id, body["name"], "ngo", home.province, plan.begins, _PLAIN_JSON, 0, *head)
    for number in range(len(STAFF)):
        _add_user(rows, plan, home, number, judge, shape)
    for number in range(len(home.shelters)):
        _add_shelter(rows, plan, home, number, judge, shape)


def _add_user(rows: Rows, plan: Plan, home: Home, number: int, judge: Judge, shape: Shape) -> None:
    ids = people_of(home)
    user, role = STAFF[number]
    admin = STAFF[-1][0]
    life = Life(judge, Scope.STAFF, shape)
    for act, by, fact in sorted(_of_user(plan, home, user, role.value, admin), key=lambda told: told[2].recorded_at):
        life.write(act, by, fact)
    subject = Subject("user", home.users[number], home.id, _USERS + home.number * _STAFF + number)
    ids |= _records(plan, subject, life)
    ids[str(user)] = dashed(subject.id)
    head = add_ledger(rows, plan, subject, lines_of(life.told, ids), ids)
    add_findings(rows, plan, subject, life.kept)
    rows.add("users", subject.id, home.id, role.value, 1, plan.begins + PREPARED, *head)


def _of_user(plan: Plan, home: Home, user: UUID, role: str, admin: UUID) -> Iterator[tuple[str, UUID, Fact]]:
    made = plan.begins + 2 * DAY
    body: dict[str, object] = {"organisation_id": ORGANISATION, "role": role, "active": True}
    yield "register_user", NOBODY, _fact("register_user", NOBODY, made, user, body, {})
    rng = plan.rng("promises", home.number * _STAFF + user.int)
    for number, kind in enumerate(("confidentiality", "code_of_conduct")):
        late = 120 * DAY if rng.random() < 0.15 else 0
        if rng.random() < 0.93:
            at = made + (10 + number) * DAY + late
            body = {"kind": kind, "signed_on": local_day(at).isoformat()}
            yield "sign_undertaking", user, _fact("sign_undertaking", user, at, UUID(int=0x200 + number), body, {"user_id": user})
    for training in trainings_of(plan, home.kind):
        if training.facts["user_id"] == str(user):
            yield "record_training", admin, training
    opened = plan.begins + PREPARED
    plain = {"user_id": str(user), "first_case_access_at": stored(opened)}
    yield "first_access", user, Fact("access", str(UUID(int=0x210)), makes=True, occurred_at=opened, recorded_at=opened, facts=plain)


def _add_shelter(rows: Rows, plan: Plan, home: Home, number: int, judge: Judge, shape: Shape) -> None:
    shelter, admin = SHELTERS[0], STAFF[-1][0]
    subject = Subject("shelter", home.shelters[number], home.id, _SHELTERS + home.number * _HOUSES + number)
    rng = plan.rng("shelter", subject.number)
    province = home.province if rng.random() < _HERE else rng.choices(_PROVINCES, _PEOPLE)[0]
    said: dict[str, str] = {"code": f"S{subject.number - _SHELTERS:04}", "province": province, "accepts": "all", "accepts_age": "all"}
    life = Life(judge, Scope.SHELTER, shape)
    opened = plan.begins + DAY
    life.write("register_shelter", admin, _fact("register_shelter", admin, opened, shelter, said, {}))
    seen = opened + rng.randint(1, 60) * DAY
    while seen < plan.as_of:
        body = _condition(rng.random(), capacity=rng.choice((20, 30, 40)), occupied=rng.uniform(0.5, 1.08))
        body |= {"observed_on": local_day(seen).isoformat()}
        record = UUID(int=0x1000 + len(life.told))
        life.write("record_shelter_condition", admin, _fact("record_shelter_condition", admin, seen, record, body, {"shelter_id": shelter}))
        seen += rng.randint(90, 400) * DAY
    life.pass_until(plan.as_of)
    ids = people_of(home) | {str(one): dashed(subject.id) for one in SHELTERS} | _records(plan, subject, life)
    ids[str(shelter)] = dashed(subject.id)
    head = add_ledger(rows, plan, subject, lines_of(life.told, ids), ids)
    add_findings(rows, plan, subject, life.kept)
    rows.add("shelters", subject.id, home.id, said["code"], province, "all", "all", *head)


def _condition(care: float, *, capacity: int, occupied: float) -> dict[str, object]:
    return {
        "security_24h": care > 0.08,
        "meals_per_day": 3 if care > 0.05 else 2,
        "land_area_m2": 2400 if care > 0.1 else 1500,
        "staff_count": 14 if care > 0.15 else 10,
        "staff_required": 12,
        "capacity": capacity,
        "occupancy": round(capacity * occupied),
        "rooms_by_sex_and_age": care > 0.06,
    }


def _fact(act: str, by: UUID, at: int, record: UUID, body: Mapping[str, object], ids: Mapping[str, UUID]) -> Fact:
    return fact_of(ACTS[act], by, at, record_id=str(record), body=body, ids=ids)


def _records(plan: Plan, subject: Subject, life: Life) -> dict[str, str]:
    """Give every record of a life an id of the subject's own."""
    names = dict.fromkeys(fact.record_id for fact in life.entries)
    return {name: dashed(plan.id(Kind.RECORD, subject.number, part)) for part, name in enumerate(names)}


# Shares of the people of the country, roughly as the census has them: the capital and the plain are full, the hills are not.
_SHARES: Mapping[str, float] = {"KH-12": 14.0, "KH-3": 6.0, "KH-8": 7.7, "KH-2": 6.4, "KH-17": 6.5, "KH-14": 6.9, "KH-21": 5.8, "KH-1": 5.5}
_PROVINCES: tuple[str, ...] = tuple(province.value for province in Province)
_PEOPLE: tuple[float, ...] = tuple(_SHARES.get(province, 2.4) for province in _PROVINCES)
