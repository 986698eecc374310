"""Accounts: who makes them, under which names, and that no secret of them is kept."""

from functools import partial

import pytest
from pyotp.totp import TOTP
from sqlalchemy import select

from app.access import Role
from app.errors import Invalid, NotFound, NotSignedIn, SignInFailed
from app.models.accounts import Account, Attempt, SessionRow
from app.services import accounts, sessions, signing_in
from app.services.accounts import NewAccount
from app.services.sessions import NOBODY_AT_WORK
from app.work import NOBODY, House, unit_of_work
from tests.builders import Clock, Person, Town, a_user
from tests.services.conftest import ABSOLUTE, IDLE, SignIn


def test_a_username_is_known_in_any_case_and_any_unicode_form(house: House, town: Town, worker: Person, clock: Clock) -> None:
    with unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor) as work:
        made = accounts.make_account(work, worker.id, " Ren\u00e9e ")
    code = TOTP(made.totp_secret).at(clock.now)
    signing_in.sign_in(house, "RENE\u0301E", made.password, code, idle_seconds=IDLE, absolute_seconds=ABSOLUTE)


def test_an_account_is_made_only_for_users_of_one_s_own_organisation(house: House, town: Town) -> None:
    stranger = town.person(Role.SOCIAL_WORKER, town.other)
    with pytest.raises(NotFound), unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor) as work:
        accounts.make_account(work, stranger.id, "stranger")
    with unit_of_work(house, town.person(Role.SYSTEM_ADMIN).actor) as work:
        accounts.make_account(work, stranger.id, "stranger")


@pytest.mark.parametrize("name", ["SOK.invented", "  ", "a\x00b", "x" * 101])
def test_a_name_that_is_taken_or_no_name_makes_no_account(house: House, town: Town, account: NewAccount, name: str) -> None:
    with pytest.raises(Invalid), unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor) as work:
        accounts.make_account(work, town.person(Role.SUPERVISOR).id, name)


def test_a_new_account_replaces_the_old_and_ends_its_sessions(house: House, town: Town, worker: Person, sign_in: SignIn) -> None:
    token, _ = sign_in()
    with unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor) as work:
        accounts.make_account(work, worker.id, "sok.invented")
    with pytest.raises(NotSignedIn):
        sessions.actor_of(house, f"Bearer {token}")
    with pytest.raises(SignInFailed):
        sign_in()


def test_the_database_holds_no_secret_of_an_account(house: House, account: NewAccount, sign_in: SignIn) -> None:
    token, _ = sign_in()
    with house.reading.connect() as connection:
        rows = repr([connection.execute(select(table)).all() for table in (Account.__table__, SessionRow.__table__, Attempt.__table__)])
    assert [secret for secret in (account.password, account.totp_secret, token) if secret in rows] == []


def test_a_user_registered_in_the_installation_signs_in_too(house: House, clock: Clock) -> None:
    admin = a_user(house, NOBODY, Role.SYSTEM_ADMIN)
    with unit_of_work(house, NOBODY_AT_WORK) as work:
        made = accounts.make_account(work, admin.user_id, "root.invented")
    attempt = partial(signing_in.sign_in, house, made.username, made.password, idle_seconds=IDLE, absolute_seconds=ABSOLUTE)
    _, session = attempt(TOTP(made.totp_secret).at(clock.now))
    assert session.role is Role.SYSTEM_ADMIN
