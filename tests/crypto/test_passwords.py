"""Passwords, one-time codes and session tokens."""

import base64
import threading

import pytest
from argon2.exceptions import VerifyMismatchError

from app.crypto import passwords
from app.crypto.passwords import PasswordsBusy, hash_password, needs_rehash, totp_matches, verify_password

# RFC 6238, appendix B: its ASCII secret for SHA-1, and the last six of its eight digits.
SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"}


def test_only_the_right_password_matches() -> None:
    stored = hash_password("ពាក្យសម្ងាត់ é")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert verify_password(stored, "ពាក្យសម្ងាត់ e\u0301")
    assert not verify_password(stored, "another")
    assert not needs_rehash(stored)
    assert needs_rehash(stored.replace("t=3", "t=2"))


@pytest.mark.parametrize("stored", [None, "", "not a hash"])
def test_no_account_and_no_hash_match_nothing(stored: str | None) -> None:
    assert not verify_password(stored, "anything \ud800")


def test_an_account_that_does_not_exist_costs_as_much() -> None:
    # The same work is done for it: a whole Argon2id with today's parameters, which then does not match.
    assert not needs_rehash(passwords._NOBODY)
    with pytest.raises(VerifyMismatchError):
        passwords._hasher.verify(passwords._NOBODY, "anything")


def test_only_two_are_checked_at_once_and_the_rest_do_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    taken, release = threading.Semaphore(0), threading.Event()

    def hold() -> None:
        with passwords._Turn():
            taken.release()
            release.wait(10)

    holders = [threading.Thread(target=hold) for _ in range(passwords.AT_ONCE)]
    for holder in holders:
        holder.start()
        taken.acquire()
    with pytest.raises(PasswordsBusy):
        verify_password(None, "anything")
    release.set()
    for holder in holders:
        holder.join()
    assert not verify_password(None, "anything")


@pytest.mark.parametrize(("now", "code"), VECTORS.items())
def test_codes_are_those_of_rfc_6238(now: int, code: str) -> None:
    assert totp_matches(SECRET, code, now) == now // 30
    assert totp_matches(SECRET, f"{code[:3]} {code[3:]}", now) == now // 30


def test_a_code_counts_one_step_early_or_late_and_no_more() -> None:
    now, code = 1234567890, VECTORS[1234567890]
    step = now // 30
    assert [totp_matches(SECRET, code, now + 30 * drift) for drift in (-2, -1, 0, 1, 2)] == [None, step, step, step, None]


def test_a_code_counts_once() -> None:
    now, code = 1234567890, VECTORS[1234567890]
    step = totp_matches(SECRET, code, now)
    assert step is not None
    assert totp_matches(SECRET, code, now, after=step) is None
    assert totp_matches(SECRET, code, now, after=step - 1) == step


@pytest.mark.parametrize("code", ["", "28708", "2870821", "abcdef", "២៨៧០៨២", "\ud800"])
def test_what_is_no_code_matches_nothing(code: str) -> None:
    assert totp_matches(SECRET, code, 59) is None


def test_a_code_of_the_first_step_matches_at_the_epoch() -> None:
    assert totp_matches(SECRET, "755224", 0) == 0


def test_secrets_and_tokens_are_fresh_and_long() -> None:
    assert len({passwords.new_totp_secret() for _ in range(20)}) == 20
    assert len(base64.b32decode(passwords.new_totp_secret())) == 20
    assert len({passwords.new_token() for _ in range(20)}) == 20
    assert len(base64.urlsafe_b64decode(passwords.new_token() + "=")) == 32
    assert len({passwords.readable_password() for _ in range(20)}) == 20
    assert len(passwords.readable_password()) == 24


def test_the_provisioning_address_names_the_account() -> None:
    uri = passwords.provisioning_uri(SECRET, "worker@example.org")
    assert uri.startswith("otpauth://totp/Rumduol:worker%40example.org?secret=" + SECRET)
