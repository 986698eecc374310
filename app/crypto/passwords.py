"""What a person proves who they are with: passwords, one-time codes and session tokens."""

import hmac
import secrets
import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY
from pyotp import random_base32
from pyotp.totp import TOTP

from app.crypto.errors import CryptoError

AT_ONCE = 2
PATIENCE = 10.0  # seconds
STEP = 30  # seconds a one-time code lasts

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)  # Argon2id, 64 MiB, 3 passes, 4 lanes
# Each takes 64 MiB and a core: without a bound, a burst of log-ins would take the machine.
_turns = BoundedSemaphore(AT_ONCE)
# Right in form, made from no password: verifying against it costs as much as against any other.
_NOBODY = f"$argon2id$v=19$m=65536,t=3,p=4${'A' * 22}${'A' * 43}"
_CONSONANTS, _VOWELS = "bdfghjkmnprstvz", "aeiou"


class PasswordsBusy(CryptoError):
    """Too many passwords are being checked at once; nothing was decided about this one."""


def hash_password(password: str) -> str:
    """Return what to store for a password: Argon2id with its parameters and a fresh salt. Raises PasswordsBusy."""
    with _Turn():
        return _hasher.hash(_canonical(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Say whether the password is the stored one. An account that does not exist (None) takes as long. Raises PasswordsBusy."""
    with _Turn():
        try:
            _hasher.verify(stored or _NOBODY, _canonical(password))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    """Say whether a stored hash was made with other parameters than today's, so that the next log-in should renew it."""
    return _hasher.check_needs_rehash(stored)


def readable_password() -> str:
    """Return a random password one can read out, for demo accounts: ten syllables, 62 bits."""
    syllables = [secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(10)]
    return "-".join("".join(syllables[start : start + 2]) for start in range(0, 10, 2))


def new_totp_secret() -> str:
    """Return a fresh secret for one-time codes: 160 bits in base32."""
    return random_base32()


def provisioning_uri(secret: str, account: str, *, issuer: str = "Rumduol") -> str:
    """Return what an authenticator application reads from a QR code."""
    return TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def totp_matches(secret: str, code: str, now: int, *, after: int = -1) -> int | None:
    """Return the time step whose code this is, one step early or late allowed, or None.

    To make a code count once, keep the step returned and hand it in as `after` the next time: no step up to it matches again.
    """
    totp = TOTP(secret, interval=STEP)
    given = code.replace(" ", "").encode("utf-8", "replace")
    current = now // STEP
    # Every step is compared, so that the time taken does not tell which one matched.
    matching = [step for step in (current - 1, current, current + 1) if hmac.compare_digest(_code(totp, step), given) and step > after]
    return matching[-1] if matching else None


def new_token() -> str:
    """Return a fresh session token: 256 random bits, safe in a header or a cookie."""
    return secrets.token_urlsafe(32)


class _Turn:
    """One of the turns to use Argon2, waited for but not for ever."""

    def __enter__(self) -> None:
        if not _turns.acquire(timeout=PATIENCE):
            raise PasswordsBusy("too many passwords are being checked at once")

    def __exit__(self, *_: object) -> None:
        _turns.release()


def _canonical(password: str) -> bytes:
    # NIST SP 800-63B, 5.1.1.2: two keyboards may write the same character differently.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _code(totp: TOTP, step: int) -> bytes:
    return totp.generate_otp(max(step, 0)).encode()
