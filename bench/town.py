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
from app.services.instants import iso
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


def opened(folder: Path, *, sealed: bool = True, clock: Callable[[], int] = now) -> House:
    """Open the house of a folder; without sealing its vault keeps every value as it is."""
    main, keys = (f"sqlite:///{folder / name}" for name in ("main.db", "keys.db"))
    house = open_house(main, keys, "", master=MASTER, catalogues=None, default_catalogue="kh-2009", clock=clock)
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


_YES = (
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
)
_TIMES = (("place_judged_at", HOUR), ("started_at", HOUR // 2), ("ended_at", 60))


def an_interview(worker: str, at: int) -> dict[str, object]:
    """Return the body of an interview with a statement of 1,200 letters; nobody in it exists."""
    times = {name: iso(at - back) for name, back in _TIMES}
    said = {"persons_present": "Sok Invented (social worker), Chan Invented (interpreter)", "statement": "An invented statement. " * 52}
    codes = {"type": "substantive", "interviewer_id": worker, "place_type": "shelter", "stop_request": "none"}
    return {**codes, **dict.fromkeys(_YES, True), **times, **said, "is_repeat": False, "supporter_suspected": False}
