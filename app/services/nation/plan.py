"""What a nation is made from: every id, number and choice follows from the plan, so that making it again makes the same."""

from collections.abc import Iterator
from datetime import date
from enum import IntEnum
from random import Random
from typing import NamedTuple

from app.services.instants import first_second, local_day

DAY = 86_400
YEARS = 5
# The staff is there, and the first trainings are held, before the first case.
PREPARED = 90 * DAY
# Staff is trained in one of three ways, the same at the same time in every organisation of a kind, because cases are judged by it.
KINDS = 3
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_BATCH = 1000


class Kind(IntEnum):
    """What an id names."""

    ORGANISATION = 1
    USER = 2
    SHELTER = 3
    CASE = 4
    VICTIM = 5
    RECORD = 6
    ENTRY = 7
    FINDING = 8
    ACCESS = 9


class Plan(NamedTuple):
    """The whole of a nation. `as_of` is its present: nothing in it was recorded later."""

    seed: int
    cases: int
    stories: int
    as_of: int
    organisations: int

    @property
    def begins(self) -> int:
        """The first second of the nation, years before its present."""
        today = local_day(self.as_of)
        return first_second(date(today.year - YEARS, today.month, 1))

    @property
    def times(self) -> int:
        """How many cases share a story."""
        return -(-self.cases // self.stories)

    @property
    def told(self) -> int:
        """How many different stories there are."""
        return -(-self.cases // self.times)

    def rng(self, what: str, number: int) -> Random:
        """Return the chance by which one thing is decided, whatever else was decided before."""
        return Random(f"{self.seed} {what} {number}")  # noqa: S311 - an invented nation needs to be repeatable, not secret

    def batches(self, done: int) -> Iterator[range]:
        """Yield the numbers of the cases that are written together, from the first one that is not done."""
        size = max(1, min(_BATCH // self.times, -(-self.stories // 4))) * self.times
        for first in range(done, self.cases, size):
            yield range(first, min(first + size, self.cases))

    def story_of(self, number: int, batch: range) -> int:
        """Return the story of a case: a batch takes turns among its own, so that neighbours differ."""
        several = -(-len(batch) // self.times)
        return batch.start // self.times + number % several

    def id(self, kind: Kind, number: int, part: int = 0) -> str:
        """Return an id as 32 digits: it has the form of version 4, but counts up, so that every index grows at its end."""
        return f"{number:08x}{part:04x}4{kind:03x}8{self.seed & 0xFFF_FFFF_FFFF:015x}"

    def case_number(self, number: int) -> str:
        """Return the number of a case, which rises with it and looks as random as any."""
        step = len(_LETTERS) ** 12 >> 32
        value = number * step + self.rng("number", number).randrange(step)
        letters = ""
        for _ in range(12):
            value, letter = divmod(value, len(_LETTERS))
            letters = _LETTERS[letter] + letters
        return "-".join((letters[:4], letters[4:8], letters[8:]))


def dashed(digits: str) -> str:
    """Return an id of 32 digits as it is written in facts and in the log.

    >>> dashed("00000001000040048000000000000001")
    '00000001-0000-4004-8000-000000000001'
    """
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def digits_of(written: str) -> str:
    """Return the 32 digits of an id, as the databases are given it.

    >>> digits_of("00000001-0000-4004-8000-000000000001")
    '00000001000040048000000000000001'
    """
    return written.replace("-", "")
