"""An account, and signing in with it."""

from collections.abc import Callable

import pytest
from pyotp.totp import TOTP

from app.access import Role
from app.services import accounts, signing_in
from app.services.accounts import NewAccount
from app.services.sessions import RunningSession
from app.work import House, unit_of_work
from tests.builders import HOUR, Clock, Person, Town

IDLE, ABSOLUTE = 30 * 60, 12 * HOUR

SignIn = Callable[..., tuple[str, RunningSession]]


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


@pytest.fixture
def account(house: House, town: Town, worker: Person) -> NewAccount:
    with unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor) as work:
        return accounts.make_account(work, worker.id, "Sok.Invented")


@pytest.fixture
def sign_in(house: House, clock: Clock, account: NewAccount) -> SignIn:
    """Sign the account in, with what fits unless said otherwise."""

    def attempt(username: str = account.username, password: str = account.password, totp: str | None = None) -> tuple[str, RunningSession]:
        code = TOTP(account.totp_secret).at(clock.now) if totp is None else totp
        return signing_in.sign_in(house, username, password, code, idle_seconds=IDLE, absolute_seconds=ABSOLUTE)

    return attempt
