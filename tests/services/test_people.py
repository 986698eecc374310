"""Who works here and how the installation is, as administrators see it."""

import pytest
from sqlalchemy import insert, update

from app.access import Role
from app.errors import SignInFailed
from app.ids import new_id
from app.models.exports import Export
from app.models.registers import User
from app.services import checkpoints, installation, people, sessions
from app.services.accounts import NewAccount
from app.services.migrating import Section, newest
from app.vocabulary.exports import ExportKind, ExportState
from app.work import NOBODY, House, unit_of_work
from tests.builders import Clock, Person, Town, a_case, a_user
from tests.conftest import MASTER
from tests.services.conftest import IDLE, SignIn


def test_colleagues_are_the_organisation_s_own_with_their_sessions(
    house: House, town: Town, clock: Clock, worker: Person, account: NewAccount, sign_in: SignIn
) -> None:
    leaver = a_user(house, town.own, Role.SOCIAL_WORKER)
    with house.writing.begin() as connection:
        connection.execute(update(User).where(User.id == leaver.user_id).values(active=False))
    sign_in()
    with unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor, writes=False) as work:
        found = people.colleagues(work)
    assert {c.organisation_id for c in found} == {town.own}
    assert found[0] == (worker.id, town.own, Role.SOCIAL_WORKER, True, account.username, 1, clock.now)
    assert found[-1] == (leaver.user_id, town.own, Role.SOCIAL_WORKER, False, None, 0, None)
    clock.advance(IDLE)
    with unit_of_work(house, town.person(Role.SYSTEM_ADMIN).actor, writes=False) as work:
        everybody = people.colleagues(work)
    assert {town.own, town.other, town.ministry, NOBODY} == {c.organisation_id for c in everybody}
    sessions_of = {c.id: c.sessions for c in everybody}
    assert (sessions_of[worker.id], sessions_of[town.person(Role.SUPERVISOR).id]) == (0, 1)


def test_users_are_called_by_username_at_home_and_by_role_elsewhere(house: House, town: Town, worker: Person, account: NewAccount) -> None:
    supervisor = town.person(Role.SUPERVISOR)
    asked = [worker.id, supervisor.id, worker.id, new_id()]
    with unit_of_work(house, supervisor.actor, writes=False) as work:
        home = people.name_of(work, asked)
    with unit_of_work(house, town.person(Role.SUPERVISOR, town.other).actor, writes=False) as work:
        elsewhere = people.name_of(work, asked)
    assert {ident: str(name) for ident, name in home.items()} == {worker.id: account.username, supervisor.id: "supervisor"}
    assert elsewhere[worker.id] == (None, Role.SOCIAL_WORKER)


def test_what_the_key_store_keeps_is_counted_without_using_a_key(house: House, town: Town, clock: Clock, worker: Person) -> None:
    admin = town.person(Role.SYSTEM_ADMIN).actor
    with unit_of_work(house, admin, writes=False) as work:
        before = installation.keys_overview(work)
    a_case(house, worker)
    used = house.vault.keys_used
    with unit_of_work(house, admin, writes=False) as work:
        after = installation.keys_overview(work)
    assert house.vault.keys_used == used
    assert after.kept.master == MASTER.id
    assert after.kept.counts == before.kept.counts._replace(
        owners=before.kept.counts.owners + 1, owner_keys=before.kept.counts.owner_keys + 1
    )
    assert (after.kept.counts.check_value, after.kept.counts.organisations, after.organisations) == (True, 4, 3)
    assert (before.newest_owner_at, after.newest_owner_at) == (None, clock.now)
    assert after.backed_up_at is None


def test_the_state_of_the_installation_says_what_is_not_known(
    house: House, town: Town, clock: Clock, account: NewAccount, sign_in: SignIn
) -> None:
    admin = town.person(Role.SYSTEM_ADMIN).actor
    with unit_of_work(house, admin, writes=False) as work:
        before = installation.health_overview(work)
    assert before.database == house.reading.dialect.name
    assert before.migration == before.newest_migration == newest(Section.MAIN)
    assert (before.checkpoint_at, before.columns_built_at, before.backed_up_at, before.waiting_sign_ins) == (None, None, None, 0)

    checkpoints.make(house.writing, MASTER.audit_signer(), now=clock.now)
    sessions.lock(house, f"Bearer {sign_in()[0]}")
    for _ in range(4):
        with pytest.raises(SignInFailed):
            sign_in("nobody")
    with house.writing.begin() as connection:
        asked = {"kind": ExportKind.CASES, "asked": {}, "recipient": "age1", "as_of": 0, "asked_at": 0, "expires_at": 0, "leased_until": 0}
        connection.execute(insert(Export).values(id=new_id(), user_id=admin.user_id, state=ExportState.WAITING, **asked))
    with unit_of_work(house, admin, writes=False) as work:
        after = installation.health_overview(work)
    assert (after.checkpoint_number, after.checkpoint_at) == (1, clock.now)
    assert (after.open_sessions, after.locked_sessions) == (before.open_sessions + 1, 1)
    assert (after.waiting_sign_ins, after.waiting_exports, after.failed_exports) == (1, 1, 0)
