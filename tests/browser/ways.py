"""The ways in which the console is used: the language, the width of the screen, with or without JavaScript.

Every two of these values meet in one of the four.
"""

from typing import NamedTuple

import pytest

WIDE, NARROW, NARROWEST = 1280, 360, 320


class Way(NamedTuple):
    """How somebody uses the console."""

    language: str
    width: int
    script: bool
    dark: bool = False

    @property
    def name(self) -> str:
        """What the way is called in the list of tests."""
        return f"{self.language}-{self.width}-{'js' if self.script else 'no-js'}"


WAYS = (
    Way("en", WIDE, script=True),
    Way("km", NARROW, script=True, dark=True),
    Way("en", NARROW, script=False),
    Way("km", WIDE, script=False),
)
WITH_SCRIPT, WITHOUT = WAYS[:2], WAYS[2:]
in_every_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
