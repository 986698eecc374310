"""The order and grouping of a form, shaped by hand where a person needs it; every other form asks its fields as they are declared."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.records.base import Act


class Shaped(NamedTuple):
    """Fields that are asked together; `folded` ones stand behind a line that opens them."""

    heading: str
    intro: str
    names: Sequence[str]
    folded: bool = False


_SHAPES: Mapping[str, Sequence[Shaped]] = {}


def of(act: Act) -> Sequence[Shaped]:
    """Return the groups of an act's form. Raises KeyError for a shape that forgets a field or names one that is not asked."""
    names = act.body if act.moment == "recorded_at" else (act.moment, *act.body)
    shaped = _SHAPES.get(act.name)
    if shaped is None:
        return (Shaped("", "", names),)
    told = [name for group in shaped for name in group.names]
    if sorted(told) != sorted(names):
        raise KeyError(act.name)
    return shaped
