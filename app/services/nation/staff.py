"""The staff of every organisation, by stand-ins: who there is, and when they were trained, which is the same in all of a kind."""

from uuid import UUID

from app.access import Role
from app.ids import OrganisationId, UserId
from app.records.registry import ACTS
from app.services.demo_tales import Provider, Town
from app.services.instants import local_day
from app.services.nation.living import fact_of
from app.services.nation.plan import DAY, Plan
from app.standards.facts import Entry as Fact
from app.work import NOBODY, Actor

# What stands for an organisation, its people and its shelters until a story is placed.
ORGANISATION = UUID(int=1)
STAFF: tuple[tuple[UUID, Role], ...] = (
    (UUID(int=2), Role.SUPERVISOR),
    (UUID(int=3), Role.SUPERVISOR),
    (UUID(int=4), Role.SOCIAL_WORKER),
    (UUID(int=5), Role.SOCIAL_WORKER),
    (UUID(int=6), Role.SOCIAL_WORKER),
    (UUID(int=7), Role.ORGANISATION_ADMIN),
)
SHELTERS = (UUID(int=16), UUID(int=17))
_FIRST_TRAINING = 0x100
_TALKS, _CHILDREN, _SAFE = "victim_centred_interviewing", "child_interviewing", "safeguarding"

# Of each kind of organisation: whose, what, after how many days of the nation it was held, and for how many days it is valid.
_COURSES: tuple[tuple[tuple[int, str, int, int | None], ...], ...] = (
    (
        *((who, topic, 20, None) for who in range(5) for topic in (_TALKS, _CHILDREN)),
        *((who, _SAFE, 40, None) for who in range(6)),
    ),
    (
        *((who, _TALKS, 30, 1100) for who in range(3)),
        (0, _CHILDREN, 35, None),
        (2, _CHILDREN, 35, None),
        (3, _TALKS, 600, None),
        (3, _CHILDREN, 640, None),
        *((who, _SAFE, 700, 365) for who in range(4)),
    ),
    (
        (0, _TALKS, 60, None),
        (2, _TALKS, 420, None),
        (3, _TALKS, 420, None),
        (2, _CHILDREN, 980, None),
        *((who, _SAFE, 1000, None) for who in range(6)),
    ),
)


def home_of(worker: int, province: int) -> Provider:
    """Return an organisation of stand-ins; `worker` says which of its people holds the case."""
    people = [Actor(UserId(user), OrganisationId(ORGANISATION), role) for user, role in STAFF]
    return Provider(ORGANISATION, province, people[worker], people[0], people[1], people[5], people[5], SHELTERS)


def town_of(home: Provider) -> Town:
    """Return a town of that organisation alone; the ministry takes no part in the stories of a nation."""
    nobody = Actor(UserId(NOBODY), OrganisationId(NOBODY), Role.MOSAVY_OFFICER)
    return Town(NOBODY, nobody, nobody, nobody, (home,))


def trainings_of(plan: Plan, kind: int) -> list[Fact]:
    """Return the trainings held up to the nation's present by the staff of a kind of organisation, in the order of the staff."""
    act, held = ACTS["record_training"], []
    for number, (who, topic, day, valid) in enumerate(_COURSES[kind]):
        completed = plan.begins + day * DAY
        body = {"topic": topic, "completed_on": local_day(completed).isoformat()}
        if valid is not None:
            body["valid_until"] = local_day(completed + valid * DAY).isoformat()
        # Written down some days later, at a second at which nothing else is.
        recorded, user = completed + 5 * DAY + 43_217 + number, STAFF[who][0]
        if recorded <= plan.as_of:
            record_id = str(UUID(int=_FIRST_TRAINING + number))
            held.append((who, fact_of(act, user, recorded, record_id=record_id, body=body, ids={"user_id": user})))
    return [fact for _, fact in sorted(held, key=lambda pair: pair[0])]
