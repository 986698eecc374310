"""A fresh world for one scenario: organisations, people and shelters without a fact about them, and a clock that is set."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access import Role
from app.cli.replaying.cast import Cast
from app.cli.replaying.document import Person, Scenario
from app.cli.replaying.places import Place
from app.crypto.keys import MasterKey
from app.crypto.vault import Vault
from app.db import engine_for, for_writing
from app.ids import new_id
from app.models.ledger import Entry
from app.models.registers import Case, Organisation, Shelter, User, Victim
from app.services import access, audit, sessions
from app.services.events import Installed
from app.services.key_store import DatabaseKeyStore
from app.services.scope import EVERY_USER, MINISTRY
from app.services.sessions import NOBODY_AT_WORK
from app.standards.books import Books
from app.vocabulary.organisations import OrganisationType, ShelterAccepts, ShelterAcceptsAge
from app.vocabulary.places import Province
from app.work import House, Work, unit_of_work

_DAY = 86_400
# Who reads what is expected, and who sets the rule profile: nobody of the file, so that no fact of theirs is in it.
READER = Person(Role.MOSAVY_AUDITOR, "replay reads")
SETTER = Person(Role.ORGANISATION_ADMIN, "replay sets")


class World:
    """The house of one scenario, with the ids that the words of the file stand for. `now` is its clock."""

    def __init__(self, place: Place, books: Books, master: MasterKey, scenario: Scenario, cast: Cast) -> None:
        """Make the cast, a day before anything happens."""
        self.now = self.start = min(scenario.instants) - _DAY
        self.end = max(scenario.instants)
        self.case_id: str | None = None
        self.records: dict[str, str] = {}  # alias -> id
        self.parents: dict[str, Mapping[str, str]] = {}  # id -> the ids in the path of the act that made it
        self._keys = engine_for(place.keys_url)
        main = engine_for(place.database_url)
        vault = Vault(master, DatabaseKeyStore(self._keys))
        self.house = House(for_writing(main), main, main, vault, books, lambda: self.now)
        self._cast = cast
        self._users: dict[tuple[UUID, Person], UUID] = {}
        self._tokens: dict[UUID, str] = {}
        self._made: dict[tuple[str, str], str] = {}
        with self._work(self.start) as work:
            self.home = self._organisation(work, OrganisationType.NGO)
            self.ministry = self._organisation(work, OrganisationType.CENTRAL_GOVERNMENT)
            self._make_cast(work)

    def close(self) -> None:
        """Let go of the databases."""
        self.house.reading.dispose()
        self._keys.dispose()

    def id_of(self, field: str, word: str) -> str:
        """Return the id a word stands for in a field; an id of nothing where its record is not there, or not yet."""
        if word in self._cast.aliases:
            return self.records.get(word) or str(new_id())
        if person := self._cast.person(word):
            return str(self._users[self._body_of(person), person])
        kind = {"shelter_id": "shelter", "previous_case_id": "case"}.get(field, "organisation")
        return self._made.get((kind, word), str(self.home))

    def token(self, person: Person, path_id: str | None = None) -> str | None:
        """Return a session of a person.

        Where the path names a user or a paper of the other body, somebody of the same role does it there: no grant reaches across bodies.
        """
        if person.name in self._cast.aliases:
            registered = self.records.get(person.name)
            return self._session(UUID(registered)) if registered else None
        body = self._body_of(person)
        if path_id and (owner := self._owner(person.role, UUID(path_id))) in (self.home, self.ministry):
            body = owner
        return self.token_at(body, person)

    def token_at(self, body: UUID, person: Person) -> str:
        """Return a session of a person in one of the two bodies, who is made if need be."""
        if (body, person) not in self._users:
            with self._work(self.start) as work:
                self._user(work, body, person)
                audit.record(work, work.session.get_one(Organisation, body, with_for_update=True), Installed("replay"))
        return self._session(self._users[body, person])

    def grant(self, case_id: str) -> None:
        """Make this the scenario's case, and let the staff of both bodies see it, from before anything happened."""
        self.case_id = case_id
        with self._work(self.now) as work:
            case = work.session.get_one(Case, UUID(case_id), with_for_update=True)
            for body in (self.home, self.ministry):
                access.give(work, case, body, why="replay", since=self.start)

    def entries(self) -> int:
        """Return how many entries all ledgers have together."""
        with self.house.reading.connect() as connection:
            return connection.scalar(select(func.count()).select_from(Entry)) or 0

    def _make_cast(self, work: Work) -> None:
        for person in self._cast.people:
            self._user(work, self._body_of(person), person)
        for kind, word in sorted(self._cast.made):
            if kind == "organisation":
                self._made[kind, word] = str(self._organisation(work, OrganisationType.NGO))
            elif kind == "shelter":
                self._made[kind, word] = self._shelter(work, word)
            elif kind == "case":
                self._made[kind, word] = self._earlier_case(work, word)
        audit.record(work, work.session.get_one(Organisation, self.home), Installed("replay"))

    def _organisation(self, work: Work, kind: OrganisationType) -> UUID:
        row = Organisation(id=new_id(), name="Invented body", type=kind, registered_at=work.now, rule_profile={})
        work.vault.create_organisation_key(row.id)
        work.vault.create_owner_key(row.id, row.id)
        work.session.add(row)
        work.session.flush()
        return row.id

    def _user(self, work: Work, body: UUID, person: Person) -> None:
        row = User(id=new_id(), organisation_id=body, role=person.role.value, active=True)
        self._users[body, person] = row.id
        work.session.add(row)
        work.session.flush()

    def _shelter(self, work: Work, word: str) -> str:
        accepts = {"accepts": ShelterAccepts.ALL, "accepts_age": ShelterAcceptsAge.ALL}
        row = Shelter(id=new_id(), organisation_id=self.home, code=word, province=Province.PHNOM_PENH, **accepts)
        work.session.add(row)
        return str(row.id)

    def _earlier_case(self, work: Work, word: str) -> str:
        victim = Victim(id=new_id(), organisation_id=self.home, created_at=work.now)
        work.vault.create_owner_key(self.home, victim.id)
        work.vault.rewrap_for(self.ministry, victim.id, organisation=self.home, expires_at=None, now=work.now)
        work.session.add(victim)
        work.session.flush()
        row = Case(id=new_id(), organisation_id=self.home, victim_id=victim.id, case_number=word[:20], catalogue=work.books.default)
        row.step, row.sex, row.nationality_class, row.age_class = "closed", "unknown", "unknown", "uncertain"
        row.registered_at = row.closed_at = work.now
        work.session.add(row)
        work.session.flush()
        for body in (self.home, self.ministry):
            access.give(work, row, body, why="replay")
        return str(row.id)

    def _session(self, user_id: UUID) -> str:
        if user_id not in self._tokens:
            # Begun when all is over, the session never looks idle to a clock that is earlier.
            with self._work(self.end) as work:
                user = work.session.get_one(User, user_id, with_for_update=True)
                self._tokens[user_id], _ = sessions.begin(work, user, idle_seconds=_DAY, absolute_seconds=_DAY)
        return self._tokens[user_id]

    def _body_of(self, person: Person) -> UUID:
        return self.ministry if person.role in (Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR) else self.home

    def _owner(self, role: Role, path_id: UUID) -> UUID | None:
        """The body whose user, shelter or paper a path names, where the role sees only its own body's."""
        paper = select(Entry.organisation_id).where(Entry.record_id == path_id, Entry.subject_kind != "case").limit(1)
        with Session(self.house.reading) as session:
            if owner := session.scalar(select(User.organisation_id).where(User.id == path_id)):
                return None if role in EVERY_USER else owner
            return None if role in MINISTRY else session.scalar(paper)

    def _work(self, now: int) -> AbstractContextManager[Work]:
        return unit_of_work(self.house, NOBODY_AT_WORK, now=now)


@contextmanager
def world(place: Place, books: Books, master: MasterKey, scenario: Scenario, cast: Cast) -> Iterator[World]:
    """Make the world of a scenario, and let go of its databases at the end of the block."""
    made = World(place, books, master, scenario, cast)
    try:
        yield made
    finally:
        made.close()
