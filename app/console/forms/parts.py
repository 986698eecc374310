"""What a form is shaped with."""

from typing import NamedTuple


class Part(NamedTuple):
    """Questions that are asked together; `folded` ones stand behind a line that opens them."""

    heading: str
    intro: str
    names: tuple[str, ...]
    folded: bool = False


class Reveal(NamedTuple):
    """Questions that are shown once another was answered in one way: `yes`, `no` or a code."""

    question: str
    answer: str
    names: tuple[str, ...]
