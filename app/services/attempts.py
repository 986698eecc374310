"""Failed attempts of one name (kept as a keyed digest): each is counted before it is looked at, and the wait for the next one rises.

Counted first, tries that are sent at once do not slip past the wait together.
"""

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app.errors import TooManyAttempts
from app.models.accounts import Attempt
from app.work import Work

_FREE, _LONGEST = 3, 300
_FORGOTTEN_AFTER = 24 * 3600


def delay(failures: int) -> int:
    """Return the seconds to wait after so many failures in a row.

    >>> [delay(n) for n in (1, 3, 4, 5, 6, 12, 13, 1000)]
    [0, 0, 1, 2, 4, 256, 300, 300]
    """
    return 0 if failures <= _FREE else min(_LONGEST, 1 << min(failures - _FREE - 1, 16))


def count(work: Work, digest: bytes) -> int:
    """Count one more try, and return how many that makes in a row; the transaction must end before it is looked at.

    Raises TooManyAttempts for one that comes too early, which then does not count.
    """
    insert = postgresql.insert if work.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = insert(Attempt).values(name_digest=digest, failures=0, wait_until=work.now)
    # Written even where it is there, which locks it: else the right answer, given at the same moment, could take it away before it is read.
    fresh = fresh.on_conflict_do_update(index_elements=[Attempt.name_digest], set_={"failures": Attempt.failures})
    work.session.execute(delete(Attempt).where(Attempt.wait_until < work.now - _FORGOTTEN_AFTER))
    work.session.execute(fresh)
    attempt = work.session.scalars(select(Attempt).where(Attempt.name_digest == digest).with_for_update()).one()
    if attempt.wait_until > work.now:
        raise TooManyAttempts(attempt.wait_until - work.now)
    attempt.failures += 1
    attempt.wait_until = work.now + delay(attempt.failures)
    return attempt.failures


def forget(work: Work, digest: bytes) -> None:
    """Forget the failures: the right answer was given."""
    work.session.execute(delete(Attempt).where(Attempt.name_digest == digest))
