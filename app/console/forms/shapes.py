"""The order and grouping of a form, shaped by hand where a person needs it; every other form asks its fields as they are declared."""

from collections.abc import Mapping, Sequence
from itertools import chain

from app.console.forms import shaped_care, shaped_ends, shaped_stays, shaped_talks
from app.console.forms.parts import Part, Reveal
from app.records.base import Act
from app.records.registry import ACTS

_FILES = (shaped_talks, shaped_stays, shaped_care, shaped_ends)
_PARTS: Mapping[str, Sequence[Part]] = {name: parts for file in _FILES for name, parts in file.PARTS.items()}
_REVEALS: Mapping[str, Sequence[Reveal]] = {name: reveals for file in _FILES for name, reveals in file.REVEALS.items()}
# What the system works out by itself when the other answers are in.
_WORKED_OUT: Mapping[str, frozenset[str]] = {
    "record_assessment": frozenset({"client_domains_scored", "client_total", "client_lowest", "family_total", "family_lowest"}),
}


def asked_names(act: Act) -> Sequence[str]:
    """Return the fields that an act's form asks, as they are declared: the moment first, and nothing that follows from other answers."""
    worked_out = _WORKED_OUT.get(act.name, frozenset())
    names = act.body if act.moment == "recorded_at" else (act.moment, *act.body)
    return [name for name in names if name not in worked_out]


def of(act: Act) -> Sequence[Part]:
    """Return the parts of an act's form."""
    return _PARTS.get(act.name) or (Part("", "", tuple(asked_names(act))),)


def reveals(act: Act) -> Sequence[Reveal]:
    """Return the questions of an act that only matter after a certain answer to another one."""
    return _REVEALS.get(act.name, ())


def _check() -> None:
    """Refuse a shape that forgets a field, names one twice or names one that is not asked. Raises ValueError."""
    for name, parts in _PARTS.items():
        told = sorted(chain.from_iterable(part.names for part in parts))
        if told != sorted(asked_names(ACTS[name])):
            raise ValueError(f"{name}: {sorted(set(told) ^ set(asked_names(ACTS[name]))) or 'a field is asked twice'}")
    for name, found in _REVEALS.items():
        for reveal in found:
            part = next(part for part in of(ACTS[name]) if reveal.question in part.names)
            names = list(part.names)
            if any(names.index(follower) < names.index(reveal.question) for follower in reveal.names) or ACTS[name].needs & {*reveal.names}:
                raise ValueError(f"{name}: what hangs on {reveal.question} is asked after it, in the same part, and never required")


_check()
