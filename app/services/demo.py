"""The demonstration: an invented country in small, with cases at every step, told through the services like anybody's work.

Everything is relative to the clock and the same for one day, but for ids, keys and passwords.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from sqlalchemy import select

from app.errors import Conflict
from app.models.registers import Organisation
from app.services import demo_reports
from app.services.demo_cast import gather, give_accounts
from app.services.demo_houses import life_of
from app.services.demo_people import invent
from app.services.demo_playing import Progress, play
from app.services.demo_stories import PLOTS, Plot
from app.services.demo_tales import DAY, Lapse, Provider, Steps, Tale, Town
from app.services.instants import first_second, local_day
from app.services.sessions import NOBODY_AT_WORK
from app.work import NOBODY, House, unit_of_work

_FIRST = 510  # days ago: before the first case
_SEED = 2009


def seed(house: House, accounts_file: Path, *, cases: int = 60, progress: Progress | None = None) -> None:
    """Fill an empty database with invented cases up to the end of yesterday, and write the accounts to a file.

    `progress` is told acts done and acts in all. Raises Conflict if there is an organisation already.
    """
    _require_empty(house)
    rng = Random(_SEED)  # noqa: S311 - invented people are to be the same each time, not secret
    today = first_second(local_day(house.clock()))
    cast = gather(house, rng, now=today - _FIRST * DAY)
    give_accounts(house, cast.members, accounts_file, now=house.clock())
    stories = [life_of(cast.town, today, _FIRST - 1), *_tales(cast.town, today, cases)]
    play(house, stories, cast.town.providers, until=today, progress=progress)
    demo_reports.tell(house, cast.town)


def _require_empty(house: House) -> None:
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        if work.session.scalar(select(Organisation.id).where(Organisation.id != NOBODY).limit(1)) is not None:
            raise Conflict("The database has organisations already; the demonstration fills an empty one only.")


def _tales(town: Town, today: int, cases: int) -> Iterator[Steps]:
    """Tell every story in turn, each time about somebody else, elsewhere, with other lapses."""
    for number in range(cases):
        turn, nth = divmod(number, len(PLOTS))
        plot = PLOTS[nth]
        rng = Random(_SEED * 1000 + number)  # noqa: S311 - as above: reproducible, not secret
        home = _home(town, plot, nth + turn)
        begun = plot.begins[turn % len(plot.begins)]
        first = today - begun * DAY + rng.randint(0, 9) * 60
        year = local_day(first).year
        person = invent(rng, woman=plot.woman, child=plot.child, foreign=plot.foreign, year=year, province=home.province, number=number + 1)
        shelter = home.shelters[0 if plot.woman else -1]
        tale = Tale(town, home, person, first, rng, _lapses(number), shelter, turn)
        yield plot.story(tale)


def _home(town: Town, plot: Plot, number: int) -> Provider:
    """Choose an organisation; whoever moves house needs one that has two."""
    homes: Sequence[Provider] = [p for p in town.providers if len(p.shelters) > 1] if plot.two_houses else town.providers
    return homes[number % len(homes)]


def _lapses(number: int) -> frozenset[Lapse]:
    """Every fourth case has none; the others have four in a row of the list and one of the way home, which fewer cases have reached."""
    every = tuple(Lapse)
    homeward = every[every.index(Lapse.NOTICE_SHORT) :]
    taken = {every[(number * 5 + k) % len(every)] for k in range(4)} | {homeward[number % len(homeward)]}
    return frozenset(taken) if number % 4 else frozenset()
