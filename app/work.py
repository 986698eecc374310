"""One unit of work: one actor, one moment, one transaction, one commit, before the answer leaves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from app.access import Role
from app.crypto.vault import Vault
from app.ids import OrganisationId, UserId
from app.standards.books import Books

# The actor of what nobody in particular does, such as a failed sign-in; also the chain that records it.
NOBODY = UUID(int=0)
_CHANGED = "rumduol_changed"
# Book-keeping that tells nothing of anybody's case; everything else needs an entry in the audit log.
_UNAUDITED = frozenset({"answers", "attempts", "sessions", "marks", "export_parts", "readiness_checks"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is at work."""

    user_id: UserId
    organisation_id: OrganisationId
    role: Role


@dataclass(frozen=True, slots=True)
class House:
    """What every unit of work shares: the databases, the keys, the standards and the clock (whole seconds since 1970 UTC)."""

    writing: Engine
    reading: Engine
    auditing: Engine
    vault: Vault
    books: Books
    clock: Callable[[], int]
    columns: Path | None = None  # the folder of the audit's columns


@dataclass(slots=True)
class Work:
    """What a service function is handed; nothing else is global."""

    session: Session
    actor: Actor
    vault: Vault
    books: Books
    now: int
    audited: int = 0
    columns: Path | None = None


class UnauditedChange(Exception):
    """A change was about to be committed without an entry in the audit log: a fault of ours, never of a user."""


@contextmanager
def unit_of_work(
    house: House, actor: Actor, *, writes: bool = True, now: int | None = None, engine: Engine | None = None
) -> Iterator[Work]:
    """Open a transaction, hand out the work, and commit when the block ends well; anything raised undoes all of it.

    `engine` is another one to read from than the usual, such as the audit's.
    """
    with Session(engine or (house.writing if writes else house.reading), autoflush=False, expire_on_commit=False) as session:
        work = Work(session, actor, house.vault, house.books, house.clock() if now is None else now, columns=house.columns)
        yield work
        session.flush()
        if session.info.get(_CHANGED) and not work.audited:
            raise UnauditedChange
        session.commit()


@event.listens_for(Session, "before_flush")
def _note_objects(session: Session, _context: UOWTransaction, _instances: object) -> None:
    touched = (*session.new, *session.dirty, *session.deleted)
    if any(type(o).__tablename__ not in _UNAUDITED for o in touched):
        session.info[_CHANGED] = True


@event.listens_for(Session, "do_orm_execute")
def _note_statements(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        table = getattr(getattr(state.statement, "table", None), "name", "")
        if table not in _UNAUDITED:
            state.session.info[_CHANGED] = True
