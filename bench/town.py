"""One invented organisation on real SQLite files, with a worker who is signed in and cases to act on."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from app.access import Role
from app.crypto.keys import MasterKey
from app.crypto.plain import PlainVault
from app.db import engine_for
from app.services.key_store import DatabaseKeyStore
from app.services.migrating import migrate
from app.services.opening import open_house
from app.work import House
from tests.builders import HOUR, Person, a_case, a_user, an_organisation, signed_in

MASTER = MasterKey.of(bytes(range(32)))


class Town(NamedTuple):
    """A house with a worker and her cases."""

    house: House
    worker: Person
    cases: list[UUID]


def now() -> int:
    """The clock of the houses here."""
    return int(time.time())


def opened(folder: Path, *, sealed: bool = True, clock: Callable[[], int] = now, database_url: str = "") -> House:
    """Open the house of a folder; without sealing its vault keeps every value as it is."""
    keys = f"sqlite:///{folder / 'keys.db'}"
    house = open_house(
        database_url or f"sqlite:///{folder / 'main.db'}",
        keys,
        "",
        master=MASTER,
        catalogues=None,
        default_catalogue="kh-2009",
        clock=clock,
    )
    return house if sealed else replace(house, vault=PlainVault(MASTER, DatabaseKeyStore(engine_for(keys))))


def a_town(folder: Path, cases: int, *, sealed: bool = True, clock: Callable[[], int] = now) -> Town:
    """Make the files and the house in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    migrate(f"sqlite:///{folder / 'main.db'}", f"sqlite:///{folder / 'keys.db'}")
    house = opened(folder, sealed=sealed, clock=clock)
    organisation = an_organisation(house, "Invented House of the Benchmark")
    worker = signed_in(house, a_user(house, organisation, Role.SOCIAL_WORKER))
    made = [a_case(house, worker) for _ in range(cases)]
    return Town(house, worker, made)


def an_interview(worker: str, at: int) -> dict[str, object]:
    """The body of an interview with a statement of 1,200 letters; nobody in it exists."""
    yes = dict.fromkeys(
        [
            "place_judged_safe",
            "place_private",
            "separated_from_suspects",
            "presence_accepted",
            "all_present_have_role",
            "urgent_needs_met_first",
            "client_understood",
            "interpreter_used",
            "interpreter_independent",
            "interpreter_undertaking_signed",
            "interviewer_sex_suits",
            "supporter_present",
            "age_fitting_words",
        ],
        True,
    )
    times = {name: time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(at - back)) for name, back in _TIMES}
    said = {"persons_present": "Sok Invented (social worker), Chan Invented (interpreter)", "statement": "An invented statement. " * 52}
    codes = {"type": "substantive", "interviewer_id": worker, "place_type": "shelter", "stop_request": "none"}
    return {**codes, **yes, **times, **said, "is_repeat": False, "supporter_suspected": False}


_TIMES = (("place_judged_at", HOUR), ("started_at", HOUR // 2), ("ended_at", 60))
