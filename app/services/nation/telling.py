"""Stories of cases, made of the chapters that the demonstration is told in, with what goes wrong in them.

A story is about nobody and nowhere: who works in it, its shelters and its records are stand-ins until it is placed.
"""

from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from app.services import demo_episodes as episodes
from app.services.demo_chapters import cared_for, chose, met, noted, planned, sheltered, talked
from app.services.demo_going_home import closed, closed_on_score, going_home, visited
from app.services.demo_people import Invented
from app.services.demo_tales import REFUSED, Lapse, Steps, Story, Tale
from app.services.findings import Segment
from app.services.instants import first_second, local_day
from app.services.nation.living import Life, Told
from app.services.nation.plan import DAY, KINDS, PREPARED, Plan
from app.services.nation.playing import Stage
from app.services.nation.staff import SHELTERS, home_of, town_of, trainings_of
from app.shape import Shape
from app.standards.judge import Judge
from app.standards.rules import Scope

# How often each lapse of the demonstration happens, and how often an act is not recorded at all.
_LAPSES, _FORGOTTEN = 0.06, 0.03
_ABROAD = ("VN", "TH", "LA", "PH", "MM")
_SEXES = ("transgender_feminine", "transgender_masculine", "unknown")


class ToldStory(NamedTuple):
    """A story as it was recorded and judged, with stand-ins for all ids."""

    kind: int
    told: list[Told]
    kept: Mapping[str, list[Segment]]
    interviewers: frozenset[str]


def tell(judge: Judge, shape: Shape, plan: Plan, number: int) -> ToldStory:
    """Tell one story of a nation up to its present, and judge it at every entry as the service would have."""
    rng, kind = plan.rng("story", number), number % KINDS
    life = Life(judge, Scope.CASE, shape, trainings_of(plan, kind))
    tale = _tale(rng, plan)
    stage = Stage(life, judge, rng=rng, second=tale.home.second, until=plan.as_of)
    (way,) = rng.choices(list(_WAYS), list(_WAYS.values()))
    for step in sorted(way(tale), key=lambda s: s.at):
        if step.act == "open_case" or rng.random() >= _FORGOTTEN:
            stage.play(step)
    life.pass_until(plan.as_of)
    return ToldStory(kind, life.told, life.kept, frozenset(life.interviewers()))


def _tale(rng: Random, plan: Plan) -> Tale:
    foreign, child = rng.random() < 0.12, rng.random() < 0.3
    person = Invented(rng.random() < 0.72, child, foreign, {"citizenships": [rng.choice(_ABROAD) if foreign else "KH"]})
    # More cases of late than long ago; the clock of a day begins up to three hours later.
    days = (plan.as_of - plan.begins - PREPARED) // DAY - 1
    day = int(days * rng.random() ** 0.7)
    first = first_second(local_day(plan.begins + PREPARED + day * DAY)) + rng.randrange(3 * 3600)
    lapses = frozenset(lapse for lapse in Lapse if rng.random() < _LAPSES)
    home = home_of(rng.choice((2, 2, 3, 4)), 1)
    # Odd turns are those in which the organisation itself records what the ministry decided.
    return Tale(town_of(home), home, person, first, rng, lapses, rng.choice(SHELTERS), 1)


def _opened(t: Tale) -> Steps:
    yield from met(t, **({"sex": t.rng.choice(_SEXES)} if t.rng.random() < 0.02 else {}))


def only_met(t: Tale) -> Steps:
    """Registered, and not much came after."""
    yield from list(_opened(t))[: t.rng.randint(2, 8)]


def heard_and_closed(t: Tale) -> Steps:
    """The person is heard, decides, and goes: refused, moved away or looked after elsewhere."""
    yield from _opened(t)
    yield from talked(t)
    refuses = t.rng.random() < 0.4
    yield from chose(t, 1, REFUSED) if refuses else chose(t)
    if t.rng.random() < 0.9:
        reason = "services_refused" if refuses else t.rng.choice(("moved_or_not_found", "family_absent"))
        yield closed(t, t.rng.randint(5, 60), reason)


def sheltered_for_now(t: Tale) -> Steps:
    """A stay in a shelter that goes on, or ends without the way home being told."""
    yield from _opened(t)
    yield from talked(t)
    yield from chose(t, house=True)
    yield from sheltered(t, valid=t.rng.choice((60, 90, 150)))
    yield from planned(t)
    if t.rng.random() < 0.3:
        yield from episodes.restricted(t, 20, end=21, reviewed=(7, 14)[: t.rng.randint(0, 2)], lifted=t.rng.choice((20, 25, None)))
    if t.rng.random() < 0.2:
        yield from episodes.threatened(t, t.rng.randint(10, 50), answered=t.rng.random() < 0.7)
    if t.rng.random() < 0.5:
        yield from episodes.asked_to_leave(t, t.rng.randint(40, 120), left_after=t.rng.choice((1, 2, 3, None)))
        yield closed(t, 140, "moved_or_not_found")


def whole_way(t: Tale) -> Steps:
    """From first contact to closure on the score, more than a year after the return."""
    yield from _opened(t)
    yield from talked(t)
    yield from chose(t, house=True)
    yield from sheltered(t)
    yield from cared_for(t)
    yield from planned(t)
    yield from noted(t, 86)
    yield from going_home(t, 62, destination=t.rng.choice(("family", "kin")))
    yield from visited(t, 86)
    yield from closed_on_score(t, 455)


# The ways a case goes, and how often.
_WAYS: Mapping[Story, float] = {only_met: 0.46, heard_and_closed: 0.42, sheltered_for_now: 0.08, whole_way: 0.04}
