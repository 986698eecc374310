"""Making a nation: stories told and placed in several processes, written by one, and taken up again wherever it was left."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, exists, insert, select

from app.crypto.vault import Vault
from app.errors import Misconfigured
from app.models.findings import Mark
from app.models.registers import Case, Organisation
from app.services.nation.country import add_home, homes
from app.services.nation.loading import DONE, add, loading, packed, settle, write
from app.services.nation.placing import add_case, placeable
from app.services.nation.plan import KINDS, Plan
from app.services.nation.rows import Rows
from app.services.nation.telling import tell
from app.shape import Shape
from app.standards.books import Books
from app.standards.judge import Judge
from app.standards.rules import Catalogue
from app.work import NOBODY, House

STORIES, ORGANISATIONS = 20_000, 120
_MARK = "nation."

Progress = Callable[[int, int], None]


class NationMade(NamedTuple):
    """A nation that is whole, and how many of its cases this run wrote."""

    plan: Plan
    written: int


def make(
    house: House,
    *,
    cases: int,
    stories: int = STORIES,
    seed: int = 1,
    as_of: int | None = None,
    organisations: int = ORGANISATIONS,
    processes: int = 2,
    progress: Progress | None = None,
) -> NationMade:
    """Make a nation in an empty database, or go on with one that was begun. Raises Misconfigured, and then nothing was written.

    `stories` is how many different ones the cases are told from; 0 tells each case its own. `as_of` is the nation's present, now if left
    out. One process writes here; with `processes` above 1 others tell and judge. `progress` is told the cases that are there, and all.
    """
    if cases < 1 or stories < 0 or organisations < KINDS:
        raise Misconfigured("A nation needs at least one case and three organisations.")
    wish = Plan(seed, cases, min(stories or cases, cases), house.clock() if as_of is None else as_of, organisations)
    if wish.as_of > house.clock():
        raise Misconfigured("A nation ends in the past: nothing can have been recorded later than now.")
    with loading(house.writing) as connection:
        plan, done = _begin(connection, house, wish, told=as_of is not None)
        first = done
        if progress:
            progress(done, plan.cases)
        for batch, block in _blocks(plan, house.books, done, processes, house.writing.dialect.name):
            write(connection, block, after=batch.start, done=batch.stop)
            if progress:
                progress(batch.stop, plan.cases)
    if first < plan.cases:
        settle(house.writing)
    return NationMade(plan, plan.cases - first)


def made(connection: Connection) -> tuple[Plan, int] | None:
    """Return the plan of the nation in a database and how many of its cases are there; None if it holds no nation."""
    marks = {name.removeprefix(_MARK): at for name, at in connection.execute(select(Mark.name, Mark.at).where(Mark.name.startswith(_MARK)))}
    return (Plan(*(marks[name] for name in Plan._fields)), marks["done"]) if marks else None


def _begin(connection: Connection, house: House, wish: Plan, *, told: bool) -> tuple[Plan, int]:
    """Return the plan and where to go on. In an empty database the country is made first, with the marks, in one transaction."""
    with connection.begin():
        if begun := made(connection):
            plan = begun[0]
            if wish._replace(as_of=wish.as_of if told else plan.as_of) != plan:
                raise Misconfigured(f"This database holds another nation, {plan}: ask for the same, or take another database.")
            return begun
        strangers = select(Organisation.id).where(Organisation.id != NOBODY)
        if connection.scalar(select(exists(strangers) | exists(select(Case.id)))):
            raise Misconfigured("This database holds cases or organisations of its own: a nation is made in an empty one only.")
        rows = Rows()
        judge = house.books.judge(house.books.default, {})
        for home in homes(wish):
            _make_keys(house.vault, UUID(home.id))
            add_home(rows, wish, home, judge, house.books.shape)
        add(connection, packed(rows, connection.dialect.name))
        marks = wish._asdict() | {DONE.removeprefix(_MARK): 0}
        connection.execute(insert(Mark), [{"name": _MARK + name, "at": at} for name, at in marks.items()])
    return wish, 0


def _make_keys(vault: Vault, organisation: UUID) -> None:
    """Make an organisation's keys, without which the house would not open: nothing is ever sealed with them here."""
    vault.create_organisation_key(organisation)
    vault.create_owner_key(organisation, organisation)


# --- several processes ----------------------------------------------------------------------------------------------


def _blocks(plan: Plan, books: Books, done: int, processes: int, dialect: str) -> Iterator[tuple[range, bytes]]:
    """Yield every batch that is not done with its rows, in order; only a few are ever held."""
    batches = plan.batches(done)
    given = (plan, books.catalogue(books.binding()), books.binding(), books.shape, dialect)
    if processes <= 1:
        teller = _Teller(*given)
        yield from ((batch, teller.block(batch)) for batch in batches)
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), _be_teller, given) as pool:
        waiting: deque[tuple[range, Future[bytes]]] = deque()
        waiting.extend((batch, pool.submit(_block, batch)) for batch in _first(batches, 2 * processes))
        try:
            while waiting:
                batch, future = waiting.popleft()
                yield batch, future.result()
                waiting.extend((more, pool.submit(_block, more)) for more in _first(batches, 1))
        finally:
            pool.shutdown(cancel_futures=True)


def _first(batches: Iterator[range], several: int) -> Iterable[range]:
    return [batch for _, batch in zip(range(several), batches, strict=False)]


class _Teller:
    """Tells and places the stories of a batch."""

    def __init__(self, plan: Plan, catalogue: Catalogue, binding: str, shape: Shape, dialect: str) -> None:
        self._plan, self._binding, self._shape, self._dialect = plan, binding, shape, dialect
        self._judge = Judge(catalogue, shape)

    def block(self, batch: range) -> bytes:
        """Return the rows of the cases of those numbers."""
        told = {self._plan.story_of(number, batch) for number in batch}
        stories = {story: placeable(tell(self._judge, self._shape, self._plan, story)) for story in sorted(told)}
        rows = Rows()
        for number in batch:
            add_case(rows, self._plan, stories[self._plan.story_of(number, batch)], number=number, catalogue=self._binding)
        return packed(rows, self._dialect)


_TELLER: list[_Teller] = []


def _be_teller(plan: Plan, catalogue: Catalogue, binding: str, shape: Shape, dialect: str) -> None:
    """Make this process a teller, which ends with the one that asked for it, however that ends."""
    _TELLER[:] = [_Teller(plan, catalogue, binding, shape, dialect)]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that asked.
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _block(batch: range) -> bytes:
    return _TELLER[0].block(batch)
