"""Signing in: what fits, what does not, how long it lasts, and what is written down of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update

from app.access import Role
from app.crypto import passwords
from app.errors import NotSignedIn, Refused, SignInFailed, TooManyAttempts
from app.models.accounts import Account, Attempt, SessionRow
from app.models.audit import AuditEntry
from app.models.registers import User
from app.services import sessions, signing_in
from app.work import NOBODY, House, unit_of_work
from tests.builders import DAY, Clock, Person, Town, signed_in
from tests.services.conftest import ABSOLUTE, IDLE, SignIn


def bearer(token: str) -> str:
    return f"Bearer {token}"


def events(house: House, chain: object) -> list[str]:
    query = select(AuditEntry.event).where(AuditEntry.chain_id == chain).order_by(AuditEntry.position)
    with house.reading.connect() as connection:
        return list(connection.scalars(query))


def test_who_signs_in_is_at_work_with_role_and_organisation(house: House, worker: Person, sign_in: SignIn) -> None:
    token, session = sign_in()
    assert sessions.actor_of(house, bearer(token)) == worker.actor
    assert session.expires_at == house.clock() + ABSOLUTE
    assert events(house, worker.id)[-1] == "SignedIn"


@pytest.mark.parametrize("wrong", [{"username": "nobody"}, {"password": "wrong"}, {"totp": "000000"}, {"username": "\ud800"}])
def test_whatever_is_wrong_the_answer_and_the_record_are_the_same(house: House, sign_in: SignIn, wrong: dict[str, str]) -> None:
    with pytest.raises(SignInFailed) as refused:
        sign_in(**wrong)
    assert refused.value.detail == ""
    assert events(house, NOBODY)[-1] == "SignInRefused"


def test_a_name_that_does_not_exist_costs_a_password_check_too(monkeypatch: pytest.MonkeyPatch, sign_in: SignIn) -> None:
    checked: list[str | None] = []
    verify = passwords.verify_password

    def noted(stored: str | None, password: str) -> bool:
        checked.append(stored)
        return verify(stored, password)

    monkeypatch.setattr(signing_in, "verify_password", noted)
    with pytest.raises(SignInFailed):
        sign_in("nobody")
    assert checked == [None]


def test_a_one_time_code_counts_once(clock: Clock, sign_in: SignIn) -> None:
    sign_in()
    with pytest.raises(SignInFailed):
        sign_in()
    clock.advance(60)
    sign_in()


def test_after_three_failures_each_next_one_costs_twice_the_wait(clock: Clock, sign_in: SignIn) -> None:
    for _ in range(3):
        with pytest.raises(SignInFailed):
            sign_in(password="wrong")
    for wait in (1, 2, 4, 8):
        with pytest.raises(SignInFailed):
            sign_in(password="wrong")
        with pytest.raises(TooManyAttempts) as refused:
            sign_in(password="wrong")
        assert refused.value.wait_seconds == wait
        clock.advance(wait)


def test_the_right_password_is_heard_after_the_wait_and_clears_the_failures(house: House, clock: Clock, sign_in: SignIn) -> None:
    for _ in range(4):
        with pytest.raises(SignInFailed):
            sign_in(password="wrong")
    with pytest.raises(TooManyAttempts):
        sign_in()
    clock.advance(1)
    sign_in()
    with house.reading.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Attempt)) == 0


def test_the_wait_is_the_same_for_names_that_do_not_exist(sign_in: SignIn) -> None:
    for _ in range(4):
        with pytest.raises(SignInFailed):
            sign_in("nobody")
    with pytest.raises(TooManyAttempts):
        sign_in("NOBODY")


def test_tries_at_once_do_not_slip_past_the_wait(sign_in: SignIn) -> None:
    def outcome(_: int) -> type[Refused]:
        with pytest.raises(Refused) as refused:
            sign_in(password="wrong")
        return refused.type

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(outcome, range(8)))
    assert outcomes.count(SignInFailed) == 4


def test_failures_are_forgotten_after_a_day(house: House, clock: Clock, sign_in: SignIn) -> None:
    with pytest.raises(SignInFailed):
        sign_in("nobody")
    clock.advance(DAY + 1)
    sign_in()
    with house.reading.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Attempt)) == 0


def test_a_session_ends_after_a_time_without_use(house: House, clock: Clock, sign_in: SignIn) -> None:
    token, _ = sign_in()
    for _ in range(3):
        clock.advance(IDLE - 1)
        sessions.actor_of(house, bearer(token))
    clock.advance(IDLE)
    with pytest.raises(NotSignedIn):
        sessions.actor_of(house, bearer(token))


def test_a_session_in_use_ends_at_its_last_hour(house: House, clock: Clock, sign_in: SignIn) -> None:
    token, session = sign_in()
    while clock.now + IDLE // 2 < session.expires_at:
        clock.advance(IDLE // 2)
        sessions.actor_of(house, bearer(token))
    clock.now = session.expires_at
    with pytest.raises(NotSignedIn):
        sessions.actor_of(house, bearer(token))


def test_use_is_written_down_at_most_once_a_minute(house: House, clock: Clock, sign_in: SignIn) -> None:
    token, session = sign_in()
    used = []
    for _ in range(4):
        clock.advance(25)
        sessions.actor_of(house, bearer(token))
        with house.reading.connect() as connection:
            used.append(connection.execute(select(SessionRow.used_at).where(SessionRow.id == session.id)).scalar_one())
    assert [at - session.started_at for at in used] == [0, 0, 75, 75]


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer wrong", "Bearer \udcff"])
def test_without_a_running_session_nobody_is_at_work(house: House, header: str | None) -> None:
    with pytest.raises(NotSignedIn):
        sessions.actor_of(house, header)


def test_a_user_who_is_no_longer_active_is_out_at_once(house: House, worker: Person, sign_in: SignIn) -> None:
    token, _ = sign_in()
    with house.writing.begin() as connection:
        connection.execute(update(User).where(User.id == worker.id).values(active=False))
    with pytest.raises(NotSignedIn):
        sessions.actor_of(house, bearer(token))
    with pytest.raises(SignInFailed):
        sign_in()


def test_signing_out_ends_this_session_only(house: House, worker: Person, sign_in: SignIn) -> None:
    token, _ = sign_in()
    other = signed_in(house, worker.actor)
    with unit_of_work(house, worker.actor) as work:
        sessions.sign_out(work, bearer(token))
    with pytest.raises(NotSignedIn):
        sessions.actor_of(house, bearer(token))
    sessions.actor_of(house, bearer(other.token))
    assert events(house, worker.id)[-1] == "SignedOut"


def test_an_administrator_ends_all_sessions_of_a_user(house: House, town: Town, worker: Person, sign_in: SignIn) -> None:
    token, _ = sign_in()
    second = signed_in(house, worker.actor).token
    with unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor) as work:
        assert sessions.sign_out_everywhere(work, worker.id) == 2
    for ended in (token, second):
        with pytest.raises(NotSignedIn):
            sessions.actor_of(house, bearer(ended))


def test_a_password_hash_of_yesterday_s_strength_is_renewed(
    monkeypatch: pytest.MonkeyPatch, house: House, worker: Person, sign_in: SignIn
) -> None:
    stored = select(Account.password_hash).where(Account.user_id == worker.id)
    with house.reading.connect() as connection:
        before = connection.scalar(stored)
    monkeypatch.setattr(signing_in, "needs_rehash", lambda _stored: True)
    sign_in()
    with house.reading.connect() as connection:
        assert connection.scalar(stored) != before


def test_one_code_sent_by_two_at_once_signs_one_in(sign_in: SignIn) -> None:
    def outcome(_: int) -> bool:
        try:
            sign_in()
        except SignInFailed:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(outcome, range(2))) == [False, True]
