"""A session is locked and unlocked, and a one-time code is asked for once more."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from pyotp.totp import TOTP
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.access import Role
from app.errors import NotSignedIn, SessionLocked, SignInFailed, TooManyAttempts
from app.models.accounts import Attempt
from app.models.audit import AuditEntry
from app.services import second_factor, sessions
from app.services.accounts import NewAccount
from app.work import House
from tests.builders import Clock, Person, Town, signed_in
from tests.services.conftest import IDLE, SignIn

bearer = "Bearer {}".format


def events(house: House, worker: Person) -> list[str]:
    query = select(AuditEntry.event).where(AuditEntry.chain_id == worker.id).order_by(AuditEntry.position)
    with house.reading.connect() as connection:
        return list(connection.scalars(query))


def attempts(house: House) -> int:
    with house.reading.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Attempt)) or 0


@pytest.fixture
def locked(house: House, sign_in: SignIn) -> str:
    """The header of a session that was locked."""
    header = bearer(sign_in()[0])
    sessions.lock(house, header)
    return header


def test_a_locked_session_does_nothing_until_the_password_is_given(
    house: House, client: TestClient, worker: Person, account: NewAccount, locked: str
) -> None:
    with pytest.raises(SessionLocked):
        sessions.actor_of(house, locked)
    refused = client.get("/api/v1/cases", headers={"Authorization": locked})
    assert (refused.status_code, refused.json()["code"]) == (401, "session_locked")
    assert sessions.whose(house, locked) == worker.actor
    assert sessions.unlock(house, locked, account.password) == worker.actor
    assert sessions.actor_of(house, locked) == worker.actor
    assert client.get("/api/v1/cases", headers={"Authorization": locked}).status_code == 200
    assert events(house, worker)[-2:] == ["SessionLocked", "SessionUnlocked"]
    assert attempts(house) == 0


def test_locking_twice_is_locking_once(house: House, worker: Person, locked: str) -> None:
    sessions.lock(house, locked)
    assert events(house, worker).count("SessionLocked") == 1


def test_five_wrong_passwords_in_a_row_end_a_locked_session(
    house: House, clock: Clock, worker: Person, account: NewAccount, locked: str
) -> None:
    for _ in range(4):
        with pytest.raises(SignInFailed):
            sessions.unlock(house, locked, "wrong")
    with pytest.raises(TooManyAttempts):
        sessions.unlock(house, locked, account.password)
    clock.advance(1)
    with pytest.raises(NotSignedIn):
        sessions.unlock(house, locked, "wrong")
    assert sessions.whose(house, locked) is None
    assert events(house, worker)[-6:] == ["UnlockRefused"] * 5 + ["SignedOut"]


def test_the_right_password_clears_the_wrong_ones_before(house: House, account: NewAccount, locked: str) -> None:
    for _ in range(2):
        for _ in range(3):
            with pytest.raises(SignInFailed):
                sessions.unlock(house, locked, "wrong")
        sessions.unlock(house, locked, account.password)
        sessions.lock(house, locked)


def test_a_locked_session_runs_out_as_any_other(house: House, clock: Clock, account: NewAccount, locked: str) -> None:
    clock.advance(IDLE)
    with pytest.raises(NotSignedIn) as refused:
        sessions.actor_of(house, locked)
    assert refused.type is NotSignedIn
    with pytest.raises(NotSignedIn):
        sessions.unlock(house, locked, account.password)
    assert sessions.whose(house, locked) is not None


def test_a_locked_session_can_be_ended(house: House, locked: str) -> None:
    sessions.end(house, locked)
    sessions.end(house, None)
    with pytest.raises(NotSignedIn) as refused:
        sessions.actor_of(house, locked)
    assert refused.type is NotSignedIn


def test_a_code_confirms_once(house: House, clock: Clock, worker: Person, account: NewAccount) -> None:
    code = TOTP(account.totp_secret).at(clock.now)
    second_factor.confirm(house, worker.actor, code)
    with pytest.raises(SignInFailed):
        second_factor.confirm(house, worker.actor, code)
    assert events(house, worker)[-2:] == ["CodeConfirmed", "CodeRefused"]
    clock.advance(60)
    second_factor.confirm(house, worker.actor, TOTP(account.totp_secret).at(clock.now))
    assert attempts(house) == 0


def test_the_code_that_signed_in_confirms_nothing_more(
    house: House, clock: Clock, worker: Person, account: NewAccount, sign_in: SignIn
) -> None:
    sign_in()
    with pytest.raises(SignInFailed):
        second_factor.confirm(house, worker.actor, TOTP(account.totp_secret).at(clock.now))


def test_wrong_codes_cost_a_rising_wait(house: House, clock: Clock, worker: Person, account: NewAccount) -> None:
    for _ in range(4):
        with pytest.raises(SignInFailed):
            second_factor.confirm(house, worker.actor, "000000")
    with pytest.raises(TooManyAttempts) as refused:
        second_factor.confirm(house, worker.actor, TOTP(account.totp_secret).at(clock.now))
    assert refused.value.wait_seconds == 1


def test_of_two_with_one_code_at_once_one_is_confirmed(house: House, clock: Clock, worker: Person, account: NewAccount) -> None:
    code = TOTP(account.totp_secret).at(clock.now)

    def outcome(_: int) -> bool:
        try:
            second_factor.confirm(house, worker.actor, code)
        except SignInFailed:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(outcome, range(2))) == [False, True]


def test_whoever_has_no_account_confirms_nothing(house: House, town: Town) -> None:
    with pytest.raises(SignInFailed):
        second_factor.confirm(house, town.person(Role.SUPERVISOR).actor, "123456")


def test_a_session_of_somebody_without_an_account_stays_locked(house: House, town: Town) -> None:
    header = bearer(signed_in(house, town.person(Role.SUPERVISOR).actor).token)
    sessions.lock(house, header)
    with pytest.raises(SignInFailed):
        sessions.unlock(house, header, "")
